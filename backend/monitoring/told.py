"""What the live map tells of journal entries: the visit, the task, the organ, and whose screen a code may stand on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Row,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
)
from sqlalchemy.orm import Session

from backend.certificates.models import Card, VisitCode
from backend.enterprises.models import Site
from backend.identity.models import Organ, Region
from backend.inspections.models import CheckIn, Inspection
from backend.journal.followers import Entry
from backend.journal.models import Journal
from backend.monitoring.daily import geometry, shown_mark, with_place
from backend.planning.models import Task, TaskOfficer
from backend.planning.queries import CODE_TASK

_LAST = select(func.coalesce(func.max(Journal.seq), 0))
_ENTRIES = (
    select(Journal.seq, Journal.name, Journal.at, Journal.data)
    .where(Journal.seq > bindparam("after"), Journal.seq <= bindparam("upto"))
    .where(Journal.name.in_(bindparam("names", expanding=True)))
    .order_by(Journal.seq)
)
_WHERE = func.coalesce(CheckIn.place, Site.location)
_VISITS = with_place(
    select(
        Inspection.id,
        Inspection.organ_id,
        Inspection.region_path,
        Inspection.state,
        shown_mark().label("mark"),
        Inspection.arrived_at,
        func.ST_X(geometry(_WHERE)).label("longitude"),
        func.ST_Y(geometry(_WHERE)).label("latitude"),
    )
).where(Inspection.id.in_(bindparam("ids", expanding=True)))
"""Built once: the stream asks all of them for every event."""


def last_seq(tx: Session) -> int:
    """The newest number of the journal; 0 while it is empty."""
    return tx.scalar(_LAST) or 0


def entries(tx: Session, after: int, upto: int, names: Collection[str]) -> Sequence[Entry]:
    """Journal entries of these names in (after, upto], in order."""
    rows = tx.execute(_ENTRIES, {"after": after, "upto": upto, "names": sorted(names)})
    return [Entry(*row) for row in rows]


def shown_visits(tx: Session, ids: Collection[UUID]) -> Mapping[UUID, Row[Any]]:
    """What the live map shows of visits that came."""
    return {row.id: row for row in tx.execute(_VISITS, {"ids": list(ids)})} if ids else {}


def shown_tasks(tx: Session, ids: Collection[UUID]) -> Mapping[UUID, Row[Any]]:
    """What the live map shows of tasks."""
    if not ids:
        return {}
    stmt = select(
        Task.id,
        Task.organ_id,
        Task.region_path,
        literal("planned").label("state"),
        literal("planned").label("mark"),
        cast(null(), Inspection.arrived_at.type).label("arrived_at"),
        func.ST_X(geometry(Site.location)).label("longitude"),
        func.ST_Y(geometry(Site.location)).label("latitude"),
    ).join(Site, Site.id == Task.site_id)
    return {row.id: row for row in tx.execute(stmt.where(Task.id.in_(ids)))}


def paths_of_organs(tx: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """The region path of each organ."""
    if not ids:
        return {}
    stmt = select(Organ.id, Region.path).join(Region, Region.code == Organ.region_code).where(Organ.id.in_(ids))
    return {row[0]: row[1] for row in tx.execute(stmt)}


def watchers_of_codes(tx: Session, code_ids: Collection[str]) -> dict[str, frozenset[UUID]]:
    """Whose screen a code may stand on, by its id in hex: the officers of the visit, or the holder of the card."""
    if not code_ids:
        return {}
    wanted = [bytes.fromhex(each) for each in code_ids]
    of_visits = select(VisitCode.code_id, TaskOfficer.person_id).join(Task, VisitCode.task_id == CODE_TASK)
    of_visits = of_visits.join(TaskOfficer, TaskOfficer.task_id == Task.id)
    of_cards = select(Card.code_id, Card.person_id).where(Card.code_id.in_(wanted))
    found: dict[str, set[UUID]] = {}
    for code_id, person_id in tx.execute(of_visits.where(VisitCode.code_id.in_(wanted)).union_all(of_cards)):
        found.setdefault(code_id.hex(), set()).add(person_id)
    return {code: frozenset(people) for code, people in found.items()}


LINES = "lines"
"""The channel on which processes tell each other who follows."""


def tell_lines(tx: Session, words: str) -> None:
    """Tell every stream process that a session opened a line."""
    tx.execute(select(func.pg_notify(LINES, words)))
