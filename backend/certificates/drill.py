"""The compromise drill: a key is ended as in need, in a transaction that is taken back, so that it may be done on the real server."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.certificates import checking, codes, keyring, rotation
from backend.certificates.models import Card
from backend.kernel.signing import key_id, public_point
from backend.kernel.transaction import Sessions


@dataclass(frozen=True, slots=True)
class Drilled:
    """What would have happened: how many codes were signed anew, in how many seconds, and whether readers would have told them apart."""

    kid: bytes
    cards: int
    visit_codes: int
    seconds: float
    old_refused: bool
    new_taken: bool

    @property
    def passed(self) -> bool:
        """Whether a stolen key would be worth nothing, and every card as good as before."""
        return self.old_refused and self.new_taken


def drill(sessions: Sessions, folder: Path, region: str, now: datetime) -> Drilled:
    """End the region's present key and look what becomes of a card; nothing of it stays. Cards are locked meanwhile. Raises NO_KEY."""
    with TemporaryDirectory(dir=folder) as copied, sessions() as tx:  # never committed
        for each in folder.glob("*.pem"):
            shutil.copy2(each, copied)
        return _drilled(tx, Path(copied), region, now)


def _drilled(tx: Session, folder: Path, region: str, now: datetime) -> Drilled:
    kid = key_id(public_point(keyring.code_key(tx, folder, region, now)))
    old, begun = _sample(tx, kid), perf_counter()
    done = rotation.revoke(tx, folder, kid, "drill", now)
    seconds = perf_counter() - begun
    new = _sample(tx, done.signs_now.kid)
    return Drilled(
        kid, done.cards, done.visit_codes, seconds, not _taken(tx, old, now), old is None or _taken(tx, new, now)
    )


def _sample(tx: Session, kid: bytes) -> bytes | None:
    """The code of the newest card that bears the key's signature."""
    signed = func.substr(Card.cose, rotation.KID_AT, len(kid)) == kid
    return tx.scalar(select(Card.cose).where(signed).order_by(Card.id.desc()).limit(1))


def _taken(tx: Session, code: bytes | None, now: datetime) -> bool:
    return code is not None and checking.check_code(tx, codes.to_text(code), now) is not None
