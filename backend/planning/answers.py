"""A task as the wire shows it; lists load each kind of part once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from backend.certificates import codes
from backend.certificates import queries as certificates
from backend.certificates.models import VisitCode
from backend.certificates.queries import CardView
from backend.enterprises import queries as enterprises
from backend.identity import queries as identity
from backend.identity.models import Organ
from backend.kernel.schema import rfc3339
from backend.planning import queries
from backend.planning.checklists import asked_by, forms_of_tasks, line_answer
from backend.planning.deciding import deciders_of
from backend.planning.happened import happened
from backend.planning.joint.answers import joint_answers
from backend.planning.models import Decision, Item, Task, TaskOfficer
from backend.planning.on_lists import recording_of_tasks
from backend.planning.plans.carried import lines_of_tasks
from backend.planning.states import WAITING


def task_answers(tx: Session, tasks: Sequence[Task], now: datetime, public_url: str) -> list[dict[str, Any]]:
    """The tasks in their order. `public_url` is where visit codes point to."""
    ids = [each.id for each in tasks]
    officers = queries.officers_of(tx, ids)
    people = {each.person_id for team in officers.values() for each in team}
    names, cards = identity.names(tx, list(people)), certificates.cards_of_people(tx, people, now)
    sites = enterprises.sites(tx, {each.site_id for each in tasks})
    organs = identity.organs_by_id(tx, {each.organ_id for each in tasks})
    items, decisions, notices = queries.items_of(tx, ids), queries.decisions_of(tx, ids), queries.notices_of(tx, ids)
    visit_codes, inspections = queries.codes_of(tx, ids), happened().of_tasks(tx, ids)
    companions, stopped = _companions(tx, ids), _stopped(tx, tasks, officers, now)
    recording = recording_of_tasks(tx, tasks, items, organs)
    forms, plan_lines = forms_of_tasks(tx, tasks), lines_of_tasks(tx, tasks)
    joint = joint_answers(tx, tasks, forms, now)
    deciders = identity.names(tx, [each.decided_by for each in decisions.values()])
    waited_for = deciders_of(tx, tasks, sites, now)
    return [
        {
            **_own(each),
            "enterprise": enterprise_answer(sites[each.site_id]),
            "organ": organ_answer(organs[each.organ_id]),
            "items": [item_answer(item) for item in items.get(each.id, [])],
            "officers": [
                {
                    "person_id": str(one.person_id),
                    "name": names[one.person_id],
                    "card": card_answer(cards.get(one.person_id)),
                }
                for one in officers.get(each.id, [])
            ],
            "assistants": companions.get(each.id, []),
            "stopped": stopped.get(each.id, []),
            "decider": waited_for.get(each.id),
            "decision": _decision(decisions.get(each.id), deciders),
            "notice": _notice(each.id, notices.get(each.id)),
            "visit_code": visit_code_answer(visit_codes.get(each.id), now, public_url),
            "inspection_id": _text(inspections.get(each.id)),
            "recording": recording[each.id],
            "checklist": [line_answer(line) for line in asked_by(each, forms[each.id])],
            "joint": joint.get(each.id),
            "plan_line": plan_lines.get(each.id),
        }
        for each in tasks
    ]


def _companions(tx: Session, ids: Sequence[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """Who comes along with each task (B-12)."""
    found = queries.assistants_of(tx, ids)
    names = identity.names(tx, [one.person_id for team in found.values() for one in team])
    return {
        task_id: [
            {"person_id": str(one.person_id), "name": names[one.person_id], "role": one.role, "number": one.number}
            for one in team
        ]
        for task_id, team in found.items()
    }


def _stopped(
    tx: Session, tasks: Sequence[Task], officers: Mapping[UUID, Sequence[TaskOfficer]], now: datetime
) -> dict[UUID, list[dict[str, Any]]]:
    """The officers of each open task whose cards will not be valid then: they cannot go, and the task gets no code."""
    moments = {each.id: queries.earliest_arrival(tx, each, now) for each in tasks if each.state in WAITING}
    wanted = {(one.person_id, moments[id_]) for id_ in moments for one in officers.get(id_, ())}
    cards = certificates.cards_at(tx, wanted) if wanted else {}
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for id_, moment in moments.items():
        for one in officers.get(id_, ()):
            card = cards.get((one.person_id, moment))
            if card is None or card.state != "active":
                found[id_].append({"person_id": str(one.person_id), "state": card.state if card else "missing"})
    return found


def _own(task: Task) -> dict[str, Any]:
    return {
        "id": str(task.id), "state": task.state, "kind": task.kind, "trigger": task.trigger, "ground": task.ground,
        "evidence_id": task.evidence_id, "superior_document": task.superior_document,
        "follows_id": _text(task.follows_id), "planned_on": task.planned_on.isoformat(),
        "starts_at": f"{task.starts_at:%H:%M}" if task.starts_at else None, "entry_reason": task.entry_reason,
        "further_days": [each.isoformat() for each in task.further_days],
        "verdict": task.verdict or None, "created_at": rfc3339(task.created_at),
    }  # fmt: skip


def enterprise_answer(row: Row[Any]) -> dict[str, Any]:
    """An enterprise with its main premises."""
    place = enterprises.point(row)
    return {
        "id": str(row.enterprise_id), "name": row.enterprise_name, "identifier": row.identifier, "scheme": row.scheme,
        "identifier_ok": row.identifier_ok, "address": row.address, "site_id": str(row.site_id),
        "place_type": row.place_type,
        "point": {"longitude": place.longitude, "latitude": place.latitude} if place else None,
    }  # fmt: skip


def organ_answer(organ: Organ) -> dict[str, Any]:
    """An organ as a choice or a label."""
    return {
        "id": str(organ.id), "code": organ.code, "name": organ.name, "name_en": organ.name_en, "kind": organ.kind,
        "published_on": organ.published_on.isoformat() if organ.published_on else None,
    }  # fmt: skip


def item_answer(item: Item) -> dict[str, Any]:
    """An inspection item with its legal basis."""
    return {
        "id": str(item.id), "code": item.code, "name": item.name, "name_en": item.name_en, "basis": item.basis,
        "published_on": item.published_on.isoformat() if item.published_on else None,
    }  # fmt: skip


def card_answer(card: CardView | None) -> dict[str, Any] | None:
    """A card with its state now."""
    if card is None:
        return None
    return {
        "id": str(card.id), "number": card.number, "state": card.state, "expires_on": card.expires_on.isoformat(),
        "code_id": card.code_id.hex(),
    }  # fmt: skip


def visit_code_answer(code: VisitCode | None, now: datetime, public_url: str) -> dict[str, Any] | None:
    """A visit code with the address that its QR carries."""
    if code is None:
        return None
    return {
        "id": str(code.id), "code_id": code.code_id.hex(), "url": f"{public_url}/i/{codes.to_text(code.cose)}".upper(),
        "short_code": code.short_code, "valid_from": rfc3339(code.valid_from), "valid_to": rfc3339(code.valid_to),
        "state": _code_state(code, now),
    }  # fmt: skip


def _code_state(code: VisitCode, now: datetime) -> str:
    if code.cancelled_at is not None:
        return "cancelled"
    if now < code.valid_from:
        return "not_yet"
    return "valid" if now < code.valid_to else "expired"


def _decision(decision: Decision | None, names: dict[UUID, str]) -> dict[str, Any] | None:
    if decision is None:
        return None
    by = {"id": str(decision.decided_by), "name": names.get(decision.decided_by, ""), "role": decision.decided_by_role}
    return {"by": by, "at": rfc3339(decision.decided_at), "note": decision.note, "decision": decision.decision}


def _notice(task_id: UUID, digest: bytes | None) -> dict[str, str] | None:
    return {"hash": digest.hex(), "url": f"/api/v1/tasks/{task_id}/notice"} if digest else None


def _text(value: UUID | None) -> str | None:
    return str(value) if value else None
