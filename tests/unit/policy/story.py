"""Words to tell a case with: local times in Shanghai, one food company, one market office, two officers with cards."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from backend.kernel.geo import Point
from backend.policy.facts import Approval, Interval, OfficerAtDoor, SiteFacts, Visit
from backend.policy.ruleset import RuleSet

SHANGHAI = ZoneInfo("Asia/Shanghai")
MARKET_OFFICE = "市场监督管理局"
FIRE_BRIGADE = "消防救援大队"
ECOLOGY_OFFICE = "生态环境分局"
FOOD_COMPANY = "云川食品"
DOOR = Point(114.796, 30.844)
BOTH_OFFICERS = (OfficerAtDoor("周明远", "active"), OfficerAtDoor("林小禾", "active"))

CALENDAR_1_20 = {"scope": "region", "key": "*", "type": "monthly_range", "from": 1, "to": 20}


def local(moment: str) -> datetime:
    """'2026-11-21 09:00' on the clock on the wall in Shanghai."""
    return datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)


def day(text: str) -> date:
    return date.fromisoformat(text)


def visit(arrived: str | Interval, **known: Any) -> Visit:
    """An ordinary planned daily inspection by the market office, unless something else is said."""
    arrival = Interval.at(local(arrived)) if isinstance(arrived, str) else arrived
    told = {
        "organ_id": MARKET_OFFICE, "enterprise_id": FOOD_COMPANY, "site_id": "总厂", "kind": "daily", "trigger": "plan",
        "officers": BOTH_OFFICERS, **known,
    }  # fmt: skip
    return Visit(**{"id": f"{told['organ_id']} {told['enterprise_id']} {arrived}", "arrived": arrival, **told})


def between(earliest: str, latest: str) -> Interval:
    """An arrival that is not known exactly."""
    return Interval(local(earliest), local(latest))


def site(**known: Any) -> SiteFacts:
    told = {"enterprise_id": FOOD_COMPANY, "site_id": "总厂", "identifier": "91420117MA0DEM001C", "point": DOOR}
    return SiteFacts(**{**told, **known})


def rules(**sections: Any) -> RuleSet:
    """The default rule set with some parameters changed: rules(cap={"default": 3})."""
    return RuleSet.from_data("样例规则", sections)


def calendar(**data: Any) -> RuleSet:
    """A rule set with this one calendar for the whole region."""
    return rules(quiet={"calendars": [{"scope": "region", "key": "*", **data}]})


def approval(at: str, **known: Any) -> Approval:
    told = {"id": "批准 1", "approver": "subject_head", "organ_id": MARKET_OFFICE, "enterprise_id": FOOD_COMPANY}
    return Approval(at=local(at), **{**told, **known})
