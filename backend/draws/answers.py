"""How draws are told at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.draws import queries
from backend.draws.crews import going
from backend.draws.models import Draw, DrawAct
from backend.draws.pools import Pool
from backend.draws.service import second_person
from backend.draws.states import ABANDONED, COMMITTED, DRAWN, PUBLISHED
from backend.identity.actor import Actor
from backend.identity.models import Person
from backend.identity.queries import names
from backend.kernel.schema import rfc3339
from backend.policy.draw_proof import digest
from backend.policy.pool import REASONS


def draw_answers(
    tx: Session, actor: Actor, draws: Sequence[Draw], now: datetime, public_url: str
) -> list[dict[str, Any]]:
    """Each draw in short."""
    (organs, items), acts = queries.about(tx, draws), queries.acts_of(tx, [each.id for each in draws])
    people = names(tx, [*{each.created_by for each in draws}, *{each.person_id for each in acts.values()}])
    return [
        {
            "id": str(each.id), "state": each.state, "organ": _named(organs[each.organ_id]),
            "item": _named(items[each.item_id]), "industry": each.industry, "wanted": each.wanted,
            "first_day": each.first_day.isoformat(), "last_day": each.last_day.isoformat(), "source": each.source,
            "fixed_at": rfc3339(each.fixed_at), "value_due": each.state == COMMITTED and now >= each.fixed_at,
            "created_at": rfc3339(each.created_at), "created_by": _person(each.created_by, people),
            "mine_to_run": each.state == COMMITTED and second_person(actor, each),
            "url": f"{public_url}/p/draws/{each.id}",
            **{act: _act(acts.get((each.id, act)), people) for act in (COMMITTED, DRAWN, PUBLISHED, ABANDONED)},
        }
        for each in draws
    ]  # fmt: skip


def pool_answer(pool: Pool, officers: int) -> dict[str, Any]:
    """How many would be in the pool now, and how many are out for which reason (B-86)."""
    weights = sorted({*pool.weights.values()})
    return {
        "asked": pool.asked, "objects": len(pool.rows), "officers": officers,
        "excluded": [{"reason": each, "count": pool.excluded[each]} for each in REASONS if pool.excluded.get(each)],
        "weights": [{"weight": each, "count": [*pool.weights.values()].count(each)} for each in weights],
    }  # fmt: skip


def outcome_answer(tx: Session, draw: Draw) -> list[dict[str, Any]]:
    """The drawn objects in order: who goes, who stands behind, who was replaced, and the visit that was planned."""
    people, replaced = queries.officers_of(tx, draw.id), queries.replacements_of(tx, draw.id)
    tasks = queries.tasks_of(tx, draw.id)
    return [
        {
            "n": row.DrawPick.n, "name": row.DrawObject.enterprise_name, "identifier": row.DrawPick.object.partition(":")[2],
            "enterprise_id": str(row.DrawObject.enterprise_id), "weight": row.DrawObject.weight,
            "going": [_officer(each, people) for each in going(row.DrawPick, replaced)],
            "order": [_officer(each, people) for each in row.DrawPick.officers],
            "passed_over": len(row.DrawPick.passed_over),
            "replaced": [
                {"officer": _officer(each.number, people), "reason": each.reason, "note": each.note, "at": rfc3339(each.at)}
                for each in replaced if each.n == row.DrawPick.n
            ],
            "task": _task(tasks.get(row.DrawPick.n)),
        }
        for row in queries.picks_of(tx, draw.id)
    ]  # fmt: skip


def _named(thing: Any) -> dict[str, Any]:
    return {"id": str(thing.id), "name": thing.name, "name_en": thing.name_en}


def _person(person_id: UUID, people: dict[UUID, str]) -> dict[str, Any]:
    return {"id": str(person_id), "name": people.get(person_id, "")}


def _act(act: DrawAct | None, people: dict[UUID, str]) -> dict[str, Any] | None:
    """One move; of what it settled, what the public may know, too. The secret is told once the draw was made."""
    if act is None:
        return None
    told = {name: act.data.get(name) for name in ("commitment", "excluded", "secret", "public_value", "reason")}
    text = told["commitment"]
    return {
        "at": rfc3339(act.at), "by": _person(act.person_id, people), **told,
        "commitment_sha256": digest(text) if text else None,
    }  # fmt: skip


def _officer(number: str, people: dict[str, Person]) -> dict[str, str]:
    return {"number": number, "name": people[number].name if number in people else ""}


def _task(task: Any) -> dict[str, Any] | None:
    return (
        None if task is None else {"id": str(task.id), "state": task.state, "planned_on": task.planned_on.isoformat()}
    )
