"""One inspection over several days that its notice names (B-31)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from backend.policy.ruleset import RuleSet
from backend.policy.workdays import workdays_between


def too_far_apart(days: Sequence[date], rules: RuleSet) -> tuple[date, date] | None:
    """The first two days in a row with too many working days between them: they would be two visits (B-31)."""
    table, most = rules.holiday_table, rules.multiday.gap_workdays
    return next(((one, after) for one, after in pairwise(days) if workdays_between(one, after, table) > most), None)
