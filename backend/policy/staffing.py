"""Enough officers with valid cards at the door (B-10, B-11)."""

from __future__ import annotations

from backend.policy.facts import Facts, Finding, Id, OfficerAtDoor, Severity, Visit
from backend.policy.fitting import misfit
from backend.policy.ruleset import RuleSet

COMPANIONS = ("assistant", "expert")
"""They come along without a card of their own (B-08)."""

VALID = ("active", "uncertain")


def judge_staffing(visit: Visit, rules: RuleSet) -> list[Finding]:
    """CARD_INVALID, CARD_NOT_FIT, UNDER_STAFFED, and what concerns those who come along; nothing where nobody recorded
    who came (B-10, B-11, B-12).
    """
    if not visit.officers_known:
        return []
    goers = [each for each in visit.officers if each.role not in COMPANIONS]
    cards = [(each, card_state(each, visit, rules)) for each in goers]
    found = [_card_finding(each, state) for each, state in cards if state not in VALID]
    unfit = {each.person_id: why for each, state in cards if state in VALID and (why := misfit(each, visit, rules))}
    found += [_misfit_finding(person_id, why) for person_id, why in unfit.items()]
    counts = [(each, state) for each, state in cards if each.role not in rules.officers.not_counted_roles]
    counted = [state for each, state in counts if each.person_id not in unfit]
    if "uncertain" in counted:
        found.append(Finding("CARD_UNCERTAIN", "B-02", Severity.REVIEW, _day(visit, rules)))
    present = sum(state in VALID for state in counted)
    least = _least(visit, rules)
    if present < least:
        facts: Facts = {"present": present, "least": least} | _day(visit, rules)
        found.append(Finding("UNDER_STAFFED", "B-10", Severity.ALERT, facts))
    return found + _companions(visit, rules, alone=present < least)


def _companions(visit: Visit, rules: RuleSet, *, alone: bool) -> list[Finding]:
    """Assistants and experts are led by officers, and named before entry (B-12)."""
    along = [each for each in visit.officers if each.role in COMPANIONS]
    found = []
    if along and alone:
        found.append(Finding("ASSISTANT_ALONE", "B-12", Severity.ALERT, {"along": len(along)} | _day(visit, rules)))
    strangers = sum(not each.declared for each in along)
    if strangers:
        found.append(Finding("ASSISTANT_UNDECLARED", "B-12", Severity.ALERT, {"strangers": strangers}))
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


def _misfit_finding(person_id: Id, why: Facts) -> Finding:
    return Finding("CARD_NOT_FIT", "B-11", Severity.ALERT, {"person_id": str(person_id), "misfit": why})


def _day(visit: Visit, rules: RuleSet) -> Facts:
    return {"day": visit.arrived.days(rules.zone)[0].isoformat()}
