"""Who is in the pool of a draw, and why another is not: decided before anything is drawn (B-86)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from backend.policy.caps import count, history, most_visits
from backend.policy.facts import Id, ItemCap, Rank, SiteFacts, Visit
from backend.policy.kinds import is_inspection
from backend.policy.periods import period_of
from backend.policy.ruleset import RuleSet
from backend.policy.slots import next_slot
from backend.policy.whitelist import is_listed

REASONS = ("closed", "whitelist", "full_coverage", "cooldown", "cap_used", "no_slot")
"""Why an enterprise is not in the pool, in the order in which it is asked; the first that holds is told."""


@dataclass(frozen=True, slots=True)
class Span:
    """For which days is drawn (both included), by whom, about items of these caps; `rank` is where
    that subject stands, `today` is the local day of the draw."""

    today: date
    first_day: date
    last_day: date
    organ_id: Id
    item_caps: tuple[ItemCap, ...] = ()
    rank: Rank | None = None


def weight(site: SiteFacts, rules: RuleSet) -> int:
    """How heavily an enterprise weighs in the draw: by its tier, whole numbers, only their proportion matters (B-35)."""
    return rules.tier.weight.get(site.tier or "", rules.tier.unrated)


def why_not(site: SiteFacts, visits: Sequence[Visit], span: Span, rules: RuleSet) -> str | None:
    """The first of REASONS that keeps the enterprise out of the pool; None if it is in (B-86).

    `visits` are all that hold a place: those that happened, whoever came, and the organ's own that are coded for later.
    """
    marked = _marked(site, span, rules)
    if marked is not None:
        return marked
    if visited_lately(visits, span.today, rules):
        return "cooldown"
    if _cap_used(site, visits, span, rules):
        return "cap_used"
    return None if has_slot(site, visits, span, rules) else "no_slot"


def _marked(site: SiteFacts, span: Span, rules: RuleSet) -> str | None:
    marks: Mapping[str, Sequence[str]] = {
        "closed": rules.draw.closed, "whitelist": rules.draw.whitelist, "full_coverage": rules.draw.full_coverage
    }  # fmt: skip
    named = next((reason for reason, named in marks.items() if not site.classes.isdisjoint(named)), None)
    return named or ("whitelist" if _listed_throughout(site, span) else None)


def _listed_throughout(site: SiteFacts, span: Span) -> bool:
    """Whether it stands on the white list on the first and the last day that are drawn for (B-36)."""
    return is_listed(site, max(span.first_day, span.today)) and is_listed(site, span.last_day)


def visited_lately(visits: Sequence[Visit], today: date, rules: RuleSet) -> bool:
    """Whether anybody inspected there within the last `draw.cooldown_days`: the day 60 days ago is the last that counts."""
    first = today - timedelta(days=rules.draw.cooldown_days)
    came = (visit.arrived.days(rules.zone)[-1] for visit in visits if is_inspection(visit))
    return any(first <= day <= today for day in came)


def has_slot(site: SiteFacts, visits: Sequence[Visit], span: Span, rules: RuleSet) -> bool:
    """Whether a lawful day is left between the first and the last, outside the quiet period and under the cap (B-46)."""
    begin = datetime.combine(max(span.first_day, span.today), time(), rules.zone)
    slot = next_slot(begin, site, rules, visits, span.organ_id, span.item_caps, until=span.last_day, rank=span.rank)
    return slot is not None


def _cap_used(site: SiteFacts, visits: Sequence[Visit], span: Span, rules: RuleSet) -> bool:
    """Whether every period that the span touches is used up, for the subject or for one of the items (B-25)."""
    usage, _ = count(history(span.organ_id, site.enterprise_id, site.site_id, visits, rules), rules)
    most = most_visits(site, rules)
    days = [span.first_day + timedelta(days=n) for n in range((span.last_day - span.first_day).days + 1)]
    return all(
        usage.used.get(period_of(day, rules.cap.unit), 0) >= most
        or any(usage.of_item(cap, day) >= cap.most for cap in span.item_caps)
        for day in days
    )
