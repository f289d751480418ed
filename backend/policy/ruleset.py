"""RuleSet: all parameters of a bureau in force at a moment. Data, never code."""
# ruff: noqa: RUF009 - parameter() makes a dataclass field, as dataclasses.field does

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, time
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from backend.kernel.geo import Box
from backend.policy.calendars import QuietCalendar, calendar_from_data
from backend.policy.defaults import HOLIDAYS, RIGHTS
from backend.policy.grounds import PRIOR, Ground, grounds_from_data
from backend.policy.levels import LevelCap, level_caps_from_data
from backend.policy.parameters import (
    AbortRules,
    CacheRules,
    CapRules,
    CardRules,
    CheckoutRules,
    ClockRules,
    CodelessRules,
    ComplaintRules,
    DrawRules,
    EmergencyRules,
    ExplainRules,
    FollowupRules,
    GeoRules,
    HoursRules,
    ItemRules,
    JointRules,
    MergeRules,
    MultidayRules,
    NonInspectionRules,
    OfficerRules,
    PlanRules,
    QuietRules,
    RecordingRules,
    ResultRules,
    SlotRules,
    SpecialRules,
    TierRules,
    TravelRules,
    WhitelistRules,
    parameter,
)
from backend.policy.workdays import Holidays, holidays_from_data

LONGEST_TERM = 366
"""Days."""

LONGEST_VISIT_H = 72

LONGEST_REVIEW = 60
"""Months."""

_COMMON_YEAR = 2027


class RuleSetError(ValueError):
    """The body of a rule set cannot be used; the text names the parameter."""


@dataclass(frozen=True)
class RuleSet:
    """All parameters in force at a moment. Build it with `from_data`; `default()` is the example of the papers."""

    id: str
    tz: str = parameter("B-01", "Asia/Shanghai")
    clock: ClockRules = field(default_factory=ClockRules)
    holidays: dict[str, Any] = parameter("B-04", HOLIDAYS)
    cap: CapRules = field(default_factory=CapRules)
    joint: JointRules = field(default_factory=JointRules)
    multiday: MultidayRules = field(default_factory=MultidayRules)
    followup: FollowupRules = field(default_factory=FollowupRules)
    abort: AbortRules = field(default_factory=AbortRules)
    noninsp: NonInspectionRules = field(default_factory=NonInspectionRules)
    codeless: CodelessRules = field(default_factory=CodelessRules)
    merge: MergeRules = field(default_factory=MergeRules)
    quiet: QuietRules = field(default_factory=QuietRules)
    cache: CacheRules = field(default_factory=CacheRules)
    explain: ExplainRules = field(default_factory=ExplainRules)
    items: ItemRules = field(default_factory=ItemRules)
    plan: PlanRules = field(default_factory=PlanRules)
    special: SpecialRules = field(default_factory=SpecialRules)
    emergency: EmergencyRules = field(default_factory=EmergencyRules)
    officers: OfficerRules = field(default_factory=OfficerRules)
    card: CardRules = field(default_factory=CardRules)
    hours: HoursRules = field(default_factory=HoursRules)
    geo: GeoRules = field(default_factory=GeoRules)
    rec: RecordingRules = field(default_factory=RecordingRules)
    result: ResultRules = field(default_factory=ResultRules)
    checkout: CheckoutRules = field(default_factory=CheckoutRules)
    travel: TravelRules = field(default_factory=TravelRules)
    tier: TierRules = field(default_factory=TierRules)
    draw: DrawRules = field(default_factory=DrawRules)
    whitelist: WhitelistRules = field(default_factory=WhitelistRules)
    slot: SlotRules = field(default_factory=SlotRules)
    complaint: ComplaintRules = field(default_factory=ComplaintRules)
    rights: dict[str, list[str]] = parameter("B-47", RIGHTS)

    @classmethod
    def default(cls) -> RuleSet:
        """The rule set of the papers: 2 visits a year, quiet from the 1st to the 20th, China's box and zone."""
        return cls.from_data("default", {})

    @classmethod
    def from_data(cls, ruleset_id: object, data: Mapping[str, Any]) -> RuleSet:
        """Build it from JSON; what is absent takes its default. Raises RuleSetError with the parameter's name."""
        rules: RuleSet = _build(cls, {"id": str(ruleset_id), **data}, "")
        rules.check()
        return rules

    def as_data(self) -> dict[str, Any]:
        """The whole body as JSON, every parameter with its value: what is stored when it is adopted (B-03)."""
        return _as_data(self)

    def check(self) -> None:
        """Raise RuleSetError where a value cannot be used."""
        _one_of("cap.unit", self.cap.unit, ("year", "quarter", "month", "week"))
        _one_of("cap.scope", self.cap.scope, ("entity", "premises"))
        _one_of("joint.own_cap", self.joint.own_cap, ("each", "lead_only"))
        _one_of("quiet.approver", self.quiet.approver, PRIOR)
        _one_of("plan.enforce", self.plan.enforce, ("flag", "block"))
        _a_day_of_the_year("plan.due", self.plan.due)
        _a_term("complaint", self.complaint)
        _hours("checkout.autoclose_h", self.checkout.autoclose_h)
        _months("whitelist.review_months", self.whitelist.review_months)
        _weigh("tier", self.tier)
        try:
            _ = self.zone, self.box, self.calendars, self.grounds, self.holiday_table, self.starts_at, self.card_number
            _ = self.level_caps
        except (KeyError, TypeError, ValueError, ZoneInfoNotFoundError, re.error) as error:
            raise RuleSetError(f"a rule set cannot be used: {error}") from error

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone in which every rule runs (B-01)."""
        return ZoneInfo(self.tz)

    @cached_property
    def box(self) -> Box:
        """The box of the region; a position outside it that fits when swapped was swapped (B-50)."""
        return Box(*self.geo.bbox)

    @cached_property
    def calendars(self) -> tuple[QuietCalendar, ...]:
        """The quiet calendars (B-37)."""
        return tuple(calendar_from_data(each) for each in self.quiet.calendars)

    @cached_property
    def level_caps(self) -> tuple[LevelCap, ...]:
        """The caps that several levels share (B-25)."""
        return level_caps_from_data(self.cap.levels)

    @cached_property
    def grounds(self) -> Mapping[str, Ground]:
        """The exemption list by code (B-40)."""
        return grounds_from_data(self.quiet.grounds)

    @cached_property
    def holiday_table(self) -> Holidays:
        """Days off and worked weekends by year (B-04)."""
        return holidays_from_data(self.holidays)

    @cached_property
    def card_number(self) -> re.Pattern[str]:
        """What the number of a card usually looks like (B-91)."""
        return re.compile(self.card.pattern)

    @cached_property
    def starts_at(self) -> time:
        """The local time at which a proposed visit starts (B-46)."""
        return time.fromisoformat(self.slot.starts_at)


def default_data() -> dict[str, Any]:
    """The whole default body as JSON, for a bureau to edit."""
    return RuleSet("default").as_data()


def parameters() -> dict[str, tuple[Any, str]]:
    """Every parameter by its dotted name: its default and its rule number."""
    return dict(_walk(RuleSet, ""))


def _walk(kind: type, prefix: str) -> list[tuple[str, tuple[Any, str]]]:
    found: list[tuple[str, tuple[Any, str]]] = []
    sample: Any = kind("default") if kind is RuleSet else kind()
    for each in fields(sample):
        value = getattr(sample, each.name)
        if is_dataclass(value):
            found += _walk(type(value), f"{prefix}{each.name}.")
        elif each.name != "id":
            found.append((prefix + each.name, (value, each.metadata["rule"])))
    return found


def _build(kind: Any, data: Any, prefix: str) -> Any:
    if not isinstance(data, Mapping):
        raise RuleSetError(f"{prefix.rstrip('.')} must be an object")
    known = {each.name: each for each in fields(kind)}
    values: dict[str, Any] = {}
    for name, value in data.items():
        if name not in known:
            raise RuleSetError(f"there is no parameter {prefix}{name}")
        section = known[name].default_factory
        if isinstance(section, type) and is_dataclass(section):
            value = _build(section, value, f"{prefix}{name}.")
        values[name] = value
    return kind(**values)


def _as_data(value: Any) -> dict[str, Any]:
    return {
        each.name: _as_data(part) if is_dataclass(part := getattr(value, each.name)) else part
        for each in fields(value)
        if each.name != "id"
    }


def _a_term(name: str, terms: Any) -> None:
    """Terms are days that somebody can wait for."""
    for each in fields(terms):
        if not 1 <= getattr(terms, each.name) <= LONGEST_TERM:
            raise RuleSetError(f"{name}.{each.name} takes 1 to {LONGEST_TERM}")


def _hours(name: str, told: int) -> None:
    """A visit that nobody left is closed within three days, and not before an hour is over (B-53)."""
    if not 1 <= told <= LONGEST_VISIT_H:
        raise RuleSetError(f"{name} takes 1 to {LONGEST_VISIT_H}")


def _months(name: str, told: int) -> None:
    """A review that comes every so often, at least every five years (B-36)."""
    if not 1 <= told <= LONGEST_REVIEW:
        raise RuleSetError(f"{name} takes 1 to {LONGEST_REVIEW}")


def _a_day_of_the_year(name: str, told: str) -> None:
    """A month and a day that every year has: the 29th of February is none."""
    try:
        if len(told) != len("03-31") or told[2] != "-":
            raise ValueError(told)
        date(_COMMON_YEAR, int(told[:2]), int(told[3:]))
    except ValueError as error:
        raise RuleSetError(f"{name} is a month and a day of every year, as 03-31") from error


def _weigh(name: str, weights: TierRules) -> None:
    """An enterprise that weighs nothing would never be drawn, and nobody would have said so."""
    if any(type(each) is not int or each < 1 for each in (*weights.weight.values(), weights.unrated)):
        raise RuleSetError(f"{name}.weight and {name}.unrated take whole numbers from 1")


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise RuleSetError(f"{name} must be one of {', '.join(allowed)}, not {value!r}")
