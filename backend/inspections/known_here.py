"""What only the server's own records can say of an arrival, beside what the rules judge: no task, another region, no rule set, no draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from backend.identity import queries as identity
from backend.identity.actor import Actor
from backend.inspections.afterwards import Codeless
from backend.inspections.door import Door
from backend.inspections.models import Inspection, Result, Step
from backend.planning.on_lists import not_drawable
from backend.policy.codeless import SCAN_BEFORE_LEAVING
from backend.policy.facts import Facts, Finding, Severity, Visit
from backend.policy.kinds import is_inspection
from backend.policy.ruleset import RuleSet
from backend.policy.verdict import Verdict
from backend.registers.assistance import assists, is_inside
from backend.rulesets import service as rulesets

KEPT = ("CLOCK_UNTRUSTED", "CROSS_REGION", "NO_TASK", "NO_RULE_SET", "ITEM_NOT_DRAWN", "NO_CODE", "LATE_BACKFILL")
"""Findings that judging does not make: they stay as they were at arrival."""


def no_task(where: Door, visit: Visit) -> Finding | None:
    """No task of this organ explains the arrival; whoever says that it is no inspection needs none (B-24, B-54)."""
    return Finding("NO_TASK", "B-54", Severity.ALERT, {}) if where.task is None and is_inspection(visit) else None


def cross_region(tx: Session, actor: Actor, where: Door, visit: Visit) -> Finding | None:
    """It goes outside its region, and at arrival no assistance of a local body was on record for that day (B-21)."""
    lent = where.organ_id != actor.organ_id
    home = identity.region_path_of(tx, where.organ_id) or "" if lent else actor.region_path
    if where.site is None or not is_inspection(visit) or is_inside(where.region_path, home):
        return None
    day = visit.arrived.latest.astimezone(where.zone).date()
    if assists(tx, where.organ_id, where.region_path, day):
        return None
    facts: Facts = {"region": identity.region(tx, where.region).name}
    return Finding("CROSS_REGION", "B-21", Severity.ALERT, facts)


def no_code(where: Door, visit: Visit, rules: RuleSet) -> Finding | None:
    """A task explains the arrival, but its visit code did not exist yet: a remark until the report is overdue (B-54)."""
    drift = timedelta(seconds=rules.clock.max_drift_s)
    had = where.coded_at is not None and where.coded_at <= visit.arrived.latest + drift
    return Finding("NO_CODE", "B-54", Severity.INFO, {}) if where.task is not None and not had else None


def not_drawn(tx: Session, where: Door, day: date) -> Finding | None:
    """The visit came by random draw, about an item that the draw list in force at arrival does not name (B-85)."""
    name = not_drawable(tx, where.item_ids, day) if where.task is not None and where.task.trigger == "draw" else None
    return None if name is None else Finding("ITEM_NOT_DRAWN", "B-85", Severity.ALERT, {"item": name})


def no_rule_set(rules: RuleSet) -> Finding | None:
    """The region never had a rule set: the arrival is judged by the default one, and somebody must look at it (B-03)."""
    return Finding("NO_RULE_SET", "B-03", Severity.REVIEW, {}) if rules.id == rulesets.DEFAULT else None


def refusal_unrecorded(tx: Session, inspection_id: UUID) -> list[Finding]:
    """Somebody refused without a lawful ground, and nobody began to record it (B-34)."""
    recording = exists().where(Step.inspection_id == Result.inspection_id, Step.kind == "recording_started")
    refused = select(Result.id).where(Result.inspection_id == inspection_id, Result.outcome == "refused_other")
    unrecorded = tx.scalar(refused.where(~recording)) is not None
    return [Finding("REFUSAL_UNRECORDED", "B-34", Severity.ALERT, {})] if unrecorded else []


def without_code(verdict: Verdict) -> bool:
    """Whether nobody held a visit code at arrival: somebody says why (B-54)."""
    return not {"NO_TASK", "NO_CODE"}.isdisjoint(each.code for each in verdict.findings)


def not_scanned(tx: Session, inspection_id: UUID) -> list[Finding]:
    """Whoever had to go in at once under a task did not show its code before leaving (B-54)."""
    shown = exists().where(Step.inspection_id == Codeless.inspection_id, Step.kind == "show_code")
    planned = exists().where(Inspection.id == Codeless.inspection_id, Inspection.task_id.is_not(None))
    at_once = select(Codeless.id).where(
        Codeless.inspection_id == inspection_id, Codeless.reason.in_(SCAN_BEFORE_LEAVING), planned
    )
    missed = tx.scalar(at_once.where(~shown)) is not None
    return [Finding("CODE_NOT_SHOWN", "B-54", Severity.ALERT, {})] if missed else []


def with_findings(verdict: Verdict, extra: Sequence[Finding | None]) -> Verdict:
    """The verdict with findings that only the server's own records can give."""
    return replace(verdict, findings=(*verdict.findings, *(each for each in extra if each is not None)))
