"""Genuine codes, and codes that somebody has tampered with in every way we could think of. The same seed makes the same."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import ec

from backend.certificates import cbor, codes
from backend.certificates.codes import CardCode, LiveCode, Payload, Subject, VisitCode
from backend.kernel.signing import ORDER, key_id, public_point, sign_es256

CONTEXTS = tuple(f"{name}/1".encode() for name in (
    "cert", "live", "beacon", "receipt", "manifest", "status", "trust", "door", "insp",
))  # fmt: skip
"""All that we sign: what is signed in one is genuine in no other."""

HEADER = b"\xa1\x01\x26"
_DAWN = datetime(2026, 1, 1, tzinfo=UTC)


def key_of(number: int) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(number, ec.SECP256R1())


KEY, OTHER = key_of(20_261_123), key_of(20_261_124)
POINT, OTHER_POINT = public_point(KEY), public_point(OTHER)
KID = key_id(POINT)


def genuine(chance: random.Random, count: int) -> list[tuple[Payload, bytes]]:
    """Visit, card and live codes in turn, with their payloads."""
    payloads = [_payload(chance, n % 3) for n in range(count)]
    return [(each, codes.sign(each, KEY)) for each in payloads]


def flips(data: bytes) -> Iterator[bytes]:
    """The code with every single bit turned once."""
    for bit in range(8 * len(data)):
        whole = int.from_bytes(data, "big") ^ (1 << bit)
        yield whole.to_bytes(len(data), "big")


def signed(context: bytes, body: bytes, *, key: ec.EllipticCurvePrivateKey = KEY, header: bytes = HEADER,
           kid: bytes = KID) -> bytes:  # fmt: skip
    """A message that the key really signed, whatever it says."""
    message = b"\x84\x6aSignature1" + b"".join(cbor.encode(part) for part in (header, context, body))
    return _envelope(header, body, sign_es256(key, message), kid)


def mutated(chance: random.Random, made: list[tuple[Payload, bytes]]) -> tuple[str, bytes]:
    """One tampered code and the name of what was done to it; most bear a true signature of what they say."""
    payload, data = chance.choice(made)
    name = chance.choice(sorted(_WAYS))
    return name, _WAYS[name](chance, payload, data)


def _payload(chance: random.Random, kind: int) -> Payload:
    id_, hash_ = chance.randbytes(12), chance.randbytes(16)
    start = _DAWN + timedelta(minutes=chance.randrange(500_000))
    if kind == 0:
        return VisitCode(id_, hash_, start, start + timedelta(minutes=chance.randint(1, 10_000)))
    if kind == 1:
        first = date(2024, 1, 1) + timedelta(days=chance.randrange(900))
        return CardCode(id_, chance.randrange(131_072), first, first + timedelta(days=chance.randrange(730)), hash_)
    return LiveCode(chance.choice(list(Subject)), id_, codes.step_at(start), KID)


def _envelope(header: bytes, body: bytes, signature: bytes, kid: bytes = KID) -> bytes:
    return cbor.encode(cbor.Tagged(18, [header, {4: kid}, body, signature]))


def _parts(data: bytes) -> tuple[bytes, bytes]:
    message = cbor.decode(data)
    assert isinstance(message, cbor.Tagged) and isinstance(message.value, list)
    _, _, body, signature = message.value
    assert isinstance(body, bytes) and isinstance(signature, bytes)
    return body, signature


def _longer_number(chance: random.Random, payload: Payload, data: bytes) -> bytes:
    """The version in two, three, five or nine bytes, truly signed."""
    body, _ = _parts(data)
    longer = chance.choice([b"\x18\x01", b"\x19\x00\x01", b"\x1a\x00\x00\x00\x01", b"\x1b" + bytes(7) + b"\x01"])
    return signed(payload.CONTEXT, body[:1] + longer + body[2:])


def _other_context(chance: random.Random, payload: Payload, data: bytes) -> bytes:
    body, _ = _parts(data)
    return signed(chance.choice([each for each in CONTEXTS if each != payload.CONTEXT]), body)


def _swapped_fields(chance: random.Random, payload: Payload, data: bytes) -> bytes:
    fields = payload.as_list()
    a, b = chance.choice([(a, b) for a in range(len(fields)) for b in range(a) if fields[a] != fields[b]])
    fields[a], fields[b] = fields[b], fields[a]
    _, signature = _parts(data)
    return _envelope(HEADER, cbor.encode(fields), signature)


def _odd_number(chance: random.Random, payload: Payload, data: bytes) -> bytes:
    """A number out of its range, truly signed."""
    fields = payload.as_list()
    odd = chance.choice([-1, 1 << 32, (1 << 63) + 5, 1 << 53, (1 << 64) - 1])
    place = chance.choice([n for n, field in enumerate(fields) if isinstance(field, int)])
    fields[place] = odd
    return signed(payload.CONTEXT, cbor.encode(fields))


def _other_version(chance: random.Random, payload: Payload, data: bytes) -> bytes:
    return signed(payload.CONTEXT, cbor.encode([chance.choice([0, 2, 3, 23, 24]), *payload.as_list()[1:]]))


def _cut_field(chance: random.Random, payload: Payload, data: bytes) -> bytes:
    fields = payload.as_list()
    place = chance.choice([n for n, field in enumerate(fields) if isinstance(field, bytes)])
    field = fields[place]
    assert isinstance(field, bytes)
    fields[place] = chance.choice([field[:-1], field + b"\0", b"", field * 2])
    return signed(payload.CONTEXT, cbor.encode(fields))


def _more_or_fewer(chance: random.Random, payload: Payload, data: bytes) -> bytes:
    fields = payload.as_list()
    return signed(
        payload.CONTEXT, cbor.encode(chance.choice([fields[:-1], [*fields, 1], [*fields, b""], [fields], []]))
    )


def _indefinite(chance: random.Random, payload: Payload, data: bytes) -> bytes:
    body, _ = _parts(data)
    return signed(payload.CONTEXT, b"\x9f" + body[1:] + b"\xff")


def _trailing(chance: random.Random, payload: Payload, data: bytes) -> bytes:
    body, _ = _parts(data)
    rest = chance.randbytes(chance.randint(1, 4))
    return chance.choice([data + rest, signed(payload.CONTEXT, body + rest)])


def _doubled_key(chance: random.Random, payload: Payload, data: bytes) -> bytes:
    """The short name of the key twice in its map."""
    pair = b"\x04\x44" + KID
    other = chance.choice([pair, b"\x04\x44" + chance.randbytes(4), b"\x01\x26", b"\x05\x41\x00"])
    return data.replace(b"\xa1" + pair, b"\xa2" + chance.choice([pair + other, other + pair]), 1)


def _other_header(chance: random.Random, payload: Payload, data: bytes) -> bytes:
    """Another algorithm, or the same in another spelling, truly signed."""
    body, _ = _parts(data)
    odd = [
        b"",
        b"\xa0",
        b"\xa1\x01\x27",
        b"\xa1\x01\x05",
        b"\xa1\x01\x38\x06",
        b"\xa2\x01\x26\x01\x26",
        b"\xbf\x01\x26\xff",
    ]
    return signed(payload.CONTEXT, body, header=chance.choice(odd))


def _other_key(chance: random.Random, payload: Payload, data: bytes) -> bytes:
    """Signed by a key that nobody trusts, under our name or its own."""
    body, _ = _parts(data)
    return signed(payload.CONTEXT, body, key=OTHER, kid=chance.choice([KID, key_id(OTHER_POINT)]))


def _mirrored(chance: random.Random, payload: Payload, data: bytes) -> bytes:
    body, signature = _parts(data)
    s = ORDER - int.from_bytes(signature[32:], "big")
    return _envelope(HEADER, body, signature[:32] + s.to_bytes(32, "big"))


def _odd_signature(chance: random.Random, payload: Payload, data: bytes) -> bytes:
    body, signature = _parts(data)
    r, s = signature[:32], signature[32:]
    odd = [bytes(64), b"\xff" * 64, bytes(32) + s, r + bytes(32), s + r, signature[:-1], signature + b"\0", b"",
           ORDER.to_bytes(32, "big") + s]  # fmt: skip
    return _envelope(HEADER, body, chance.choice(odd))


def _other_tag(chance: random.Random, payload: Payload, data: bytes) -> bytes:
    return chance.choice([data[1:], b"\xd1" + data[1:], b"\xd2" + data, b"\xd8\x12" + data[1:], b"\xd8\x3d" + data])


def _cut(chance: random.Random, payload: Payload, data: bytes) -> bytes:
    a, b = sorted(chance.sample(range(len(data) + 1), 2))
    return chance.choice([data[:a], data[b:], data[:a] + data[b:], data[:b] + data[a:]])


def _many_bits(chance: random.Random, payload: Payload, data: bytes) -> bytes:
    broken = bytearray(data)
    for place in chance.sample(range(len(data)), chance.randint(2, 6)):
        broken[place] ^= chance.randint(1, 255)
    return bytes(broken)


_WAYS = {
    way.__name__.strip("_"): way
    for way in (
        _longer_number, _other_context, _swapped_fields, _odd_number, _other_version, _cut_field, _more_or_fewer,
        _indefinite, _trailing, _doubled_key, _other_header, _other_key, _mirrored, _odd_signature, _other_tag, _cut,
        _many_bits,
    )
}  # fmt: skip
