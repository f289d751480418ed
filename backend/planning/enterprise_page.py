"""What may still be done at an enterprise: used and most, the next lawful slot, and its year day by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from backend.enterprises import queries as enterprises
from backend.identity import queries as identity
from backend.identity.access.table import Thing, may
from backend.identity.actor import Actor
from backend.kernel.problems import NOT_FOUND
from backend.planning import queries
from backend.planning.answers import enterprise_answer
from backend.planning.happened import happened
from backend.planning.levels import rank_of
from backend.planning.models import Task
from backend.planning.planner.answers import shared_answer
from backend.policy.burden import burden
from backend.policy.caps import count, history, most_visits, shared
from backend.policy.counting import Tally, weigh
from backend.policy.facts import Visit
from backend.policy.periods import period_of
from backend.policy.quiet import is_quiet_day
from backend.policy.ruleset import RuleSet
from backend.policy.slots import next_slot
from backend.policy.together import room, tightest
from backend.policy.whitelist import is_listed
from backend.rulesets import service as rulesets


def page(tx: Session, actor: Actor, enterprise_id: UUID, day: date | None, now: datetime) -> dict[str, Any]:
    """The enterprise, what the caller's organ has used there in this period, and the grounds open on `day` (B-40).

    Without a day, today's. Raises NOT_FOUND.
    """
    row = _found(tx, actor, enterprise_id)
    rules, site = rulesets.in_force(tx, row.enterprise_region, now), enterprises.site_facts(row)
    today = now.astimezone(rules.zone).date()
    period = period_of(today, rules.cap.unit)
    holding = queries.holding(tx, actor.organ_id, enterprise_id, now, rules)
    usage, _ = count(history(actor.organ_id, enterprise_id, row.site_id, holding, rules), rules)
    used, most, rank = usage.used.get(period, 0), most_visits(site, rules), rank_of(tx, actor.organ_id)
    together = tightest(shared(rank, actor.organ_id, enterprise_id, row.site_id, holding, rules), period)
    slot = next_slot(now, site, rules, holding, actor.organ_id, rank=rank)
    return {
        **enterprise_answer(row),
        "used": used, "most": most, "left": room(most, used, together, period), "period": period,
        "shared": shared_answer(together.facts(period, rules) if together else None),
        "next_slot": {**slot.facts(), "starts_at": f"{slot.starts_at:%H:%M}"} if slot else None,
        "quiet_today": is_quiet_day(today, site, rules), "whitelisted": is_listed(site, today),
        "grounds": [asdict(each) for each in _rules_on(tx, row, day, rules, now).grounds.values()],
    }  # fmt: skip


def _rules_on(tx: Session, row: Row[Any], day: date | None, today: RuleSet, now: datetime) -> RuleSet:
    """The rules by which a visit planned for a day is judged: they may be others than today's (B-03)."""
    if day is None:
        return today
    return rulesets.in_force(tx, row.enterprise_region, queries.planned_interval(day, None, now, today).earliest)


def calendar(tx: Session, actor: Actor, enterprise_id: UUID, year: int | None, now: datetime) -> dict[str, Any]:
    """Every day of a year, quiet or not, with the visits that the caller may see. Raises NOT_FOUND."""
    row = _found(tx, actor, enterprise_id)
    rules, site = rulesets.in_force(tx, row.enterprise_region, now), enterprises.site_facts(row)
    year = year or now.astimezone(rules.zone).year
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    came = _seen(tx, actor, row, year)
    return {
        "days": [{"day": each.isoformat(), "quiet": is_quiet_day(each, site, rules)} for each in days],
        "visits": _visits(tx, actor, row, year, rules, came),
        "entries": burden((each for each in came if each.arrived.days(rules.zone)[0].year == year), rules),
    }


def _found(tx: Session, actor: Actor, enterprise_id: UUID) -> Row[Any]:
    row = enterprises.one(tx, actor.region_path, enterprise_id)
    if row is None:
        raise NOT_FOUND()
    return row


def _seen(tx: Session, actor: Actor, row: Row[Any], year: int) -> list[Visit]:
    """The visits around a year that happened and that the caller may see."""
    since, until = datetime(year, 1, 1, tzinfo=UTC) - timedelta(days=1), datetime(year + 1, 1, 2, tzinfo=UTC)
    came = happened().visits(tx, row.enterprise_id, since, until)
    return [each for each in came if _sees(actor, each, row.enterprise_region_path)]


def _visits(
    tx: Session, actor: Actor, row: Row[Any], year: int, rules: RuleSet, own: Sequence[Visit]
) -> list[dict[str, Any]]:
    planned = queries.tasks_at(tx, actor, row.enterprise_id, year)
    organs = identity.organs_by_id(tx, {UUID(str(each.organ_id)) for each in own} | {each.organ_id for each in planned})
    names = {key: {"id": str(key), "name": each.name} for key, each in organs.items()}
    lines = [_came(each, rules) | {"organ": names[UUID(str(each.organ_id))]} for each in own]
    lines += [_planned(each) | {"organ": names[each.organ_id]} for each in planned]
    return sorted((each for each in lines if each["day"][:4] == str(year)), key=lambda each: str(each["day"]))


def _sees(actor: Actor, visit: Visit, region_path: str) -> bool:
    return may(actor, "inspection.see", Thing(organ_id=UUID(str(visit.organ_id)), region_path=region_path))


def _came(visit: Visit, rules: RuleSet) -> dict[str, Any]:
    checked_in = isinstance(visit.id, UUID)
    return {
        "id": str(visit.id), "task_id": str(visit.task_id) if visit.task_id else None,
        "inspection_id": str(visit.id) if checked_in else None, "state": "visited", "kind": visit.kind,
        "day": visit.arrived.days(rules.zone)[0].isoformat(), "exempt": weigh(visit, Tally(), rules).exempt,
        "joint": visit.joint_group is not None,
    }  # fmt: skip


def _planned(task: Task) -> dict[str, Any]:
    return {
        "id": str(task.id), "task_id": str(task.id), "inspection_id": None, "state": "planned", "kind": task.kind,
        "day": task.planned_on.isoformat(), "exempt": bool(task.ground),
        "joint": task.joint_lead_id is not None,
    }  # fmt: skip
