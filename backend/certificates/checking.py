"""What a scanned or typed text proves: whose code it is, whether it is genuine, how old its step is.

Malformed and unknown texts answer alike; nothing here says which of the two it was.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from uuid import UUID

from sqlalchemy.orm import Session

from backend.certificates import codes, queries
from backend.certificates.codes import CodeRefused, LiveCode, SignedCode, Subject
from backend.certificates.keyring import checking_key
from backend.certificates.models import Card, VisitCode
from backend.certificates.short_codes import read_short_code
from backend.identity.queries import device_by_kid, upwards
from backend.registers.history import regions_above

OLDEST_STEP_S = 60
FURTHEST_AHEAD_S = 15


class Age(Enum):
    """How a code was shown: by a phone just now, too long ago, ahead of our clock; or printed or spoken."""

    FRESH = "fresh"
    OLD = "old"
    AHEAD = "ahead"
    STATIC = "static"


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """A genuine code: its subject and how it was shown. `shown_by` are the owners of the key that signed it.

    One, as a rule: each person has a key of their own. But anybody can enrol a public key, which is no secret.
    """

    subject: Card | VisitCode
    age: Age
    step: int | None = None
    age_seconds: int | None = None
    shown_by: frozenset[UUID] = frozenset()
    place: int = 0
    """Of a joint visit, which of those who come is asked about, from 1 in the order of its page; 0 for the visit (B-29)."""


def check_code(tx: Session, text: str, now: datetime) -> CodeCheck | None:
    """The subject of a code's text, of an address that ends in one, or of a spoken number; None when not genuine.

    A live code of a card counts only from its holder's device; for a visit the caller asks whether any of `shown_by` is on it.
    `~2` behind the text asks about the second of those who make a joint visit (B-29).
    """
    last, _, place = text.rsplit("/", 1)[-1].split("?", 1)[0].partition("~")
    check = _check(tx, last, now)
    return replace(check, place=int(place)) if check and re.fullmatch("[1-9]", place) else check


def _check(tx: Session, last: str, now: datetime) -> CodeCheck | None:
    spoken = read_short_code(last)
    if spoken is not None:
        return _checked(tx, queries.visit_of_short_code(tx, spoken), now, Age.STATIC)
    try:
        data = codes.from_text(last)
        code = codes.parse(data)
    except CodeRefused:
        return None
    if isinstance(code.payload, LiveCode):
        return _check_live(tx, code, code.payload, now)
    return _check_printed(tx, code, data, now)


def _check_printed(tx: Session, code: SignedCode, data: bytes, now: datetime) -> CodeCheck | None:
    subject = (
        queries.visit_of_code(tx, code.payload.visit_id)
        if isinstance(code.payload, codes.VisitCode)
        else queries.card_of_code(tx, code.payload.card_id)  # type: ignore[union-attr]
    )
    same = subject is not None and subject.cose == data
    return _checked(tx, subject, now, Age.STATIC) if same else None


def _check_live(tx: Session, code: SignedCode, live: LiveCode, now: datetime) -> CodeCheck | None:
    devices = [device for device in device_by_kid(tx, live.device_kid) if device.revoked_at is None]
    signers = frozenset(device.person_id for device in devices if codes.check(code, [device.public_key]))
    find = queries.visit_of_code if live.subject is Subject.VISIT else queries.card_of_code
    subject = find(tx, live.subject_id)
    if not signers or (isinstance(subject, Card) and subject.person_id not in signers):
        return None
    seconds = live.age_seconds(now)
    return _checked(tx, subject, now, _age(seconds), live.step, seconds, signers)


def _checked(
    tx: Session, subject: Card | VisitCode | None, now: datetime, age: Age, step: int | None = None,
    seconds: int | None = None, shown_by: frozenset[UUID] = frozenset(),
) -> CodeCheck | None:  # fmt: skip
    """The answer, once the subject's own stored code checks by a key of its own region or of one above it, now or formerly."""
    if subject is None:
        return None
    stored = codes.parse(subject.cose)
    key = checking_key(tx, stored.kid, now)
    if key is None or not codes.check(stored, [key.public_key]):
        return None
    if not _stands_above(tx, key.region_code, subject.region_code):
        return None
    return CodeCheck(subject, age, step, seconds, shown_by)


def _stands_above(tx: Session, signer: str, region: str) -> bool:
    """A region that was moved keeps the codes that the one above it signed for it."""
    return signer in upwards(tx, region) or signer in regions_above(tx, region)


def _age(seconds: int) -> Age:
    if seconds < -FURTHEST_AHEAD_S:
        return Age.AHEAD
    return Age.FRESH if seconds <= OLDEST_STEP_S else Age.OLD
