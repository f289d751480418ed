"""Too large a share of a subject's visits of a month stood on an exception from the quiet period (B-45)."""

from __future__ import annotations

from datetime import date

from backend.policy.facts import Facts, Finding, Severity
from backend.policy.ruleset import RuleSet


def exempt_share(exempt: int, visits: int, month: date, rules: RuleSet) -> Finding | None:
    """The finding, where enough visits came and more of them than the line allows were exceptions."""
    if visits < rules.quiet.exempt_min_n or exempt <= rules.quiet.exempt_share_alert * visits:
        return None
    named: Facts = {"code": "date.month", "y": month.year, "m": month.month, "month": month.month}
    most = round(rules.quiet.exempt_share_alert * 100)
    facts: Facts = {"month": named, "exempt": exempt, "visits": visits, "most": most}
    return Finding("EXEMPT_SHARE", "B-45", Severity.ALERT, facts)
