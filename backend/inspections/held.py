"""What visits hold about a person (B-101)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import case, or_, select

from backend.identity.privacy.held import Rows, held
from backend.inspections.afterwards import AbortNote, Codeless
from backend.inspections.models import CheckIn, Inspection, OfficerPresent, Recusal, Result, Step
from backend.inspections.replay_models import Replay
from backend.inspections.stated_models import StatedGround
from backend.inspections.written import ChecklistAnswer, OnSiteRecord, RecordSignature


@held("visits", zh="到场检查", en="Visits", at="at", by="inspection.record")
def visits(me: UUID) -> Rows:
    """Where one was present, and in which state one's certificate was then."""
    row = OfficerPresent
    told = select(
        row.at, row.inspection_id, Inspection.enterprise_name, row.card_number, row.card_state, row.how, row.role
    )
    return told.join(Inspection, Inspection.id == row.inspection_id).where(row.person_id == me)


@held("check_ins", zh="到场签到", en="Arrivals", by="inspection.check_in")
def check_ins(me: UUID) -> Rows:
    """What one's phone told: moment, clock, position."""
    row = CheckIn
    told = select(
        row.received_at.label("at"), row.inspection_id, row.captured_at, row.clock, row.position, row.position_reason,
        row.scanned_text, row.scanned_how,
    )  # fmt: skip
    return told.join(Inspection, Inspection.id == row.inspection_id).where(Inspection.checked_in_by == me)


@held("steps", zh="检查步骤", en="Steps of visits", by="inspection.record")
def steps(me: UUID) -> Rows:
    """What one noted, or what was noted of one."""
    row = Step
    wanted = select(row.at, row.inspection_id, row.kind, row.note, row.position)
    return wanted.where(or_(row.recorded_by == me, row.person_id == me))


@held("results", zh="检查结果", en="Results", by="inspection.record")
def results(me: UUID) -> Rows:
    """What one filed."""
    row = Result
    return select(row.at, row.inspection_id, row.outcome, row.reason, row.summary, row.deadline).where(
        row.filed_by == me
    )


@held("abort_notes", zh="中止检查的说明", en="Notes on visits broken off", by="abort_note.write")
def abort_notes(me: UUID) -> Rows:
    """What one said, as the leader, to visits broken off in a row (B-33)."""
    row = AbortNote
    return select(row.noted_at.label("at"), row.inspection_id, row.times, row.note).where(row.noted_by == me)


@held("codeless", zh="无码检查的报告", en="Reports of visits without a code", by="inspection.record")
def codeless(me: UUID) -> Rows:
    """Why there was no code, as one wrote it down (B-54)."""
    row = Codeless
    return select(row.at, row.inspection_id, row.reason, row.words).where(row.told_by == me)


@held("stated_grounds", zh="补述的事由", en="Grounds stated afterwards", by="ground.state")
def stated_grounds(me: UUID) -> Rows:
    """On which ground one said that one came on a quiet day, and what became of it (B-42)."""
    row = StatedGround
    told = select(row.at, row.inspection_id, row.ground, row.evidence_id, row.words, row.decision, row.decided_at)
    return told.where(row.told_by == me)


@held("decided_grounds", zh="对补述事由的决定", en="Decisions about grounds stated afterwards", by="ground.decide")
def decided_grounds(me: UUID) -> Rows:
    """What one decided about grounds that others stated (B-42)."""
    row = StatedGround
    told = select(row.decided_at.label("at"), row.inspection_id, row.ground, row.decision, row.note)
    return told.where(row.decided_by == me)


@held("recusals", zh="回避申请", en="Requests for recusal", who=("officer",))
def recusals(me: UUID) -> Rows:
    """Whether one had to withdraw from a visit (B-13)."""
    row = Recusal
    wanted = select(row.requested_at.label("at"), row.inspection_id, row.reason, row.decision, row.decided_at)
    return wanted.where(row.person_id == me)


@held("checklist_answers", zh="检查清单回答", en="Answers to checklists", by="inspection.record")
def checklist_answers(me: UUID) -> Rows:
    """What one answered on site."""
    row = ChecklistAnswer
    return select(row.at, row.inspection_id, row.question, row.answer, row.value, row.note).where(row.recorded_by == me)


@held("records", zh="现场笔录", en="On-site records", by="inspection.record")
def records(me: UUID) -> Rows:
    """Which versions one wrote, by their hash."""
    row = OnSiteRecord
    return select(row.at, row.inspection_id, row.version, row.hash).where(row.written_by == me)


@held("record_signatures", zh="笔录签名", en="Signatures under records", by="inspection.record")
def record_signatures(me: UUID) -> Rows:
    """One's signatures as they were drawn, and those that one witnessed."""
    row = RecordSignature
    drawn = case((row.person_id == me, row.strokes)).label("strokes")
    told = select(row.at, OnSiteRecord.inspection_id, OnSiteRecord.version, row.how, drawn)
    mine = or_(row.person_id == me, row.witness_id == me)
    return told.join(OnSiteRecord, OnSiteRecord.id == row.record_id).where(mine)


@held("replays", zh="规则集试算", en="Rule sets tried on past visits", by="ruleset.replay")
def replays(me: UUID) -> Rows:
    """What one tried, on which visits."""
    row = Replay
    return select(row.requested_at.label("at"), row.name, row.since, row.until, row.state).where(row.requested_by == me)
