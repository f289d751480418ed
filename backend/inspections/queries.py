"""What a check-in or its follower must look up about visits, and who may see one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, DateTime, Text, bindparam, column, func, literal, or_, select
from sqlalchemy import Interval as Span
from sqlalchemy.orm import Session, aliased

from backend.identity.access.scope import visible
from backend.identity.actor import Actor
from backend.inspections.models import Inspection, OfficerPresent, VerdictRow
from backend.planning.models import TaskOfficer
from backend.planning.queries import lent_tasks

SAME_PEOPLE = timedelta(days=1)
"""How far around an arrival other visits of the same officers are looked at (B-55)."""


def inspection(tx: Session, actor: Actor, inspection_id: UUID) -> Inspection | None:
    """A visit that the actor may see: of the own organ or region, or lent to it while it runs (B-11)."""
    wanted = select(Inspection).where(Inspection.id == inspection_id)
    lent = Inspection.task_id.in_(lent_tasks(actor.person_id))
    sides: dict[str, Any] = {"organ": Inspection.organ_id, "region_path": Inspection.region_path, "assigned": lent}
    return tx.execute(visible(wanted, actor, "inspection.see", **sides)).scalar_one_or_none()


def recorded_by(tx: Session, actor: Actor, inspection_id: UUID, *, lock: bool = False) -> Inspection | None:
    """A visit that the actor may record, being on it: what reaches us late is kept, too. With `lock`, until we commit."""
    wanted = select(Inspection).where(Inspection.id == inspection_id)
    wanted = visible(wanted, actor, "inspection.record", assigned=is_on(actor.person_id))
    return tx.execute(wanted.with_for_update() if lock else wanted).scalar_one_or_none()


def is_on(person_id: UUID) -> ColumnElement[bool]:
    """Whether somebody is on the visit: checked it in, noted as present, or named in its task."""
    present = select(OfficerPresent.inspection_id).where(OfficerPresent.person_id == person_id)
    named = select(TaskOfficer.task_id).where(TaskOfficer.person_id == person_id)
    return or_(
        Inspection.checked_in_by == person_id,
        present.where(OfficerPresent.inspection_id == Inspection.id).exists(),
        named.where(TaskOfficer.task_id == Inspection.task_id).exists(),
    )


def of_same_people(tx: Session, inspection_ids: Collection[UUID]) -> Sequence[UUID]:
    """Other visits of somebody who was on one of these, a day before to a day after it (B-55)."""
    mine, theirs = aliased(OfficerPresent), aliased(OfficerPresent)
    wanted = select(theirs.inspection_id).join(mine, mine.person_id == theirs.person_id)
    a_day = literal(SAME_PEOPLE, Span())
    near = theirs.at.between(mine.at - a_day, mine.at + a_day)
    here = (mine.inspection_id.in_(inspection_ids), theirs.inspection_id != mine.inspection_id, near)
    return tx.scalars(wanted.where(*here).distinct()).all()


_LATER = select(Inspection.id).where(
    Inspection.organ_id.in_(bindparam("organ_ids", expanding=True)), Inspection.enterprise_id == bindparam("enterprise_id"),
    Inspection.arrived_at > bindparam("after"),
).order_by(Inspection.arrived_at)  # fmt: skip


_TOLD = func.unnest(bindparam("ids", type_=ARRAY(Text)), bindparam("moments", type_=ARRAY(DateTime(timezone=True)))).table_valued(
    column("id", Text), column("at", DateTime(timezone=True)), name="told"
).render_derived()  # fmt: skip
_NEWEST = (
    select(VerdictRow.inputs["earlier"]).where(VerdictRow.inspection_id == Inspection.id)
    .order_by(VerdictRow.judged_at.desc(), VerdictRow.id.desc()).limit(1).correlate(Inspection).scalar_subquery()
)  # fmt: skip
_UNKNOWN = (
    select(_TOLD.c.id).where(_TOLD.c.at < Inspection.arrived_at).correlate(Inspection)
    .except_(select(func.jsonb_array_elements_text(_NEWEST)))
)  # fmt: skip
_UNAWARE = _LATER.where(_UNKNOWN.exists())


def later_visits(tx: Session, organ_ids: Sequence[UUID], enterprise_id: UUID, after: datetime) -> Sequence[UUID]:
    """These organs' visits to an enterprise that arrived after a moment."""
    asked = {"organ_ids": organ_ids, "enterprise_id": enterprise_id, "after": after}
    return tx.connection().execute(_LATER, asked).scalars().all()


def unaware_visits(
    tx: Session, organ_ids: Sequence[UUID], enterprise_id: UUID, told: Mapping[str, datetime]
) -> Sequence[UUID]:
    """These organs' visits there whose newest verdict lacks one of these, which arrived before them (B-03).

    `told` are the moments of arrival by id; a verdict says itself what it counted. Of many that arrive one after the
    other, each knows those before it, and none has to be judged again.
    """
    asked = {"organ_ids": organ_ids, "enterprise_id": enterprise_id, "after": min(told.values())}
    asked |= {"ids": list(told), "moments": list(told.values())}
    return tx.connection().execute(_UNAWARE, asked).scalars().all()
