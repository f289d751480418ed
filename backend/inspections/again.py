"""Judging a visit once more: the new verdict stands beside the old, with the rules that were in force at arrival (B-03)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from backend.enterprises import queries as enterprises
from backend.inspections import abort_notes
from backend.inspections.beside import Beside, beside
from backend.inspections.events import JudgedAgain
from backend.inspections.findings import answered_beyond, items_recorded
from backend.inspections.joint import opened_at
from backend.inspections.known_here import KEPT, not_scanned, refusal_unrecorded, with_findings
from backend.inspections.models import CheckIn, Inspection, OfficerPresent, Quarantine, Result, VerdictRow
from backend.inspections.recorded import recorded
from backend.inspections.service import rule_broken, verdict_row
from backend.inspections.stated_models import StatedGround
from backend.inspections.visits import fix
from backend.journal.record import record
from backend.planning import queries as planning
from backend.planning.levels import rank, told_of_rank
from backend.planning.matters import matters_of
from backend.planning.models import Task
from backend.planning.plans.spans import spans_of
from backend.policy.facts import Finding, Interval, OfficerAtDoor, Severity, SiteFacts, Visit
from backend.policy.ruleset import RuleSet
from backend.policy.verdict import Verdict, judge
from backend.rulesets import service as rulesets


def judge_again(tx: Session, inspection: Inspection, cause: str, now: datetime) -> dict[str, Any]:
    """The newest verdict after something about the visit changed; a new row only where the verdict did.

    The caller holds the inspection's row lock. Findings that were not there before are told to the others.
    """
    tx.flush()  # what changed is read back
    before = newest_verdict(tx, inspection.id)
    rules = rulesets.judged_by(tx, before.rule_set_id, inspection.region_code)
    site = _site(tx, inspection)
    visit = stored_visit(tx, inspection)
    others = _others(tx, visit, rules)
    verdict = with_findings(judge(visit, site, rules, others.earlier, others.later), kept_findings(before.body))
    verdict = with_findings(verdict, _missing_record(tx, inspection, verdict, now))
    body = verdict.as_data()
    if body == before.body:
        return body
    judged_at = max(now, before.judged_at)  # the newest verdict stays the newest, however late its cause was heard of
    tx.execute(insert(VerdictRow).values(verdict_row(visit, verdict, rules, cause, others.ids, judged_at)))
    inspection.mark = verdict.mark
    abort_notes.settle(tx, inspection, verdict.findings, now)
    _tell(tx, inspection, cause, before.body, verdict)
    return body


def _missing_record(tx: Session, inspection: Inspection, verdict: Verdict, now: datetime) -> list[Finding]:
    """What the recording lacks, once the visit is over; each code once (B-34, B-54, B-61)."""
    if inspection.state != "left":
        return []
    known = {each.code for each in verdict.findings}
    found = [
        *recorded().findings(tx, inspection, now),
        *refusal_unrecorded(tx, inspection.id),
        *not_scanned(tx, inspection.id),
    ]
    return [each for each in found if each.code not in known]


def newest_verdict(tx: Session, inspection_id: UUID) -> VerdictRow:
    """The verdict that counts; every visit has one from its check-in."""
    wanted = select(VerdictRow).where(VerdictRow.inspection_id == inspection_id)
    return tx.scalars(wanted.order_by(VerdictRow.judged_at.desc(), VerdictRow.id.desc()).limit(1)).one()


def rules_of(tx: Session, inspection: Inspection) -> RuleSet:
    """The rules by which the visit was judged last."""
    return rulesets.judged_by(tx, newest_verdict(tx, inspection.id).rule_set_id, inspection.region_code)


def kept_findings(body: dict[str, Any]) -> list[Finding]:
    """Findings of the server's own records, which judging does not make: they stay as they were."""
    return [
        Finding(each["code"], each["rule"], Severity(each["severity"]), each["facts"])
        for each in body["findings"] if each["code"] in KEPT
    ]  # fmt: skip


_FILED = (
    select(CheckIn, Quarantine, Result, StatedGround, told_of_rank(bindparam("organ_id")))
    .outerjoin(Quarantine, Quarantine.inspection_id == CheckIn.inspection_id)
    .outerjoin(Result, Result.inspection_id == CheckIn.inspection_id)
    .outerjoin(StatedGround, StatedGround.inspection_id == CheckIn.inspection_id)
    .where(CheckIn.inspection_id == bindparam("id"))
)
"""What there is of a visit at most once, in one question: many are judged again after one another."""


def stored_visit(tx: Session, inspection: Inspection) -> Visit:
    """The visit as it stands in the file."""
    asked = {"id": inspection.id, "organ_id": inspection.organ_id}
    arrival, quarantine, result, stated, told = tx.execute(_FILED, asked).one()
    outcome = result.outcome if result else None
    visit = Visit(
        id=inspection.id, task_id=inspection.task_id, organ_id=inspection.organ_id, site_id=inspection.site_id,
        enterprise_id=inspection.enterprise_id or inspection.id, kind=inspection.kind, trigger=inspection.trigger,
        ground=inspection.ground, arrived=Interval(arrival.earliest, arrival.latest), left=inspection.left_at,
        closed=inspection.closed_at,
        outcome=outcome, items_recorded=items_recorded(tx, inspection.id) if outcome == "aborted_on_site" else 0,
        officers=_officers(tx, inspection.id),
        position=fix(arrival.position), position_expected=True, scanned_text=arrival.scanned_text,
        kept_apart=quarantine.state if quarantine else "", rank=rank(told),
    )  # fmt: skip
    return _with_ground(_with_task(tx, visit, inspection.task_id), stated)


def _with_task(tx: Session, visit: Visit, task_id: UUID | None) -> Visit:
    task = tx.get(Task, task_id) if task_id else None
    if task is None:
        return visit
    items = [each.id for each in planning.items_of(tx, [task.id]).get(task.id, [])]
    matters = matters_of(tx, items)
    return replace(
        visit, evidence_id=task.evidence_id, superior_document=task.superior_document, item_ids=frozenset(items),
        fields=matters.fields, item_caps=matters.caps, plans=spans_of(tx, task.organ_id),
        approval=planning.approval(task, planning.decisions_of(tx, [task.id]).get(task.id)),
        followup_batch=task.followup_batch, followup_due=task.followup_due, notice_days=task.notice_days,
        joint_group=task.joint_lead_id, joint_lead=task.leads, joint_opened=opened_at(tx, task),
        beyond_finding=task.followup_batch is not None and answered_beyond(tx, UUID(str(visit.id))),
    )  # fmt: skip


def _with_ground(visit: Visit, stated: StatedGround | None) -> Visit:
    """The evidence that goes with a ground which the bureau let the visit have afterwards (B-42)."""
    if stated is None or stated.decision != "reclassified":
        return visit
    return replace(visit, evidence_id=stated.evidence_id or visit.evidence_id)


def _uuids(ids: Iterable[object]) -> list[UUID]:
    return [UUID(str(each)) for each in ids]


def _officers(tx: Session, inspection_id: UUID) -> tuple[OfficerAtDoor, ...]:
    """Who was at the door; somebody who came along was declared if a number is known (B-12)."""
    rows = tx.scalars(select(OfficerPresent).where(OfficerPresent.inspection_id == inspection_id))
    return tuple(
        OfficerAtDoor(
            each.person_id, each.card_state, each.role, declared=each.card_number is not None,
            card_number=each.card_number, card_field=each.card_field, card_area=each.card_area, in_area=each.in_area,
        )
        for each in rows
    )  # fmt: skip


def _site(tx: Session, inspection: Inspection) -> SiteFacts | None:
    row = enterprises.site(tx, inspection.site_id) if inspection.site_id else None
    return enterprises.site_facts(row) if row is not None else None


def _others(tx: Session, visit: Visit, rules: RuleSet) -> Beside:
    """The visits beside which it is judged, as far as they are known now."""
    people = _uuids(each.person_id for each in visit.officers)
    since, until = visit.arrived.earliest - planning.PREVIOUS, visit.arrived.latest
    return beside(tx, visit, people, since, until, rules)


def _tell(tx: Session, inspection: Inspection, cause: str, before: dict[str, Any], verdict: Verdict) -> None:
    known = {each["code"] for each in before["findings"]}
    new: Sequence[Finding] = [each for each in verdict.findings if each.code not in known]
    region = inspection.region_code
    again = JudgedAgain(inspection.id, inspection.organ_id, region, cause, verdict.mark)
    record(tx, again, *rule_broken(inspection.id, inspection.organ_id, region, new))
