"""What evidence holds about a person (B-101)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from backend.evidence.models import Access, Media
from backend.identity.privacy.held import Rows, held


@held("media", zh="录音录像和照片", en="Recordings and photos", by="media.declare")
def media(me: UUID) -> Rows:
    """What one recorded; the recordings themselves are evidence and stay where they are sealed."""
    row = Media
    wanted = select(
        row.declared_at.label("at"), row.id, row.inspection_id, row.kind, row.mime, row.position, row.caption
    )
    return wanted.where(row.owner_id == me)


@held("plays", zh="查看音像", en="Recordings looked at", by="evidence.play")
def plays(me: UUID) -> Rows:
    """Which recordings one opened, and why."""
    return select(Access.at, Access.media_id, Access.what, Access.purpose).where(Access.person_id == me)
