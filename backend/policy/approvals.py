"""Is there a yes, given before arrival by the right body, for this enterprise, subject, items and day (B-41)?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from backend.policy.facts import Approval, Facts, Visit
from backend.policy.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Examined:
    """`state` is valid, missing, wrong_body, mismatch, late, border or lapsed; the facts name moment and days."""

    state: str
    facts: Facts


def examine(visit: Visit, approver: str, rules: RuleSet) -> Examined:
    """Look at the visit's approval; `approver` is the body that must have given it."""
    approval = visit.approval
    if approval is None:
        return Examined("missing", {})
    facts: Facts = {"approved_at": approval.at.astimezone(rules.zone).isoformat(timespec="seconds")}
    if approval.approver not in (approver, "bureau"):
        return Examined("wrong_body", facts)
    if not _names(approval, visit):
        return Examined("mismatch", facts)
    if approval.at >= visit.arrived.earliest:
        return Examined("border" if approval.at < visit.arrived.latest else "late", facts)
    return _in_window(approval, visit, rules, facts)


def _names(approval: Approval, visit: Visit) -> bool:
    return (
        (approval.enterprise_id, approval.organ_id) == (visit.enterprise_id, visit.organ_id)
        and (not approval.item_ids or visit.item_ids <= approval.item_ids)
    )  # fmt: skip


def _in_window(approval: Approval, visit: Visit, rules: RuleSet, facts: Facts) -> Examined:
    """The window begins on the approval's first day; unused, it lapses after `quiet.approval_valid_days` days."""
    first = approval.first_day or approval.at.astimezone(rules.zone).date()
    lapse = first + timedelta(days=rules.quiet.approval_valid_days)
    last = min(approval.last_day, lapse) if approval.last_day else lapse
    facts = facts | {"valid_from": first.isoformat(), "valid_to": last.isoformat()}
    days = visit.arrived.days(rules.zone)
    inside = [first <= day <= last for day in days]
    if all(inside):
        return Examined("valid", facts)
    return Examined("border" if any(inside) else "lapsed", facts)
