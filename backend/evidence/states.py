"""How far a segment and its recording have come: words that the phone and the desk show. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

GENESIS = bytes(32)
"""The link before the first segment of a chain."""

MIMES = frozenset(
    ("video/webm", "audio/webm", "video/mp4", "audio/mp4", "image/jpeg", "image/png", "image/webp", "image/heic")
)


def base_mime(mime: str) -> str:
    """`video/webm;codecs=vp8,opus` → `video/webm`."""
    return mime.partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Declared:
    """What completeness needs to know of a declared segment."""

    n: int
    prev: bytes
    final: bool


def segment_state(upload_states: Collection[str], *, sealed_right: bool) -> str:
    """declared, receiving, received, sealed or mismatch. A right copy makes up for a wrong one."""
    if sealed_right:
        return "sealed"
    if "growing" in upload_states:
        return "receiving"
    if "complete" in upload_states:
        return "received"
    return "mismatch" if "mismatch" in upload_states else "declared"


def media_state(segment_states: Sequence[str], *, whole: bool) -> str:
    """declared, receiving, received, sealing, sealed or mismatch; `whole` tells that no segment is outstanding."""
    if "mismatch" in segment_states:
        return "mismatch"
    if not segment_states or set(segment_states) == {"declared"}:
        return "declared"
    if not whole or {"declared", "receiving"} & set(segment_states):
        return "receiving"
    if set(segment_states) == {"sealed"}:
        return "sealed"
    return "sealing" if "sealed" in segment_states else "received"


def whole(segments: Sequence[Declared]) -> bool:
    """Whether every segment of a recording is declared: from the chain's beginning to the one marked final (B-61)."""
    numbers = sorted(segment.n for segment in segments)
    if not numbers or not any(segment.final for segment in segments):
        return False
    first = next(segment for segment in segments if segment.n == numbers[0])
    last = max(segment.n for segment in segments if segment.final)
    return first.prev == GENESIS and set(range(numbers[0], last + 1)) <= set(numbers)


@dataclass(frozen=True, slots=True)
class Named:
    """The medium that a signature names, once a phone has declared it; `hashes` are those of its sealed files."""

    of_this_visit: bool
    is_signature: bool
    first_use: bool
    hashes: frozenset[bytes]


MATCHES, WAITING = "matches", "waiting"
DIFFERS = frozenset({"other_bytes", "other_visit", "other_kind", "used_twice"})
"""Ways in which a signature is not what its sealed file says (B-62)."""


def picture_state(told: bytes, named: Named | None) -> str:
    """MATCHES, WAITING until something is sealed, or one of DIFFERS. A right copy makes up for a wrong one."""
    if named is None:
        return WAITING
    if not named.of_this_visit:
        return "other_visit"
    if not named.is_signature:
        return "other_kind"
    if not named.first_use:
        return "used_twice"
    if told in named.hashes:
        return MATCHES
    return "other_bytes" if named.hashes else WAITING
