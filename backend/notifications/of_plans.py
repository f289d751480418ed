"""Who is told of tasks, codes, joint visits and annual plans: whoever must act next."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from backend.identity import queries as people
from backend.journal.followers import Entry
from backend.notifications import queries
from backend.notifications.service import deliver

PLANNERS = ("department", "head")


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


def joint_proposed(tx: Session, entry: Entry) -> None:
    """Those who plan, of both subjects: one is asked, the other one knows (B-88)."""
    facts = queries.joint_facts(tx, UUID(entry.data["joint_id"]))
    asked, lead = (
        people.people_with_role(tx, UUID(entry.data[name]), *PLANNERS) for name in ("organ_id", "lead_organ_id")
    )
    kind = "joint_proposed" if entry.data["task_id"] else "joint_invited"
    deliver(tx, asked, kind, facts, seq=entry.seq, at=entry.at)
    deliver(tx, lead, "joint_asked", facts, seq=entry.seq, at=entry.at)


def joint_answered(tx: Session, entry: Entry) -> None:
    """Both again; and whoever must decide on the new day."""
    facts, data = queries.joint_facts(tx, UUID(entry.data["joint_id"])), entry.data
    for organ, here in (("organ_id", "task_id"), ("lead_organ_id", "lead_task_id")):
        told = people.people_with_role(tx, UUID(data[organ]), *PLANNERS)
        deliver(tx, told, f"joint_{data['answer']}", {**facts, "here": data[here]}, seq=entry.seq, at=entry.at)
    if data["decided_by"]:
        task_planned(tx, entry)


def joint_changed(tx: Session, entry: Entry) -> None:
    """Those who plan for everybody else who goes: somebody left, or the one code was withdrawn (B-29)."""
    data, facts = entry.data, queries.joint_change(tx, entry.data)
    kind = (
        "joint_code_withdrawn"
        if data["what"] == "withdrawn"
        else "joint_left"
        if data["lead_task_id"]
        else "joint_over"
    )
    for task_id in data["other_task_ids"]:
        task = queries.task(tx, UUID(task_id))
        told = people.people_with_role(tx, task.organ_id, *PLANNERS)
        deliver(tx, told, kind, {**task.facts, **facts}, seq=entry.seq, at=entry.at)


def task_moved(tx: Session, entry: Entry) -> None:
    """Those who plan for each body of a joint visit and the officers who go; and whoever must decide on the new day (B-29)."""
    task, data = queries.task(tx, UUID(entry.data["task_id"])), entry.data
    facts = {**task.facts, **queries.move_facts(tx, data)}
    plan = people.people_with_role(tx, task.organ_id, *PLANNERS)
    deliver(tx, plan, "joint_moved", facts, seq=entry.seq, at=entry.at)
    deliver(tx, queries.goes(tx, task.task_id), "visit_moved", facts, seq=entry.seq, at=entry.at)
    if data["decided_by"]:
        task_planned(tx, entry)


def officers_changed(tx: Session, entry: Entry) -> None:
    """Whoever must decide again, where the rules want it."""
    if entry.data["decided_by"] is not None:
        task_planned(tx, entry)


def officer_stopped(tx: Session, entry: Entry) -> None:
    """Those who plan and the head: the visit needs somebody else (B-92)."""
    task = queries.task(tx, UUID(entry.data["task_id"]))
    stopped = UUID(entry.data["person_id"])
    told = people.people_with_role(tx, task.organ_id, "department", "head")
    kind = "code_withdrawn" if entry.data["withdrawn"] else "officer_stopped"
    officer = people.names(tx, [stopped]).get(stopped, "")
    deliver(tx, told, kind, {**task.facts, "officer": officer}, seq=entry.seq, at=entry.at)


def plan_submitted(tx: Session, entry: Entry) -> None:
    """The bureau that files it: a township's plan goes to the county's (B-17)."""
    told = people.bureau_people(tx, queries.filing_path(tx, entry.data["region"]))
    deliver(tx, told, "plan_submitted", queries.plan_facts(tx, entry.data), seq=entry.seq, at=entry.at)


def plan_answered(tx: Session, entry: Entry) -> None:
    """Those who plan for the organ: it was filed, sent back, or taken down."""
    told = people.people_with_role(tx, UUID(entry.data["organ_id"]), *PLANNERS)
    facts = {**queries.plan_facts(tx, entry.data), "note": entry.data["note"]}
    deliver(tx, told, f"plan_{entry.data['answer']}", facts, seq=entry.seq, at=entry.at)


def plan_due(tx: Session, entry: Entry) -> None:
    """A reminder to those who plan; of one that is late the alert tells (B-17)."""
    if not entry.data["late"]:
        told = people.people_with_role(tx, UUID(entry.data["organ_id"]), *PLANNERS)
        facts = {**queries.plan_facts(tx, entry.data), "due": entry.data["due"], "days": entry.data["days"]}
        deliver(tx, told, "plan_due", facts, seq=entry.seq, at=entry.at)


HEARD = {
    "planning.task_planned.v1": task_planned,
    "planning.task_decided.v1": task_decided,
    "planning.code_issued.v1": code_issued,
    "planning.joint_proposed.v1": joint_proposed,
    "planning.joint_answered.v1": joint_answered,
    "planning.joint_changed.v1": joint_changed,
    "planning.task_moved.v1": task_moved,
    "planning.officers_changed.v1": officers_changed,
    "planning.officer_stopped.v1": officer_stopped,
    "planning.plan_submitted.v1": plan_submitted,
    "planning.plan_answered.v1": plan_answered,
    "planning.plan_due.v1": plan_due,
}
