"""Who is told of what happens on a visit, and of supervisors who are asked to it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from backend.identity import queries as people
from backend.journal.followers import Entry
from backend.notifications import queries
from backend.notifications.service import deliver


def recusal_requested(tx: Session, entry: Entry) -> None:
    """The head of the organ decides (B-13); what the enterprise asked on its page, the officers hear, too."""
    facts = queries.recusal_facts(tx, entry.data)
    heads = people.people_with_role(tx, UUID(entry.data["organ_id"]), "head")
    deliver(tx, heads, "recusal_wanted", facts, seq=entry.seq, at=entry.at)
    if entry.data.get("told_by") == "enterprise":
        officers = queries.officers_of(tx, UUID(entry.data["inspection_id"]))
        deliver(tx, officers, "recusal_heard", facts, seq=entry.seq, at=entry.at)


def abort_note_asked(tx: Session, entry: Entry) -> None:
    """The head, who explains it (B-33)."""
    heads = people.people_with_role(tx, UUID(entry.data["organ_id"]), "head")
    facts = {**queries.visit_facts(tx, UUID(entry.data["inspection_id"])), "times": entry.data["times"]}
    deliver(tx, heads, "abort_note_wanted", facts, seq=entry.seq, at=entry.at)


def recusal_decided(tx: Session, entry: Entry) -> None:
    """Whoever noted the request, and the officer whom it concerns; all who are there, where the enterprise asked itself."""
    noted, visit = entry.data["recorded_by"], UUID(entry.data["inspection_id"])
    told = [UUID(entry.data["person_id"]), *([UUID(noted)] if noted else queries.officers_of(tx, visit))]
    kind = f"recusal_{entry.data['decision']}"
    deliver(tx, told, kind, queries.recusal_facts(tx, entry.data), seq=entry.seq, at=entry.at)


def statement_made(tx: Session, entry: Entry) -> None:
    """The officers of the visit, and the head of their organ."""
    facts = queries.visit_facts(tx, UUID(entry.data["inspection_id"]))
    heads = people.people_with_role(tx, UUID(entry.data["organ_id"]), "head")
    deliver(tx, heads, "statement_made", facts, seq=entry.seq, at=entry.at)
    officers = queries.officers_of(tx, UUID(entry.data["inspection_id"]))
    deliver(tx, officers, "statement_heard", facts, seq=entry.seq, at=entry.at)


def supplement_added(tx: Session, entry: Entry) -> None:
    """The head of the organ: the officers may have left long ago."""
    facts = queries.visit_facts(tx, UUID(entry.data["inspection_id"]))
    heads = people.people_with_role(tx, UUID(entry.data["organ_id"]), "head")
    deliver(tx, heads, "supplement_added", facts, seq=entry.seq, at=entry.at)


def ground_stated(tx: Session, entry: Entry) -> None:
    """The bureau of the region, which decides (B-42)."""
    facts = queries.visit_facts(tx, UUID(entry.data["inspection_id"]))
    told = people.bureau_people(tx, people.region(tx, entry.data["region"]).path)
    deliver(tx, told, "ground_stated", facts, seq=entry.seq, at=entry.at)


def ground_decided(tx: Session, entry: Entry) -> None:
    """Whoever stated it, and the head of the organ."""
    facts = queries.visit_facts(tx, UUID(entry.data["inspection_id"]))
    told = [UUID(entry.data["told_by"]), *people.people_with_role(tx, UUID(entry.data["organ_id"]), "head")]
    deliver(tx, told, f"ground_{entry.data['decision']}", facts, seq=entry.seq, at=entry.at)


def attendance_asked(tx: Session, entry: Entry) -> None:
    """The supervisor; of the visit the day alone is told (B-77)."""
    _tell_supervisor(tx, entry, "attendance_asked")


def attendance_withdrawn(tx: Session, entry: Entry) -> None:
    """The supervisor need not come."""
    _tell_supervisor(tx, entry, "attendance_withdrawn")


def _tell_supervisor(tx: Session, entry: Entry, kind: str) -> None:
    task = queries.task(tx, UUID(entry.data["task_id"]))
    told = [UUID(entry.data["supervisor_id"])]
    deliver(tx, told, kind, {"planned_on": task.planned_on.isoformat()}, seq=entry.seq, at=entry.at)


def attendance_answered(tx: Session, entry: Entry) -> None:
    """Whoever invited."""
    task, who = queries.task(tx, UUID(entry.data["task_id"])), UUID(entry.data["supervisor_id"])
    facts = {**task.facts, "supervisor": people.names(tx, [who]).get(who, "")}
    told = [UUID(entry.data["invited_by"])]
    deliver(tx, told, f"attendance_{entry.data['answer']}", facts, seq=entry.seq, at=entry.at)


HEARD = {
    "inspections.recusal_requested.v1": recusal_requested,
    "inspections.abort_note_asked.v1": abort_note_asked,
    "inspections.recusal_decided.v1": recusal_decided,
    "inspections.statement_made.v1": statement_made,
    "inspections.supplement_added.v1": supplement_added,
    "inspections.ground_stated.v1": ground_stated,
    "inspections.ground_decided.v1": ground_decided,
    "supervision.attendance_asked.v1": attendance_asked,
    "supervision.attendance_withdrawn.v1": attendance_withdrawn,
    "supervision.attendance_answered.v1": attendance_answered,
}
