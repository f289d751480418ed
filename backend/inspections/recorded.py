"""Where a verdict hears of recordings: they live one floor up, in `evidence`, which names its reader here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from backend.inspections.models import Inspection
from backend.policy.facts import Finding


class Recorded(Protocol):
    """A reader of what was recorded of a visit."""

    def findings(self, tx: Session, inspection: Inspection, now: datetime) -> Sequence[Finding]:
        """What is missing of the recording of a visit that is over (B-59, B-60, B-61)."""
        ...


_readers: list[Recorded] = []


def read_from(reader: Recorded) -> None:
    """Name the reader; `evidence.completeness` does it when it is loaded."""
    _readers[:] = [reader]


def recorded() -> Recorded:
    """The reader. A process that judges visits without having loaded `evidence` must fail, not find everything complete."""
    if not _readers:
        raise RuntimeError("import backend.evidence.completeness before judging visits that are over")
    return _readers[0]
