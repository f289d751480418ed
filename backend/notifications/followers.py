"""Who is told what: alerts to bureau and head, tasks to whoever must act next."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from backend.identity import queries as people
from backend.journal.followers import Entry, Follower
from backend.notifications import queries, senders
from backend.notifications.service import deliver
from backend.supervision import queries as supervision


def alert_opened(tx: Session, entry: Entry) -> None:
    """The bureau of the region, and the head of the organ unless an enterprise's words are behind it (B-74)."""
    alert = supervision.alert_by_id(tx, UUID(entry.data["alert_id"]))
    told = people.bureau_people(tx, alert.region_path)
    if not entry.data["bureau_only"]:
        told += people.people_with_role(tx, alert.organ_id, "head")
    facts = {
        "alert_id": str(alert.id),
        "inspection_id": str(alert.inspection_id),
        "code": alert.code,
        "enterprise_name": alert.enterprise_name,
        "sentence_zh": alert.sentence_zh,
        "sentence_en": alert.sentence_en,
    }
    deliver(tx, told, "alert", facts, seq=entry.seq, at=entry.at)


def hash_mismatch(tx: Session, entry: Entry) -> None:
    """A visit's mismatch becomes an alert and is told as one; a supervisor's photo has none, so the bureau hears here."""
    if not entry.data.get("inspection_id"):
        organ = people.organ(tx, UUID(entry.data["organ_id"]))
        told = people.bureau_people(tx, people.region(tx, organ.region_code).path)
        deliver(tx, told, "hash_mismatch", {"media_id": entry.data["media_id"]}, seq=entry.seq, at=entry.at)


def task_planned(tx: Session, entry: Entry) -> None:
    """Whoever decides: the head of the organ, or the bureau where the rules ask for it (B-19, B-40)."""
    task = queries.task(tx, UUID(entry.data["task_id"]))
    by_bureau = entry.data.get("decided_by") == "bureau"
    told = (
        people.bureau_people(tx, task.region_path) if by_bureau else people.people_with_role(tx, task.organ_id, "head")
    )
    deliver(tx, told, "approval_wanted", task.facts, seq=entry.seq, at=entry.at)


def task_decided(tx: Session, entry: Entry) -> None:
    """The department that planned it."""
    task = queries.task(tx, UUID(entry.data["task_id"]))
    told = people.people_with_role(tx, task.organ_id, "department")
    deliver(tx, told, f"task_{entry.data['decision']}", task.facts, seq=entry.seq, at=entry.at)


def code_issued(tx: Session, entry: Entry) -> None:
    """The officers who go."""
    task = queries.task(tx, UUID(entry.data["task_id"]))
    told = [UUID(each) for each in entry.data.get("officer_ids", ())]
    deliver(tx, told, "task_assigned", task.facts, seq=entry.seq, at=entry.at)


FOLLOWER = Follower(
    "notifications",
    {
        "supervision.alert_opened.v1": alert_opened,
        "evidence.hash_mismatch.v1": hash_mismatch,
        "planning.task_planned.v1": task_planned,
        "planning.task_decided.v1": task_decided,
        "planning.code_issued.v1": code_issued,
    },
)
JOBS = (senders.push,)
"""Importing the follower is how the worker learns of the job."""
