"""A rule set in a dozen sentences, and the year that its calendars make. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from backend.policy.calendars import QuietCalendar
from backend.policy.facts import Facts, Json, SiteFacts
from backend.policy.grounds import APPROVERS, Ground
from backend.policy.place import PLACE_TYPES, radius_of
from backend.policy.quiet import protecting_calendars, quiet_on
from backend.policy.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence by its code, the rule that it is about, and its facts."""

    code: str
    rule: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class QuietYear:
    """The quiet days of a year for one group of enterprises; `whom` are the facts of the group's name."""

    whom: Facts
    days: tuple[date, ...]


def summary(rules: RuleSet) -> list[Said]:
    """What the rule set says, most felt first."""
    return [
        *(_calendar(each) for each in rules.calendars), _protected(rules), _cap(rules), *_tiers(rules), *_levels(rules),
        *_grounds(rules),
        Said("summary.approval", "B-41", {"approver": rules.quiet.approver, "days": rules.quiet.approval_valid_days}),
        Said("summary.officers", "B-10", {"least": rules.officers.min}),
        Said("summary.followup", "B-32", {"free": rules.followup.free, "days": rules.followup.window_days}),
        _white_list(rules),
        Said("summary.result", "B-66", {"days": rules.result.workdays}),
        Said("summary.checkout", "B-53", {"hours": rules.checkout.autoclose_h}),
        Said("summary.joint", "B-88", {"days": rules.joint.propose_days, "workdays": rules.joint.answer_workdays}),
        Said("summary.items", "B-16", {"days": rules.items.republish_days}),
        Said(f"summary.plan_{rules.plan.enforce}", "B-17", {"due": _day_of_year(rules.plan.due)}),
        Said("summary.special", "B-18", {"days": rules.special.publish_days}),
        Said("summary.emergency", "B-19", {"days": rules.emergency.backfill_workdays}),
        Said("summary.radius", "B-50", {each: radius_of(each, rules) for each in PLACE_TYPES}),
    ]  # fmt: skip


def _day_of_year(told: str) -> Facts:
    month, day = told.split("-")
    return {"code": "date", "m": int(month), "month": int(month), "d": int(day)}


def quiet_years(rules: RuleSet, region: str, year: int) -> list[QuietYear]:
    """The year for an enterprise that no narrower calendar names, then for each group that has a calendar of its own."""
    days = [date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]
    return [QuietYear(whom, _quiet_days(rules, site, days)) for whom, site in _samples(rules, region)]


def _quiet_days(rules: RuleSet, site: SiteFacts, days: list[date]) -> tuple[date, ...]:
    calendars = protecting_calendars(site, rules)
    return tuple(day for day in days if calendars and quiet_on(day, site, calendars))


def _samples(rules: RuleSet, region: str) -> list[tuple[Facts, SiteFacts]]:
    protected = rules.quiet.applies_to
    usual = frozenset() if protected == "all" else frozenset(protected[:1])
    named = [each for each in rules.calendars if each.scope in ("class", "industry") and each.key != "*"]
    keys = dict.fromkeys((each.scope, each.key) for each in named)
    return [
        ({"code": "summary.whom.usual"}, _site(region, usual, None)),
        *(
            (_whom(scope, key), _site(region, usual | {key} if scope == "class" else usual, key if scope == "industry" else None))
            for scope, key in keys
        ),
    ]  # fmt: skip


def _site(region: str, classes: frozenset[str], industry: str | None) -> SiteFacts:
    return SiteFacts(
        enterprise_id="sample", site_id="sample", identifier="", scheme="uscc", place_type="urban", point=None,
        classes=classes, industry=industry, region=region, tier=None,
    )  # fmt: skip


def _whom(scope: str, key: str) -> Facts:
    return {"code": "summary.whom.all"} if key == "*" else {"code": f"summary.whom.{scope}", scope: key}


def _calendar(calendar: QuietCalendar) -> Said:
    whom = _whom(calendar.scope, calendar.key)
    if calendar.words is None:
        return Said("summary.quiet_none", "B-37", {"whom": whom})
    return Said("summary.quiet", "B-37", {"whom": whom, "calendar": calendar.words})


def _protected(rules: RuleSet) -> Said:
    wanted = rules.quiet.applies_to
    if wanted == "all":
        return Said("summary.protects_all", "B-38", {})
    return Said("summary.protects", "B-38", {"class": [*wanted]})


def _white_list(rules: RuleSet) -> Said:
    facts: Facts = {"most": rules.whitelist.daily_cap, "months": rules.whitelist.review_months}
    return Said("summary.whitelist" if rules.whitelist.daily_cap else "summary.whitelist.none", "B-36", facts)


def _cap(rules: RuleSet) -> Said:
    facts: Facts = {"per": rules.cap.unit, "most": rules.cap.default, "scope": rules.cap.scope}
    return Said("summary.cap", "B-25", facts)


def _tiers(rules: RuleSet) -> list[Said]:
    if not rules.cap.tiers:
        return []
    tiers: list[Json] = [{"code": "summary.tier", "tier": tier, "most": most} for tier, most in rules.cap.tiers.items()]
    return [Said("summary.tiers", "B-35", {"tiers": tiers})]


def _levels(rules: RuleSet) -> list[Said]:
    return [
        Said("summary.levels", "B-25", {"levels": [*each.levels], "most": each.most, "per": rules.cap.unit})
        for each in rules.level_caps
    ]


def _grounds(rules: RuleSet) -> list[Said]:
    """Which there are, whose yes each wants, and what proves it."""
    grounds = [*rules.grounds.values()]
    if not grounds:
        return [Said("summary.grounds_none_at_all", "B-40", {})]
    parts: list[Json] = [
        {"code": "summary.evidence_of", "ground": each.code, "evidence": each.evidence} for each in grounds
    ]
    return [
        Said("summary.grounds", "B-40", {"count": len(grounds), "ground": [each.code for each in grounds]}),
        *_by_approver(rules), Said("summary.evidence", "B-40", {"parts": parts}),
    ]  # fmt: skip


def _by_approver(rules: RuleSet) -> list[Said]:
    asked = {who: [each.code for each in rules.grounds.values() if _whose(each, rules) == who] for who in APPROVERS}
    return [Said(f"summary.grounds_{who}", "B-40", {"ground": [*codes]}) for who, codes in asked.items() if codes]


def _whose(ground: Ground, rules: RuleSet) -> str:
    """Whose yes a ground wants: what asks the organ's head asks whomever the rule set names for that (B-41)."""
    return rules.quiet.approver if ground.approver == "subject_head" else ground.approver
