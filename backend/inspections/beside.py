"""The visits that one is judged beside: those that share its count, and those of the same people (B-25, B-55).

One question finds them all. Visits that are alike come put together: `policy` says whether their first stands for them
(`alike.stands_for_all`), and only where it does not are they read one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Row, Text, Uuid, bindparam, case, cast, exists, func, or_, select, union
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from backend.inspections.models import CheckIn, Inspection, OfficerPresent, Quarantine, Result
from backend.inspections.queries import SAME_PEOPLE
from backend.inspections.stated_models import StatedGround
from backend.inspections.visits import as_visit, linked, past_visits, stored
from backend.planning.levels import counted_with
from backend.policy.alike import stands_for_all
from backend.policy.facts import Visit
from backend.policy.ruleset import RuleSet

_HERE = select(Inspection.id).where(
    Inspection.enterprise_id == bindparam("enterprise_id"), Inspection.organ_id.in_(bindparam("organ_ids", expanding=True)),
    Inspection.arrived_at.between(bindparam("since"), bindparam("until")),
)  # fmt: skip
_THEIRS = select(OfficerPresent.inspection_id).where(
    OfficerPresent.person_id.in_(bindparam("people", expanding=True)),
    OfficerPresent.at.between(bindparam("near_since"), bindparam("near_until")),
)
_TOLD_APART = or_(*(exists().where(each.inspection_id == Inspection.id) for each in (Result, Quarantine, StatedGround)))
"""Something is known of this visit alone."""


def _day(moment: Any) -> Any:
    return cast(func.timezone(bindparam("zone"), moment), Date)


_ALIKE = (
    select(func.array_agg(aggregate_order_by(cast(Inspection.id, Text), CheckIn.earliest, Inspection.id)).label("ids"))
    .join(CheckIn, CheckIn.inspection_id == Inspection.id)
    .where(Inspection.id.in_(union(_HERE, _THEIRS)), Inspection.id != bindparam("id"))
    .group_by(
        Inspection.organ_id, Inspection.task_id, Inspection.kind, Inspection.trigger, Inspection.ground, Inspection.site_id,
        _day(CheckIn.earliest), _day(CheckIn.latest),
        case((or_(Inspection.id.in_(_THEIRS), _TOLD_APART), Inspection.id)),
    ).subquery()
)  # fmt: skip
"""Two look-ups by index, put together: joined by OR they would read every visit that there is."""

_FIRST_OF_ALIKE = stored().add_columns(_ALIKE.c.ids).join(_ALIKE, cast(_ALIKE.c.ids[1], Uuid) == Inspection.id)
_EACH = stored().where(Inspection.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class Beside:
    """What `judge` wants to know of the others, and the ids of all for whom they stand."""

    earlier: Sequence[Visit]
    later: Sequence[Visit]
    ids: Sequence[str]


def beside(
    tx: Session, visit: Visit, people: Collection[UUID], since: datetime, until: datetime, rules: RuleSet,
    *, imported: bool = True,
) -> Beside:  # fmt: skip
    """All that matters to a visit at the door, with the organ's imported visits to this enterprise if there are any, and
    those of the organs that share a cap with it (B-25).

    Whether an imported follow-up is free depends on the visit before it (B-32): beside those, each is looked at.
    """
    organs = counted_with(tx, UUID(str(visit.organ_id)), rules)
    past = past_visits(tx, UUID(str(visit.enterprise_id)), until) if imported else []
    past = [each for each in past if each.organ_id in organs]
    rows = _rows(tx, visit, organs, people, since, until, rules)
    told = _told(tx, visit, rows, rules, each_one=bool(past))
    earlier = [each for each in told if each.arrived.latest <= until]
    later = [each for each in told if each.arrived.latest > until]
    ids = [each for row in rows for each in row.ids]
    return Beside(linked(earlier + past), later, ids + [str(each.id) for each in past])


def _told(tx: Session, visit: Visit, rows: Sequence[Row[Any]], rules: RuleSet, *, each_one: bool) -> list[Visit]:
    """The first of those that are alike where it stands for them; else each of them."""
    told, crowd = [], []
    for row in rows:
        first = as_visit(row)
        if len(row.ids) > 1 and (each_one or not stands_for_all(first, visit, rules)):
            crowd += row.ids
        else:
            told.append(first)
    return told + _each(tx, crowd)


def _rows(
    tx: Session,
    visit: Visit,
    organs: Sequence[UUID],
    people: Collection[UUID],
    since: datetime,
    until: datetime,
    rules: RuleSet,
) -> Sequence[Row[Any]]:
    near = visit.arrived.earliest - SAME_PEOPLE, visit.arrived.latest + SAME_PEOPLE
    return tx.connection().execute(_FIRST_OF_ALIKE, {
        "enterprise_id": visit.enterprise_id, "organ_ids": organs, "since": since, "until": until, "id": visit.id,
        "people": list(people), "near_since": near[0], "near_until": near[1], "zone": rules.zone.key,
    }).all()  # fmt: skip


def _each(tx: Session, ids: Sequence[str]) -> list[Visit]:
    if not ids:
        return []
    return [as_visit(row) for row in tx.connection().execute(_EACH, {"ids": [UUID(each) for each in ids]})]
