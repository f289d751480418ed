"""Challenges of passkey ceremonies: 32 random bytes, answered once, within two minutes, where they were asked."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from backend.identity.signin.credentials import Challenge

LIFE = timedelta(minutes=2)
REGISTER, SIGN_IN, STEP_UP = "register", "sign_in", "step_up"


def make(tx: Session, purpose: str, *, bound_to: bytes, now: datetime) -> bytes:
    """A new challenge for one purpose, bound to a session or a browser by the hash of its secret."""
    challenge = secrets.token_bytes(32)
    tx.add(Challenge(challenge=challenge, purpose=purpose, bound_to=bound_to, made_at=now))
    return challenge


def take(tx: Session, challenge: bytes, purpose: str, *, bound_to: bytes, now: datetime) -> bool:
    """Use the challenge up; False if it was never made for this purpose and place, was used, or is too old."""
    spent = delete(Challenge).where(
        Challenge.challenge == challenge, Challenge.purpose == purpose, Challenge.bound_to == bound_to
    )
    made_at = tx.execute(spent.returning(Challenge.made_at)).scalar_one_or_none()
    return made_at is not None and now - made_at <= LIFE


def forget(tx: Session, now: datetime) -> None:
    """Delete challenges that nobody may answer any more."""
    tx.execute(delete(Challenge).where(Challenge.made_at < now - LIFE))
