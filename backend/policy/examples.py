"""A rule set's own examples: a case in local words and what must come of it, run by the same `judge` as any visit (B-03)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from backend.policy.caps import CapCode
from backend.policy.defaults import GROUNDS
from backend.policy.facts import (
    Approval,
    Facts,
    Finding,
    Interval,
    ListedSpan,
    OfficerAtDoor,
    PlanSpan,
    Rank,
    SiteFacts,
    Visit,
)
from backend.policy.kinds import INSPECTIONS, NON_INSPECTIONS, TRIGGERS
from backend.policy.levels import LEVELS
from backend.policy.packs import Fault
from backend.policy.quiet import QuietCode
from backend.policy.ruleset import RuleSet
from backend.policy.verdict import Verdict, judge

ORGAN, ENTERPRISE, SITE = "organ", "enterprise", "site"
FIELD = "field"
EVIDENCE = "example"
MORNING = time(9)
EXPECTED = ("quiet", "cap", "no_plan")
"""What an example may expect."""
MOST_BEFORE = 100
"""Earlier visits of one example."""

_OFFICERS = (OfficerAtDoor("one", "active"), OfficerAtDoor("two", "active"))


@dataclass(frozen=True, slots=True)
class Example:
    """A visit as a lawyer tells it, and the verdicts that the text of the rules gives it.

    `arrives` and `approved` are local clock times, `whitelisted` since when the enterprise stands on the white list;
    `before` are days of earlier ordinary visits by the same organ to the same enterprise; `plan_published` whether the
    organ's plan of that year stands published (B-17). `level` is where that organ stands; `others` are days of earlier
    visits by another body of its field at each of these levels (B-25). Of `quiet`, `cap` and `no_plan` at least one is expected; None
    leaves that verdict open, and `no_plan` says whether NO_PLAN is found.
    """

    name: str
    arrives: datetime
    kind: str = "daily"
    trigger: str = "plan"
    ground: str | None = None
    evidence: bool = False
    approved: datetime | None = None
    class_: str | None = None
    industry: str | None = None
    tier: str | None = None
    whitelisted: date | None = None
    before: tuple[date, ...] = ()
    level: str | None = None
    others: tuple[tuple[str, tuple[date, ...]], ...] = ()
    plan_published: bool = True
    quiet: str | None = None
    cap: str | None = None
    no_plan: bool | None = None


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of an example."""

    example: Example
    verdict: Verdict

    @property
    def quiet_passes(self) -> bool:
        """Whether the quiet period was judged as expected."""
        return self.example.quiet in (None, str(self.verdict.quiet.code))

    @property
    def cap_passes(self) -> bool:
        """Whether the count was judged as expected."""
        return self.example.cap in (None, str(self.verdict.cap.code))

    @property
    def no_plan(self) -> Finding | None:
        """What was found about the plan, if anything."""
        return next((each for each in self.verdict.findings if each.code == "NO_PLAN"), None)

    @property
    def no_plan_passes(self) -> bool:
        """Whether a missing plan was found or not as expected."""
        return self.example.no_plan in (None, self.no_plan is not None)

    @property
    def passes(self) -> bool:
        """Whether all that was expected came."""
        return self.quiet_passes and self.cap_passes and self.no_plan_passes


def run(examples: Sequence[Example], rules: RuleSet, region: str) -> list[Ran]:
    """Judge every example by the rules, each in a world of its own."""
    return [Ran(each, _judged(each, rules, region)) for each in examples]


def example_faults(data: Sequence[Mapping[str, Any]], rules: RuleSet) -> list[Fault]:
    """What is wrong with the examples as they were written: what cannot be read, and two that contradict each other."""
    found = [fault for n, each in enumerate(data) if (fault := _unreadable(n, each, rules)) is not None]
    return found or [*_contradictions(data)]


def examples_from_data(data: Sequence[Mapping[str, Any]]) -> list[Example]:
    """Examples from JSON that `example_faults` found nothing wrong with."""
    return [_read(each) for each in data]


def _read(data: Mapping[str, Any]) -> Example:
    told = {("class_" if name == "class" else name): value for name, value in data.items()}
    told["arrives"] = _local(told["arrives"])
    told["approved"] = _local(told["approved"]) if told.get("approved") else None
    told["whitelisted"] = date.fromisoformat(told["whitelisted"]) if told.get("whitelisted") else None
    told["before"] = _days(told.get("before") or ())
    told["others"] = tuple((level, _days(days)) for level, days in sorted((told.get("others") or {}).items()) if days)
    return Example(**told)


def _days(told: Sequence[str]) -> tuple[date, ...]:
    return tuple(date.fromisoformat(each) for each in told)


def _local(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None or not 1970 < moment.year < 2199:
        raise ValueError(text)
    return moment


def _unreadable(n: int, data: Mapping[str, Any], rules: RuleSet) -> Fault | None:
    try:
        example = _read(data)
    except (KeyError, TypeError, ValueError):
        return _fault(n, "fault.example_unreadable", {})
    if len(example.before) + sum(len(days) for _, days in example.others) > MOST_BEFORE:
        return _fault(n, "fault.example_long", {"most": MOST_BEFORE})
    if example.others and example.level is None:
        return _fault(n, "fault.example_no_level", {})
    if all(getattr(example, name) is None for name in EXPECTED):
        return _fault(n, "fault.example_expects_nothing", {})
    wrong = next(((name, value) for name, value, known in _words(example, rules) if value not in known), None)
    return _fault(n, "fault.example_unknown", {"field": wrong[0], "value": str(wrong[1])}) if wrong else None


def _words(example: Example, rules: RuleSet) -> Iterator[tuple[str, Any, Any]]:
    """Each word of an example with the words that there are."""
    yield "kind", example.kind, INSPECTIONS | NON_INSPECTIONS
    yield "trigger", example.trigger, TRIGGERS
    yield "ground", example.ground, {None, *GROUNDS, *rules.grounds}
    yield "level", example.level, {None, *LEVELS}
    yield from (("others", level, LEVELS) for level, _ in example.others)
    yield "quiet", example.quiet, {None, *map(str, QuietCode)}
    yield "cap", example.cap, {None, *map(str, CapCode)}


def _contradictions(data: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """The same case with another verdict: at most one of them can be the rule's."""
    first: dict[str, tuple[int, Example]] = {}
    for n, example in enumerate(examples_from_data(data)):
        n_before, before = first.setdefault(_case(example), (n, example))
        if any(_differ(getattr(before, name), getattr(example, name)) for name in EXPECTED):
            yield _fault(n, "fault.example_contradicts", {"other": n_before + 1})


def _case(example: Example) -> str:
    told = asdict(example)
    return str({name: value for name, value in told.items() if name not in ("name", *EXPECTED)})


def _differ(one: Any, other: Any) -> bool:
    return None not in (one, other) and one != other


def _judged(example: Example, rules: RuleSet, region: str) -> Verdict:
    site = SiteFacts(
        ENTERPRISE, SITE, "", classes=frozenset({example.class_} if example.class_ else ()), industry=example.industry,
        region=region, tier=example.tier, whitelist=(ListedSpan(example.whitelisted),) if example.whitelisted else (),
    )  # fmt: skip
    rank = Rank(example.level, FIELD) if example.level else None
    visit = _visit(
        "example", example.arrives, rules, kind=example.kind, trigger=example.trigger, ground=example.ground,
        evidence_id=EVIDENCE if example.evidence else None, approval=_approval(example, rules),
        superior_document=EVIDENCE if example.evidence and example.trigger == "superior" else None,
        plans=_plans(example), rank=rank,
    )  # fmt: skip
    return judge(visit, site, rules, [*_came(ORGAN, rank, example.before, rules), *_others(example, rules)])


def _others(example: Example, rules: RuleSet) -> Iterator[Visit]:
    """What another body of the field made before, at each of its levels (B-25)."""
    for level, days in example.others:
        yield from _came(f"{ORGAN} {level}", Rank(level, FIELD), days, rules)


def _came(organ_id: str, rank: Rank | None, days: Sequence[date], rules: RuleSet) -> Iterator[Visit]:
    for n, day in enumerate(days):
        at = datetime.combine(day, MORNING)
        yield _visit(f"{organ_id} before {n}", at, rules, organ_id=organ_id, rank=rank)


def _plans(example: Example) -> tuple[PlanSpan, ...]:
    year = example.arrives.year
    return (PlanSpan(year, date(year, 1, 1)),) if example.plan_published else ()


def _visit(name: str, at: datetime, rules: RuleSet, **told: Any) -> Visit:
    usual = {"organ_id": ORGAN, "kind": "daily", "trigger": "plan", **told}
    return Visit(
        name, enterprise_id=ENTERPRISE, site_id=SITE, arrived=Interval.at(at.replace(tzinfo=rules.zone)), officers=_OFFICERS, **usual
    )  # fmt: skip


def _approval(example: Example, rules: RuleSet) -> Approval | None:
    if example.approved is None:
        return None
    ground = rules.grounds.get(example.ground or "")
    approver = "bureau" if ground is not None and ground.approver == "bureau" else rules.quiet.approver
    return Approval("approval", approver, ORGAN, ENTERPRISE, example.approved.replace(tzinfo=rules.zone))


def _fault(n: int, code: str, facts: Facts) -> Fault:
    return Fault(f"examples[{n}]", code, "B-03", {"line": n + 1, **facts})
