"""A region's code key changes: in time, so that everybody knows the next one before it signs, or at once when it may be stolen.

Marks: `trust.md` T2 and C2. Keys that words of enterprises are sealed to (`seal`) stay: they sign nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from backend.certificates import codes, keyring
from backend.certificates.events import KeyAdded, KeyRevoked
from backend.certificates.models import Card, SigningKey, VisitCode
from backend.certificates.problems import KEY_IS_COMING, KEY_IS_REVOKED, NO_KEY, NO_SUCH_KEY
from backend.journal.record import record
from backend.kernel.problems import ProblemRaised
from backend.kernel.signing import PrivateKey, key_id, public_point

OVERLAP = timedelta(days=14)
"""How long a key is published before it signs, so that phones and verifiers without network have it by then."""

KID_AT = 10
"""Where the short name of the key begins in a code's bytes, counted from 1 (`codes`)."""


@dataclass(frozen=True, slots=True)
class Revocation:
    """What the end of a key led to: the key that signs now, and how many codes it signed anew."""

    ended: SigningKey
    signs_now: SigningKey
    cards: int
    visit_codes: int


def rotate(tx: Session, folder: Path, region: str, now: datetime, overlap: timedelta = OVERLAP) -> SigningKey:
    """The next key of the region's codes. It signs after `overlap`, the present one until then; what that signed still counts.

    Raises NO_KEY where the region has none in force of its own, KEY_IS_COMING while another one waits.
    """
    present = _own(tx, folder, region, now)
    if (waits := _coming(tx, region, now)) is not None:
        raise KEY_IS_COMING(kid=waits.kid.hex(), since=f"{waits.not_before:%Y-%m-%d}")
    begins = now + overlap
    present.sign_until = begins
    return _added(tx, keyring.add_code_key(tx, folder, region, begins))


def revoke(tx: Session, folder: Path, kid: bytes, reason: str, now: datetime) -> Revocation:
    """End a key that others may have: from now on nothing that it signed counts.

    The next key signs at once, the coming one if there is one; cards and the visit codes that still hold are signed anew, so that
    cards must be printed again. Raises NO_SUCH_KEY and KEY_IS_REVOKED.
    """
    key = tx.get(SigningKey, kid, with_for_update=True)
    if key is None or key.purpose != keyring.CODE:
        raise NO_SUCH_KEY(kid=kid.hex())
    if key.revoked_at is not None:
        raise KEY_IS_REVOKED(kid=kid.hex(), since=f"{key.revoked_at:%Y-%m-%d}")
    key.revoked_at = now
    if now < key.not_before:
        _sign_on(tx, key, now)
    tx.flush()
    successor = _successor(tx, folder, key.region_code, now)
    anew = [_signed_anew(tx, folder, what, kid, now, *which) for what, which in _signed(now)]
    record(tx, KeyRevoked(kid.hex(), key.region_code, reason, *anew))
    return Revocation(key, successor, *anew)


def _sign_on(tx: Session, coming: SigningKey, now: datetime) -> None:
    """The key that a coming one was to follow signs for as long as it was to before."""
    for each in keyring.issuers(tx, coming.region_code, now):
        if each.region_code == coming.region_code and each.sign_until == coming.not_before:
            each.sign_until = each.not_before + keyring.SIGN_FOR


def _own(tx: Session, folder: Path, region: str, now: datetime) -> SigningKey:
    """The row of the key that signs for the region, if it is the region's own. Raises NO_KEY."""
    row = tx.get_one(SigningKey, key_id(public_point(keyring.code_key(tx, folder, region, now))))
    if row.region_code != region:
        raise NO_KEY(region=region)
    return row


def _successor(tx: Session, folder: Path, region: str, now: datetime) -> SigningKey:
    """Who signs after a key has ended: one in force, or the coming one from now on, or a new one."""
    try:
        return _own(tx, folder, region, now)
    except ProblemRaised:
        coming = _coming(tx, region, now)
    if coming is None:
        return _added(tx, keyring.add_code_key(tx, folder, region, now))
    coming.not_before = now
    return coming


def _coming(tx: Session, region: str, now: datetime) -> SigningKey | None:
    return next(
        (each for each in keyring.issuers(tx, region, now) if each.not_before > now and each.region_code == region),
        None,
    )


def _added(tx: Session, key: SigningKey) -> SigningKey:
    record(tx, KeyAdded(key.kid.hex(), key.region_code, key.not_before))
    return key


Coded = type[Card] | type[VisitCode]


def _signed(now: datetime) -> tuple[tuple[Coded, tuple[ColumnElement[bool], ...]], ...]:
    """Everything that bears a signature of ours and may still be shown."""
    return (Card, ()), (VisitCode, (VisitCode.cancelled_at.is_(None), VisitCode.valid_to > now))


def _signed_anew(tx: Session, folder: Path, what: Coded, kid: bytes, now: datetime, *which: ColumnElement[bool]) -> int:
    cose: InstrumentedAttribute[bytes] = what.cose
    found = select(what.id, what.region_code, cose).where(func.substr(cose, KID_AT, len(kid)) == kid, *which)
    rows, keys = tx.execute(found.with_for_update()).all(), dict[str, PrivateKey]()
    for _, region, _cose in rows:
        if region not in keys:
            keys[region] = keyring.code_key(tx, folder, region, now)
    anew = [
        {"id": row_id, "cose": codes.sign(codes.parse(data).payload, keys[region])} for row_id, region, data in rows
    ]
    if anew:
        tx.execute(update(what), anew)
    return len(anew)
