"""What feedback holds about a person: that one opened words; no rating is kept with a person (B-101)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from backend.feedback.models import Opening
from backend.identity.privacy.held import Rows, held


@held("openings", zh="拆封评价", en="Ratings' words that one opened", by="feedback.open")
def openings(me: UUID) -> Rows:
    """Each opening, under its request."""
    return select(Opening.at, Opening.request_id).where(Opening.person_id == me)
