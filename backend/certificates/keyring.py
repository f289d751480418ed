"""The bureau's keys: private parts are files in one folder, public parts are rows that outlive them."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.certificates.models import SigningKey
from backend.certificates.problems import NO_KEY
from backend.kernel.signing import PrivateKey, key_id, load_or_make_key, public_point

CODE, SEAL = "code", "seal"
"""Purposes: cards and visit codes; words of enterprises, sealed to the supervision body."""

SIGN_FOR = timedelta(days=3 * 365)
VERIFY_FOR = timedelta(days=10 * 365)


def init_keys(tx: Session, folder: Path, region: str, now: datetime) -> list[SigningKey]:
    """Make the region's keys and register their public parts; a second run changes nothing."""
    return [_register(tx, folder, region, purpose, now) for purpose in (CODE, SEAL)]


def code_key(tx: Session, folder: Path, region: str, now: datetime) -> PrivateKey:
    """The key that signs this region's codes now. Raises NO_KEY when there is none in force."""
    path = folder / f"{_name(CODE, region)}.pem"
    if not path.exists():
        raise NO_KEY(region=region)
    key = load_or_make_key(folder, _name(CODE, region))
    row = tx.get(SigningKey, key_id(public_point(key)))
    if row is None or row.revoked_at is not None or not row.not_before <= now < row.sign_until:
        raise NO_KEY(region=region)
    return key


def checking_key(tx: Session, kid: bytes, now: datetime) -> SigningKey | None:
    """The bureau's key of this name if what it signed still counts."""
    row = tx.get(SigningKey, kid)
    if row is None or row.purpose != CODE or row.revoked_at is not None:
        return None
    return row if row.not_before <= now < row.verify_until else None


def seal_point(tx: Session, region: str, now: datetime) -> bytes:
    """The public key to which words of this region's enterprises are sealed. Raises NO_KEY."""
    keys = select(SigningKey.public_key).where(
        SigningKey.region_code == region, SigningKey.purpose == SEAL, SigningKey.revoked_at.is_(None),
        SigningKey.not_before <= now,
    )  # fmt: skip
    point = tx.execute(keys.order_by(SigningKey.not_before.desc()).limit(1)).scalar()
    if point is None:
        raise NO_KEY(region=region)
    return point


def _register(tx: Session, folder: Path, region: str, purpose: str, now: datetime) -> SigningKey:
    point = public_point(load_or_make_key(folder, _name(purpose, region)))
    row = insert(SigningKey).values(
        kid=key_id(point), region_code=region, algorithm="ES256", purpose=purpose, public_key=point,
        not_before=now, sign_until=now + SIGN_FOR, verify_until=now + VERIFY_FOR,
    )  # fmt: skip
    tx.execute(row.on_conflict_do_nothing())
    return tx.get_one(SigningKey, key_id(point))


def _name(purpose: str, region: str) -> str:
    return f"{purpose}-{region}"
