"""Issuing a visit code is the admission: the cap cannot be exceeded, however many ask at once (B-15, B-19, B-25, B-47).

Read and judge first, without a lock: most refusals end there. Then write what only these tasks need, lock the rows of
organ, object and period, count again, take the slots, commit. The unique index on taken slots is the second fence.

A joint visit is admitted as one: every subject takes the slot that its own cap wants, in one transaction, or nobody does
(B-29). The rows are locked in one order for everybody, so that no two wait for each other: those of the organs first, then
those of the caps that organs share over levels (B-25).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.certificates import service as certificates
from backend.certificates.models import VisitCode
from backend.identity.access.table import Thing, may
from backend.identity.actor import Actor
from backend.journal.record import record
from backend.kernel.ids import uuid7
from backend.kernel.problems import NOT_FOUND, ProblemRaised
from backend.kernel.transaction import CONSTRAINTS
from backend.planning import queries
from backend.planning.events import CodeIssued
from backend.planning.joint import members as joint_members
from backend.planning.judging import Case, judged, refuse_by_cap, refuse_without_plan, stored_case
from backend.planning.models import LedgerRow, Notice, SharedRow, Slot, Task
from backend.planning.moving import not_now, state_after
from backend.planning.notice import hash_of
from backend.planning.noticing import notice_of
from backend.planning.problems import JOINT_STOPPED, JOINT_WAITS, NOT_APPROVED, SLOT_TAKEN, TIME_PAST
from backend.planning.service import locked
from backend.policy.caps import CapCode, count, judge_cap, own_history
from backend.policy.facts import Interval, Visit
from backend.policy.periods import period_of, periods_of
from backend.policy.sentences import LANGUAGES

CONSTRAINTS["uq_admission_slot_place"] = SLOT_TAKEN

USES_CAP = (CapCode.WITHIN, CapCode.NEEDS_REVIEW)
FREE_ONCE = "cap.followup_free"
"""The first follow-up of a batch leaves the cap alone (B-32)."""


@dataclass(frozen=True)
class _Going:
    """A task that is admitted, with its case; of a joint visit there are several."""

    task: Task
    case: Case


def issue(tx: Session, *, actor: Actor, now: datetime, task_id: UUID, keys: Path) -> VisitCode:
    """The visit code of an approved task, and of all that go with it; asked again, the same code.

    Raises NOT_FOUND, NOT_APPROVED, JOINT_WAITS, WRONG_STATE, TIME_PAST, and everything that stands against the visit now.
    """
    task = locked(tx, actor, task_id)
    party = [_Going(each, stored_case(tx, each, now)) for each in joint_members.members(tx, task)]
    _check_on_it(actor, task, next(each.case for each in party if each.task is task))
    standing = queries.codes_of(tx, [task.id]).get(task.id)
    if task.state == "coded" and standing is not None:
        return standing
    if task.state == "visited" and standing is not None:
        raise not_now(task.state)
    return _admit(tx, party, task, now, keys)


def _admit(tx: Session, party: Sequence[_Going], asked: Task, now: datetime, keys: Path) -> VisitCode:
    """Whoever still waits is judged and reserved; whoever went in without a code gets it to be shown before leaving (B-54)."""
    waiting = [each for each in party if each.task.state != "visited"]
    came = [each for each in party if each.task.state == "visited"]
    waiting.sort(key=lambda each: each.task is not asked)  # what stands against one's own is told first
    counted = [each for each in waiting if _takes_a_place(tx, each, asked, now)]
    for each in came:
        each.task.state = state_after(each.task, "issue_late")
        _check_day(each.task, each.case, now)
    code = _make_code(tx, party, now, keys)
    places = _take_slots(tx, counted, asked, now)
    for each in party:
        period, n = places.get(each.task.id, (None, None))
        told = CodeIssued(each.task.id, each.task.organ_id, each.case.region, code.id, period, n, each.case.people)
        record(tx, told)
    return code


def _takes_a_place(tx: Session, going: _Going, asked: Task, now: datetime) -> bool:
    """Judge a visit that waits and move its task on; whether it uses up the cap. Raises what stands against it."""
    task, case = going.task, going.case
    with _named(going, asked):
        state = _next_state(task, case, now)
        verdict = judged(case, _holding(tx, case))
        refuse_without_plan(case)
        if verdict.cap.reason == FREE_ONCE:
            batch = _id(case.visit.followup_batch)
            lock_ledger(tx, case.visit, batch, "followup")  # two at once are not both the first
            verdict = judged(case, _holding(tx, case))
    task.state, task.verdict = state, verdict.as_data()
    return verdict.cap.code in USES_CAP


@contextmanager
def _named(going: _Going, asked: Task) -> Iterator[None]:
    """What stands against somebody else of a joint visit is told with the name of that body (B-29)."""
    try:
        yield
    except ProblemRaised as error:
        if going.task is asked:
            raise
        row = going.case.row
        who = {"organ": row.organ_name, "organ_en": row.organ_name_en}
        if error.problem is NOT_APPROVED:
            raise JOINT_WAITS(**who) from error
        said = {lang: error.as_data(lang)["detail"] for lang in LANGUAGES}
        raise JOINT_STOPPED(**who, **said, why=error.problem.code) from error


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


def _make_code(tx: Session, party: Sequence[_Going], now: datetime, keys: Path) -> VisitCode:
    """One code for all who go, with one notice that names them all."""
    text, lead = notice_of(tx, [(each.task, each.case) for each in party]), party[0]
    rows = [{"task_id": each.task.id, "body": text, "hash": hash_of(text), "made_at": now} for each in party]
    tx.flush()
    notices = upsert(Notice).values(rows)
    tx.execute(notices.on_conflict_do_update(index_elements=["task_id", "hash"], set_={"made_at": now}))
    zone, last_day = lead.case.rules.zone, max(each.task.last_day for each in party)
    first, last = (Interval.of_day(day, zone) for day in (lead.task.planned_on, last_day))
    return certificates.issue_visit_code(
        tx, task_id=lead.task.id, organ_id=lead.task.organ_id, region=lead.case.region, notice_hash=hash_of(text),
        valid_from=first.earliest, valid_to=last.latest + timedelta(microseconds=1), now=now, keys=keys,
    )  # fmt: skip


def _take_slots(tx: Session, party: Sequence[_Going], asked: Task, now: datetime) -> dict[UUID, tuple[str, int]]:
    """Count again with all ledger rows locked, and take the next free number of each. Raises what `refuse_by_cap` raises."""
    tx.flush()  # the code and the tasks' new states must not be written while others wait for the rows
    wanted = {(_id(each.case.visit.organ_id), _object_key(each.case), period): each.case.visit
              for each in party for period in _periods(each.case)}  # fmt: skip
    for (_, object_key, period), visit in sorted(wanted.items(), key=lambda each: each[0]):
        lock_ledger(tx, visit, object_key, period)
    for row in sorted({row for each in party for row in _shared_rows(each.case)}):
        lock_shared(tx, *row)
    taken = {}
    for each in party:
        with _named(each, asked):
            taken[each.task.id] = _take_slot(tx, each.case, now)
    return taken


def _take_slot(tx: Session, case: Case, now: datetime) -> tuple[str, int]:
    visit, object_key, period = case.visit, _object_key(case), periods_of(case.visit, case.rules)[0]
    holding = _holding(tx, case)
    others = own_history(visit, holding, case.rules)
    refuse_by_cap(case, judge_cap(visit, case.site, case.rules, holding), holding)
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


def _periods(case: Case) -> set[str]:
    """The period in which the visit counts, and those of its items: whoever counts in one of them waits, too (B-25)."""
    days = case.visit.arrived.days(case.rules.zone)
    items = {period_of(day, each.unit) for each in case.visit.item_caps for day in days}
    return {periods_of(case.visit, case.rules)[0], *items}


def _shared_rows(case: Case) -> list[tuple[UUID, str, str, str]]:
    """The rows of the caps that the visit's subject shares with others: object, field, levels, period (B-25)."""
    rank, period = case.visit.rank, periods_of(case.visit, case.rules)[0]
    if rank is None:
        return []
    shared = [each for each in case.rules.level_caps if each.holds_for(rank)]
    return [(_object_key(case), rank.field, each.name, period) for each in shared]


def lock_shared(tx: Session, object_key: UUID, field: str, levels: str, period: str) -> None:
    """Wait until nobody else counts what bodies of this field at these levels do at this object in this period."""
    row = {"object_key": object_key, "field": field, "levels": levels, "period": period}
    wanted = select(SharedRow.period).filter_by(**row).with_for_update()
    if tx.execute(wanted).first() is None:
        tx.execute(upsert(SharedRow).values(**row).on_conflict_do_nothing())
        tx.execute(wanted)


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
