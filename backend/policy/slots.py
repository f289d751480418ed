"""The next lawful slot: outside the quiet period, under the cap, on a working day (B-46)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from backend.policy.caps import count, history, most_visits, period_of
from backend.policy.facts import Facts, Id, ItemCap, SiteFacts, Visit
from backend.policy.quiet import protecting_calendars, quiet_on
from backend.policy.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Slot:
    """A local day and time. `reason` says what pushed it back: free, not_a_workday, after_quiet or next_period.

    `provisional`: no holiday table for its year, so Monday to Friday was taken (B-04).
    """

    day: date
    starts_at: time
    reason: str
    provisional: bool

    def facts(self) -> Facts:
        """The slot as facts, with the words that name it."""
        return {
            "code": "slot.provisional" if self.provisional else "slot.open",
            "day": self.day.isoformat(),
            "weekday": self.day.isoweekday(),
            "starts_at": f"{self.starts_at:%H:%M}",
            "reason": self.reason,
        }


def next_slot(
    after: datetime, site: SiteFacts, rules: RuleSet, earlier: Sequence[Visit], organ_id: Id,
    item_caps: Sequence[ItemCap] = (), until: date | None = None,
) -> Slot | None:  # fmt: skip
    """The first slot that starts at or after `after` for an ordinary visit of that subject, about items of these caps.

    `earlier` are all visits that hold a place in the count, planned ones too. None if there is no slot within
    `slot.horizon_days`, or by the day `until`.
    """
    hurdle = _hurdles(site, rules, earlier, organ_id, item_caps)
    reason = "free"
    day = _first_day(after, rules)
    last = until or day + timedelta(days=rules.slot.horizon_days)
    while day <= last:
        obstacle = hurdle(day)
        if obstacle is None:
            return Slot(day, rules.starts_at, reason, not rules.holiday_table.knows(day, day))
        reason = obstacle if obstacle != "not_a_workday" or reason == "free" else reason
        day += timedelta(days=1)
    return None


def slot_facts(slot: Slot | None) -> Facts:
    """A slot, or its absence, as a fact that a sentence can name."""
    return slot.facts() if slot else {"code": "slot.none"}


def _first_day(after: datetime, rules: RuleSet) -> date:
    local = after.astimezone(rules.zone)
    late = local.time().replace(tzinfo=None) > rules.starts_at
    return local.date() + timedelta(days=late)


def _hurdles(
    site: SiteFacts, rules: RuleSet, earlier: Sequence[Visit], organ_id: Id, item_caps: Sequence[ItemCap]
) -> Callable[[date], str | None]:
    calendars = protecting_calendars(site, rules)
    usage, _ = count(history(organ_id, site.enterprise_id, site.site_id, earlier, rules), rules)
    most = most_visits(site, rules)

    def hurdle(day: date) -> str | None:
        if usage.used.get(period_of(day, rules.cap.unit), 0) >= most:
            return "next_period"
        if any(usage.of_item(each, day) >= each.most for each in item_caps):
            return "next_period"
        if quiet_on(day, site, calendars):
            return "after_quiet"
        return None if rules.holiday_table.is_workday(day) else "not_a_workday"

    return hurdle
