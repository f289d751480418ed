"""The organ's side of a plan: it is drawn up, changed as long as nobody filed it, submitted, and amended (B-17, B-18)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from backend.enterprises.models import Enterprise
from backend.identity import queries as identity
from backend.identity.access.scope import inside
from backend.identity.actor import Actor
from backend.identity.models import Region
from backend.journal.record import record
from backend.kernel.clock import local_day
from backend.kernel.ids import uuid7
from backend.kernel.problems import NOT_FOUND, STALE, ProblemRaised
from backend.kernel.transaction import CONSTRAINTS
from backend.planning import queries
from backend.planning.events import PlanSubmitted
from backend.planning.items.service import check_in_force
from backend.planning.plans import queries as plan_queries
from backend.planning.plans.models import InspectionPlan, PlanAct, PlanEdition, PlanLine
from backend.planning.plans.states import WRITABLE, after
from backend.planning.powers import check_subject
from backend.planning.problems import PLAN_DAYS, PLAN_EMPTY, PLAN_EXISTS, PLAN_STATE
from backend.policy.sentences import LANGUAGES, word

CONSTRAINTS["uq_inspection_plan_year"] = PLAN_EXISTS
CONSTRAINTS["uq_inspection_plan_document"] = PLAN_EXISTS


@dataclass(frozen=True, slots=True)
class Line:
    """A line as somebody wrote it; without `line_id` it is a new one."""

    name: str
    method: str
    item_ids: Sequence[UUID]
    first_on: date
    last_on: date
    responsible: str
    number: int | None = None
    ratio: int | None = None
    total: int | None = None
    enterprise_ids: Sequence[UUID] = ()
    line_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class About:
    """Which plan: the annual one of a year, or that of a special inspection under its approval."""

    kind: str
    year: int
    title: str = ""
    document: str = ""
    approver: str = ""
    approved_on: date | None = None


def draw_up(
    tx: Session, *, actor: Actor, now: datetime, plan_id: UUID, about: About, lines: Sequence[Line]
) -> InspectionPlan:
    """A new plan with its first draft. Where the clock of one runs already without a draft, that plan gets it.

    Raises PLAN_EXISTS, and what `check_subject` and `save` raise.
    """
    check_subject(identity.organ(tx, actor.organ_id), local_day(now, identity.region(tx, actor.region).zone))
    plan = _empty(tx, actor.organ_id, about) or opened(tx, plan_id, actor.organ_id, about, now)
    if about.kind == "special":
        plan.title, plan.approver = about.title, about.approver
        plan.approved_on, plan.year = about.approved_on, about.year
    edition = new_edition(tx, plan, 1, "")
    _write_lines(tx, actor, plan, edition, lines)
    act(tx, edition, "drawn_up", actor, now)
    return plan


def opened(tx: Session, plan_id: UUID, organ_id: UUID, about: About, now: datetime) -> InspectionPlan:
    """A plan without editions."""
    plan = InspectionPlan(
        id=plan_id, organ_id=organ_id, kind=about.kind, year=about.year, title=about.title, document=about.document,
        approver=about.approver, approved_on=about.approved_on, opened_at=now,
    )  # fmt: skip
    tx.add(plan)
    tx.flush()
    return plan


def _empty(tx: Session, organ_id: UUID, about: About) -> InspectionPlan | None:
    """The plan whose clock runs although nobody drew it up: reminders and special tasks open it."""
    named = InspectionPlan.year == about.year if about.kind == "annual" else InspectionPlan.document == about.document
    wanted = select(InspectionPlan).where(InspectionPlan.organ_id == organ_id, InspectionPlan.kind == about.kind, named)
    none = ~select(PlanEdition.id).where(PlanEdition.plan_id == InspectionPlan.id).exists()
    return tx.scalars(wanted.where(none).with_for_update()).first()


def clock(tx: Session, organ_id: UUID, about: About, now: datetime) -> None:
    """Let the clock of a plan run that nobody drew up; where it is known, nothing happens."""
    row = upsert(InspectionPlan).values(
        id=uuid7(), organ_id=organ_id, kind=about.kind, year=about.year, title=about.title, document=about.document,
        approver=about.approver, approved_on=about.approved_on, opened_at=now,
    )  # fmt: skip
    tx.execute(row.on_conflict_do_nothing())


def new_edition(tx: Session, plan: InspectionPlan, n: int, reason: str) -> PlanEdition:
    """An empty draft of the plan."""
    edition = PlanEdition(
        id=uuid7(), plan_id=plan.id, n=n, state="draft", reason=reason, filing_number="", withdrawn_reason="", version=1
    )
    tx.add(edition)
    tx.flush()  # the rows below name the edition, and Core does not wait for the unit of work
    return edition


def save(
    tx: Session, *, actor: Actor, now: datetime, plan_id: UUID, version: int, lines: Sequence[Line]
) -> InspectionPlan:
    """Replace the lines of the draft. Raises NOT_FOUND, PLAN_STATE, STALE, PLAN_DAYS, ITEM_UNPUBLISHED."""
    plan, edition = locked(tx, actor, plan_id, "plan.write")
    if edition is None or edition.state not in WRITABLE:
        raise _not_now(edition)
    if edition.version != version:
        raise STALE(field="version", version=edition.version, current={"version": edition.version})
    _write_lines(tx, actor, plan, edition, lines)
    edition.version += 1
    act(tx, edition, "changed", actor, now)
    return plan


def submit(tx: Session, *, actor: Actor, now: datetime, plan_id: UUID) -> InspectionPlan:
    """Hand the draft to the bureau that files it. Raises NOT_FOUND, PLAN_STATE, PLAN_EMPTY."""
    plan, edition = locked(tx, actor, plan_id, "plan.write")
    edition = move(edition, "submit")
    if not plan_queries.lines_of(tx, [edition.id])[edition.id]:
        raise PLAN_EMPTY()
    act(tx, edition, "submitted", actor, now)
    record(tx, PlanSubmitted(plan.id, plan.organ_id, actor.region, plan.kind, plan.year, edition.n))
    return plan


def amend(tx: Session, *, actor: Actor, now: datetime, plan_id: UUID, reason: str) -> InspectionPlan:
    """The next edition as a draft with the lines of the last; it is filed again. Raises NOT_FOUND, PLAN_STATE."""
    plan, last = locked(tx, actor, plan_id, "plan.write")
    if last is None or last.state != "filed":
        raise _not_now(last)
    edition = new_edition(tx, plan, last.n + 1, reason)
    tx.add_all(_copied(each, edition) for each in plan_queries.lines_of(tx, [last.id])[last.id])
    act(tx, edition, "drawn_up", actor, now, reason)
    return plan


def _copied(line: PlanLine, edition: PlanEdition) -> PlanLine:
    same = {each.name: getattr(line, each.name) for each in PlanLine.__table__.columns}
    return PlanLine(**{**same, "id": uuid7(), "edition_id": edition.id})


def locked(tx: Session, actor: Actor, plan_id: UUID, action: str) -> tuple[InspectionPlan, PlanEdition | None]:
    """The plan, its row locked, with its newest edition. Raises NOT_FOUND."""
    row = plan_queries.one(tx, actor, plan_id, action, lock=True)
    if row is None:
        raise NOT_FOUND()
    editions = plan_queries.editions_of(tx, [plan_id])[plan_id]
    return row.InspectionPlan, editions[-1] if editions else None


def move(edition: PlanEdition | None, name: str) -> PlanEdition:
    """The edition after an act. Raises PLAN_STATE."""
    state = after(edition.state, name) if edition is not None else None
    if edition is None or state is None:
        raise _not_now(edition)
    edition.state, edition.version = state, edition.version + 1
    return edition


def act(tx: Session, edition: PlanEdition, name: str, actor: Actor, now: datetime, note: str = "") -> None:
    """Note who did what with it."""
    tx.add(PlanAct(id=uuid7(), edition_id=edition.id, act=name, person_id=actor.person_id, at=now, note=note))


def _not_now(edition: PlanEdition | None) -> ProblemRaised:
    state = edition.state if edition is not None else "none"
    return PLAN_STATE(state=state, **{f"state_{lang}": word("plan_state", state, lang) for lang in LANGUAGES})


def _write_lines(tx: Session, actor: Actor, plan: InspectionPlan, edition: PlanEdition, lines: Sequence[Line]) -> None:
    check_lines(tx, plan, actor.region, lines)
    kept = {each.line_id for each in plan_queries.lines_of(tx, [edition.id])[edition.id]}
    tx.execute(delete(PlanLine).where(PlanLine.edition_id == edition.id))
    rows = [_row(edition, n, each, kept) for n, each in enumerate(lines, 1)]
    if rows:
        tx.execute(insert(PlanLine), rows)


def _row(edition: PlanEdition, position: int, line: Line, kept: Collection[UUID]) -> dict[str, Any]:
    """A line that the draft had keeps its id; any other is a new one."""
    line_id = line.line_id if line.line_id in kept else uuid7()
    return {
        "id": uuid7(), "edition_id": edition.id, "line_id": line_id, "position": position, "name": line.name,
        "method": line.method, "total": line.total, "ratio": line.ratio, "number": line.number, "first_on": line.first_on,
        "last_on": line.last_on, "responsible": line.responsible, "item_ids": [*line.item_ids],
        "enterprise_ids": [*line.enterprise_ids],
    }  # fmt: skip


def check_lines(tx: Session, plan: InspectionPlan, region_code: str, lines: Sequence[Line]) -> None:
    """Raise what stands against a line: its days, its items (B-15), the enterprises that it names."""
    items = queries.items_by_id(tx, plan.organ_id, {each for line in lines for each in line.item_ids})
    here = _known_here(tx, region_code, {each for line in lines for each in line.enterprise_ids})
    for n, line in enumerate(lines):
        if plan.kind == "annual" and {line.first_on.year, line.last_on.year} != {plan.year}:
            raise PLAN_DAYS(field=f"lines.{n}.first_on", line=n + 1, year=plan.year)
        for item_id in line.item_ids:
            check_in_force(items.get(item_id), line.last_on)
        if not set(line.enterprise_ids) <= here:
            raise NOT_FOUND(field=f"lines.{n}.enterprise_ids")


def _known_here(tx: Session, region_code: str, ids: Collection[UUID]) -> set[UUID]:
    path = select(Region.path).where(Region.code == region_code).scalar_subquery()
    wanted = select(Enterprise.id).where(Enterprise.id.in_(ids), inside(Enterprise.region_path, path))
    return set(tx.scalars(wanted)) if ids else set()
