"""The bureau's keys: private parts are files in one folder, public parts are rows that outlive them."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, Select, case, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.certificates.models import SigningKey
from backend.certificates.problems import NO_KEY
from backend.identity import queries as identity
from backend.kernel.signing import PrivateKey, kept_key, key_id, load_or_make_key, new_key, public_point
from backend.registers.history import regions_above

CODE, SEAL = "code", "seal"
"""Purposes: cards and visit codes; words of enterprises, sealed to the supervision body."""

SIGN_FOR = timedelta(days=3 * 365)
VERIFY_FOR = timedelta(days=10 * 365)


def init_keys(tx: Session, folder: Path, region: str, now: datetime) -> list[SigningKey]:
    """Make the region's keys and register their public parts; a second run changes nothing."""
    return [_register(tx, folder, region, purpose, now) for purpose in (CODE, SEAL)]


def code_key(tx: Session, folder: Path, region: str, now: datetime) -> PrivateKey:
    """The key that signs this region's codes now: a town signs with its county's. Raises NO_KEY without one in force."""
    owner = owner_of(tx, folder, region)
    for row in tx.scalars(_counting(now, SigningKey.region_code == owner, SigningKey.sign_until > now)):
        if row.not_before <= now and (key := kept_key(folder, _name(CODE, owner), row.kid)) is not None:
            return key
    raise NO_KEY(region=region)


def owner_of(tx: Session, folder: Path, region: str) -> str:
    """The region, or the nearest one above it, that has code keys here. Raises NO_KEY."""
    for code in identity.upwards(tx, region):
        if any(folder.glob(f"{_name(CODE, code)}.*pem")):
            return code
    raise NO_KEY(region=region)


def checking_key(tx: Session, kid: bytes, now: datetime) -> SigningKey | None:
    """The bureau's key of this name if what it signed still counts."""
    row = tx.get(SigningKey, kid)
    if row is None or row.purpose != CODE or row.revoked_at is not None:
        return None
    return row if row.not_before <= now < row.verify_until else None


def trusted_points(tx: Session, now: datetime) -> list[SigningKey]:
    """Every key whose codes count now or will: who holds these checks codes without asking us. Region by region, the newest first."""
    return sorted(tx.scalars(_counting(now)), key=lambda each: each.region_code)


def issuers(tx: Session, region: str, now: datetime) -> list[SigningKey]:
    """Those of a region and of the ones above it, which may sign for it."""
    return list(tx.scalars(_counting(now, SigningKey.region_code.in_(identity.upwards(tx, region)))))


def add_code_key(tx: Session, folder: Path, region: str, not_before: datetime) -> SigningKey:
    """One more key for the codes of a region that has one; it signs from `not_before` on."""
    return _put(tx, public_point(new_key(folder, _name(CODE, region))), region, CODE, not_before)


def seal_point(tx: Session, region: str, now: datetime) -> bytes:
    """The public key to which words of this region's enterprises are sealed: its own or the nearest one above.

    Raises NO_KEY.
    """
    line = identity.upwards(tx, region)
    keys = select(SigningKey.public_key).where(
        SigningKey.region_code.in_(line), SigningKey.purpose == SEAL, SigningKey.revoked_at.is_(None),
        SigningKey.not_before <= now,
    )  # fmt: skip
    nearest = case({code: n for n, code in enumerate(line)}, value=SigningKey.region_code)
    point = tx.execute(keys.order_by(nearest, SigningKey.not_before.desc()).limit(1)).scalar()
    if point is None:
        raise NO_KEY(region=region)
    return point


def seal_keys(tx: Session, folder: Path, region: str) -> list[PrivateKey]:
    """The private parts of the keys that words of this region were or are sealed to, the nearest first. Raises NO_KEY."""
    names = [_name(SEAL, code) for code in regions_above(tx, region)]
    found = [load_or_make_key(folder, name) for name in names if (folder / f"{name}.pem").exists()]
    if not found:
        raise NO_KEY(region=region)
    return found


def _counting(now: datetime, *which: ColumnElement[bool]) -> Select[SigningKey]:
    """Code keys that are not revoked and that may still be checked with, the newest first; those that come are among them."""
    counts = SigningKey.purpose == CODE, SigningKey.revoked_at.is_(None), SigningKey.verify_until > now
    return select(SigningKey).where(*counts, *which).order_by(SigningKey.not_before.desc(), SigningKey.kid)


def _register(tx: Session, folder: Path, region: str, purpose: str, now: datetime) -> SigningKey:
    return _put(tx, public_point(load_or_make_key(folder, _name(purpose, region))), region, purpose, now)


def _put(tx: Session, point: bytes, region: str, purpose: str, not_before: datetime) -> SigningKey:
    row = insert(SigningKey).values(
        kid=key_id(point), region_code=region, algorithm="ES256", purpose=purpose, public_key=point,
        not_before=not_before, sign_until=not_before + SIGN_FOR, verify_until=not_before + VERIFY_FOR,
    )  # fmt: skip
    tx.execute(row.on_conflict_do_nothing())
    return tx.get_one(SigningKey, key_id(point))


def _name(purpose: str, region: str) -> str:
    return f"{purpose}-{region}"
