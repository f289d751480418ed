"""Visits that are no inspections, so often that they look like inspections in disguise 变相检查 (B-24)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from backend.policy.facts import Finding, Severity, Visit
from backend.policy.kinds import entered, is_inspection
from backend.policy.ruleset import RuleSet


def disguised(visit: Visit, history: Sequence[Visit], rules: RuleSet) -> Finding | None:
    """By this visit the subject came too often within the days that end with it, without inspecting (B-24)."""
    if not _is_one(visit):
        return None
    last = visit.arrived.days(rules.zone)[0]
    first = last - timedelta(days=rules.noninsp.days - 1)
    others = [each for each in history if _is_one(each) and first <= each.arrived.days(rules.zone)[0] <= last]
    count = len(others) + 1
    if count < rules.noninsp.alert:
        return None
    return Finding("DISGUISED_INSPECTION", "B-24", Severity.ALERT, {"count": count, "days": rules.noninsp.days})


def _is_one(visit: Visit) -> bool:
    return not is_inspection(visit) and entered(visit) and not visit.kept_apart
