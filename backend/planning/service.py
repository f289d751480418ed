"""Plan, decide, cancel: before anybody travels, rules may refuse. Issuing a code is in `admission`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from backend.certificates import service as certificates
from backend.enterprises import queries as enterprises
from backend.identity import queries as identity
from backend.identity.actor import Actor
from backend.journal.record import record
from backend.kernel.problems import NOT_FOUND
from backend.planning import queries
from backend.planning.crew import Companion, Crew, check_conflicts, check_crew, write_crew
from backend.planning.events import CodeCancelled, TaskDecided, TaskPlanned
from backend.planning.follow_ups import follow, followed
from backend.planning.items.service import check_drawn, check_in_force
from backend.planning.joint import members as joint_members
from backend.planning.joint.proposing import propose
from backend.planning.judging import Case, case_of, decider, judged, refuse_without_plan, stored_case, supposed_approval
from backend.planning.models import Decision, Item, Task, TaskItem, TaskOfficer
from backend.planning.moving import release_slot, state_after
from backend.planning.plans.tasks import check_line, run_clock
from backend.planning.powers import check_entrusted, check_subject
from backend.planning.problems import (
    DAY_PAST,
    DAYS_APART,
    DECIDED_ELSEWHERE,
    ENTRY_REASON_MISSING,
    GROUND_UNKNOWN,
    SPECIAL_UNAPPROVED,
    TIME_PAST,
)  # fmt: skip
from backend.planning.withdrawing import go_alone
from backend.policy.multiday import too_far_apart
from backend.policy.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Plan:
    """What a department wants: whom to visit when, about what, with whom, and why entry is needed."""

    kind: str
    trigger: str
    enterprise_id: UUID
    planned_on: date
    starts_at: time | None
    item_ids: Sequence[UUID]
    officer_ids: Sequence[UUID]
    entry_reason: str
    ground: str | None
    evidence_id: str | None
    superior_document: str | None
    assistants: Sequence[Companion] = ()
    follows_id: UUID | None = None
    further_days: Sequence[date] = ()
    """The days after the first that the notice names (B-31)."""
    plan_line_id: UUID | None = None
    """The line of the annual plan that it carries out (B-17)."""
    joint_id: UUID | None = None
    """The invitation that this plan answers with yes (B-88)."""

    @property
    def crew(self) -> Crew:
        """Who goes and who comes along."""
        return Crew(self.officer_ids, self.assistants, self.superior_document)


def plan(tx: Session, *, actor: Actor, now: datetime, task_id: UUID, plan: Plan) -> Task:
    """Plan a visit; it awaits the head's decision, or the bureau's.

    Raises what stands against it, judged for the planned day: subject (B-07), entry reason (B-20), items (B-15, B-85), special
    approval (B-18), the plan's line (B-17), cap (B-25), evidence (B-26), days too far apart (B-31), what is followed up (B-32), quiet
    period (B-37), officers (B-10, B-11).
    """
    items = _check_form(tx, actor, plan)
    check_crew(tx, actor, plan.crew)
    check_conflicts(tx, plan.enterprise_id, plan.crew, plan.planned_on)
    row = enterprises.one(tx, actor.region_path, plan.enterprise_id)
    if row is None:
        raise NOT_FOUND(field="enterprise_id")
    task = _new_task(plan, task_id, actor, row.enterprise_region_path, row.site_id, now)
    follow(task, followed(tx, actor, plan.follows_id, plan.enterprise_id, items))
    case = case_of(tx, task, item_ids=plan.item_ids, officer_ids=plan.officer_ids, now=now)
    _check_day(case, plan, now)
    case = case.supposing(supposed_approval(case.visit, case.rules))
    earlier = queries.holding(tx, task.organ_id, task.enterprise_id, case.visit.arrived.earliest, case.rules)
    verdict = judged(case, earlier)
    task.verdict = verdict.as_data()
    _add(tx, actor, task, items, plan.crew, case)
    who = decider(plan.ground, case.rules)
    record(tx, TaskPlanned(task.id, task.organ_id, case.region, task.enterprise_id, task.planned_on, task.ground, who))
    run_clock(tx, task, case.rules, now)
    if plan.joint_id is None:
        propose(tx, task, case, now)
    return task


def _check_form(tx: Session, actor: Actor, plan: Plan) -> list[Item]:
    organ = identity.organ(tx, actor.organ_id)
    check_subject(organ, plan.planned_on)
    if not plan.entry_reason.strip():
        raise ENTRY_REASON_MISSING(field="entry_reason")
    if plan.kind == "special" and not plan.superior_document:
        raise SPECIAL_UNAPPROVED(field="superior_document")
    items = _published_items(tx, actor.organ_id, plan)
    check_drawn(tx, plan.trigger, plan.item_ids, plan.planned_on)
    check_entrusted(tx, organ, items, plan.planned_on)
    check_line(tx, actor.organ_id, plan.plan_line_id, plan.planned_on)
    return items


def _published_items(tx: Session, organ_id: UUID, plan: Plan) -> list[Item]:
    known = queries.items_by_id(tx, organ_id, plan.item_ids)
    for item_id in plan.item_ids:
        check_in_force(known.get(item_id), plan.planned_on)
    return [known[item_id] for item_id in dict.fromkeys(plan.item_ids)]


def in_force_items(tx: Session, task: Task) -> list[Item]:
    """The task's items, if its organ may still look at them on its day.

    Raises what `powers` raises (B-07 to B-09), ITEM_UNPUBLISHED (B-15) and ITEM_NOT_DRAWN (B-85).
    """
    items, organ = queries.items_of(tx, [task.id]).get(task.id, []), identity.organ(tx, task.organ_id)
    check_subject(organ, task.planned_on)
    for item in items:
        check_in_force(item, task.planned_on)
    check_drawn(tx, task.trigger, [each.id for each in items], task.planned_on)
    check_entrusted(tx, organ, items, task.planned_on)
    return items


def _check_day(case: Case, plan: Plan, now: datetime) -> None:
    if plan.planned_on < now.astimezone(case.rules.zone).date():
        raise DAY_PAST(field="planned_on", day=plan.planned_on)
    check_apart([plan.planned_on, *plan.further_days], case.rules)
    if plan.ground is not None and plan.ground not in case.rules.grounds:
        raise GROUND_UNKNOWN(field="ground", ground=plan.ground)


def check_apart(days: Sequence[date], rules: RuleSet) -> None:
    """Raise DAYS_APART where the days of one visit lie too far apart (B-31)."""
    if (apart := too_far_apart(days, rules)) is not None:
        raise DAYS_APART(field="further_days", day=apart[0], next=apart[1], most=rules.multiday.gap_workdays)


def _new_task(plan: Plan, task_id: UUID, actor: Actor, region_path: str, site_id: UUID, now: datetime) -> Task:
    return Task(
        id=task_id, organ_id=actor.organ_id, region_path=region_path, enterprise_id=plan.enterprise_id, site_id=site_id,
        state="awaiting_approval", kind=plan.kind, trigger=plan.trigger, ground=plan.ground, evidence_id=plan.evidence_id,
        superior_document=plan.superior_document, entry_reason=plan.entry_reason.strip(), planned_on=plan.planned_on,
        starts_at=plan.starts_at, further_days=[*plan.further_days], plan_line_id=plan.plan_line_id, verdict={},
        created_by=actor.person_id, created_at=now,
    )  # fmt: skip


def _add(tx: Session, actor: Actor, task: Task, items: Sequence[Item], crew: Crew, case: Case) -> None:
    tx.add(task)
    tx.flush()  # the rows below name the task, and Core does not wait for the unit of work
    looked_at = [{"task_id": task.id, "item_id": each.id, "position": n} for n, each in enumerate(items)]
    if looked_at:
        tx.execute(insert(TaskItem), looked_at)
    write_crew(tx, task.id, actor, crew, case.people, case.cards)


def decide(
    tx: Session, *, actor: Actor, now: datetime, decision_id: UUID, task_id: UUID, decision: str, note: str
) -> Task:
    """Say yes or no before entry (B-19, B-41); emergencies may be decided afterwards.

    Raises NOT_FOUND, WRONG_STATE, TIME_PAST, DECIDED_ELSEWHERE.
    """
    task = locked(tx, actor, task_id)
    case = stored_case(tx, task, now)
    _check_decider(actor, task, case)
    late = task.ground == "emergency" and task.state in ("coded", "visited") and not queries.decisions_of(tx, [task.id])
    if not late:
        _check_not_past(task, now, case.rules.zone)
        if decision == "approve":
            refuse_without_plan(case)
        task.state = state_after(task, decision)
    if task.state == "rejected":
        go_alone(tx, task, "joint", now)
    row = Decision(
        id=decision_id, task_id=task.id, decided_by=actor.person_id, decided_by_role=actor.role, decision=decision,
        note=note, decided_at=now,
    )  # fmt: skip
    tx.add(row)
    record(tx, TaskDecided(task.id, task.organ_id, case.region, decision, actor.person_id, case.people))
    return task


def _check_decider(actor: Actor, task: Task, case: Case) -> None:
    wanted = decider(task.ground, case.rules)
    role = "bureau" if wanted == "bureau" else "head"
    if actor.role != role:
        who = ("司法局", "the bureau") if role == "bureau" else ("本单位负责人", "the head of the organ")
        raise DECIDED_ELSEWHERE(who_zh=who[0], who_en=who[1])


def _check_not_past(task: Task, now: datetime, zone: ZoneInfo) -> None:
    if task.planned_on < now.astimezone(zone).date():
        raise TIME_PAST(day=task.planned_on)


def locked(tx: Session, actor: Actor, task_id: UUID) -> Task:
    """The task, with its row locked until commit, and all that go with it. Raises NOT_FOUND."""
    joint_members.lock(tx, task_id)
    task = queries.task(tx, actor, task_id, lock=True)
    if task is None:
        raise NOT_FOUND()
    return task


def cancel(tx: Session, *, actor: Actor, now: datetime, task_id: UUID, reason: str) -> Task:
    """Give a planned visit up: its code is void, its slot is free; whoever went with it goes on (B-29).

    Raises NOT_FOUND, WRONG_STATE.
    """
    task = locked(tx, actor, task_id)
    state_after(task, "cancel")
    go_alone(tx, task, "joint", now)
    _end(tx, task, "cancel", reason, now)
    return task


def lapse(tx: Session, *, region_code: str, now: datetime, limit: int = 200) -> int:
    """End the tasks of a region whose day passed without a visit (B-41); returns how many. Two may run at once."""
    region = identity.region(tx, region_code)
    today = now.astimezone(ZoneInfo(region.zone)).date()
    tasks = queries.overdue(tx, region.path, today, limit)
    for task in tasks:
        _end(tx, task, "lapse", "lapsed", now)
    return len(tasks)


def _end(tx: Session, task: Task, name: str, reason: str, now: datetime) -> None:
    task.state = state_after(task, name)
    if not any(each.state == "visited" for each in joint_members.others(tx, task)):
        certificates.cancel_visit_code(tx, task.code_task_id, now)
    release_slot(tx, task.id, reason=name, now=now)
    region = task.region_path.rpartition("/")[2]
    record(tx, CodeCancelled(task.id, task.organ_id, region, reason))


def end_secondment(tx: Session, task_id: UUID, at: datetime, day: date) -> None:
    """The visit is over by the last day that its notice names: whoever was lent to it goes back (B-11, B-31)."""
    if day < tx.get_one(Task, task_id).last_day:
        return
    lent = update(TaskOfficer).where(TaskOfficer.task_id == task_id, TaskOfficer.seconded_by.is_not(None))
    tx.execute(lent.where(TaskOfficer.lent_until.is_(None)).values(lent_until=at))
