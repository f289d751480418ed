"""The white list 无事不扰 (B-36): daily inspections stay away, everything else may come. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Collection
from datetime import date

from backend.policy.facts import SiteFacts, Visit
from backend.policy.plans import needs_plan
from backend.policy.ruleset import RuleSet

ENDS = ("serious_finding", "false_statement", "conditions_gone", "own_wish", "other")
"""Why an enterprise leaves the list; the first is set by the result of a visit, the others by the bureau."""


def is_listed(site: SiteFacts, day: date) -> bool:
    """Whether the enterprise stands on the white list on a local day."""
    return any(span.covers(day) for span in site.whitelist)


def fully_covered(site: SiteFacts, fields: Collection[str], rules: RuleSet) -> bool:
    """Whether the law wants everybody of this class or field looked at: no list keeps that away (B-36, B-86)."""
    of_class = not site.classes.isdisjoint(rules.draw.full_coverage)
    return of_class or not set(fields).isdisjoint(rules.draw.full_coverage_fields)


def kept_away(visit: Visit, site: SiteFacts, rules: RuleSet) -> list[date]:
    """The local days of the arrival on which the list speaks against the visit: a daily one, by a plan or a draw."""
    if not site.whitelist or not needs_plan(visit) or fully_covered(site, visit.fields, rules):
        return []
    return [day for day in visit.arrived.days(rules.zone) if is_listed(site, day)]


def review_due(last: date, rules: RuleSet) -> date:
    """The day by which an entry must be looked at again: so many months after the last time, or that month's last day."""
    months = last.year * 12 + last.month - 1 + rules.whitelist.review_months
    year, month = divmod(months, 12)
    return date(year, month + 1, min(last.day, calendar.monthrange(year, month + 1)[1]))
