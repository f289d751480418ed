"""Turns journal entries into what viewers may be told: kind, data, and who may hear of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from backend.identity.access.table import Thing, may
from backend.identity.actor import Actor
from backend.journal.followers import Entry
from backend.kernel.schema import rfc3339
from backend.monitoring import told
from backend.monitoring.answers import point

ACTIONS = {
    "visit": "visit.see",
    "alert": "alert.see",
    "sealed": "visit.see",
    "code": "code.watch",
    "inbox": "inbox.see",
}
"""What a viewer must be allowed to do to hear of each kind."""

_VISITS = (
    "inspections.checked_in.v1", "inspections.rule_broken.v1", "inspections.step_recorded.v1",
    "inspections.result_filed.v1", "inspections.checked_out.v1", "inspections.auto_closed.v1",
    "inspections.judged_again.v1",
    "evidence.segment_declared.v1", "inspections.statement_made.v1", "inspections.supplement_added.v1",
    "inspections.recusal_requested.v1",
    "inspections.recusal_decided.v1", "papers.received.v1",
)  # fmt: skip
_TASKS = (
    "planning.task_planned.v1", "planning.task_decided.v1", "planning.code_issued.v1", "planning.code_cancelled.v1",
)  # fmt: skip
_ALERTS = ("supervision.alert_opened.v1", "supervision.alert_taken.v1", "supervision.alert_closed.v1")
_SEALED = ("evidence.sealed.v1", "evidence.hash_mismatch.v1", "evidence.playable_made.v1")
_SCANNED, _DELIVERED = "certificates.code_scanned.v1", "notifications.delivered.v1"

NAMES = frozenset((*_VISITS, *_TASKS, *_ALERTS, *_SEALED, _SCANNED, _DELIVERED))
"""The events that somebody may watch."""


@dataclass(frozen=True, slots=True)
class Live:
    """Something to tell: to the `people` named, and, where it has an organ, to those who see that organ's things."""

    seq: int
    kind: str
    data: Mapping[str, Any]
    organ_id: str | None = None
    region_path: str = ""
    people: frozenset[UUID] = field(default_factory=frozenset)
    asks: str = ""
    """The action that a hearer must be allowed; that of the kind where it is empty."""
    body: str = field(init=False, compare=False)
    """The data as every hearer gets it, written once."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "body", json.dumps(self.data, ensure_ascii=False, separators=(",", ":")))

    @property
    def action(self) -> str:
        return self.asks or ACTIONS[self.kind]


def may_hear(actor: Actor, live: Live) -> bool:
    """Asked for every viewer and every event: what somebody may see can change while they watch."""
    if actor.person_id in live.people:
        return live.kind == "sealed" or may(actor, live.action)
    if live.organ_id is None:
        return False
    return may(actor, live.action, Thing(organ_id=UUID(live.organ_id), region_path=live.region_path))


def read(tx: Session, entries: Sequence[Entry]) -> list[Live]:
    """What these entries tell, in order; several about one visit become the last of them."""
    newest = _newest_about_each_visit(entries)
    visits = told.shown_visits(tx, _ids(newest, _VISITS, "inspection_id"))
    tasks = told.shown_tasks(tx, _ids(newest, _TASKS, "task_id"))
    paths = told.paths_of_organs(tx, _ids(newest, _SEALED, "organ_id"))
    watchers = told.watchers_of_codes(tx, [each.data["subject_id"] for each in newest if each.name == _SCANNED])
    tell: dict[str, Callable[[Entry], Live | None]] = {
        **{name: lambda each: _of_visit(each, visits.get(UUID(each.data["inspection_id"]))) for name in _VISITS},
        **{name: lambda each: _of_visit(each, tasks.get(UUID(each.data["task_id"]))) for name in _TASKS},
        **dict.fromkeys(_ALERTS, _of_alert),
        **{name: lambda each: _of_file(each, paths) for name in _SEALED},
        _SCANNED: lambda each: _of_scan(each, watchers),
        _DELIVERED: _of_message,
    }
    return [live for each in newest if (live := tell[each.name](each)) is not None]


def _newest_about_each_visit(entries: Iterable[Entry]) -> list[Entry]:
    kept: dict[object, Entry] = {}
    for each in entries:
        about = _subject(each)
        kept.pop(about, None)
        kept[about] = each
    return list(kept.values())


def _subject(each: Entry) -> object:
    if each.name in _VISITS and each.data.get("inspection_id"):
        return ("visit", each.data["inspection_id"])
    return ("task", each.data["task_id"]) if each.name in _TASKS else each.seq


def _ids(entries: Iterable[Entry], names: Sequence[str], key: str) -> set[UUID]:
    return {UUID(each.data[key]) for each in entries if each.name in names and each.data.get(key)}


def _of_visit(each: Entry, row: Row[Any] | None) -> Live | None:
    if row is None:
        return None
    data = {
        "id": str(row.id), "mark": row.mark, "state": row.state, "point": point(row.longitude, row.latitude),
        "arrived_at": rfc3339(row.arrived_at) if row.arrived_at else None,
    }  # fmt: skip
    return Live(each.seq, "visit", data, str(row.organ_id), row.region_path)


def _of_alert(each: Entry) -> Live:
    data = {"id": each.data["alert_id"], "inspection_id": each.data["inspection_id"], "change": each.name.split(".")[1]}
    asks = "alert.voiced.see" if each.data["bureau_only"] else ""
    return Live(each.seq, "alert", data, each.data["organ_id"], each.data["region_path"], asks=asks)


def _of_file(each: Entry, paths: Mapping[UUID, str]) -> Live:
    keys = ("media_id", "inspection_id", "segment")
    data = {**{key: each.data.get(key) for key in keys}, "mismatch": each.name == "evidence.hash_mismatch.v1"}
    owner = frozenset({UUID(each.data["owner_id"])}) if each.data.get("owner_id") else frozenset()
    organ_id = each.data["organ_id"]
    return Live(each.seq, "sealed", data, organ_id, paths[UUID(organ_id)], owner)


def _of_scan(each: Entry, watchers: Mapping[str, frozenset[UUID]]) -> Live:
    data = {
        "subject": each.data["subject"], "subject_id": each.data["subject_id"], "number": each.data["number"],
        "step": each.data["step"], "at": rfc3339(each.at),
    }  # fmt: skip
    return Live(each.seq, "code", data, people=watchers.get(each.data["subject_id"], frozenset()))


def _of_message(each: Entry) -> Live:
    return Live(each.seq, "inbox", {"id": each.data["message_id"]}, people=frozenset({UUID(each.data["person_id"])}))
