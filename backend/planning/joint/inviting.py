"""Whoever plans a visit asks another subject at once to come along; that one plans its own part, and with it accepts (B-29, B-88)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from backend.enterprises import queries as enterprises
from backend.enterprises.models import Enterprise
from backend.identity.actor import Actor
from backend.identity.models import Organ, Region
from backend.identity.publishing import SUBJECTS
from backend.journal.record import record
from backend.kernel.problems import NOT_FOUND
from backend.kernel.transaction import CONSTRAINTS
from backend.planning import queries
from backend.planning.events import JointProposed
from backend.planning.joint import members as joint_members
from backend.planning.joint import service as joint
from backend.planning.joint.models import JointProposal
from backend.planning.models import Task
from backend.planning.moving import not_now
from backend.planning.problems import JOINT_ELSEWHERE, JOINT_INVITED, JOINT_LED
from backend.planning.service import locked
from backend.planning.states import WAITING
from backend.policy.workdays import term_of_workdays
from backend.registers.searching import found
from backend.rulesets import service as rulesets

CONSTRAINTS["uq_joint_proposal_invited"] = JOINT_INVITED
MOST = 20
"""How many bodies one is offered at once; a name finds the others."""


def invite(
    tx: Session, *, actor: Actor, now: datetime, invitation_id: UUID, task_id: UUID, organ_id: UUID
) -> JointProposal:
    """Ask a subject to come along on the task's day; it answers like any proposal.

    Raises NOT_FOUND, WRONG_STATE, JOINT_LED where another one leads, JOINT_INVITED.
    """
    task = locked(tx, actor, task_id)
    if task.state not in WAITING:
        raise not_now(task.state)
    if task.joint_lead_id not in (None, task.id):
        raise JOINT_LED()
    if tx.scalar(_may_come(task).where(Organ.id == organ_id)) is None:
        raise NOT_FOUND(field="organ_id")
    _check_not_asked(tx, task, organ_id)
    row = _proposal(tx, task, organ_id, invitation_id, now)
    tx.add(row)
    region = task.region_path.rpartition("/")[2]
    record(tx, JointProposed(row.id, None, organ_id, task.id, task.organ_id, region, row.answer_by))
    return row


def take_up(tx: Session, *, actor: Actor, now: datetime, proposal_id: UUID, task: Task) -> None:
    """The task that was just planned answers an invitation with yes.

    Raises NOT_FOUND, JOINT_ANSWERED, JOINT_GONE, and JOINT_ELSEWHERE where it is for another place or time.
    """
    row = joint.open_proposal(tx, actor, proposal_id)
    joint_members.lock(tx, row.lead_task_id)
    lead = tx.get_one(Task, row.lead_task_id, with_for_update=True, populate_existing=True)
    same = (task.site_id, task.planned_on, task.starts_at) == (lead.site_id, lead.planned_on, lead.starts_at)
    if row.task_id is not None or not same or task.further_days:
        enterprise = tx.get_one(Enterprise, row.enterprise_id).name
        raise JOINT_ELSEWHERE(field="joint_id", day=lead.planned_on, enterprise=enterprise)
    joint.let_in(tx, task, lead, now)
    row.task_id, row.was_on, row.was_at = task.id, task.planned_on, task.starts_at
    joint.close(tx, row, "accepted", actor, now)


def choices(tx: Session, actor: Actor, task_id: UUID, q: str) -> Sequence[Organ]:
    """The bodies that may be asked to come along, by name. Raises NOT_FOUND."""
    task = queries.task(tx, actor, task_id)
    if task is None:
        raise NOT_FOUND()
    wanted = _may_come(task).with_only_columns(Organ).where(found(q, name=Organ.name, pinyin=Organ.pinyin))
    return tx.scalars(wanted.order_by(Organ.code).limit(MOST)).all()


def _may_come(task: Task) -> Select[UUID]:
    """Published subjects of the same city, other than the task's own (B-07)."""
    city = "/".join(task.region_path.split("/")[:2])
    here = or_(Region.path == city, Region.path.startswith(f"{city}/"))
    wanted = select(Organ.id).join(Region, Region.code == Organ.region_code).where(here, Organ.id != task.organ_id)
    return wanted.where(Organ.kind.in_(SUBJECTS), Organ.published_on <= task.planned_on)


def _check_not_asked(tx: Session, task: Task, organ_id: UUID) -> None:
    row = JointProposal
    asked = select(row.id).where(row.lead_task_id == task.id, row.organ_id == organ_id, row.state == "open")
    together = {each.organ_id for each in joint_members.members(tx, task)}
    if organ_id in together or tx.scalar(asked) is not None:
        raise JOINT_INVITED(field="organ_id")


def _proposal(tx: Session, task: Task, organ_id: UUID, invitation_id: UUID, now: datetime) -> JointProposal:
    site = enterprises.site(tx, task.site_id)
    assert site is not None, "the premises of a task stay on record"
    rules = rulesets.in_force(tx, site.enterprise_region, now)
    today = now.astimezone(rules.zone).date()
    term = term_of_workdays(today, rules.joint.answer_workdays, rules.holiday_table).last_day
    return JointProposal(
        id=invitation_id, task_id=None, organ_id=organ_id, lead_task_id=task.id, lead_organ_id=task.organ_id,
        enterprise_id=task.enterprise_id, region_path=task.region_path, state="open", made_at=now, reason="",
        answer_by=max(today, min(term, task.planned_on)), was_on=None, was_at=None,
    )  # fmt: skip
