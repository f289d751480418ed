"""What only the server's own records can say of an arrival, beside what the rules judge: no task, no rule set, no draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from backend.inspections.door import Door
from backend.planning.on_lists import not_drawable
from backend.policy.facts import Finding, Severity
from backend.policy.ruleset import RuleSet
from backend.policy.verdict import Verdict
from backend.rulesets import service as rulesets

KEPT = ("CLOCK_UNTRUSTED", "NO_TASK", "NO_RULE_SET", "ITEM_NOT_DRAWN")
"""Findings that judging does not make: they stay as they were at arrival."""


def no_task(where: Door) -> Finding | None:
    """No task of this organ explains the arrival; an unknown enterprise has its own finding (B-54)."""
    return Finding("NO_TASK", "B-54", Severity.ALERT, {}) if where.task is None else None


def not_drawn(tx: Session, where: Door, day: date) -> Finding | None:
    """The visit came by random draw, about an item that the draw list in force at arrival does not name (B-85)."""
    name = not_drawable(tx, where.item_ids, day) if where.task is not None and where.task.trigger == "draw" else None
    return None if name is None else Finding("ITEM_NOT_DRAWN", "B-85", Severity.ALERT, {"item": name})


def no_rule_set(rules: RuleSet) -> Finding | None:
    """The region never had a rule set: the arrival is judged by the default one, and somebody must look at it (B-03)."""
    return Finding("NO_RULE_SET", "B-03", Severity.REVIEW, {}) if rules.id == rulesets.DEFAULT else None


def with_findings(verdict: Verdict, extra: Sequence[Finding | None]) -> Verdict:
    """The verdict with findings that only the server's own records can give."""
    return replace(verdict, findings=(*verdict.findings, *(each for each in extra if each is not None)))
