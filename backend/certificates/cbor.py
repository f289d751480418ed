"""Deterministic CBOR (RFC 8949, 4.2.1): the little of it that codes use, read strictly.

Every value has exactly one encoding; any other is refused: longer integers than needed, indefinite lengths, duplicate
or unsorted keys, trailing bytes, and every type that no code contains. Strictness is what makes a signed code one
string and not a family of strings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Value: TypeAlias = "int | bytes | list[Value] | dict[int, Value] | Tagged"

_UINT, _NINT, _BYTES, _LIST, _MAP, _TAG = 0, 1, 2, 4, 5, 6
_DEEPEST = 6


class NotCanonical(ValueError):
    """These bytes are not the one encoding of a value that a code may hold."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A value with its CBOR tag."""

    tag: int
    value: Value


def encode(value: Value) -> bytes:
    """The one encoding of the value."""
    match value:
        case bytes():
            return _head(_BYTES, len(value)) + value
        case list():
            return _head(_LIST, len(value)) + b"".join(encode(item) for item in value)
        case dict():
            return _head(_MAP, len(value)) + _encode_pairs(value)
        case Tagged():
            return _head(_TAG, value.tag) + encode(value.value)
        case int():
            return _head(_UINT, value) if value >= 0 else _head(_NINT, -1 - value)


def decode(data: bytes) -> Value:
    """The value of these bytes; raises NotCanonical."""
    value, rest = _decode(data, depth=0)
    if rest:
        raise NotCanonical("trailing bytes")
    return value


def _encode_pairs(pairs: Mapping[int, Value]) -> bytes:
    encoded = sorted((encode(key), encode(item)) for key, item in pairs.items())
    return b"".join(key + item for key, item in encoded)


def _head(major: int, number: int) -> bytes:
    if number < 24:
        return bytes([major << 5 | number])
    for code, width in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 1 << 8 * width:
            return bytes([major << 5 | code]) + number.to_bytes(width, "big")
    raise NotCanonical("number above 64 bits")


def _read_head(data: bytes) -> tuple[int, int, bytes]:
    if not data:
        raise NotCanonical("cut short")
    major, code = data[0] >> 5, data[0] & 31
    if code < 24:
        return major, code, data[1:]
    width = {24: 1, 25: 2, 26: 4, 27: 8}.get(code)
    if width is None or len(data) < 1 + width:
        raise NotCanonical("indefinite length or cut short")
    number = int.from_bytes(data[1 : 1 + width], "big")
    if _head(major, number) != data[: 1 + width]:
        raise NotCanonical("longer than needed")
    return major, number, data[1 + width :]


def _decode(data: bytes, depth: int) -> tuple[Value, bytes]:
    if depth > _DEEPEST:
        raise NotCanonical("too deep")
    major, number, rest = _read_head(data)
    match major:
        case 0:
            return number, rest
        case 1:
            return -1 - number, rest
        case 2:
            return _decode_bytes(rest, number)
        case 4:
            return _decode_list(rest, number, depth)
        case 5:
            return _decode_map(rest, number, depth)
        case 6:
            inner, rest = _decode(rest, depth + 1)
            return Tagged(number, inner), rest
    raise NotCanonical("a type that no code holds")


def _decode_bytes(data: bytes, length: int) -> tuple[Value, bytes]:
    if len(data) < length:
        raise NotCanonical("cut short")
    return data[:length], data[length:]


def _decode_list(data: bytes, length: int, depth: int) -> tuple[Value, bytes]:
    items: list[Value] = []
    for _ in range(length):
        item, data = _decode(data, depth + 1)
        items.append(item)
    return items, data


def _decode_map(data: bytes, length: int, depth: int) -> tuple[Value, bytes]:
    pairs: dict[int, Value] = {}
    last = b""
    for _ in range(length):
        before = data
        key, data = _decode(data, depth + 1)
        encoded = before[: len(before) - len(data)]
        if not isinstance(key, int) or encoded <= last:
            raise NotCanonical("keys must be integers, sorted, each once")
        last = encoded
        pairs[key], data = _decode(data, depth + 1)
    return pairs, data
