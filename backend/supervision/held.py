"""What supervision holds about a person (B-101)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from backend.identity.privacy.held import Rows, held
from backend.supervision.attendance_models import Attendance
from backend.supervision.models import Alert, Observation, ObservationRemark


@held("observations", zh="观察记录", en="Observations", by="observation.submit")
def observations(me: UUID) -> Rows:
    """The sheets that one handed in as a volunteer."""
    row = Observation
    told = select(row.received_at.label("at"), row.id, row.inspection_id, row.enterprise_text, row.answers, row.text)
    return told.add_columns(row.position).where(row.supervisor_id == me)


@held("observation_remarks", zh="观察记录的追加说明", en="Remarks on observations", by="observation.submit")
def observation_remarks(me: UUID) -> Rows:
    """What one added to own sheets after handing them in."""
    row = ObservationRemark
    told = select(row.received_at.label("at"), row.id, row.observation_id, row.at.label("written_at"), row.text)
    return told.join(Observation, Observation.id == row.observation_id).where(Observation.supervisor_id == me)


@held("alerts", zh="经办的预警", en="Alerts that one took", by="alert.answer")
def alerts(me: UUID) -> Rows:
    """Alerts in one's own hands."""
    row = Alert
    return select(row.opened_at.label("at"), row.code, row.state, row.closed_at).where(row.owner_id == me)


@held("attendances", zh="受邀参加的检查", en="Visits that one was invited to", at="invited_at", by="attendance.answer")
def attendances(me: UUID) -> Rows:
    """What one was asked as a volunteer, and what one answered."""
    row = Attendance
    return select(row.invited_at, row.words, row.state, row.reason, row.answered_at).where(row.supervisor_id == me)
