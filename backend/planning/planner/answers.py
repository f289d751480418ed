"""A line of the planner as the wire shows it."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.planning.models import Task
from backend.planning.planner.service import Standing
from backend.policy.facts import Facts, Visit
from backend.policy.sentences import both
from backend.policy.slots import Slot, reason_facts


def line_answer(standing: Standing) -> dict[str, Any]:
    """Where an organ stands at an enterprise."""
    row, until = standing.row, standing.quiet_until
    return {
        "id": str(row.enterprise_id), "name": row.enterprise_name, "identifier": row.identifier, "address": row.address,
        "tier": row.tier, "used": standing.used, "most": standing.most, "left": standing.left,
        "shared": shared_answer(standing.shared), "period": standing.period,
        "unit": standing.unit, "quiet_today": standing.quiet, "quiet_until": until.isoformat() if until else None,
        "whitelisted": standing.whitelisted, **slot_answer(standing.slot, whitelisted=standing.whitelisted),
        "visits": [visit_answer(each, standing.zone) for each in standing.visits],
    }  # fmt: skip


def shared_answer(facts: Facts | None) -> dict[str, Any] | None:
    """What the bodies of one field used up together, and the sentence that says so (B-25)."""
    if facts is None:
        return None
    return {name: facts[name] for name in ("used", "most", "left")} | {"sentence": both("levels.used", facts)}


def slot_answer(slot: Slot | None, *, whitelisted: bool = False) -> dict[str, Any]:
    """The next lawful slot and why it is this one, or why there is none."""
    why = {"code": "slot.why.whitelisted"} if slot is None and whitelisted else reason_facts(slot)
    return {"next_slot": slot.facts() if slot else None, "why": both(str(why["code"]), why)}


def visit_answer(visit: Task | Visit, zone: ZoneInfo) -> dict[str, Any]:
    """A visit that waits, or that came; an imported one has no page of its own."""
    if isinstance(visit, Task):
        told = {
            "day": visit.planned_on.isoformat(),
            "state": visit.state,
            "task_id": str(visit.id),
            "inspection_id": None,
        }
        return {**told, "kind": visit.kind}
    return {
        "day": visit.arrived.days(zone)[0].isoformat(), "state": "visited", "kind": visit.kind,
        "task_id": str(visit.task_id) if visit.task_id else None,
        "inspection_id": str(visit.id) if isinstance(visit.id, UUID) else None,
    }  # fmt: skip
