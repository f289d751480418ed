"""Who is told what: alerts to bureau and head, tasks to whoever must act next."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from backend.approvals import queries as approvals
from backend.approvals.empowering import POWERFUL
from backend.identity import queries as people
from backend.identity.access.words import WORDS
from backend.identity.roles import ROLES
from backend.journal.followers import Entry, Follower
from backend.notifications import queries, senders
from backend.notifications.service import deliver, forget_person
from backend.supervision import queries as supervision
from backend.supervision.models import Alert

PLANNERS = ("department", "head")


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


def officer_stopped(tx: Session, entry: Entry) -> None:
    """Those who plan and the head: the visit needs somebody else (B-92)."""
    task = queries.task(tx, UUID(entry.data["task_id"]))
    stopped = UUID(entry.data["person_id"])
    told = people.people_with_role(tx, task.organ_id, "department", "head")
    kind = "code_withdrawn" if entry.data["withdrawn"] else "officer_stopped"
    officer = people.names(tx, [stopped]).get(stopped, "")
    deliver(tx, told, kind, {**task.facts, "officer": officer}, seq=entry.seq, at=entry.at)


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


def officers_changed(tx: Session, entry: Entry) -> None:
    """Whoever must decide again, where the rules want it."""
    if entry.data["decided_by"] is not None:
        task_planned(tx, entry)


def approval_asked(tx: Session, entry: Entry) -> None:
    """Everybody of the bureau who may be the second person."""
    first = UUID(entry.data["person_id"])
    told = [each for each in people.bureau_people(tx, entry.data["region_path"]) if each != first]
    deliver(tx, told, "approval_asked", _request_facts(tx, entry), seq=entry.seq, at=entry.at)


def approval_decided(tx: Session, entry: Entry) -> None:
    """Whoever asked."""
    told = [UUID(entry.data["person_id"])]
    deliver(tx, told, f"approval_{entry.data['decision']}", _request_facts(tx, entry), seq=entry.seq, at=entry.at)


def _request_facts(tx: Session, entry: Entry) -> dict[str, str]:
    row = approvals.known(tx, UUID(entry.data["request_id"]))
    zh, en = WORDS[row.kind]
    return {"request_id": str(row.id), "kind_zh": zh, "kind_en": en, "expires_on": row.expires_at.date().isoformat()}


def password_given(tx: Session, entry: Entry) -> None:
    """Whose password it is; and the bureau, where the account supervises or administers (B-104)."""
    told = [UUID(entry.data["person_id"])]
    if entry.data["role"] in POWERFUL:
        told += _bureau_of(tx, entry)
    deliver(tx, told, "password_given", _who_and_by(tx, entry), seq=entry.seq, at=entry.at)


def role_given(tx: Session, entry: Entry) -> None:
    """The bureau, where somebody may supervise or administer from now on (B-104)."""
    if entry.data["role"] in POWERFUL:
        facts = {**_who_and_by(tx, entry), **_role_words(entry.data["role"])}
        deliver(tx, _bureau_of(tx, entry), "power_given", facts, seq=entry.seq, at=entry.at)


def passkey_cloned(tx: Session, entry: Entry) -> None:
    """Whose passkey somebody may have copied, and the administrators: the key is revoked, the account may not be safe."""
    who = UUID(entry.data["person_id"])
    path = people.region_path_of(tx, UUID(entry.data["organ_id"])) or ""
    facts = {"name": people.names(tx, [who]).get(who, "")}
    deliver(tx, [who, *people.people_above(tx, path, "admin")], "passkey_cloned", facts, seq=entry.seq, at=entry.at)


def number_opened(tx: Session, entry: Entry) -> None:
    """Whose identity number was read (B-102)."""
    who, by = UUID(entry.data["person_id"]), UUID(entry.data["by"])
    facts = {"by": people.names(tx, [by]).get(by, "")}
    deliver(tx, [who], "number_opened", facts, seq=entry.seq, at=entry.at)


def operator_opened(tx: Session, entry: Entry) -> None:
    """Everybody who supervises or administers, wherever they stand: nobody agreed to this, so all must know (B-104)."""
    who = UUID(entry.data["person_id"])
    facts = {"name": people.names(tx, [who]).get(who, ""), "reason": entry.data["reason"] or "—"}
    facts |= _role_words(entry.data["role"])
    deliver(tx, people.people_holding(tx, *POWERFUL), "operator_opened", facts, seq=entry.seq, at=entry.at)


def _bureau_of(tx: Session, entry: Entry) -> list[UUID]:
    return people.bureau_people(tx, people.region_path_of(tx, UUID(entry.data["organ_id"])) or "")


def _who_and_by(tx: Session, entry: Entry) -> dict[str, str]:
    who, by = UUID(entry.data["person_id"]), UUID(entry.data["by"])
    names = people.names(tx, [who, by])
    return {"name": names.get(who, ""), "by": names.get(by, "")}


def _role_words(role: str) -> dict[str, str]:
    return {"role_zh": ROLES[role].zh, "role_en": ROLES[role].en}


def digest_made(tx: Session, entry: Entry) -> None:
    """The bureau of that very region; the figures stand in the line. A record that was changed is a line of its own."""
    told = people.people_of_region(tx, entry.data["region"], "bureau")
    names = ("day", "views", "plays", "unsealings", "refusals", "strangers", "failed_checks", "most")
    facts = {name: entry.data.get(name, 0) for name in names}
    deliver(tx, told, "audit_digest", facts, seq=entry.seq, at=entry.at)
    if facts["failed_checks"]:
        deliver(tx, told, "audit_broken", facts, seq=entry.seq, at=entry.at)


def person_erased(tx: Session, entry: Entry) -> None:
    """Nothing is kept for, or sent to, somebody who was erased."""
    forget_person(tx, UUID(entry.data["person_id"]))


FOLLOWER = Follower(
    "notifications",
    {
        "supervision.alert_opened.v1": alert_opened,
        "evidence.hash_mismatch.v1": hash_mismatch,
        "approvals.asked.v1": approval_asked,
        "approvals.decided.v1": approval_decided,
        "audit.digest_made.v1": digest_made,
        "approvals.number_opened.v1": number_opened,
        "identity.person_erased.v1": person_erased,
        "identity.passkey_cloned.v1": passkey_cloned,
        "identity.operator_opened.v1": operator_opened,
        "identity.password_given.v1": password_given,
        "identity.role_given.v1": role_given,
        "planning.task_planned.v1": task_planned,
        "planning.task_decided.v1": task_decided,
        "planning.code_issued.v1": code_issued,
        "planning.officer_stopped.v1": officer_stopped,
        "planning.joint_proposed.v1": joint_proposed,
        "planning.joint_answered.v1": joint_answered,
        "planning.joint_changed.v1": joint_changed,
        "planning.officers_changed.v1": officers_changed,
        "planning.plan_submitted.v1": plan_submitted,
        "planning.plan_answered.v1": plan_answered,
        "planning.plan_due.v1": plan_due,
        "inspections.recusal_requested.v1": recusal_requested,
        "inspections.recusal_decided.v1": recusal_decided,
        "inspections.abort_note_asked.v1": abort_note_asked,
        "inspections.statement_made.v1": statement_made,
        "inspections.ground_stated.v1": ground_stated,
        "inspections.ground_decided.v1": ground_decided,
        "inspections.supplement_added.v1": supplement_added,
        "supervision.attendance_asked.v1": attendance_asked,
        "supervision.attendance_answered.v1": attendance_answered,
        "supervision.attendance_withdrawn.v1": attendance_withdrawn,
    },
)
JOBS = (senders.push,)
"""Importing the follower is how the worker learns of the job."""
