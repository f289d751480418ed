"""What the register of certificates holds about a person (B-101)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from backend.certificates.models import Card, CardState
from backend.identity.privacy.held import Rows, held


@held("certificates", zh="执法证件", en="Certificates", at="issued_on", who=("officer",))
def certificates(me: UUID) -> Rows:
    """Also replaced ones; of the portrait how large it is, for the certificate page shows it."""
    row = Card
    return select(
        row.issued_on, row.number, row.kind, row.holder_name, row.organ_name, row.field, row.area, row.expires_on,
        row.superseded_at, func.length(row.photo).label("photo_bytes"),
    ).where(row.person_id == me)  # fmt: skip


@held("certificate_states", zh="执法证件状态", en="States of certificates", who=("officer",))
def certificate_states(me: UUID) -> Rows:
    """Suspended, recalled, revoked: with reason and document (B-92)."""
    row = CardState
    told = select(row.recorded_at.label("at"), Card.number, row.state, row.effective_from, row.effective_to, row.reason)
    return told.join(Card, Card.id == row.card_id).where(Card.person_id == me)
