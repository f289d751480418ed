"""Reads of the inbox and of subscriptions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from backend.enterprises.models import Enterprise
from backend.identity.models import Organ, Person, Region
from backend.inspections.models import Inspection, OfficerPresent, Recusal
from backend.notifications.models import Message, PushSubscription
from backend.planning.joint.models import JointProposal
from backend.planning.models import Task, TaskOfficer
from backend.planning.plans.answers import filed_at
from backend.planning.plans.models import InspectionPlan


class PlannedVisit(NamedTuple):
    """What a message says of a task."""

    task_id: UUID
    organ_id: UUID
    region_path: str
    enterprise_name: str
    planned_on: date

    @property
    def facts(self) -> dict[str, Any]:
        """The facts of the words."""
        return {
            "task_id": str(self.task_id),
            "enterprise_name": self.enterprise_name,
            "planned_on": self.planned_on.isoformat(),
        }


def task(tx: Session, task_id: UUID) -> PlannedVisit:
    """The task that an event is about; it must exist."""
    wanted = (
        select(Task.id, Task.organ_id, Task.region_path, Enterprise.name, Task.planned_on)
        .join(Enterprise, Enterprise.id == Task.enterprise_id)
        .where(Task.id == task_id)
    )
    return PlannedVisit(*tx.execute(wanted).one())


def joint_facts(tx: Session, joint_id: UUID) -> dict[str, Any]:
    """The facts of the words about a proposal to go together; the day is that of the visit that leads."""
    asked, leads = aliased(Organ), aliased(Organ)
    row = JointProposal
    wanted = (
        select(row, asked.name, leads.name, Enterprise.name, Task.planned_on).join(asked, asked.id == row.organ_id)
        .join(leads, leads.id == row.lead_organ_id).join(Enterprise, Enterprise.id == row.enterprise_id)
        .join(Task, Task.id == row.lead_task_id).where(row.id == joint_id)
    )  # fmt: skip
    proposal, organ, lead, enterprise, day = tx.execute(wanted).one()
    return {
        "task_id": str(proposal.task_id) if proposal.task_id else None, "lead_task_id": str(proposal.lead_task_id),
        "organ": organ, "lead": lead,
        "enterprise_name": enterprise, "answer_by": proposal.answer_by.isoformat(), "planned_on": day.isoformat(),
        "reason": proposal.reason,
    }  # fmt: skip


def plan_facts(tx: Session, told: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of the words about a plan of inspections."""
    plan = tx.get_one(InspectionPlan, UUID(told["plan_id"]))
    named = f"《{plan.title or plan.document}》" if plan.kind == "special" else ""
    return {
        "plan_id": str(plan.id), "organ": tx.get_one(Organ, plan.organ_id).name,
        "plan_zh": f"专项检查{named}" if named else f"{plan.year} 年度检查计划",
        "plan_en": f"Special inspection {plan.title or plan.document}" if named else f"Inspection plan of {plan.year}",
    }  # fmt: skip


def filing_path(tx: Session, region_code: str) -> str:
    """The path of the region whose bureau files the plans of this one."""
    return filed_at(tx.get_one(Region, region_code))


def joint_change(tx: Session, told: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of the words about somebody who left a joint visit or lost its code: who, why, and who leads now."""
    who, leads = tx.get_one(Organ, UUID(told["organ_id"])).name, aliased(Organ)
    lead = select(leads.name).join(Task, Task.organ_id == leads.id).where(Task.id == told["lead_task_id"])
    return {"organ": who, "reason": told["reason"], "lead": tx.scalar(lead) if told["lead_task_id"] else ""}


def move_facts(tx: Session, told: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of the words about a joint visit that its lead moved: who, from when to when, and why."""
    lead = tx.get_one(Organ, UUID(told["lead_organ_id"])).name
    return {"lead": lead, "was_on": told["was_on"], "planned_on": told["planned_on"], "reason": told["reason"]}


def goes(tx: Session, task_id: UUID) -> Sequence[UUID]:
    """The officers who go on a planned visit."""
    return tx.scalars(select(TaskOfficer.person_id).where(TaskOfficer.task_id == task_id)).all()


def recusal_facts(tx: Session, told: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of the words about a request for recusal."""
    wanted = (
        select(Inspection.enterprise_name, Person.name).select_from(Recusal)
        .join(Inspection, Inspection.id == Recusal.inspection_id).join(Person, Person.id == Recusal.person_id)
        .where(Recusal.id == UUID(told["recusal_id"]))
    )  # fmt: skip
    enterprise, officer = tx.execute(wanted).one()
    return {"inspection_id": told["inspection_id"], "enterprise_name": enterprise, "officer": officer}


def visit_facts(tx: Session, inspection_id: UUID) -> dict[str, Any]:
    """The facts of the words about a visit."""
    name = tx.scalars(select(Inspection.enterprise_name).where(Inspection.id == inspection_id)).one()
    return {"inspection_id": str(inspection_id), "enterprise_name": name}


def officers_of(tx: Session, inspection_id: UUID) -> Sequence[UUID]:
    """The officers who are at the door; whoever helps them is told nothing."""
    wanted = select(OfficerPresent.person_id).where(OfficerPresent.inspection_id == inspection_id)
    return tx.scalars(wanted.where(OfficerPresent.role == "officer").order_by(OfficerPresent.at)).all()


def inbox(
    tx: Session, person_id: UUID, *, unread: bool, page: int, page_size: int
) -> tuple[Sequence[Message], int, int]:
    """A page of a person's messages, or of those not yet read, newest first; how many there are, and how many unread."""
    mine = select(Message).where(Message.person_id == person_id)
    counted = select(func.count(), func.count().filter(Message.read_at.is_(None))).where(Message.person_id == person_id)
    of_all, of_unread = tx.execute(counted).one()
    total, wanted = (of_unread, mine.where(Message.read_at.is_(None))) if unread else (of_all, mine)
    ordered = wanted.order_by(Message.at.desc(), Message.id.desc())
    return tx.scalars(ordered.limit(page_size).offset((page - 1) * page_size)).all(), total, of_unread


def message(tx: Session, person_id: UUID, message_id: UUID) -> Message | None:
    """One message of this person, locked."""
    wanted = select(Message).where(Message.id == message_id, Message.person_id == person_id)
    return tx.scalar(wanted.with_for_update())


def subscription(tx: Session, *, endpoint: str, person_id: UUID, p256dh: bytes, auth: bytes) -> UUID | None:
    """The subscription that says exactly this, if it is kept."""
    said = {"endpoint": endpoint, "person_id": person_id, "p256dh": p256dh, "auth": auth}
    return tx.scalar(select(PushSubscription.id).filter_by(**said))


def subscriptions_by_age(tx: Session, person_id: UUID) -> Sequence[UUID]:
    """The subscriptions of a person, the newest first."""
    mine = select(PushSubscription.id).where(PushSubscription.person_id == person_id)
    return tx.scalars(mine.order_by(PushSubscription.created_at.desc(), PushSubscription.id.desc())).all()


def subscriptions_of(tx: Session, person_ids: Collection[UUID]) -> Sequence[UUID]:
    """The subscriptions of these people."""
    return tx.scalars(select(PushSubscription.id).where(PushSubscription.person_id.in_(person_ids))).all()
