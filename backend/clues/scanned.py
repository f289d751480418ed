"""The visit whose code a lay supervisor scanned before telling a clue (S4): whom it is about, without typing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.certificates.checking import check_code
from backend.certificates.models import VisitCode
from backend.enterprises.models import Enterprise
from backend.identity.models import Organ
from backend.planning.happened import happened
from backend.planning.joint import members as joint_members
from backend.planning.models import Task


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a code says: the organ, the enterprise, and the visit if it came."""

    organ_id: UUID
    organ: str
    enterprise: str
    inspection_id: UUID | None


def visit_of(tx: Session, text: str, now: datetime) -> Scanned | None:
    """The visit of a scanned text; None where nobody knows the code, or it is no visit's: the clue is kept all the same."""
    check = check_code(tx, text, now) if text else None
    if check is None or not isinstance(check.subject, VisitCode):
        return None
    party = joint_members.members(tx, tx.get_one(Task, check.subject.task_id))
    task = joint_members.asked_about(party, check.place)
    organ, enterprise = tx.get_one(Organ, task.organ_id), tx.get_one(Enterprise, task.enterprise_id)
    return Scanned(organ.id, organ.name, enterprise.name, happened().of_tasks(tx, [task.id]).get(task.id))
