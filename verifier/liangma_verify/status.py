"""Reads the signed list of what the cards of a region are: `/p/status/<region>` of an installation."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime

from . import p256
from .code import Keys, Unreadable

STATES = ("有效 valid", "暂扣 suspended", "已终止 ended", "未登记 not registered")
VALID = 0
GREEN_H, HOLDS_H = 24, 72
PLACES = 131_072

_CONTEXT = b"status/1"
_LONGEST = 4 * 1024 * 1024


@dataclass(frozen=True)
class StatusList:
    """A list that one of the known keys has signed."""

    region: str
    made: int
    until: int
    bits: bytes
    later: dict[int, list[int]]

    def state(self, place: int, now: datetime) -> int:
        """What the card of this place is at the moment, by its number in STATES."""
        state, turns = self.bits[place // 4] >> place % 4 * 2 & 3, self.later.get(place, [])
        for at, after in zip(turns[::2], turns[1::2], strict=True):
            state = after if at <= now.timestamp() else state
        return state

    def age_hours(self, now: datetime) -> float:
        return (now.timestamp() - self.made) / 3600


def read(data: bytes, keys: Keys) -> StatusList:
    """The list of a file. Raises Unreadable, also when no known key has signed it."""
    try:
        return _read(data, keys)
    except (ValueError, TypeError, KeyError, IndexError, RecursionError, zlib.error) as error:
        raise Unreadable(f"not a status list: {error}") from error


def _read(data: bytes, keys: Keys) -> StatusList:
    if len(data) > _LONGEST or data[:5] != b"\xd2\x84\x43\xa1\x01":
        raise Unreadable("not a signed list")
    header, loose, body, signature = _whole(data[1:])
    signed = b"\x84\x6aSignature1\x43\xa1\x01\x26" + bytes([0x40 + len(_CONTEXT)]) + _CONTEXT + _bytes(body)
    points = keys.get(loose[4], [])
    if header != b"\xa1\x01\x26" or not any(p256.verify(each, signed, signature) for each in points):
        raise Unreadable("no known key signed this list")
    version, region, made, until, packed, later = _whole(body)
    bits = zlib.decompressobj().decompress(packed, PLACES // 4)
    if version != 1 or len(bits) != PLACES // 4:
        raise Unreadable("a list of another version")
    return StatusList(region.decode("ascii"), made, until, bits, later)


def _bytes(content: bytes) -> bytes:
    """A byte string as CBOR spells it."""
    size = len(content)
    for first, width in ((0x58, 1), (0x59, 2), (0x5A, 4)):
        if size < 1 << 8 * width:
            return (bytes([0x40 + size]) if size < 24 else bytes([first]) + size.to_bytes(width, "big")) + content
    raise Unreadable("too long")


def _whole(data: bytes):  # type: ignore[no-untyped-def]
    value, rest = _take(data)
    if rest:
        raise Unreadable("something follows")
    return value


def _take(data: bytes):  # type: ignore[no-untyped-def]
    """One value of CBOR, and what follows it: whole numbers, bytes, lists, maps."""
    major, size = data[0] >> 5, data[0] & 31
    width = {24: 1, 25: 2, 26: 4, 27: 8}.get(size, 0)
    number = int.from_bytes(data[1 : 1 + width], "big") if width else size
    rest = data[1 + width :]
    if size > 27 or len(data) < 1 + width or major not in (0, 2, 4, 5):
        raise Unreadable("a value that no list holds")
    if major == 2:
        if len(rest) < number:
            raise Unreadable("cut short")
        return rest[:number], rest[number:]
    items = []
    for _ in range(number * (major - 3) if major > 3 else 0):
        item, rest = _take(rest)
        items.append(item)
    return (number if major == 0 else items if major == 4 else dict(zip(items[::2], items[1::2], strict=True))), rest
