"""Reads and checks a code with nothing but public keys. It shares no line with the server.

What a code may look like is one pattern of bytes for each kind; whatever does not match it is no code.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

from . import p256

CONTEXTS = {"visit": b"insp/1", "card": b"cert/1", "live": b"live/1"}
STEP_S, FRESH_S, AHEAD_S = 15, 60, 15

_BEIJING = timezone(timedelta(hours=8))
_NUMBER = rb"(?:[\x00-\x17]|\x18[\x18-\xff]|\x19(?!\x00)..|\x1a(?!\x00\x00)....|\x1b(?!\x00\x00\x00\x00)........)"
_ID, _HASH, _KID = rb"\x4c(.{12})", rb"\x50(.{16})", rb"\x44(.{4})"
_BODIES = {
    "visit": rb"\x85\x01" + _ID + _HASH + b"(" + _NUMBER + b")(" + _NUMBER + b")",
    "card": rb"\x86\x01" + _ID + b"(" + _NUMBER + b")(" + _NUMBER + b")(" + _NUMBER + b")" + _HASH,
    "live": rb"\x85\x01([\x01\x02])" + _ID + b"(" + _NUMBER + b")" + _KID,
}
_ENVELOPE = rb"\xd2\x84\x43\xa1\x01\x26\xa1\x04\x44(.{4})((?:[\x40-\x57]|\x58[\x18-\xff]))(.*)\x58\x40(.{64})"
_SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200")
_LAST_MINUTE, _LAST_DAY, _PLACES = 4_223_371_679, 2_932_896, 131_072
"""Of the year 9999, counted from 1970; and how many places a status list has."""


class Unreadable(Exception):
    """The text is no code, or the file holds no key."""


@dataclass(frozen=True)
class Code:
    """A code of the right shape. Its signature has not been looked at."""

    kind: str
    kid: bytes
    fields: tuple[bytes, ...]
    signed: bytes
    signature: bytes


Keys = dict[bytes, list[tuple[int, int]]]


def read(text: str) -> Code:
    """The code in a scanned text: an address that ends in it, or itself; any letter case. Raises Unreadable."""
    last = text.strip().rsplit("/", 1)[-1].split("?", 1)[0].partition("~")[0].upper()
    try:
        data = base64.b32decode(last + "=" * (-len(last) % 8))
    except (binascii.Error, ValueError) as error:
        raise Unreadable("not Base32") from error
    if base64.b32encode(data).decode().rstrip("=") != last:
        raise Unreadable("spare bits are set")
    return parse(data)


def parse(data: bytes) -> Code:
    """The code of these bytes. Raises Unreadable."""
    found = re.fullmatch(_ENVELOPE, data, re.DOTALL)
    if found is None:
        raise Unreadable("not a signed code")
    kid, head, body, signature = found.groups()
    if (head[0] & 31 if len(head) == 1 else head[1]) != len(body):
        raise Unreadable("a length that does not fit")
    for kind, pattern in _BODIES.items():
        inside = re.fullmatch(pattern, body, re.DOTALL)
        if inside is not None and _possible(kind, kid, inside.groups()):
            return Code(kind, kid, inside.groups(), _to_sign(CONTEXTS[kind], head + body), signature)
    raise Unreadable("no kind of code looks like this")


def keys_of(pem: str) -> Keys:
    """The public P-256 keys of a PEM file by their short names. Raises Unreadable when there is none."""
    keys: Keys = {}
    for block in re.findall(r"-----BEGIN PUBLIC KEY-----(.*?)-----END PUBLIC KEY-----", pem, re.DOTALL):
        point = _point(block)
        keys.setdefault(sha256(point).digest()[:4], []).append((_int(point[1:33]), _int(point[33:])))
    if not keys:
        raise Unreadable("no public key")
    return keys


def genuine(code: Code, keys: Keys) -> bool:
    """Whether one of the keys of the name that the code gives has signed it."""
    return any(p256.verify(point, code.signed, code.signature) for point in keys.get(code.kid, []))


def in_time(code: Code, now: datetime) -> bool:
    """Whether the code itself says that it holds at the moment. A card's days are those of Beijing, both included."""
    first, last = _span(code)
    return first <= now < last


def place(code: Code) -> int:
    """Where a card stands in the status list of its region."""
    return _number(code.fields[1])


def facts(code: Code) -> Iterator[str]:
    """What stands in the code, line by line."""
    first, last = (each.astimezone(_BEIJING).isoformat(timespec="seconds") for each in _span(code))
    names = {"visit": "检查码 visit", "card": "证件码 card, printed", "live": "动态码 live"}
    yield f"种类 kind: {names[code.kind]}"
    yield f"签名密钥 key: {code.kid.hex()}"
    yield f"编号 id: {code.fields[1 if code.kind == 'live' else 0].hex()}"
    yield f"有效 holds: {first} — {last}"
    if code.kind == "visit":
        yield f"通知书 notice SHA-256: {code.fields[1].hex()}…"
    if code.kind == "card":
        yield f"状态位 status index: {place(code)}"


def _span(code: Code) -> tuple[datetime, datetime]:
    if code.kind == "visit":
        return _at(_number(code.fields[2]) * 60), _at(_number(code.fields[3]) * 60)
    if code.kind == "card":
        day, night = timedelta(days=1), timedelta(hours=-8)
        return _at(_number(code.fields[2]) * 86_400) + night, _at(_number(code.fields[3]) * 86_400) + day + night
    begun = _number(code.fields[2]) * STEP_S
    return _at(begun - AHEAD_S), _at(begun + FRESH_S + 1)


def _possible(kind: str, kid: bytes, fields: tuple[bytes, ...]) -> bool:
    if kind == "live":
        return _number(fields[2]) < 1 << 32 and fields[3] == kid
    first, last = _number(fields[2]), _number(fields[3])
    if kind == "visit":
        return first < last <= _LAST_MINUTE
    return _number(fields[1]) < _PLACES and first <= last <= _LAST_DAY


def _to_sign(context: bytes, body: bytes) -> bytes:
    return b"\x84\x6aSignature1\x43\xa1\x01\x26" + bytes([0x40 + len(context)]) + context + body


def _point(block: str) -> bytes:
    try:
        der = base64.b64decode("".join(block.split()), validate=True)
    except binascii.Error as error:
        raise Unreadable("a key that is not Base64") from error
    point = der[len(_SPKI) :]
    if der[: len(_SPKI)] != _SPKI or len(point) != 65 or point[0] != 4:
        raise Unreadable("a key that is not of P-256")
    return point


def _number(encoded: bytes) -> int:
    return encoded[0] if len(encoded) == 1 else _int(encoded[1:])


def _int(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(seconds=seconds)
