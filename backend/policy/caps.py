"""How often one subject comes to one enterprise: what counts, what is free, when the cap is reached (B-25 to B-35)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from backend.policy.counting import Tally, Weight, weigh
from backend.policy.facts import Facts, Finding, Id, ItemCap, Rank, Severity, SiteFacts, Visit
from backend.policy.kinds import is_understood
from backend.policy.periods import UNITS, period_of, periods_of
from backend.policy.ruleset import RuleSet
from backend.policy.together import Together, entries
from backend.policy.whitelist import kept_away


class CapCode(StrEnum):
    """The verdicts about the cap."""

    WITHIN = "WITHIN"
    EXEMPT = "EXEMPT"
    REACHED = "REACHED"
    NOT_COUNTED = "NOT_COUNTED"
    NEEDS_REVIEW = "NEEDS_REVIEW"


@dataclass(frozen=True, slots=True)
class CapVerdict:
    """`counted` of `most` in `period`: this visit is among the counted ones if, and only if, it uses up the cap."""

    code: CapCode
    reason: str
    rule: str
    counted: int
    most: int
    period: str
    facts: Facts


@dataclass
class Usage:
    """What visits of one subject to one object used up: per period, per item and period, and free ones beside."""

    used: dict[str, int] = field(default_factory=dict)
    used_by_item: dict[tuple[str, str], int] = field(default_factory=dict)
    exempt: dict[str, int] = field(default_factory=dict)

    def add(self, visit: Visit, weight: Weight, rules: RuleSet) -> None:
        """Count the visit in every period that its arrival touches: on both sides of a border (B-02, B-05)."""
        for period in periods_of(visit, rules):
            if weight.uses_cap:
                self.used[period] = self.used.get(period, 0) + 1
            elif weight.exempt:
                self.exempt[period] = self.exempt.get(period, 0) + 1
        if weight.uses_cap and visit.item_ids:
            self._add_items(visit, rules)

    def _add_items(self, visit: Visit, rules: RuleSet) -> None:
        """Count each item in the periods of every unit: an item may publish a cap of another unit than the subject's."""
        days = visit.arrived.days(rules.zone)
        for period in {period_of(day, unit) for day in days for unit in UNITS}:
            for item in visit.item_ids:
                key = (str(item), period)
                self.used_by_item[key] = self.used_by_item.get(key, 0) + 1

    def of_item(self, cap: ItemCap, day: date) -> int:
        """How often the item of this cap was looked at in the period of a local day."""
        return self.used_by_item.get((str(cap.item_id), period_of(day, cap.unit)), 0)


def most_visits(site: SiteFacts | None, rules: RuleSet) -> int:
    """The cap of the site: its tier's, else the default (B-25, B-35)."""
    tier = site.tier if site else None
    return rules.cap.tiers.get(tier, rules.cap.default) if tier else rules.cap.default


def own_history(visit: Visit, earlier: Iterable[Visit], rules: RuleSet) -> list[Visit]:
    """The others that share this visit's count: same subject, same entity or premises, by arrival (B-06, B-25)."""
    return history(visit.organ_id, visit.enterprise_id, visit.site_id, (v for v in earlier if v.id != visit.id), rules)


def history(
    organ_id: Id, enterprise_id: Id, site_id: Id | None, visits: Iterable[Visit], rules: RuleSet
) -> list[Visit]:
    """The visits of a subject to an entity or its premises, in the order of arrival; ties keep their order."""
    premises = rules.cap.scope == "premises"
    mine = [
        each for each in visits
        if each.organ_id == organ_id and each.enterprise_id == enterprise_id
        and not (premises and each.site_id != site_id)
    ]  # fmt: skip
    return sorted(mine, key=lambda each: each.arrived.earliest)


def count(visits: Sequence[Visit], rules: RuleSet) -> tuple[Usage, Tally]:
    """Weigh the visits in order and add them up."""
    usage, tally = Usage(), Tally()
    for each in visits:
        weight = weigh(each, tally, rules)
        usage.add(each, weight, rules)
        tally.note(each, weight, rules)
    return usage, tally


def shared(
    rank: Rank | None, organ_id: Id, enterprise_id: Id, site_id: Id | None, visits: Sequence[Visit], rules: RuleSet
) -> list[Together]:
    """What is used up of each cap that a subject shares with others of its field, itself among them (B-25)."""
    found = []
    for cap in rules.level_caps:
        if rank is not None and cap.holds_for(rank):
            organs = dict.fromkeys([organ_id, *(each.organ_id for each in visits if cap.joins(rank, each.rank))])
            histories = [history(each, enterprise_id, site_id, visits, rules) for each in organs]
            found.append(entries(cap, rank.field, histories, rules))
    return found


def shared_by(visit: Visit, earlier: Iterable[Visit], rules: RuleSet) -> list[Together]:
    """The same for the subject of a visit, without the visit itself."""
    others = [each for each in earlier if each.id != visit.id] if rules.level_caps else []
    return shared(visit.rank, visit.organ_id, visit.enterprise_id, visit.site_id, others, rules)


def judge_cap(visit: Visit, site: SiteFacts | None, rules: RuleSet, earlier: Sequence[Visit]) -> CapVerdict:
    """How the visit stands against the caps, given the others that count beside it: its own subject's, and those of its
    field at the levels that share a cap (B-25)."""
    usage, tally = count(own_history(visit, earlier, rules), rules)
    weight = weigh(visit, tally, rules)
    periods = periods_of(visit, rules)
    tightest = [_tightest(visit, site, period, usage, rules) for period in periods]
    most, used, period = tightest[0]
    if not weight.uses_cap:
        code = CapCode.EXEMPT if weight.exempt else CapCode.NOT_COUNTED
        return _verdict(code, weight.reason, weight.rule, used, most, period, visit, rules)
    if not is_understood(visit):
        return _verdict(
            CapCode.NEEDS_REVIEW, "cap.kind_unknown", "B-23", used + 1, most, period, visit, rules
        )  # fmt: skip
    if (listed := _of_whitelist(visit, site, usage, rules)) is not None:
        return listed
    verdict = _counted(tightest, visit, rules)
    beside = [_of_items(visit, usage, rules), _of_levels(visit, shared_by(visit, earlier, rules), rules)]
    told = [each for each in (verdict, *beside) if each is not None]
    return next((each for each in told if each.code is CapCode.REACHED), told[1] if len(told) > 1 else verdict)


def soft_line(
    cap: CapVerdict, visit: Visit, site: SiteFacts | None, rules: RuleSet, earlier: Sequence[Visit]
) -> Finding | None:
    """More exempt visits than the soft line: watched by the bureau, never blocked (B-27). `cap` is judge_cap's word."""
    if cap.code is not CapCode.EXEMPT:
        return None
    usage, _ = count(own_history(visit, earlier, rules), rules)
    most = rules.cap.exempt_soft * most_visits(site, rules)
    counted = usage.exempt.get(cap.period, 0) + 1
    if counted <= most:
        return None
    facts: Facts = {"counted": counted, "most": most, "unit": rules.cap.unit, "period": cap.period}
    return Finding("CAP_EXEMPT_SOFT", "B-27", Severity.ALERT, facts)


def _counted(tightest: list[tuple[int, int, str]], visit: Visit, rules: RuleSet) -> CapVerdict:
    reached = [used >= most for most, used, _ in tightest]
    most, used, period = tightest[reached.index(True)] if any(reached) else tightest[0]
    if all(reached):
        return _verdict(CapCode.REACHED, "cap.reached", "B-25", used + 1, most, period, visit, rules)
    if any(reached):
        return _verdict(CapCode.NEEDS_REVIEW, "cap.border", "B-02", used + 1, most, period, visit, rules)
    return _verdict(CapCode.WITHIN, "cap.within", "B-25", used + 1, most, period, visit, rules)


def _of_whitelist(visit: Visit, site: SiteFacts | None, usage: Usage, rules: RuleSet) -> CapVerdict | None:
    """What the white list leaves of daily visits, where it stands against this one, or perhaps does (B-36)."""
    most, days = rules.whitelist.daily_cap, visit.arrived.days(rules.zone)
    listed = kept_away(visit, site, rules) if site is not None else []
    full = [day for day in listed if usage.used.get(period_of(day, rules.cap.unit), 0) >= most]
    if not full:
        return None
    period = period_of(full[0], rules.cap.unit)
    counted = usage.used.get(period, 0) + 1
    if len(full) < len(days):
        return _verdict(CapCode.NEEDS_REVIEW, "cap.border", "B-02", counted, most, period, visit, rules)
    return _verdict(CapCode.REACHED, "cap.whitelisted", "B-36", counted, most, period, visit, rules)


def _of_items(visit: Visit, usage: Usage, rules: RuleSet) -> CapVerdict | None:
    """The first cap that an item published for itself and that has no room for this visit, or perhaps none (B-25)."""
    days = visit.arrived.days(rules.zone)
    for cap in visit.item_caps:
        full = [day for day in days if usage.of_item(cap, day) >= cap.most]
        if full:
            return _item_verdict(cap, full, len(full) == len(days), visit, usage)
    return None


def _item_verdict(cap: ItemCap, full: list[date], reached: bool, visit: Visit, usage: Usage) -> CapVerdict:
    code, reason, rule = (
        (CapCode.REACHED, "cap.item_reached", "B-25") if reached else (CapCode.NEEDS_REVIEW, "cap.border", "B-02")
    )
    counted, period = usage.of_item(cap, full[0]) + 1, period_of(full[0], cap.unit)
    facts: Facts = {
        "day": full[0].isoformat(), "unit": cap.unit, "period": period, "counted": counted, "most": cap.most, "left": 0,
        "trigger": visit.trigger, "item": cap.name,
    }  # fmt: skip
    return CapVerdict(code, reason, rule, counted, cap.most, period, facts)


def _of_levels(visit: Visit, used: Sequence[Together], rules: RuleSet) -> CapVerdict | None:
    """The first cap shared with other levels that has no room for this visit, or perhaps none (B-25)."""
    periods = periods_of(visit, rules)
    for each in used:
        full = [period for period in periods if each.is_full(visit, period, rules)]
        if full:
            return _levels_verdict(each, full[0], len(full) == len(periods), visit, rules)
    return None


def _levels_verdict(each: Together, period: str, reached: bool, visit: Visit, rules: RuleSet) -> CapVerdict:
    code, reason, rule = (
        (CapCode.REACHED, "cap.levels_reached", "B-25") if reached else (CapCode.NEEDS_REVIEW, "cap.border", "B-02")
    )
    told = _verdict(code, reason, rule, each.used.get(period, 0) + 1, each.cap.most, period, visit, rules)
    return replace(told, facts=told.facts | {"levels": [*each.cap.levels], "of_field": each.of_field})


def _tightest(visit: Visit, site: SiteFacts | None, period: str, usage: Usage, rules: RuleSet) -> tuple[int, int, str]:
    """The limit with the least room left: the subject's own, or that of an item (B-25)."""
    limits = [(most_visits(site, rules), usage.used.get(period, 0), period)]
    for item in visit.item_ids:
        if (most := rules.cap.items.get(str(item))) is not None:
            limits.append((most, usage.used_by_item.get((str(item), period), 0), period))
    return min(limits, key=lambda each: each[0] - each[1])


def _verdict(
    code: CapCode, reason: str, rule: str, counted: int, most: int, period: str, visit: Visit, rules: RuleSet
) -> CapVerdict:
    facts: Facts = {
        "day": visit.arrived.days(rules.zone)[0].isoformat(), "unit": rules.cap.unit, "period": period,
        "counted": counted, "most": most, "left": max(0, most - counted), "trigger": visit.trigger,
    }  # fmt: skip
    return CapVerdict(code, reason, rule, counted, most, period, facts)
