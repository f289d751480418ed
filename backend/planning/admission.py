"""Issuing a visit code is the admission: the cap cannot be exceeded, however many ask at once (B-15, B-19, B-25, B-47).

Read and judge first, without a lock: most refusals end there. Then write what only this task needs, lock the one row of
organ, object and period, count again, take the slot, commit. The unique index on taken slots is the second fence.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.certificates import queries as certificate_queries
from backend.certificates import service as certificates
from backend.certificates.models import VisitCode
from backend.identity.access.table import Thing, may
from backend.identity.actor import Actor
from backend.journal.record import record
from backend.kernel.ids import uuid7
from backend.kernel.problems import NOT_FOUND
from backend.kernel.transaction import CONSTRAINTS
from backend.planning import queries
from backend.planning.events import CodeIssued
from backend.planning.judging import Case, judged, refuse_by_cap, stored_case
from backend.planning.models import Item, LedgerRow, Notice, Slot, Task
from backend.planning.notice import NoticeFacts, hash_of, text_of
from backend.planning.problems import NOT_APPROVED, SLOT_TAKEN, TIME_PAST
from backend.planning.service import in_force_items, locked, not_now, state_after
from backend.policy.caps import CapCode, count, judge_cap, own_history, period_of, periods_of
from backend.policy.facts import Interval, Visit
from backend.policy.sentences import word

CONSTRAINTS["uq_admission_slot_place"] = SLOT_TAKEN

USES_CAP = (CapCode.WITHIN, CapCode.NEEDS_REVIEW)
FREE_ONCE = "cap.followup_free"
"""The first follow-up of a batch leaves the cap alone (B-32)."""


def issue(tx: Session, *, actor: Actor, now: datetime, task_id: UUID, keys: Path) -> VisitCode:
    """The visit code of an approved task; asked again, the same code.

    Raises NOT_FOUND, NOT_APPROVED, WRONG_STATE, TIME_PAST, and everything that stands against the visit now.
    """
    task = locked(tx, actor, task_id)
    case = stored_case(tx, task, now)
    _check_on_it(actor, task, case)
    if task.state == "coded":
        return certificate_queries.visit_codes_of(tx, [task.id])[task.id]
    if task.state == "visited":
        return _issue_late(tx, task, case, now, keys)
    state = _next_state(task, case, now)
    verdict = judged(case, _holding(tx, case))
    if verdict.cap.reason == FREE_ONCE:
        lock_ledger(tx, case.visit, _id(case.visit.followup_batch), "followup")  # two at once are not both the first
        verdict = judged(case, _holding(tx, case))
    task.state, task.verdict = state, verdict.as_data()
    code = _make_code(tx, task, case, now, keys)
    period, n = _take_slot(tx, case, now) if verdict.cap.code in USES_CAP else (None, None)
    record(tx, CodeIssued(task.id, task.organ_id, case.region, code.id, period, n, case.people))
    return code


def _issue_late(tx: Session, task: Task, case: Case, now: datetime, keys: Path) -> VisitCode:
    """The code of a visit that went in without one, to be shown before leaving (B-54): nothing is left to be judged or
    reserved, for the visit counts itself. Raises WRONG_STATE where it had a code, TIME_PAST."""
    if certificate_queries.visit_codes_of(tx, [task.id]):
        raise not_now(task.state)
    task.state = state_after(task, "issue_late")
    _check_day(task, case, now)
    code = _make_code(tx, task, case, now, keys)
    record(tx, CodeIssued(task.id, task.organ_id, case.region, code.id, None, None, case.people))
    return code


def _check_on_it(actor: Actor, task: Task, case: Case) -> None:
    """An officer may ask for the codes of the tasks that he or she is on; others of the organ are not theirs."""
    if not may(actor, "code.issue", Thing(organ_id=task.organ_id, people=frozenset(case.people))):
        raise NOT_FOUND()


def _next_state(task: Task, case: Case, now: datetime) -> str:
    """The state after the code was issued. Raises NOT_APPROVED, WRONG_STATE, TIME_PAST."""
    emergency = task.ground == "emergency"
    if task.state == "awaiting_approval" and not emergency:
        raise NOT_APPROVED()
    state = state_after(task, "issue_at_once" if emergency else "issue")
    _check_day(task, case, now)
    return state


def _check_day(task: Task, case: Case, now: datetime) -> None:
    if task.planned_on < now.astimezone(case.rules.zone).date():
        raise TIME_PAST(day=task.planned_on)


def _make_code(tx: Session, task: Task, case: Case, now: datetime, keys: Path) -> VisitCode:
    text = text_of(_notice_facts(task, case, in_force_items(tx, task)))
    notice = upsert(Notice).values(task_id=task.id, body=text, hash=hash_of(text), made_at=now)
    tx.execute(notice.on_conflict_do_update(index_elements=["task_id", "hash"], set_={"made_at": now}))
    first, last = (Interval.of_day(day, case.rules.zone) for day in (task.planned_on, task.last_day))
    return certificates.issue_visit_code(
        tx, task_id=task.id, organ_id=task.organ_id, region=case.region, notice_hash=hash_of(text),
        valid_from=first.earliest, valid_to=last.latest + timedelta(microseconds=1), now=now, keys=keys,
    )  # fmt: skip


def _notice_facts(task: Task, case: Case, items: Sequence[Item]) -> NoticeFacts:
    cards = [case.cards[each] for each in case.people]
    return NoticeFacts(
        organ=case.row.organ_name, enterprise=case.row.enterprise_name, identifier=case.row.identifier,
        address=case.row.address, planned_on=task.planned_on, starts_at=task.starts_at,
        further_days=task.further_days,
        items=[(each.code, each.name, each.basis) for each in items],
        officers=[(each.holder_name, each.number) for each in cards],
        ground=word("ground", task.ground, "zh") if task.ground else None, rights=case.rules.rights["zh"],
    )  # fmt: skip


def _take_slot(tx: Session, case: Case, now: datetime) -> tuple[str, int]:
    """Count again with the ledger rows locked, and take the next free number. Raises what `refuse_by_cap` raises."""
    visit = case.visit
    object_key = _object_key(case)
    period = periods_of(visit, case.rules)[0]
    tx.flush()  # the code and the task's new state must not be written while others wait for the row
    for each in sorted({period, *_item_periods(case)}):
        lock_ledger(tx, visit, object_key, each)
    others = own_history(visit, _holding(tx, case), case.rules)
    refuse_by_cap(case, judge_cap(visit, case.site, case.rules, others), others)
    taken = queries.slots_taken(tx, _id(visit.organ_id), object_key, period)
    used = count(others, case.rules)[0].used.get(period, 0)
    n = next_number(taken, used)
    tx.execute(insert(Slot).values(
        id=uuid7(), organ_id=visit.organ_id, object_key=object_key, period=period, n=n, task_id=visit.id, taken_at=now,
    ))  # fmt: skip
    return period, n


def _holding(tx: Session, case: Case) -> list[Visit]:
    visit = case.visit
    return queries.holding(tx, _id(visit.organ_id), _id(visit.enterprise_id), visit.arrived.earliest, case.rules)


def _item_periods(case: Case) -> set[str]:
    """The periods in which the visit's items count for themselves: whoever counts in one of them waits, too (B-25)."""
    days = case.visit.arrived.days(case.rules.zone)
    return {period_of(day, each.unit) for each in case.visit.item_caps for day in days}


def lock_ledger(tx: Session, visit: Visit, object_key: UUID, period: str) -> None:
    """Wait until nobody else counts this organ's visits to this object in this period."""
    row = {"organ_id": visit.organ_id, "object_key": object_key, "period": period}
    wanted = select(LedgerRow.period).filter_by(**row).with_for_update()
    if tx.execute(wanted).first() is None:
        tx.execute(upsert(LedgerRow).values(**row).on_conflict_do_nothing())
        tx.execute(wanted)


def next_number(taken: set[int], used: int) -> int:
    """The slot number after `used` counted visits: those without a slot stand for the lowest free numbers.

    Two who count the same state get the same number, so the unique index stops the second.
    """
    without_slot = max(0, used - len(taken))
    free = (n for n in range(1, len(taken) + without_slot + 2) if n not in taken)
    return next(n for index, n in enumerate(free) if index == without_slot)


def _object_key(case: Case) -> UUID:
    return _id(case.site.site_id if case.rules.cap.scope == "premises" else case.site.enterprise_id)


def _id(value: object) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))
