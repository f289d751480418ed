"""Enough officers with valid cards at the door (B-10, B-11)."""

from __future__ import annotations

from backend.policy.facts import Facts, Finding, OfficerAtDoor, Severity, Visit
from backend.policy.ruleset import RuleSet


def judge_staffing(visit: Visit, rules: RuleSet) -> list[Finding]:
    """UNDER_STAFFED and CARD_INVALID; nothing where nobody recorded who came (B-10, B-11)."""
    if not visit.officers_known:
        return []
    cards = [(each, card_state(each, visit, rules)) for each in visit.officers]
    counted = [state for each, state in cards if each.role not in rules.officers.not_counted_roles]
    found = [_card_finding(each, state) for each, state in cards if state not in ("active", "uncertain")]
    if "uncertain" in counted:
        found.append(Finding("CARD_UNCERTAIN", "B-02", Severity.REVIEW, _day(visit, rules)))
    present = sum(state in ("active", "uncertain") for state in counted)
    least = _least(visit, rules)
    if present < least:
        facts: Facts = {"present": present, "least": least} | _day(visit, rules)
        found.append(Finding("UNDER_STAFFED", "B-10", Severity.ALERT, facts))
    return found


def card_state(officer: OfficerAtDoor, visit: Visit, rules: RuleSet) -> str:
    """The card's state at arrival: its last day counts in full; an arrival on both sides is 'uncertain' (B-11)."""
    if officer.card_state not in ("active", "expired") or officer.card_expires_on is None:
        return officer.card_state
    days = visit.arrived.days(rules.zone)
    if days[-1] <= officer.card_expires_on:
        return "active"
    return "uncertain" if days[0] <= officer.card_expires_on else "expired"


def _least(visit: Visit, rules: RuleSet) -> int:
    """One officer is enough only where a listed basis says so (B-10)."""
    return 1 if visit.single_officer_basis in rules.officers.single_officer_basis else rules.officers.min


def _card_finding(officer: OfficerAtDoor, state: str) -> Finding:
    facts: Facts = {"person_id": str(officer.person_id), "state": state}
    if officer.card_expires_on is not None:
        facts["expires_on"] = officer.card_expires_on.isoformat()
    return Finding("CARD_INVALID", "B-11", Severity.ALERT, facts)


def _day(visit: Visit, rules: RuleSet) -> Facts:
    return {"day": visit.arrived.days(rules.zone)[0].isoformat()}
