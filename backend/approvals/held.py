"""What requests hold about a person (B-101)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import or_, select

from backend.approvals.models import ApprovalRequest, NumberOpening
from backend.identity.privacy.held import Rows, held


@held("requests", zh="双人审批", en="Requests for two people", by="approval.see")
def requests(me: UUID) -> Rows:
    """What one asked for or decided."""
    row = ApprovalRequest
    wanted = select(row.requested_at.label("at"), row.kind, row.reason, row.state, row.decided_at, row.note)
    return wanted.where(or_(row.requested_by == me, row.decided_by == me))


@held("number_openings", zh="身份证号码拆封", en="Openings of the identity number")
def number_openings(me: UUID) -> Rows:
    """When one's own number was opened; two people agreed each time."""
    return select(NumberOpening.at).where(NumberOpening.person_id == me)
