"""Every parameter of a rule set, section by section, with its rule number and its default."""
# ruff: noqa: RUF009 - parameter() makes a dataclass field, as dataclasses.field does

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from backend.policy.defaults import CALENDARS, CAP_EXEMPT, GROUNDS


def parameter(rule: str, default: Any) -> Any:
    """A parameter: its rule number and its default."""
    if isinstance(default, list | dict):
        return field(default_factory=lambda: default, metadata={"rule": rule})
    return field(default=default, metadata={"rule": rule})


@dataclass(frozen=True)
class ClockRules:
    """How far a device's clock is believed."""

    max_drift_s: int = parameter("B-02", 120)
    untrusted_min: int = parameter("B-02", 20)


@dataclass(frozen=True)
class CapRules:
    """How often a subject may come. `unit` is year, quarter, month or week; `scope` is entity or premises."""

    default: int = parameter("B-25", 2)
    unit: str = parameter("B-25", "year")
    scope: str = parameter("B-06", "entity")
    items: dict[str, int] = parameter("B-25", {})
    levels: dict[str, int] = parameter("B-25", {})
    """What bodies of one field at several levels may do together: {"city+county": 4}."""
    tiers: dict[str, int] = parameter("B-35", {"A": 1, "B": 2, "C": 4, "D": 6})
    exempt: list[str] = parameter("B-26", CAP_EXEMPT)
    exempt_needs_evidence: bool = parameter("B-26", True)
    exempt_soft: int = parameter("B-27", 2)
    special_superior: str = parameter("B-28", "exempt")


@dataclass(frozen=True)
class JointRules:
    """Several subjects at one door. `own_cap` is each or lead_only."""

    window_min: int = parameter("B-29", 60)
    own_cap: str = parameter("B-29", "each")
    propose_days: int = parameter("B-88", 30)
    """How far apart two subjects' visits to one enterprise may be planned for a joint one to be proposed."""
    answer_workdays: int = parameter("B-88", 3)
    """How many working days whoever was asked to join has to answer."""


@dataclass(frozen=True)
class MultidayRules:
    """One inspection over several named days."""

    gap_workdays: int = parameter("B-31", 3)


@dataclass(frozen=True)
class FollowupRules:
    """Coming back to see whether a finding was put right. `own_triggers` are judged by B-26 although they follow up."""

    free: int = parameter("B-32", 1)
    window_days: int = parameter("B-32", 30)
    own_triggers: list[str] = parameter("B-32", ["enterprise_request"])


@dataclass(frozen=True)
class AbortRules:
    """A visit that was broken off."""

    grace_min: int = parameter("B-33", 15)
    note_workdays: int = parameter("B-33", 3)
    """How long the leader has to explain the second in a row."""


@dataclass(frozen=True)
class NonInspectionRules:
    """So many visits that are no inspections within so many days raise an alert."""

    alert: int = parameter("B-24", 3)
    days: int = parameter("B-24", 30)


@dataclass(frozen=True)
class CodelessRules:
    """Without a code: working days for the report to the bureau, days to make up what a network failure held back."""

    report_workdays: int = parameter("B-54", 3)
    network_days: int = parameter("B-54", 10)


@dataclass(frozen=True)
class MergeRules:
    """Arrivals of one officer under one task at one enterprise so close together are one."""

    min: int = parameter("B-52", 10)


@dataclass(frozen=True)
class QuietRules:
    """The quiet period: whom it protects, when, and what is excepted. `applies_to` is 'all' or a list of classes."""

    applies_to: str | list[str] = parameter("B-38", "all")
    calendars: list[dict[str, Any]] = parameter("B-37", CALENDARS)
    grounds: dict[str, dict[str, Any]] = parameter("B-40", GROUNDS)
    approver: str = parameter("B-41", "subject_head")
    file_with: str = parameter("B-41", "bureau")
    approval_valid_days: int = parameter("B-41", 5)
    continue_min: int = parameter("B-43", 120)
    exempt_share_alert: float = parameter("B-45", 0.5)
    """Above this share of a subject's visits of a month that stood on an exception, supervision is told."""
    exempt_min_n: int = parameter("B-45", 10)
    """Of fewer visits a share says nothing."""


@dataclass(frozen=True)
class CacheRules:
    """How old a phone's copy of the calendar may be."""

    max_age_h: int = parameter("B-42", 72)


@dataclass(frozen=True)
class ExplainRules:
    """How long an officer has to state a ground."""

    hours: int = parameter("B-42", 24)


@dataclass(frozen=True)
class ItemRules:
    """How soon an item must be changed or retired after its basis was repealed."""

    republish_days: int = parameter("B-16", 30)


@dataclass(frozen=True)
class PlanRules:
    """The annual plan. `due` is month and day of the last day in time; `enforce` is flag or block."""

    due: str = parameter("B-17", "03-31")
    enforce: str = parameter("B-17", "flag")
    remind_days: int = parameter("B-17", 30)
    """How many days before the last one a subject without a published plan is reminded."""


@dataclass(frozen=True)
class SpecialRules:
    """How soon a special inspection must be filed and published after its approval."""

    publish_days: int = parameter("B-18", 30)


@dataclass(frozen=True)
class EmergencyRules:
    """How soon the approval of an emergency visit must be made up."""

    backfill_workdays: int = parameter("B-19", 2)


@dataclass(frozen=True)
class OfficerRules:
    """How many officers with valid cards must be present."""

    min: int = parameter("B-10", 2)
    single_officer_basis: list[str] = parameter("B-10", [])
    not_counted_roles: list[str] = parameter("B-08", ["assistant", "expert", "supervisor"])
    change_needs_decision: bool = parameter("B-19", False)
    """Whether a task must be approved again after its officers were changed."""


@dataclass(frozen=True)
class HoursRules:
    """Class hours a year; told in reports, never a block (B-14)."""

    officer: int = parameter("B-14", 60)
    legal_reviewer: int = parameter("B-14", 30)


@dataclass(frozen=True)
class CardRules:
    """Which lawful cards count, what a number looks like (only ever a warning), and how long a card lasts."""

    kinds: list[str] = parameter("B-11", ["enforcement", "police", "ministry"])
    pattern: str = parameter("B-91", r"^\d{11}$")
    valid_years: int = parameter("B-91", 5)
    fields: dict[str, str] = parameter("B-11", {"市场监督管理": "市场监管"})
    """Other words for a field, each with the word that stands for all of them."""
    general_fields: list[str] = parameter("B-11", ["综合执法", "综合行政执法"])
    """A card of one of these fields fits every visit (B-11)."""


@dataclass(frozen=True)
class GeoRules:
    """How near is near. `bbox` is west, south, east, north."""

    radius_m: dict[str, int] = parameter("B-50", {"urban": 200, "rural": 500, "mine_farm": 1000})
    max_accuracy_m: int = parameter("B-50", 200)
    bbox: list[float] = parameter("B-50", [73, 3, 136, 54])


@dataclass(frozen=True)
class RecordingRules:
    """How exactly a recording must cover the visit. A hole shorter than `cut_s` is the cut between two segments."""

    start_min: int = parameter("B-61", 5)
    gap_s: int = parameter("B-61", 60)
    cut_s: int = parameter("B-61", 2)


@dataclass(frozen=True)
class ComplaintRules:
    """How long somebody who told something waits: for a yes or no in working days, for the answer in days."""

    accept_workdays: int = parameter("B-71", 5)
    finish_days: int = parameter("B-71", 30)
    extend_days: int = parameter("B-71", 30)
    """Once only."""


@dataclass(frozen=True)
class ResultRules:
    """How many working days after the visit its result must be filed."""

    workdays: int = parameter("B-66", 5)


@dataclass(frozen=True)
class CheckoutRules:
    """After how many hours a visit that nobody checked out of is closed by the clock."""

    autoclose_h: int = parameter("B-53", 12)


@dataclass(frozen=True)
class TravelRules:
    """How fast somebody can travel."""

    kmh: int = parameter("B-55", 120)


@dataclass(frozen=True)
class TierRules:
    """How heavily an enterprise weighs in a draw, by its tier: whole numbers from 1, of which only the proportion matters."""

    weight: dict[str, int] = parameter("B-35", {"A": 1, "B": 2, "C": 4, "D": 8})
    unrated: int = parameter("B-35", 2)


@dataclass(frozen=True)
class WhitelistRules:
    """无事不扰: how many daily visits a period leaves, what is vouched for at entry, what ends it, when it is reviewed."""

    daily_cap: int = parameter("B-36", 0)
    review_months: int = parameter("B-36", 12)
    conditions: list[str] = parameter("B-36", ["no_penalty", "no_joint_sanction", "no_fatal_accident"])
    serious: list[str] = parameter("B-36", ["case_opened", "referred"])
    """Results of a visit that take an enterprise off the list on the same day."""


@dataclass(frozen=True)
class DrawRules:
    """Who leaves the pool before a draw; the lists name classes of enterprises, `full_coverage_fields` fields of items."""

    cooldown_days: int = parameter("B-86", 60)
    closed: list[str] = parameter("B-86", ["closed"])
    whitelist: list[str] = parameter("B-86", ["whitelist"])
    full_coverage: list[str] = parameter("B-86", ["full_coverage"])
    full_coverage_fields: list[str] = parameter("B-86", [])
    reserves: int = parameter("B-87", 4)
    """How many officers stand in drawn order behind the two who go."""


@dataclass(frozen=True)
class SlotRules:
    """When a proposed visit starts, how far ahead one is looked for, and how long officers are taken to be away."""

    starts_at: str = parameter("B-46", "09:00")
    horizon_days: int = parameter("B-46", 800)
    visit_min: int = parameter("B-46", 120)
    """How many minutes must lie between the starts of two visits that one officer can go to."""
