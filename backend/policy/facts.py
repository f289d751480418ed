"""What the rules look at: a visit, its site, its people, its moment. Plain values, no clock, no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.kernel.geo import Point

Id = UUID | str
"""An identifier. Ids are compared as they are: use the same kind for the same thing throughout one call."""

CapExemption = Literal["yes", "no", "first_of_batch"]

_LAST_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Interval:
    """Every moment at which something may have happened, both ends included (B-02). Raises ValueError."""

    earliest: datetime
    latest: datetime

    def __post_init__(self) -> None:
        if self.earliest.tzinfo is None or self.latest.tzinfo is None:
            raise ValueError("an interval needs moments with a zone")
        if self.latest < self.earliest:
            raise ValueError("an interval cannot end before it starts")

    @classmethod
    def at(cls, moment: datetime) -> Interval:
        """A moment that is known exactly."""
        return cls(moment, moment)

    @classmethod
    def of_day(cls, day: date, zone: ZoneInfo) -> Interval:
        """A whole local day, for records that name a day and no time."""
        start = datetime.combine(day, time(), zone)
        end = datetime.combine(day + timedelta(days=1), time(), zone)
        return cls(start, end.astimezone(ZoneInfo("UTC")) - _LAST_INSTANT)

    def days(self, zone: ZoneInfo) -> tuple[date, ...]:
        """The local days that the interval touches, in order (B-01)."""
        return _local_days(self, zone)


@lru_cache(maxsize=4096)
def _local_days(interval: Interval, zone: ZoneInfo) -> tuple[date, ...]:
    """Asked for dozens of times about each visit of a history; kept, so that replays of thousands stay quick."""
    first, last = interval.earliest.astimezone(zone).date(), interval.latest.astimezone(zone).date()
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


@dataclass(frozen=True, slots=True)
class Fix:
    """A position as the device told it: degrees unchecked, so that swapped values can be kept and seen (B-50)."""

    longitude: float
    latitude: float
    accuracy_m: float | None = None
    datum: str = "wgs84"
    fix_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OfficerAtDoor:
    """Somebody who came, with the state of the card at that moment (B-10, B-11).

    `card_state` is active, suspended, expired, cancelled, revoked, recalled or missing. A card given with its last day
    is valid until 24:00 local of that day.
    """

    person_id: Id
    card_state: str
    role: str = "officer"
    card_expires_on: date | None = None
    declared: bool = True
    """Of those who come along: named before entry by number and role (B-12)."""
    card_number: str | None = None
    card_field: str = ""
    card_area: str = ""
    in_area: bool | None = None
    """Whether the premises lie in the card's area; None where nobody can say (B-11)."""


@dataclass(frozen=True, slots=True)
class Approval:
    """A dated yes for one enterprise and one subject (B-41). `approver` is 'subject_head' or 'bureau'.

    Without days of its own it holds from the day it was given; without items it holds for all.
    """

    id: Id
    approver: str
    organ_id: Id
    enterprise_id: Id
    at: datetime
    first_day: date | None = None
    last_day: date | None = None
    item_ids: frozenset[Id] = frozenset()


@dataclass(frozen=True, slots=True)
class ItemCap:
    """How often an item may be looked at by its organ at one enterprise: `most` per `unit` (B-25)."""

    item_id: Id
    name: str
    most: int
    unit: str


@dataclass(frozen=True, slots=True)
class PlanSpan:
    """An annual plan of the visiting subject that was published: for its year, from a day until a later one ended it (B-17)."""

    year: int
    first: date
    end: date | None = None
    """The first day on which it no longer stood; None while it stands."""

    def covers(self, day: date) -> bool:
        """Whether it is the plan of that day's year and stood published on it."""
        return self.year == day.year and self.first <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Rank:
    """Where a subject stands: the level of its region, and the field in which it enforces; '' where nobody said (B-25)."""

    level: str
    field: str


@dataclass(frozen=True, slots=True)
class Visit:
    """An arrival, planned or happened. Only what somebody knows is filled; the rest stays None.

    `counts` False means that the source says it is no visit at all for the cap; None means: work it out.
    `kept_apart` says that it came from a device that had been revoked: 'open' until somebody decides, then 'discarded'
    or, if it counts after all, ''.
    `cap_exempt` is the source's own word on B-26 and B-32; None means: work it out from kind and trigger.
    """

    id: Id
    organ_id: Id
    enterprise_id: Id
    site_id: Id | None
    kind: str
    trigger: str
    arrived: Interval
    ground: str | None = None
    evidence_id: str | None = None
    approval: Approval | None = None
    outcome: str | None = None
    officers: tuple[OfficerAtDoor, ...] = ()
    officers_known: bool = True
    position: Fix | None = None
    position_expected: bool = False
    followup_batch: Id | None = None
    followup_due: date | None = None
    followup_item_ids: frozenset[Id] | None = None
    beyond_finding: bool = False
    """Whether the follow-up answered a question that its finding does not ask (B-32)."""
    joint_group: Id | None = None
    joint_lead: bool = False
    joint_opened: datetime | None = None
    """When the first of its joint group arrived, as far as is known (B-29)."""
    counts: bool | None = None
    cap_exempt: CapExemption | None = None
    task_id: Id | None = None
    item_ids: frozenset[Id] = frozenset()
    notice_days: frozenset[date] = frozenset()
    left: datetime | None = None
    closed: datetime | None = None
    """When the clock closed it because nobody had checked out (B-53)."""
    items_recorded: int | None = None
    superior_document: str | None = None
    single_officer_basis: str | None = None
    scanned_text: str | None = None
    kept_apart: str = ""
    fields: frozenset[str] = frozenset()
    """The fields of what it looks at; empty where one of them is not known (B-11)."""
    item_caps: tuple[ItemCap, ...] = ()
    """The caps that its items publish for themselves (B-25)."""
    plans: tuple[PlanSpan, ...] | None = None
    """The subject's published annual plans; None where nobody said (B-17)."""
    rank: Rank | None = None
    """Where the visiting subject stands; None where nobody said, and no cap over levels holds for it (B-25)."""


@dataclass(frozen=True, slots=True)
class ListedSpan:
    """From when until when an enterprise stood on the white list (B-36)."""

    first: date
    end: date | None = None
    """The first day on which it no longer did; None while it does."""

    def covers(self, day: date) -> bool:
        """Whether it stood there on that day."""
        return self.first <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """The enterprise and the premises as they were at that moment (B-03)."""

    enterprise_id: Id
    site_id: Id | None
    identifier: str
    scheme: str = "uscc"
    place_type: str = "urban"
    point: Point | None = None
    classes: frozenset[str] = frozenset()
    industry: str | None = None
    region: str | None = None
    tier: str | None = None
    chosen_quiet_days: frozenset[date] = frozenset()
    whitelist: tuple[ListedSpan, ...] = ()
    """When it stands on the white list (B-36)."""


class Severity(StrEnum):
    """How much a finding matters: it colours the visit's mark and decides whether an alert is raised."""

    INFO = "info"
    REVIEW = "review"
    ALERT = "alert"
    VIOLATION = "violation"


Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Facts = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken or doubtful rule: a code, the rule's number, and the facts that the sentence names."""

    code: str
    rule: str
    severity: Severity
    facts: Facts
