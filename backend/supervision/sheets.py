"""Supervisors' sheets (B-78): handed in once, locked from then on; what comes to mind later stands beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from backend.identity.access.scope import visible
from backend.identity.actor import Actor
from backend.identity.models import Person
from backend.journal.record import record
from backend.kernel.problems import NOT_FOUND
from backend.kernel.sorting import Sorting, by_name
from backend.registers import searching
from backend.supervision.events import Observed, Remarked
from backend.supervision.models import Observation, ObservationRemark
from backend.supervision.problems import ANSWERS_INCOMPLETE, REMARKS_FULL
from backend.supervision.queries import subject_of

LINES = tuple(str(n) for n in range(1, 13))
MOST_REMARKS = 20
"""Remarks on one sheet."""

SORTING = Sorting(
    Observation.at.desc(), Observation.id,
    seen=Observation.at, where=by_name(Observation.enterprise_text), supervisor=by_name(Person.name),
)  # fmt: skip
"""Newest first."""


def observe(tx: Session, *, actor: Actor, now: datetime, observation_id: UUID, sheet: dict[str, Any]) -> Observation:
    """Store a supervisor's sheet as sent; from then on nobody changes it (B-78). Raises ANSWERS_INCOMPLETE, NOT_FOUND."""
    missing = [line for line in LINES if line not in sheet["answers"]]
    if missing:
        raise ANSWERS_INCOMPLETE(field="answers", lines="、".join(missing))
    visit_id = sheet["inspection_id"]
    if visit_id is not None and not _near(tx, actor, visit_id):
        raise NOT_FOUND(field="inspection_id")
    row = Observation(
        id=observation_id, supervisor_id=actor.person_id, region_path=actor.region_path, received_at=now, **sheet
    )
    tx.add(row)
    record(tx, Observed(row.id, visit_id, actor.region_path))
    return row


def _near(tx: Session, actor: Actor, inspection_id: UUID) -> bool:
    visit = subject_of(tx, inspection_id)
    return visit is not None and f"{visit.region_path}/".startswith(f"{actor.region_path}/")


def remark(
    tx: Session, *, actor: Actor, now: datetime, remark_id: UUID, observation_id: UUID, at: datetime, text: str
) -> Observation:
    """Add a dated remark to an own sheet; neither is changed afterwards (B-78). Raises NOT_FOUND, REMARKS_FULL."""
    sheet = own(tx, actor, observation_id, lock=True)
    if len(remarks_of(tx, [sheet.id])[sheet.id]) >= MOST_REMARKS:
        raise REMARKS_FULL(most=MOST_REMARKS)
    tx.add(ObservationRemark(id=remark_id, observation_id=sheet.id, at=at, received_at=now, text=text))
    record(tx, Remarked(sheet.id, remark_id, sheet.region_path))
    tx.flush()
    return sheet


def own(tx: Session, actor: Actor, observation_id: UUID, *, lock: bool = False) -> Observation:
    """A sheet that this supervisor handed in; anybody else's is not found. Raises NOT_FOUND."""
    sheet = tx.get(Observation, observation_id, with_for_update=lock or None)
    if sheet is None or sheet.supervisor_id != actor.person_id:
        raise NOT_FOUND()
    return sheet


def one(tx: Session, actor: Actor, observation_id: UUID) -> Observation:
    """A sheet that the actor may see. Raises NOT_FOUND."""
    sheet = tx.scalar(_seen_by(actor).with_only_columns(Observation).where(Observation.id == observation_id))
    if sheet is None:
        raise NOT_FOUND()
    return sheet


def page(tx: Session, actor: Actor, *, q: str, sort: str, page: int, page_size: int) -> tuple[Sequence[Row[Any]], int]:
    """Rows (Observation,): a supervisor's own; the bureau sees those of its region. `q` is a part of place, words or name."""
    stmt = _seen_by(actor)
    if typed := q.strip():
        told = (Observation.enterprise_text, Observation.text, Person.name)
        stmt = stmt.where(or_(*(column.contains(typed, autoescape=True) for column in told)))
    return searching.page(tx, stmt, SORTING.order(sort), page, page_size)


def remarks_of(tx: Session, observation_ids: Collection[UUID]) -> Mapping[UUID, Sequence[ObservationRemark]]:
    """The remarks of each sheet, the first to arrive first."""
    row = ObservationRemark
    wanted = select(row).where(row.observation_id.in_(observation_ids)).order_by(row.received_at, row.id)
    told: dict[UUID, list[ObservationRemark]] = defaultdict(list)
    for each in tx.scalars(wanted):
        told[each.observation_id].append(each)
    return told


def _seen_by(actor: Actor) -> Any:
    wanted = select(Observation).join(Person, Person.id == Observation.supervisor_id)
    return visible(
        wanted, actor, "observation.see", owner=Observation.supervisor_id, region_path=Observation.region_path
    )
