"""What a phone must know to judge a visit beforehand, as JSON: the parameters, the premises, the visit, what was counted (B-42).

`pwa/src/policy` reads it by the same names. Moments are epoch milliseconds. Of evidence and papers it says only whether
there are any, of earlier visits only what they used up and how far they stand out, of people nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from backend.policy.caps import count, own_history, shared_by
from backend.policy.endings import ABORTED
from backend.policy.facts import Approval, Id, PlanSpan, SiteFacts, Visit
from backend.policy.kinds import entered, is_inspection
from backend.policy.ruleset import RuleSet
from backend.policy.together import Together

SECTIONS = (
    "tz", "holidays", "clock", "cap", "joint", "multiday", "followup", "abort", "quiet", "cache", "slot",
    "whitelist", "draw", "plan", "noninsp", "merge",
)  # fmt: skip
"""The sections of a rule set that quiet period, count, annual plan and remarks ask for."""


def rules_data(rules: RuleSet) -> dict[str, Any]:
    """Those sections, every parameter with its value."""
    body = rules.as_data()
    return {name: body[name] for name in SECTIONS}


def site_data(site: SiteFacts) -> dict[str, Any]:
    """The premises as calendars and caps ask for them."""
    return {
        "enterprise_id": str(site.enterprise_id), "site_id": _text(site.site_id), "identifier": site.identifier,
        "classes": sorted(site.classes), "industry": site.industry, "region": site.region, "tier": site.tier,
        "chosen_quiet_days": sorted(day.isoformat() for day in site.chosen_quiet_days),
        "whitelist": [
            {"first": each.first.isoformat(), "end": each.end.isoformat() if each.end else None} for each in site.whitelist
        ],
    }  # fmt: skip


def visit_data(visit: Visit) -> dict[str, Any]:
    """A visit without its people; what is not known of it is left out."""
    told = {
        "id": str(visit.id), "organ_id": str(visit.organ_id), "enterprise_id": str(visit.enterprise_id),
        "site_id": _text(visit.site_id), "kind": visit.kind, "trigger": visit.trigger, "ground": visit.ground,
        "evidence": bool(visit.evidence_id), "document": bool(visit.superior_document),
        "approval": _approval(visit.approval), "outcome": visit.outcome, "left": moment(visit.left),
        "items_recorded": visit.items_recorded, "task_id": _text(visit.task_id),
        "arrived": _interval(visit),
    }  # fmt: skip
    plans = None if visit.plans is None else [_plan(each) for each in visit.plans]
    whole = {**told, **_of_counting(visit), "plans": plans}
    return {name: value for name, value in whole.items() if value is not None}


def _plan(span: PlanSpan) -> dict[str, Any]:
    return {"year": span.year, "first": span.first.isoformat(), "end": span.end.isoformat() if span.end else None}


def _of_counting(visit: Visit) -> dict[str, Any]:
    allowed = visit.followup_item_ids
    return {
        "followup_batch": _text(visit.followup_batch), "beyond_finding": visit.beyond_finding,
        "followup_item_ids": None if allowed is None else sorted(map(str, allowed)),
        "joint_group": _text(visit.joint_group), "joint_lead": visit.joint_lead, "counts": visit.counts,
        "joint_opened": moment(visit.joint_opened),
        "cap_exempt": visit.cap_exempt, "kept_apart": bool(visit.kept_apart), "item_ids": sorted(map(str, visit.item_ids)),
        "item_caps": [
            {"item_id": str(each.item_id), "name": each.name, "most": each.most, "unit": each.unit}
            for each in visit.item_caps
        ],
        "notice_days": sorted(day.isoformat() for day in visit.notice_days), "fields": sorted(visit.fields),
    }  # fmt: skip


def count_data(visit: Visit, earlier: Sequence[Visit], rules: RuleSet) -> dict[str, Any]:
    """What the visits that share this one's count used up, and what they leave behind for it: numbers and days (B-25).

    Of a cap that organs share over levels it says the number of entries, and which joint visits are among them.
    """
    usage, tally = count(own_history(visit, earlier, rules), rules)
    by_item: dict[str, dict[str, int]] = {}
    for (item, period), times in usage.used_by_item.items():
        by_item.setdefault(item, {})[period] = times
    return {
        "usage": {"used": usage.used, "used_by_item": by_item},
        "tally": {
            "counted_days": sorted(([_text(site), day.isoformat()] for site, day in tally.counted_days), key=str),
            "followups": {str(batch): times for batch, times in tally.followups.items()},
            "last_day_of_task": {str(task): day.isoformat() for task, day in tally.last_day_of_task.items()},
        },
        "together": [_together(each) for each in shared_by(visit, earlier, rules)],
    }


def came_data(visit: Visit, earlier: Sequence[Visit], rules: RuleSet, officers: Collection[Id]) -> list[dict[str, Any]]:
    """The visits that share this one's count, by arrival, for what stands out beside them (B-24, B-30, B-33, B-52).

    When, whether it was an inspection, and how it ended as far as those rules ask; of people only whether one of `officers` was there.
    """
    return [
        {
            "arrived": _interval(each), "site_id": _text(each.site_id), "task_id": _text(each.task_id),
            "as": "apart" if each.kept_apart else "inspection" if is_inspection(each) else "visit",
            "entered": entered(each), "aborted": each.outcome in ABORTED,
            "same_officer": any(one.person_id in officers for one in each.officers),
        }
        for each in own_history(visit, earlier, rules)
    ]  # fmt: skip


def _interval(visit: Visit) -> dict[str, float | None]:
    return {"earliest": moment(visit.arrived.earliest), "latest": moment(visit.arrived.latest)}


def _together(each: Together) -> dict[str, Any]:
    return {
        "levels": [*each.cap.levels], "most": each.cap.most, "field": each.of_field, "used": each.used,
        "joint": sorted([str(group), period] for group, period in each.joint),
    }  # fmt: skip


def _approval(approval: Approval | None) -> dict[str, Any] | None:
    if approval is None:
        return None
    return {
        "approver": approval.approver, "organ_id": str(approval.organ_id), "enterprise_id": str(approval.enterprise_id),
        "at": moment(approval.at), "first_day": approval.first_day.isoformat() if approval.first_day else None,
        "last_day": approval.last_day.isoformat() if approval.last_day else None,
        "item_ids": sorted(map(str, approval.item_ids)),
    }  # fmt: skip


def moment(at: datetime | None) -> float | None:
    """A moment in epoch milliseconds, to the microsecond."""
    return round(at.timestamp() * 1000, 3) if at is not None else None


def _text(value: object) -> str | None:
    return None if value is None else str(value)
