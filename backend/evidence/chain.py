"""The hash chain of a recording: change one figure of one segment, and every later link differs (B-62). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import cbor2

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Link:
    """What the chain binds of one segment; times in milliseconds."""

    prev: bytes
    sha256: bytes
    n: int
    size: int
    start_ms: int
    duration_ms: int
    gap_ms: int
    cause: str | None

    def digest(self) -> bytes:
        """SHA-256 over the canonical CBOR of the eight figures."""
        figures = (
            self.prev, self.sha256, self.n, self.size, self.start_ms, self.duration_ms, self.gap_ms, self.cause,
        )  # fmt: skip
        return sha256(cbor2.dumps(list(figures), canonical=True)).digest()


def epoch_ms(moment: datetime) -> int:
    """Whole milliseconds since 1970, computed without floating point."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)
