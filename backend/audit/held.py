"""What the record of access holds about a person: what that person did and saw (B-101)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from backend.audit.models import AuditEntry
from backend.identity.privacy.held import Rows, held


@held("record", zh="操作审计", en="Record of access", kept=("3 年", "three years"))
def record(me: UUID) -> Rows:
    """One's own lines; who looked at one's own file is the supervisors' to know."""
    line = AuditEntry
    wanted = select(line.at, line.action, line.method, line.route, line.object, line.purpose, line.result, line.code)
    return wanted.where(line.person_id == me)
