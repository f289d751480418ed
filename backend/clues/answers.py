"""Clues as the wire shows them. Who told is left out for everybody who may not know it (B-74)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.certificates.short_codes import spoken
from backend.clues import photos, queries
from backend.clues.models import Clue, ClueAct
from backend.identity import queries as people
from backend.identity.access.table import Thing, may
from backend.identity.actor import Actor


def clue_answers(tx: Session, actor: Actor, rows: Sequence[Clue], now: datetime) -> list[dict[str, Any]]:
    """Clues with the names of organs and tellers, and how many photos; three queries, however many."""
    organs = {each for row in rows for each in (row.accused_id, row.handler_id) if each}
    named = {key: organ.name for key, organ in people.organs_by_id(tx, organs).items()}
    tellers, taken = (
        people.names(tx, [row.supervisor_id for row in rows if row.supervisor_id]),
        photos.counted(tx, _ids(rows)),
    )
    return [_answer(row, named, now) | _teller(row, actor, tellers) | {"photos": taken.get(row.id, 0)} for row in rows]


def _ids(rows: Sequence[Clue]) -> list[UUID]:
    return [row.id for row in rows]


def story(tx: Session, actor: Actor, row: Clue) -> list[dict[str, Any]]:
    """What was done, oldest first. Who told it is shown the acts, not the people of the desk nor their notes."""
    acts, desk = queries.acts_of(tx, row.id), row.supervisor_id != actor.person_id
    names = people.names(tx, [each.person_id for each in acts if each.person_id]) if desk else {}
    organs = people.organs_by_id(tx, {each.organ_id for each in acts if each.organ_id})
    return [_act(each, names, {key: organ.name for key, organ in organs.items()}, desk=desk) for each in acts]


def knows_teller(actor: Actor, row: Clue) -> bool:
    """Whether this reader may know who told: the bureau and the teller; others where the teller said so."""
    lies = Thing(row.handler_id, row.region_path, row.supervisor_id, accused_id=row.accused_id)
    return may(actor, "clue.teller.see", lies) or not row.hidden


def _answer(row: Clue, organs: Mapping[UUID, str], now: datetime) -> dict[str, Any]:
    same = ("id", "kind", "state", "about", "place", "text", "happened_at", "people", "received_at", "closed_at",
            "answer", "extended", "due_at")  # fmt: skip
    return {
        **{name: getattr(row, name) for name in same},
        "overdue": row.closed_at is None and row.due_at <= now,
        "accused": _named(row.accused_id, organs), "handler": _named(row.handler_id, organs),
    }  # fmt: skip


def _teller(row: Clue, actor: Actor, names: Mapping[UUID, str]) -> dict[str, Any]:
    """The door tells who told, too: the page of a visit is the inspected enterprise's."""
    if not knows_teller(actor, row):
        return {
            "door": None,
            "receipt": None,
            "inspection_id": None,
            "teller": None,
            "contact_kept": None,
            "hidden": True,
        }
    return {
        "door": row.door, "receipt": spoken(row.receipt), "inspection_id": row.inspection_id,
        "teller": _named(row.supervisor_id, names), "contact_kept": row.contact is not None, "hidden": row.hidden,
    }  # fmt: skip


def _act(each: ClueAct, names: Mapping[UUID, str], organs: Mapping[UUID, str], *, desk: bool) -> dict[str, Any]:
    return {
        "act": each.act, "at": each.at, "due_at": each.due_at, "words": each.words if desk else "",
        "by": _named(each.person_id, names), "organ": _named(each.organ_id, organs),
    }  # fmt: skip


def _named(key: UUID | None, names: Mapping[UUID, str]) -> dict[str, Any] | None:
    return {"id": key, "name": names[key]} if key is not None and key in names else None
