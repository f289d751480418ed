"""Where verdicts and papers hear of media: they live one floor up, in `evidence`, which names its reader here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from backend.config import Settings
from backend.inspections.models import Inspection
from backend.policy.facts import Finding


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of a visit: what was said of it, and what of it can be shown."""

    caption: str
    at: datetime
    """By the officers' time, with the offset that the phone measured."""
    sha256: bytes | None
    """Of the sealed original; None until it is sealed."""
    differs: bool
    """Whether the sealed bytes are not those that the phone had declared (B-62)."""
    shown: UUID | None
    """The medium of which there is a small picture: the stamped copy, else the original; None where there is none yet."""
    stamped: bool


class Recorded(Protocol):
    """A reader of what was recorded of a visit."""

    def findings(self, tx: Session, inspection: Inspection, now: datetime) -> Sequence[Finding]:
        """What is missing of the recording of a visit that is over (B-59, B-60, B-61)."""
        ...

    def pictures(self, tx: Session, inspection_id: UUID) -> Mapping[UUID, str]:
        """How the picture of each signature compares with its sealed file (B-62): `evidence.states.picture_state`."""
        ...

    def photos(self, tx: Session, inspection_id: UUID) -> Sequence[Photo]:
        """The photos of a visit in the order in which they were taken."""
        ...

    def small_files(self, tx: Session, media_ids: Sequence[UUID]) -> Mapping[UUID, str]:
        """Where the small pictures of these media lie, as far as there are any."""
        ...

    def small(self, settings: Settings, file: str, most: int) -> bytes | None:
        """A small picture as a JPEG of at most `most` bytes; None where it is gone. Asks no database."""
        ...


_readers: list[Recorded] = []


def read_from(reader: Recorded) -> None:
    """Name the reader; `evidence.reader` does it when it is loaded."""
    _readers[:] = [reader]


def recorded() -> Recorded:
    """The reader. A process that judges visits without having loaded `evidence` must fail, not find everything complete."""
    if not _readers:
        raise RuntimeError("import backend.evidence.reader before judging or printing visits")
    return _readers[0]
