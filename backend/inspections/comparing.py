"""What a rule set would have made of visits that happened, beside what was in force at each arrival. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.policy.batches import link_followups
from backend.policy.caps import CapCode
from backend.policy.facts import Json, SiteFacts, Visit
from backend.policy.quiet import QuietCode
from backend.policy.ruleset import RuleSet
from backend.policy.verdict import Verdict, judge

InForce = Callable[[str, datetime], RuleSet]


@dataclass(frozen=True, slots=True)
class Arrived:
    """A visit that happened, with the premises as they are known now. `inspection_id` is None for an imported one."""

    visit: Visit
    site: SiteFacts | None
    region: str
    inspection_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """One visit and both verdicts; `day` is the local day of its arrival."""

    arrived: Arrived
    day: date
    before: Verdict
    after: Verdict

    @property
    def differs(self) -> bool:
        """Whether quiet period, count or any finding is judged otherwise."""
        return _told(self.before) != _told(self.after)

    @property
    def becomes(self) -> str:
        """broken: against the rules only now; kept: not against them any more; other."""
        broke, breaks = is_broken(self.before), is_broken(self.after)
        return "other" if broke == breaks else "broken" if breaks else "kept"


@dataclass
class Side:
    """What became of the visits by one of the two: how many of each verdict, and how many against the rules."""

    quiet: Counter[str] = field(default_factory=Counter)
    cap: Counter[str] = field(default_factory=Counter)
    broken: int = 0

    def add(self, verdict: Verdict) -> None:
        """Count one verdict."""
        self.quiet[str(verdict.quiet.code)] += 1
        self.cap[str(verdict.cap.code)] += 1
        self.broken += is_broken(verdict)

    def as_data(self) -> dict[str, Json]:
        """The counts as JSON; verdicts that nobody got are left out."""
        return {"quiet": dict(sorted(self.quiet.items())), "cap": dict(sorted(self.cap.items())), "broken": self.broken}


@dataclass
class Month:
    """A month of the picture: visits, those against the rules before and after, and those judged otherwise."""

    visits: int = 0
    before: int = 0
    after: int = 0
    differ: int = 0


@dataclass
class Totals:
    """The sums of a comparison."""

    before: Side = field(default_factory=Side)
    after: Side = field(default_factory=Side)
    becomes: Counter[str] = field(default_factory=Counter)
    months: dict[str, Month] = field(default_factory=lambda: defaultdict(Month))

    def add(self, one: Compared) -> None:
        """Count one visit."""
        self.before.add(one.before)
        self.after.add(one.after)
        month = self.months[f"{one.day:%Y-%m}"]
        month.visits += 1
        month.before += is_broken(one.before)
        month.after += is_broken(one.after)
        if one.differs:
            month.differ += 1
            self.becomes[one.becomes] += 1

    def as_data(self) -> dict[str, Any]:
        """The totals as JSON, by month."""
        return {
            "visits": sum(self.before.quiet.values()), "differ": sum(self.becomes.values()),
            "becomes": {name: self.becomes[name] for name in ("broken", "kept", "other")},
            "before": self.before.as_data(), "after": self.after.as_data(),
            "months": [{"month": name, **vars(month)} for name, month in sorted(self.months.items())],
        }  # fmt: skip


def compare(
    visits: Iterable[Arrived], in_force: InForce, tried: RuleSet, since: date, until: date
) -> Iterator[Compared]:
    """Judge each visit of the local days since…until twice; those before only count beside it (B-25).

    Each is compared with its own organ's visits to the same enterprise, and with those of organs that share a cap with it
    by either of the two. Records name no evidence and no approval: a
    ground of an imported visit counts as evidenced and approved, by both rule sets.
    """
    believing, histories = _Believing(), [*_histories(visits)]
    others = _Others(each.visit for history in histories for each in history)
    for history in histories:
        told = [each.visit for each in history]
        for n, each in enumerate(history):
            day = each.visit.arrived.days(tried.zone)[0]
            if since <= day <= until:
                standing = in_force(each.region, each.visit.arrived.earliest)
                before, after = (believing.for_(each, rules) for rules in (standing, tried))
                yield Compared(
                    each, day, judge(each.visit, each.site, before, told[:n] + others.before(each.visit, before)),
                    judge(each.visit, each.site, after, told[:n] + others.before(each.visit, after)),
                )  # fmt: skip


def is_broken(verdict: Verdict) -> bool:
    """Whether the visit was against the quiet period or the cap."""
    return verdict.quiet.code is QuietCode.VIOLATION or verdict.cap.code is CapCode.REACHED


def verdict_data(verdict: Verdict) -> dict[str, Any]:
    """What is kept of a verdict: enough for its sentences."""
    quiet, cap = verdict.quiet, verdict.cap
    return {
        "quiet": {"code": str(quiet.code), "reason": quiet.reason, "rule": quiet.rule, "facts": quiet.facts},
        "cap": {"code": str(cap.code), "reason": cap.reason, "rule": cap.rule, "facts": cap.facts},
        "findings": sorted({each.code for each in verdict.findings}),
    }


def _told(verdict: Verdict) -> tuple[str, str, frozenset[str]]:
    return str(verdict.quiet.code), str(verdict.cap.code), frozenset(each.code for each in verdict.findings)


class _Others:
    """The visits of other organs to each enterprise, for those that share a cap with them (B-25)."""

    def __init__(self, visits: Iterable[Visit]) -> None:
        self._at: dict[Any, list[Visit]] = defaultdict(list)
        for each in visits:
            self._at[each.enterprise_id].append(each)

    def before(self, visit: Visit, rules: RuleSet) -> list[Visit]:
        """Those that arrived before this one, where these rules let levels share a cap with its organ."""
        shared = [each for each in rules.level_caps if each.holds_for(visit.rank)]
        here = self._at[visit.enterprise_id] if shared else ()
        return [
            each for each in here
            if each.organ_id != visit.organ_id and any(cap.joins(visit.rank, each.rank) for cap in shared)
            and (each.arrived.earliest, str(each.id)) < (visit.arrived.earliest, str(visit.id))
        ]  # fmt: skip


class _Believing:
    """Rule sets that take a ground of an imported visit at its word; each is made once, and kept with what it is made of."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[RuleSet, RuleSet]] = {}

    def for_(self, each: Arrived, rules: RuleSet) -> RuleSet:
        if each.inspection_id is not None:
            return rules
        if id(rules) not in self._made:
            self._made[id(rules)] = (rules, _believing(rules))
        return self._made[id(rules)][1]


def _believing(rules: RuleSet) -> RuleSet:
    """The cap needs nothing of the kind: an imported visit says itself whether it is exempt (B-26)."""
    grounds = {code: {"evidence": "none", "approver": "none"} for code in rules.quiet.grounds}
    return replace(rules, quiet=replace(rules.quiet, grounds=grounds))


def _histories(visits: Iterable[Arrived]) -> Iterator[Sequence[Arrived]]:
    """One organ's visits to one enterprise at a time, by arrival, each imported follow-up with its batch (B-32)."""
    groups: dict[tuple[Any, Any], list[Arrived]] = defaultdict(list)
    for each in visits:
        groups[each.visit.organ_id, each.visit.enterprise_id].append(each)
    for group in groups.values():
        ordered = sorted(group, key=lambda each: each.visit.arrived.earliest)
        linked = link_followups([each.visit for each in ordered])
        yield [
            replace(each, visit=after) if each.inspection_id is None else each
            for each, after in zip(ordered, linked, strict=True)
        ]
