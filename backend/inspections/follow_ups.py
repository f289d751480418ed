"""Findings that wait for their follow-up 整改复查, and asking for one from the phone of whoever was there (B-32)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from backend.identity.access.scope import visible
from backend.identity.actor import Actor
from backend.inspections import findings, queries
from backend.inspections.models import Inspection, OfficerPresent, Result
from backend.kernel.problems import NOT_FOUND
from backend.planning import service as planning
from backend.planning.answers import item_answer
from backend.planning.models import Task
from backend.planning.states import WAITING
from backend.policy.ruleset import RuleSet
from backend.rulesets import service as rulesets

MOST = 100
REASON = "核实 {day} 检查责令改正的问题是否已经整改"
"""Why entry is needed, as the law wants it said (B-20): a legal paper, so in Chinese."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A follow-up as the phone asks for it; what is looked at follows from the finding."""

    planned_on: date
    starts_at: time | None
    officer_ids: Sequence[UUID]


def waiting(tx: Session, actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """The open findings that the actor may see, the earliest order first; officers get those of their own visits."""
    wanted = _seen(findings.open_findings(), actor).order_by(Result.deadline, Inspection.id)
    return told(tx, tx.execute(wanted.limit(MOST)).all(), now)


def of_visit(tx: Session, inspection_id: UUID, now: datetime) -> dict[str, Any] | None:
    """The open finding of one visit, if it left one."""
    rows = tx.execute(findings.open_findings().where(Inspection.id == inspection_id)).all()
    return next(iter(told(tx, rows, now)), None)


def ask(tx: Session, *, actor: Actor, now: datetime, task_id: UUID, inspection_id: UUID, asked: Asked) -> Task:
    """Plan the follow-up of a visit that the actor was on; it awaits the head like every plan.

    Raises NOT_FOUND, NOTHING_TO_FOLLOW and what stands against a plan.
    """
    visit = queries.recorded_by(tx, actor, inspection_id)
    if visit is None or visit.organ_id != actor.organ_id or visit.enterprise_id is None:
        raise NOT_FOUND()
    found = findings.finding(tx, inspection_id)
    wanted = planning.Plan(
        kind="followup", trigger="deadline", enterprise_id=visit.enterprise_id, planned_on=asked.planned_on,
        starts_at=asked.starts_at, item_ids=[*found.item_ids] if found else [], officer_ids=asked.officer_ids,
        entry_reason=REASON.format(day=_local_day(tx, visit, now)), ground=None, evidence_id=None,
        superior_document=None, follows_id=inspection_id,
    )  # fmt: skip
    return planning.plan(tx, actor=actor, now=now, task_id=task_id, plan=wanted)


def _local_day(tx: Session, visit: Inspection, now: datetime) -> str:
    day = visit.arrived_at.astimezone(rulesets.or_default(tx, visit.region_code, now).zone)
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def _seen(wanted: Select[Inspection, Result, Task], actor: Actor) -> Select[Inspection, Result, Task]:
    if actor.role == "officer":
        own = wanted.where(Inspection.organ_id == actor.organ_id)
        return visible(own, actor, "inspection.record", assigned=queries.is_on(actor.person_id))
    there: dict[str, Any] = {"organ": Inspection.organ_id, "region_path": Inspection.region_path}
    return visible(wanted, actor, "inspection.see", assigned=queries.is_on(actor.person_id), **there)


def told(tx: Session, rows: Sequence[Any], now: datetime) -> list[dict[str, Any]]:
    """The findings as the wire shows them; a handful of queries, however many there are."""
    ids = [row.Inspection.id for row in rows]
    items, people, plans = findings.items_found(tx, rows), _officers(tx, ids), _plans(tx, ids)
    times = findings.times_followed(tx, {findings.batch_of(row) for row in rows})

    @cache
    def rules(region: str) -> RuleSet:
        return rulesets.or_default(tx, region, now)

    return [
        {
            **_own(row, rules(row.Inspection.region_code)),
            **_count(times.get(findings.batch_of(row), 0), rules(row.Inspection.region_code)),
            "items": [item_answer(each) for each in items[row.Inspection.id]],
            "officers": people.get(row.Inspection.id, []),
            "task": plans.get(row.Inspection.id),
        }
        for row in rows
    ]


def _own(row: Any, rules: RuleSet) -> dict[str, Any]:
    visit, due = row.Inspection, row.Result.deadline
    return {
        "inspection_id": str(visit.id), "arrived_on": visit.arrived_at.astimezone(rules.zone).date().isoformat(),
        "enterprise": {"id": str(visit.enterprise_id), "name": visit.enterprise_name},
        "deadline": due.isoformat(), "first_day": due.isoformat(),
        "last_day": (due + timedelta(days=rules.followup.window_days)).isoformat(), "corrections": row.Result.corrections,
    }  # fmt: skip


def _count(earlier: int, rules: RuleSet) -> dict[str, Any]:
    return {"earlier": earlier, "free": earlier < rules.followup.free}


def _officers(tx: Session, ids: Sequence[UUID]) -> dict[UUID, list[dict[str, str]]]:
    """The officers who were there, in the order in which they came."""
    wanted = select(OfficerPresent).where(OfficerPresent.inspection_id.in_(ids), OfficerPresent.role == "officer")
    found: dict[UUID, list[dict[str, str]]] = {each: [] for each in ids}
    for one in tx.scalars(wanted.order_by(OfficerPresent.at, OfficerPresent.person_id)):
        found[one.inspection_id].append({"person_id": str(one.person_id), "name": one.name})
    return found


def _plans(tx: Session, ids: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    """The newest plan of a follow-up that may still take place."""
    wanted = select(Task).where(Task.follows_id.in_(ids), Task.state.in_(WAITING)).order_by(Task.created_at)
    return {
        each.follows_id: {"id": str(each.id), "state": each.state, "planned_on": each.planned_on.isoformat()}
        for each in tx.scalars(wanted)
        if each.follows_id is not None
    }
