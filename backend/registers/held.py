"""What the registers hold about a person (B-101)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from backend.identity.privacy.held import Rows, held
from backend.registers.models import Conflict, ExportRun, ImportRun, RowHistory, Team, TeamMember, TrainingHour


@held("hours", zh="培训学时", en="Training hours")
def hours(me: UUID) -> Rows:
    """The ledger of one's classes (B-14)."""
    row = TrainingHour
    wanted = select(row.recorded_at.label("at"), row.held_on, row.hours, row.kind, row.topic)
    return wanted.where(row.person_id == me)


@held("conflicts", zh="回避名单", en="Conflicts of interest")
def conflicts(me: UUID) -> Rows:
    """Whom one keeps away from (B-13)."""
    row = Conflict
    wanted = select(row.recorded_at.label("at"), row.identifier, row.reason, row.from_on, row.to_on)
    return wanted.where(row.person_id == me)


@held("teams", zh="队伍", en="Teams")
def teams(me: UUID) -> Rows:
    """Teams that one belongs to; the day is that of a team's end."""
    joined = select(Team.ended_on.label("at"), Team.name, Team.name_en).join(TeamMember, TeamMember.team_id == Team.id)
    return joined.where(TeamMember.person_id == me)


@held("history", zh="登记变更", en="Changes of one's own entry")
def history(me: UUID) -> Rows:
    """What was changed in one's own entry of the register, and when."""
    row = RowHistory
    wanted = select(row.at, row.change, row.reason, row.changes)
    return wanted.where(row.kind == "person", row.row_id == str(me))


@held("imports", zh="导入", en="Imports", by="import.run")
def imports(me: UUID) -> Rows:
    """Tables that one brought in."""
    row = ImportRun
    return select(row.requested_at.label("at"), row.kind, row.state, row.read).where(row.requested_by == me)


@held("exports", zh="导出", en="Exports", by="export.make")
def exports(me: UUID) -> Rows:
    """Tables that one took out."""
    row = ExportRun
    wanted = select(row.requested_at.label("at"), row.kind, row.rows, row.state, row.taken_at)
    return wanted.where(row.requested_by == me)
