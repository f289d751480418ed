"""Contents of the codes: make, sign, parse, check. Pure; keys are handed in (B-47, B-93).

A code is a COSE_Sign1 (tag 18) in deterministic CBOR with an ES256 signature whose s is in the lower half, so that a
content and a key have no second valid form. The context string (external_aad) keeps a card from being read as a visit.
The algorithm is never taken from the message: any other protected header is refused.
"""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from typing import TypeAlias

from backend.certificates import cbor
from backend.kernel.signing import PrivateKey, check_es256, key_id, public_point, sign_es256

ID_BYTES = 12
HASH_BYTES = 16
KID_BYTES = 4
STEP_SECONDS = 15
STATUS_PLACES = 131_072  # in a region: as many cards as its status list has places for
LONGEST_TEXT = 400  # characters of Base32; the longest genuine code has 198

_COSE_SIGN1 = 18
_SIGNATURE1 = b"\x84\x6aSignature1"  # a list of four that begins with this text (RFC 9052, 4.4)
_ES256_HEADER = cbor.encode({1: -7})
_KID = 4
_SIGNATURE_BYTES = 64
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY = date(1970, 1, 1)
_VERSION = 1


class CodeRefused(ValueError):
    """The text or the bytes are not a code of ours; says nothing about whose they are."""


class Subject(IntEnum):
    """What a live code speaks for."""

    VISIT = 1
    CARD = 2


@dataclass(frozen=True, slots=True)
class VisitCode:
    """A registered visit: no name, no number of a person, no enterprise (B-47). Times are whole minutes."""

    CONTEXT = b"insp/1"
    visit_id: bytes
    notice_hash: bytes
    valid_from: datetime
    valid_to: datetime

    def as_list(self) -> list[cbor.Value]:
        return [_VERSION, self.visit_id, self.notice_hash, _minutes(self.valid_from), _minutes(self.valid_to)]


@dataclass(frozen=True, slots=True)
class CardCode:
    """An officer's card as printed (B-93): dates are local days, both included."""

    CONTEXT = b"cert/1"
    card_id: bytes
    status_index: int
    not_before: date
    not_after: date
    photo_hash: bytes

    def as_list(self) -> list[cbor.Value]:
        days = [_days(self.not_before), _days(self.not_after)]
        return [_VERSION, self.card_id, self.status_index, *days, self.photo_hash]


@dataclass(frozen=True, slots=True)
class LiveCode:
    """Signed by a device every 15 seconds: this card or visit is shown by this device in this step."""

    CONTEXT = b"live/1"
    subject: Subject
    subject_id: bytes
    step: int
    device_kid: bytes

    def as_list(self) -> list[cbor.Value]:
        return [_VERSION, int(self.subject), self.subject_id, self.step, self.device_kid]

    def age_seconds(self, now: datetime) -> int:
        """Seconds since the step began; negative when it lies ahead of us."""
        return int(now.timestamp()) - self.step * STEP_SECONDS


Payload: TypeAlias = VisitCode | CardCode | LiveCode


@dataclass(frozen=True, slots=True)
class SignedCode:
    """A well-formed code whose signature has not been looked at yet."""

    kid: bytes
    payload: Payload
    signature: bytes


def step_at(moment: datetime) -> int:
    """Number of the 15-second step that holds the moment."""
    return int(moment.timestamp()) // STEP_SECONDS


def sign(payload: Payload, key: PrivateKey) -> bytes:
    """The signed code of a payload, as bytes; raises CodeRefused when a field is out of its range."""
    if read_payload(payload.as_list()) != payload:
        raise CodeRefused("a field of the payload is out of its range")
    return seal(payload.CONTEXT, payload.as_list(), key)


def seal(context: bytes, content: list[cbor.Value], key: PrivateKey) -> bytes:
    """A signed message that counts in this context and in no other."""
    kid, body = key_id(public_point(key)), cbor.encode(content)
    signature = sign_es256(key, _to_sign(context, body))
    return cbor.encode(cbor.Tagged(_COSE_SIGN1, [_ES256_HEADER, {_KID: kid}, body, signature]))


def parse(data: bytes) -> SignedCode:
    """Read the bytes of a code; raises CodeRefused on anything but the one canonical form."""
    try:
        message = cbor.decode(data)
        kid, body, signature = _envelope(message)
        payload = read_payload(cbor.decode(body))
    except (cbor.NotCanonical, OverflowError) as why:
        raise CodeRefused(str(why)) from why
    if isinstance(payload, LiveCode) and payload.device_kid != kid:
        raise CodeRefused("the header names another device than the payload")
    return SignedCode(kid, payload, signature)


def check(code: SignedCode, points: Iterable[bytes]) -> bool:
    """Whether one of these public keys signed the code in its own context; the mirrored signature is refused."""
    message = _to_sign(code.payload.CONTEXT, cbor.encode(code.payload.as_list()))
    return any(check_es256(point, message, code.signature) for point in points)


def to_text(data: bytes) -> str:
    """Base32 without padding, upper case: keeps a QR code in its alphanumeric mode."""
    return base64.b32encode(data).decode().rstrip("=")


def from_text(text: str) -> bytes:
    """The bytes of a code in a URL, any letter case; raises CodeRefused on any other text."""
    if not text or len(text) > LONGEST_TEXT or not text.isascii():
        raise CodeRefused("not the text of a code")
    try:
        data = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except binascii.Error as why:
        raise CodeRefused("not Base32") from why
    if to_text(data) != text.upper():
        raise CodeRefused("spare bits are set")
    return data


def read_payload(fields: cbor.Value) -> Payload:
    """The payload of a decoded list, told apart by its shape; raises CodeRefused."""
    match fields:
        case [1, bytes(visit), bytes(notice), int(start), int(end)] if _sizes(visit, notice) and 0 <= start < end:
            return VisitCode(visit, notice, _moment(start), _moment(end))
        case [1, bytes(card), int(index), int(first), int(last), bytes(photo)] if (
            _sizes(card, photo) and 0 <= index < STATUS_PLACES and 0 <= first <= last
        ):
            return CardCode(card, index, _day(first), _day(last), photo)
        case [1, 1 | 2 as subject, bytes(id_), int(step), bytes(kid)] if (
            len(id_) == ID_BYTES and len(kid) == KID_BYTES and 0 <= step < 1 << 32
        ):
            return LiveCode(Subject(subject), id_, step, kid)
    raise CodeRefused("unknown version or shape")


def _sizes(id_: bytes, hash_: bytes) -> bool:
    return len(id_) == ID_BYTES and len(hash_) == HASH_BYTES


def _envelope(message: cbor.Value) -> tuple[bytes, bytes, bytes]:
    match message:
        case cbor.Tagged(18, [bytes(header), dict(loose), bytes(body), bytes(signature)]):
            kid = loose.get(_KID)
            known = header == _ES256_HEADER and len(loose) == 1 and len(signature) == _SIGNATURE_BYTES
            if known and isinstance(kid, bytes) and len(kid) == KID_BYTES:
                return kid, body, signature
    raise CodeRefused("not a signed code")


def _to_sign(context: bytes, body: bytes) -> bytes:
    parts = (_ES256_HEADER, context, body)
    return _SIGNATURE1 + b"".join(cbor.encode(part) for part in parts)


def _minutes(moment: datetime) -> int:
    return int((moment - _EPOCH) // timedelta(minutes=1))


def _moment(minutes: int) -> datetime:
    return _EPOCH + timedelta(minutes=minutes)


def _days(day: date) -> int:
    return (day - _FIRST_DAY).days


def _day(number: int) -> date:
    return _FIRST_DAY + timedelta(days=number)
