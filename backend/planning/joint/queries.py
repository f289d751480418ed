"""Reads about joint proposals: who could lead, what waits for an answer, and how often each subject refuses (B-88)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Row, Select, and_, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from backend.enterprises.models import Enterprise
from backend.enterprises.queries import meant
from backend.identity.access.scope import allowed, visible
from backend.identity.actor import Actor
from backend.identity.models import Organ, Region
from backend.kernel.db import UtcTimestamp
from backend.planning.joint.models import JointProposal
from backend.planning.models import Task
from backend.planning.states import WAITING

ASKED, LEAD = aliased(Task), aliased(Task)
STATES = ("open", "accepted", "refused", "gone")
"""`gone`: nobody answered, and one of the two visits does not wait any more."""
_WAIT = and_(or_(ASKED.id.is_(None), ASKED.state.in_(WAITING)), LEAD.state.in_(WAITING))


def leaders(tx: Session, task: Task, today: date, days: int) -> Sequence[Task]:
    """Other subjects' tasks at the same premises that wait, up to so many days apart; none that follows another itself."""
    span = timedelta(days=days)
    joins = select(JointProposal.task_id).where(
        JointProposal.state.in_(("open", "accepted")), JointProposal.task_id.is_not(None)
    )
    wanted = select(Task).where(
        Task.site_id == task.site_id, Task.organ_id != task.organ_id, Task.state.in_(WAITING), Task.planned_on >= today,
        Task.planned_on.between(task.planned_on - span, task.planned_on + span), Task.id.not_in(joins),
        or_(Task.joint_lead_id.is_(None), Task.joint_lead_id == Task.id), Task.further_days == [],
    )  # fmt: skip
    return tx.scalars(wanted.order_by(Task.planned_on, Task.id)).all()


def to_answer(tx: Session, actor: Actor, proposal_id: UUID) -> JointProposal | None:
    """A proposal that the actor may answer; nobody else answers it before we commit."""
    wanted = select(JointProposal).where(JointProposal.id == proposal_id)
    mine = visible(wanted, actor, "joint.answer", organ=JointProposal.organ_id)
    return tx.execute(mine.with_for_update()).scalar_one_or_none()


def listed(actor: Actor, *, state: str, task_id: UUID | None, q: str) -> Select[Any]:
    """(proposal, task that is asked, task that leads) as far as the actor may see them: both subjects may.

    A body that is invited has no task yet.
    """
    wanted = _both().where(_seen(actor))
    if state:
        wanted = wanted.where(_is(state))
    if task_id is not None:
        wanted = wanted.where(or_(JointProposal.task_id == task_id, JointProposal.lead_task_id == task_id))
    if q:
        wanted = wanted.where(JointProposal.enterprise_id.in_(select(Enterprise.id).where(meant(q))))
    return wanted


def page(tx: Session, wanted: Select[Any], number: int, size: int) -> tuple[Sequence[Row[Any]], int]:
    """A page of them, those that wait for an answer first, then the newest."""
    total = tx.scalar(select(func.count()).select_from(wanted.with_only_columns(JointProposal.id).subquery())) or 0
    order = (JointProposal.state != "open", JointProposal.made_at.desc(), JointProposal.id)
    return tx.execute(wanted.order_by(*order).limit(size).offset((number - 1) * size)).all(), total


def one(tx: Session, proposal_id: UUID) -> Row[Any]:
    """A proposal that exists, with both tasks."""
    return tx.execute(_both().where(JointProposal.id == proposal_id)).one()


def figures(tx: Session, actor: Actor) -> Sequence[Row[Any]]:
    """For each subject that was asked: how often, and how often it accepted, refused, or let the term pass."""
    count, row = func.count(), JointProposal
    counted = select(
        Organ.id, Organ.name, Organ.name_en, count.label("asked"),
        count.filter(row.state == "accepted").label("accepted"), count.filter(row.state == "refused").label("refused"),
        count.filter(row.told_at.is_not(None)).label("overdue"),
    ).join(Organ, Organ.id == row.organ_id).group_by(Organ.id)  # fmt: skip
    seen = visible(cast(Select[Any], counted), actor, "joint.see", organ=row.organ_id, region_path=row.region_path)
    return tx.execute(seen.order_by(Organ.code)).all()


def unanswered(tx: Session, now: datetime, limit: int) -> Sequence[JointProposal]:
    """Proposals whose term is over by the clock of their region and of which nobody was told; skips those in work."""
    today = func.timezone(Region.zone, literal(now, UtcTimestamp)).cast(Date)
    wanted = (
        select(JointProposal).join(Region, Region.path == JointProposal.region_path)
        .outerjoin(ASKED, ASKED.id == JointProposal.task_id).join(LEAD, LEAD.id == JointProposal.lead_task_id)
        .where(JointProposal.state == "open", JointProposal.told_at.is_(None), JointProposal.answer_by < today, _WAIT)
    )  # fmt: skip
    return tx.scalars(wanted.limit(limit).with_for_update(of=JointProposal, skip_locked=True)).all()


def _both() -> Select[Any]:
    asked = ASKED.id == JointProposal.task_id
    both = select(JointProposal, ASKED, LEAD).outerjoin(ASKED, asked)
    return cast(Select[Any], both.join(LEAD, LEAD.id == JointProposal.lead_task_id))


def _seen(actor: Actor) -> ColumnElement[bool]:
    sides = {"region_path": JointProposal.region_path}
    asked, leads = (
        allowed(actor, "joint.see", organ=organ, **sides)
        for organ in (JointProposal.organ_id, JointProposal.lead_organ_id)
    )
    return or_(asked, leads)


def _is(state: str) -> ColumnElement[bool]:
    if state == "gone":
        return and_(JointProposal.state == "open", ~_WAIT)
    return and_(JointProposal.state == state, _WAIT) if state == "open" else JointProposal.state == state
