"""A joint visit as the wire shows it: who leads, who else comes, and the one form (B-29, B-89)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.certificates import queries as certificates
from backend.identity import queries as identity
from backend.identity.models import Organ
from backend.planning import queries
from backend.planning.checklists import Form, line_answer
from backend.planning.happened import happened
from backend.planning.joint import members as joint_members
from backend.planning.models import Task


def joint_answers(
    tx: Session, tasks: Sequence[Task], forms: Mapping[UUID, Form], now: datetime
) -> dict[UUID, dict[str, Any]]:
    """Of each task that goes with others: all who come, the lead first; a task that goes alone has no entry."""
    parties = joint_members.members_of(tx, [each for each in tasks if each.joint_lead_id is not None])
    everybody = {each.id: each for party in parties.values() for each in party}
    if not everybody:
        return {}
    organs = identity.organs_by_id(tx, {each.organ_id for each in everybody.values()})
    crews, came = _crews(tx, everybody, now), happened().of_tasks(tx, everybody)
    told = {id_: _member(each, organs[each.organ_id], crews[id_], came.get(id_)) for id_, each in everybody.items()}
    names = {id_: organ_told(organs[each.organ_id]) for id_, each in everybody.items()}
    return {
        id_: {
            "leads": party[0].id == id_, "members": [told[each.id] for each in party],
            "form": [line_answer(line) | {"asked_by": names[asker]} for asker, line in forms[id_]],
        }
        for id_, party in parties.items()
    }  # fmt: skip


def organ_told(organ: Organ) -> dict[str, str]:
    """A body in both languages."""
    return {"id": str(organ.id), "name": organ.name, "name_en": organ.name_en}


def _crews(tx: Session, tasks: Mapping[UUID, Task], now: datetime) -> dict[UUID, list[dict[str, str]]]:
    officers = queries.officers_of(tx, tasks)
    cards = certificates.cards_by_id(tx, [each.card_id for crew in officers.values() for each in crew], now)
    return {
        id_: [{"name": cards[each.card_id].holder_name, "number": cards[each.card_id].number} for each in officers.get(id_, ())]
        for id_ in tasks
    }  # fmt: skip


def _member(task: Task, organ: Organ, officers: list[dict[str, str]], inspection_id: UUID | None) -> dict[str, Any]:
    return {
        "task_id": str(task.id), "organ": organ_told(organ), "leads": task.leads, "state": task.state,
        "officers": officers, "inspection_id": str(inspection_id) if inspection_id else None,
    }  # fmt: skip
