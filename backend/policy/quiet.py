"""The quiet period at the moment of arrival: out, exempt, approved, violation, needs review (B-37 to B-43)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from backend.policy import approvals
from backend.policy.calendars import QuietCalendar, calendars_for
from backend.policy.facts import Facts, Finding, Json, Severity, SiteFacts, Visit
from backend.policy.grounds import Ground
from backend.policy.kinds import is_inspection, is_understood
from backend.policy.ruleset import RuleSet


class QuietCode(StrEnum):
    """The verdicts of B-39."""

    OUT = "OUT"
    EXEMPT = "EXEMPT"
    APPROVED = "APPROVED"
    VIOLATION = "VIOLATION"
    NEEDS_REVIEW = "NEEDS_REVIEW"
    NOT_APPLICABLE = "NOT_APPLICABLE"


@dataclass(frozen=True, slots=True)
class QuietVerdict:
    """A verdict with its reason (the key of its sentence), the rule's number and the facts.

    `facts["inside"]` says whether every, some or no local day of the arrival is quiet, whatever became of it.
    """

    code: QuietCode
    reason: str
    rule: str
    facts: Facts


def judge_quiet(visit: Visit, site: SiteFacts | None, rules: RuleSet) -> QuietVerdict:
    """Judge the arrival by the calendars of the narrowest scope and, inside, by ground and approval (B-39)."""
    days = visit.arrived.days(rules.zone)
    facts: Facts = {"day": days[0].isoformat(), "inside": "none"}
    if site is None:
        return QuietVerdict(QuietCode.NEEDS_REVIEW, "quiet.enterprise_unknown", "B-48", facts)
    calendars = protecting_calendars(site, rules)
    if not calendars:
        return _not_protected(site, rules, facts)
    quiet_days = [day for day in days if quiet_on(day, site, calendars)]
    named: list[Json] = [each.words for each in calendars if each.words is not None]
    facts |= {"calendar": named, "inside": _share(len(quiet_days), len(days))}
    if not is_inspection(visit):
        return QuietVerdict(QuietCode.NOT_APPLICABLE, "quiet.non_inspection", "B-24", facts)
    if not quiet_days:
        reason = "quiet.outside" if named else "quiet.outside_always"
        return QuietVerdict(QuietCode.OUT, reason, "B-37", facts)
    return _inside(visit, rules, facts | {"day": quiet_days[0].isoformat(), "last_day": days[-1].isoformat()})


def protecting_calendars(site: SiteFacts, rules: RuleSet) -> tuple[QuietCalendar, ...]:
    """The calendars that protect the site; none if its classes are not protected at all (B-37, B-38)."""
    wanted = rules.quiet.applies_to
    if wanted != "all" and not site.classes & frozenset(wanted):
        return ()
    return calendars_for(site, rules.calendars)


def quiet_on(day: date, site: SiteFacts, calendars: Sequence[QuietCalendar]) -> bool:
    """Whether the local day is quiet for the site (B-37)."""
    return any(each.is_quiet(day, site) for each in calendars)


def is_quiet_day(day: date, site: SiteFacts, rules: RuleSet) -> bool:
    """Whether the local day is quiet for the site, for calendars on screens (B-37, B-38)."""
    return quiet_on(day, site, protecting_calendars(site, rules))


def overrun(visit: Visit, site: SiteFacts, rules: RuleSet) -> Finding | None:
    """Work that began outside and went on into the quiet period for longer than it may (B-43)."""
    if visit.left is None or not is_inspection(visit):
        return None
    calendars = protecting_calendars(site, rules)
    arrival, departure = visit.arrived.days(rules.zone)[-1], visit.left.astimezone(rules.zone).date()
    if quiet_on(arrival, site, calendars):
        return None
    inside = (arrival + timedelta(days=n) for n in range(1, (departure - arrival).days + 1))
    first = next((day for day in inside if quiet_on(day, site, calendars)), None)
    if first is None:
        return None
    minutes = int((visit.left - datetime.combine(first, time(), rules.zone)).total_seconds() // 60)
    if visit.left <= datetime.combine(first, time(), rules.zone) + timedelta(minutes=rules.quiet.continue_min):
        return None
    facts: Facts = {"day": first.isoformat(), "minutes": minutes, "most": rules.quiet.continue_min}
    return Finding("OVERRUN", "B-43", Severity.ALERT, facts)


def explain_until(received_at: datetime, rules: RuleSet) -> datetime:
    """How long the officer may state a ground for a violation that the server heard of at `received_at` (B-42)."""
    return received_at + timedelta(hours=rules.explain.hours)


def _not_protected(site: SiteFacts, rules: RuleSet, facts: Facts) -> QuietVerdict:
    if calendars_for(site, rules.calendars):
        return QuietVerdict(QuietCode.NOT_APPLICABLE, "quiet.not_protected", "B-38", facts)
    return QuietVerdict(QuietCode.NOT_APPLICABLE, "quiet.no_calendar", "B-37", facts)


def _inside(visit: Visit, rules: RuleSet, facts: Facts) -> QuietVerdict:
    """Some day is quiet: a ground that holds there is lawful on every side of a border; else a border is a doubt."""
    verdict = _by_ground(visit, rules, facts)
    if verdict.code is QuietCode.VIOLATION and facts["inside"] == "some":
        return QuietVerdict(QuietCode.NEEDS_REVIEW, "quiet.border", "B-02", facts)
    if verdict.code is QuietCode.VIOLATION and not is_understood(visit):
        return QuietVerdict(QuietCode.NEEDS_REVIEW, "quiet.kind_unknown", "B-23", facts)
    return verdict


def _by_ground(visit: Visit, rules: RuleSet, facts: Facts) -> QuietVerdict:
    if visit.ground is None:
        return QuietVerdict(QuietCode.VIOLATION, "quiet.no_ground", "B-37", facts)
    ground = rules.grounds.get(visit.ground)
    facts = facts | {"ground": visit.ground}
    if ground is None:
        return QuietVerdict(QuietCode.VIOLATION, "quiet.ground_unknown", "B-40", facts)
    if ground.needs_evidence and not visit.evidence_id:
        facts = facts | {"evidence": ground.evidence}
        return QuietVerdict(QuietCode.VIOLATION, "quiet.evidence_missing", "B-40", facts)
    if not ground.needs_prior_approval:
        return QuietVerdict(QuietCode.EXEMPT, "quiet.exempt", "B-40", facts)
    return _by_approval(visit, ground, rules, facts)


def _by_approval(visit: Visit, ground: Ground, rules: RuleSet, facts: Facts) -> QuietVerdict:
    approver = ground.approver if ground.approver == "bureau" else rules.quiet.approver
    facts = facts | {"approver": approver}
    answer = approvals.examine(visit, approver, rules)
    facts |= answer.facts
    if answer.state == "valid":
        code = QuietCode.APPROVED if ground.approver == "bureau" else QuietCode.EXEMPT
        return QuietVerdict(code, "quiet.exempt_approved", "B-41", facts)
    if answer.state == "border":
        return QuietVerdict(QuietCode.NEEDS_REVIEW, "quiet.approval_border", "B-02", facts)
    rule = "B-40" if answer.state == "missing" else "B-41"
    return QuietVerdict(QuietCode.VIOLATION, f"quiet.approval_{answer.state}", rule, facts)


def _share(quiet: int, days: int) -> str:
    return "all" if quiet == days else "some" if quiet else "none"
