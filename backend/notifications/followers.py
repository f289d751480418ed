"""Who is told what: alerts and digests here, the rest beside it by its subject."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from backend.identity import queries as people
from backend.journal.followers import Entry, Follower
from backend.notifications import of_people, of_plans, of_visits, senders
from backend.notifications.service import deliver
from backend.supervision import queries as supervision
from backend.supervision.models import Alert


def alert_opened(tx: Session, entry: Entry) -> None:
    """The bureau of the region, and the head of the organ unless an enterprise's words are behind it (B-74)."""
    alert = supervision.alert_by_id(tx, UUID(entry.data["alert_id"]))
    told = people.bureau_people(tx, alert.region_path)
    if not entry.data["bureau_only"]:
        told += people.people_with_role(tx, alert.organ_id, "head")
    facts = {
        "alert_id": str(alert.id),
        "inspection_id": str(alert.inspection_id) if alert.inspection_id else None,
        "code": alert.code,
        "clue_id": str(alert.clue_id) if alert.clue_id else None,
        "task_id": alert.facts.get("task_id"),
        "plan_id": str(alert.plan_id) if alert.plan_id else None,
        "enterprise_name": alert.enterprise_name,
        "sentence_zh": alert.sentence_zh,
        "sentence_en": alert.sentence_en,
    }
    deliver(tx, told, _kind(alert), facts, seq=entry.seq, at=entry.at)


def _kind(alert: Alert) -> str:
    about = {"alert": alert.inspection_id, "clue_overdue": alert.clue_id, "joint_unanswered": alert.joint_id}
    about["plan_overdue"], about["review_due"] = alert.plan_id, alert.entry_id
    return next((kind for kind, subject in about.items() if subject is not None), "item_overdue")


def hash_mismatch(tx: Session, entry: Entry) -> None:
    """A visit's mismatch becomes an alert and is told as one; a supervisor's photo has none, so the bureau hears here."""
    if not entry.data.get("inspection_id"):
        organ = people.organ(tx, UUID(entry.data["organ_id"]))
        told = people.bureau_people(tx, people.region(tx, organ.region_code).path)
        deliver(tx, told, "hash_mismatch", {"media_id": entry.data["media_id"]}, seq=entry.seq, at=entry.at)


def digest_made(tx: Session, entry: Entry) -> None:
    """The bureau of that very region; the figures stand in the line. A record that was changed is a line of its own."""
    told = people.people_of_region(tx, entry.data["region"], "bureau")
    names = ("day", "views", "plays", "unsealings", "refusals", "strangers", "failed_checks", "most")
    facts = {name: entry.data.get(name, 0) for name in names}
    deliver(tx, told, "audit_digest", facts, seq=entry.seq, at=entry.at)
    if facts["failed_checks"]:
        deliver(tx, told, "audit_broken", facts, seq=entry.seq, at=entry.at)


FOLLOWER = Follower(
    "notifications",
    {
        "supervision.alert_opened.v1": alert_opened,
        "evidence.hash_mismatch.v1": hash_mismatch,
        "audit.digest_made.v1": digest_made,
        **of_people.HEARD,
        **of_plans.HEARD,
        **of_visits.HEARD,
    },
)
JOBS = (senders.push,)
"""Importing the follower is how the worker learns of the job."""
