"""How long what is known of people is kept after it was needed; the privacy notice names the same spans (B-101)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from backend.identity.models import Person, SignIn
from backend.identity.privacy.private import Contact, SealedNumber
from backend.identity.signin.credentials import Invitation, KnownBrowser

SESSIONS = timedelta(days=180)
BROWSERS = timedelta(days=400)
INVITATIONS = timedelta(days=30)


def forget(tx: Session, now: datetime, *, contacts_for: timedelta) -> None:
    """Delete what is kept too long. A second run finds nothing left to do."""
    left = select(Person.id).where(Person.ended_at <= now - contacts_for)
    for table in (Contact, SealedNumber):
        tx.execute(delete(table).where(table.person_id.in_(left)))
    tx.execute(delete(SignIn).where(SignIn.expires_at <= now - SESSIONS))
    tx.execute(delete(KnownBrowser).where(KnownBrowser.last_at <= now - BROWSERS))
    tx.execute(delete(Invitation).where(Invitation.expires_at <= now - INVITATIONS))
