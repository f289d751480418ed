"""The next lawful slot: outside the quiet period, under the cap, on a working day, with the officers free (B-46)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from backend.policy.caps import count, history, most_visits, shared
from backend.policy.company import ALONE, Company
from backend.policy.facts import Facts, Id, ItemCap, Rank, SiteFacts, Visit
from backend.policy.open_days import OpenDays
from backend.policy.periods import period_of
from backend.policy.ruleset import RuleSet
from backend.policy.whitelist import fully_covered, is_listed

Hurdle = Callable[[date], str | None]


@dataclass(frozen=True, slots=True)
class Slot:
    """A local day and time. `reason` says what pushed it back: free, not_a_workday, after_quiet, next_period,
    whitelisted or officers_busy; or joint, where it was put on a day on which `organ` comes anyway (B-88).

    `provisional`: no holiday table for its year, so Monday to Friday was taken (B-04).
    """

    day: date
    starts_at: time
    reason: str
    provisional: bool
    organ: str = ""

    def facts(self) -> Facts:
        """The slot as facts, with the words that name it."""
        told: Facts = {
            "code": "slot.provisional" if self.provisional else "slot.open",
            "day": self.day.isoformat(),
            "weekday": self.day.isoweekday(),
            "starts_at": f"{self.starts_at:%H:%M}",
            "reason": self.reason,
        }
        return told | ({"organ": self.organ} if self.organ else {})


def next_slot(
    after: datetime, site: SiteFacts, rules: RuleSet, earlier: Sequence[Visit], organ_id: Id,
    item_caps: Sequence[ItemCap] = (), until: date | None = None, *, company: Company = ALONE, days: OpenDays | None = None,
    rank: Rank | None = None, fields: Collection[str] = (),
) -> Slot | None:  # fmt: skip
    """The first slot that starts at or after `after` for an ordinary visit of that subject, about items of these caps.

    `earlier` are all visits that hold a place in the count, planned ones too, and `rank` is where the subject stands: with
    others of its field it may share a cap (B-25). With company it is a slot at which the
    chosen officers are free, and rather one on which others come anyway, if that is within the joining window (B-88).
    `fields` are those of its items: what the law wants inspected in full, no white list keeps away (B-36).
    `days` are those of the rule set where many ask for the same ones. None if there is no slot within
    `slot.horizon_days`, or by the day `until`.
    """
    hurdle = _hurdles(site, rules, earlier, organ_id, item_caps, days or OpenDays(rules), rank, fields)
    first = _first_day(after, rules)
    last = until or first + timedelta(days=rules.slot.horizon_days)
    alone = _alone(first, last, hurdle, company, rules)
    if alone is None:
        return None
    return _joint(after, alone.day, last, hurdle, company, rules) or alone


def slot_for(visit: Visit, site: SiteFacts, rules: RuleSet, earlier: Sequence[Visit]) -> Slot | None:
    """The next slot instead of a visit: for its subject and its items, from its arrival on."""
    return next_slot(
        visit.arrived.earliest,
        site,
        rules,
        earlier,
        visit.organ_id,
        visit.item_caps,
        rank=visit.rank,
        fields=visit.fields,
    )


def slot_facts(slot: Slot | None) -> Facts:
    """A slot, or its absence, as a fact that a sentence can name."""
    return slot.facts() if slot else {"code": "slot.none"}


def reason_facts(slot: Slot | None) -> Facts:
    """Why it is this slot, or why there is none, as a sentence of its own."""
    code = f"slot.why.{slot.reason}" if slot else "slot.why.none"
    return {"code": code, "organ": slot.organ if slot else ""}


def _alone(first: date, last: date, hurdle: Hurdle, company: Company, rules: RuleSet) -> Slot | None:
    reason, day = "free", first
    while day <= last:
        obstacle = hurdle(day)
        if obstacle is None and company.keeps_away(day, rules.starts_at, rules):
            obstacle = "officers_busy"
        if obstacle is None:
            return Slot(day, rules.starts_at, reason, _provisional(day, rules))
        reason = obstacle if obstacle != "not_a_workday" or reason == "free" else reason
        day += timedelta(days=1)
    return None


def _joint(
    after: datetime, first: date, last: date, hurdle: Hurdle, company: Company, rules: RuleSet
) -> Slot | None:  # fmt: skip
    for other in company.within(first, rules):
        starts_at = other.starts_at or rules.starts_at
        begins = datetime.combine(other.day, starts_at, rules.zone)
        free = not company.keeps_away(other.day, starts_at, rules)
        if begins >= after and other.day <= last and free and hurdle(other.day) is None:
            return Slot(other.day, starts_at, "joint", _provisional(other.day, rules), other.organ)
    return None


def _provisional(day: date, rules: RuleSet) -> bool:
    return not rules.holiday_table.knows(day, day)


def _first_day(after: datetime, rules: RuleSet) -> date:
    local = after.astimezone(rules.zone)
    late = local.time().replace(tzinfo=None) > rules.starts_at
    return local.date() + timedelta(days=late)


def _hurdles(
    site: SiteFacts, rules: RuleSet, earlier: Sequence[Visit], organ_id: Id, item_caps: Sequence[ItemCap], days: OpenDays,
    rank: Rank | None, fields: Collection[str],
) -> Hurdle:  # fmt: skip
    usage, _ = count(history(organ_id, site.enterprise_id, site.site_id, earlier, rules), rules)
    together = shared(rank, organ_id, site.enterprise_id, site.site_id, earlier, rules)
    most, calendar = most_visits(site, rules), days.of(site)
    listed = bool(site.whitelist) and not fully_covered(site, fields, rules)

    def hurdle(day: date) -> str | None:
        if (
            listed
            and is_listed(site, day)
            and usage.used.get(period_of(day, rules.cap.unit), 0) >= rules.whitelist.daily_cap
        ):
            return "whitelisted"
        if usage.used.get(period_of(day, rules.cap.unit), 0) >= most:
            return "next_period"
        if any(usage.of_item(each, day) >= each.most for each in item_caps):
            return "next_period"
        if any(each.used.get(period_of(day, rules.cap.unit), 0) >= each.cap.most for each in together):
            return "next_period"
        return calendar.obstacle(day)

    return hurdle
