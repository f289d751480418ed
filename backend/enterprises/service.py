"""What the floors above ask of enterprises."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from backend.enterprises import queries
from backend.kernel.problems import NOT_FOUND
from backend.policy.facts import SiteFacts


def site_facts(tx: Session, site_id: UUID) -> SiteFacts:
    """The premises as the rules want them. Raises NOT_FOUND."""
    row = queries.site(tx, site_id)
    if row is None:
        raise NOT_FOUND()
    return queries.site_facts(row)
