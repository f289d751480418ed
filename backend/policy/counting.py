"""What one visit weighs on the cap: it uses it up, it is exempt, or it is no visit of its own (B-24, B-26 to B-34)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from backend.policy.facts import CapExemption, Facts, Finding, Id, Severity, Visit
from backend.policy.kinds import NOBODY_ENTERED, entered, is_inspection
from backend.policy.ruleset import RuleSet
from backend.policy.workdays import workdays_between


@dataclass(frozen=True, slots=True)
class Weight:
    """Whether a visit uses up the cap, or is exempt beside it, and by which rule."""

    uses_cap: bool
    exempt: bool
    reason: str
    rule: str


@dataclass
class Tally:
    """What earlier visits leave behind for later ones: counted days, followed-up batches, inspections over days."""

    counted_days: set[tuple[Id | None, date]] = field(default_factory=set)
    followups: dict[Id, int] = field(default_factory=dict)
    last_day_of_task: dict[Id, date] = field(default_factory=dict)

    def note(self, visit: Visit, weight: Weight, rules: RuleSet) -> None:
        """Remember the visit for those after it."""
        days = visit.arrived.days(rules.zone)
        if weight.uses_cap and len(days) == 1:
            self.counted_days.add((visit.site_id, days[0]))
        if weight.reason == "cap.followup_free" and visit.followup_batch is not None:
            self.followups[visit.followup_batch] = self.followups.get(visit.followup_batch, 0) + 1
        if visit.task_id is not None and (weight.uses_cap or weight.reason == "cap.multiday"):
            self.last_day_of_task[visit.task_id] = days[-1]


COUNTS = Weight(True, False, "cap.within", "B-25")


def weigh(visit: Visit, tally: Tally, rules: RuleSet) -> Weight:
    """Weigh a visit after those in the tally. The first rule that speaks decides."""
    if (reason := _no_visit(visit, rules)) is not None:
        return Weight(False, False, *reason)
    exemption = visit.cap_exempt or exemption_of(visit, rules)
    if exemption == "yes":
        return Weight(False, True, *_why_exempt(visit))
    if exemption == "first_of_batch" and _is_free_followup(visit, tally, rules):
        return Weight(False, True, "cap.followup_free", "B-32")
    if (reason := _part_of_another(visit, tally, rules)) is not None:
        return Weight(False, False, *reason)
    return COUNTS


def exemption_of(visit: Visit, rules: RuleSet) -> CapExemption:
    """What kind and trigger say about the cap where the source is silent (B-26, B-28, B-32)."""
    if visit.kind == "followup" and visit.trigger not in rules.followup.own_triggers:
        return "first_of_batch" if is_pure_followup(visit) else "no"
    if visit.kind == "special" and visit.trigger == "superior":
        return "yes" if visit.superior_document and rules.cap.special_superior == "exempt" else "no"
    if visit.trigger in rules.cap.exempt and has_evidence(visit, rules):
        return "yes"
    return "no"


def has_evidence(visit: Visit, rules: RuleSet) -> bool:
    """Whether an exempt trigger is proved as it must be (B-26)."""
    return bool(visit.evidence_id) or not rules.cap.exempt_needs_evidence


def is_pure_followup(visit: Visit) -> bool:
    """Whether it looks only at the open finding; a new item turns it into a new inspection (B-32)."""
    allowed = visit.followup_item_ids
    only = (allowed is None or visit.item_ids <= allowed) and not visit.beyond_finding
    return visit.followup_batch is not None and only


def counting_findings(visit: Visit, history: list[Visit], rules: RuleSet) -> list[Finding]:
    """Broken or doubtful rules about counting: evidence, follow-ups, a second entry on one day (B-26, B-30, B-32)."""
    found = [
        _missing_evidence(visit, rules),
        _repeat(visit, history, rules),
        _apart(visit, rules),
        *_followup(visit, rules),
    ]
    return [each for each in found if each is not None]


def _no_visit(visit: Visit, rules: RuleSet) -> tuple[str, str] | None:
    if visit.kept_apart:
        return "cap.kept_apart", "B-93"
    if not is_inspection(visit):
        return "cap.non_inspection", "B-24"
    if visit.outcome == "aborted_before_entry" or (visit.outcome == "aborted_on_site" and _in_grace(visit, rules)):
        return "cap.aborted", "B-33"
    if visit.outcome == "refused_lawful":
        return "cap.refused_lawful", "B-34"
    return ("cap.source_says_no", "B-24") if visit.counts is False else None


def _in_grace(visit: Visit, rules: RuleSet) -> bool:
    """Broken off within the limit, before any item was recorded; what nobody measured is no excuse (B-33)."""
    if visit.left is None or visit.items_recorded != 0:
        return False
    return visit.left - visit.arrived.earliest <= timedelta(minutes=rules.abort.grace_min)


def _why_exempt(visit: Visit) -> tuple[str, str]:
    if visit.kind == "special" and visit.trigger == "superior":
        return "cap.exempt_superior", "B-28"
    return "cap.exempt", "B-26"


def _is_free_followup(visit: Visit, tally: Tally, rules: RuleSet) -> bool:
    batch = visit.followup_batch
    return batch is not None and is_pure_followup(visit) and tally.followups.get(batch, 0) < rules.followup.free


def _part_of_another(visit: Visit, tally: Tally, rules: RuleSet) -> tuple[str, str] | None:
    days = visit.arrived.days(rules.zone)
    if len(days) == 1 and (visit.site_id, days[0]) in tally.counted_days:
        return "cap.same_day", "B-30"
    if _continues(visit, days[0], tally, rules):
        return "cap.multiday", "B-31"
    if rules.joint.own_cap == "lead_only" and goes_along(visit, rules):
        return "cap.joint_not_lead", "B-29"
    return None


def goes_along(visit: Visit, rules: RuleSet) -> bool:
    """Whether another subject leads the joint visit, and it came in its window: whoever comes later comes alone (B-29)."""
    return visit.joint_group is not None and not visit.joint_lead and in_joint_window(visit, rules)


def in_joint_window(visit: Visit, rules: RuleSet) -> bool:
    """Whether it came so soon after the first of its joint visit that to the enterprise both are one (B-29)."""
    return _minutes_apart(visit) <= rules.joint.window_min


def _minutes_apart(visit: Visit) -> float:
    opened = visit.joint_opened
    return 0 if opened is None else (visit.arrived.earliest - opened) / timedelta(minutes=1)


def _continues(visit: Visit, day: date, tally: Tally, rules: RuleSet) -> bool:
    """The notice names the day, and not too many working days went by since the last one (B-31)."""
    last = tally.last_day_of_task.get(visit.task_id) if visit.task_id is not None else None
    if last is None or day not in visit.notice_days:
        return False
    return workdays_between(last, day, rules.holiday_table) <= rules.multiday.gap_workdays


def _missing_evidence(visit: Visit, rules: RuleSet) -> Finding | None:
    speaks = visit.cap_exempt is None and is_inspection(visit) and visit.outcome not in NOBODY_ENTERED
    followup = visit.kind == "followup" and visit.trigger not in rules.followup.own_triggers
    if not speaks or followup or visit.trigger not in rules.cap.exempt or has_evidence(visit, rules):
        return None
    return Finding("EVIDENCE_MISSING", "B-26", Severity.ALERT, {"trigger": visit.trigger})


def _repeat(visit: Visit, history: list[Visit], rules: RuleSet) -> Finding | None:
    """A second entry of one subject on one day that does not stand under the same notice (B-30), nor is the same (B-52)."""
    days = visit.arrived.days(rules.zone)
    if len(days) > 1 or not entered(visit):
        return None
    others = [each for each in history if _same_door_same_day(each, visit, days[0], rules)]
    others = [each for each in others if not _merges(each, visit, rules)]
    if not others or any(visit.task_id is not None and each.task_id == visit.task_id for each in others):
        return None
    facts: Facts = {"day": days[0].isoformat(), "count": len(others) + 1}
    return Finding("REPEAT_SAME_DAY", "B-30", Severity.ALERT, facts)


def _apart(visit: Visit, rules: RuleSet) -> Finding | None:
    """It came after the window of its joint visit: to the enterprise that is a second visit (B-29)."""
    late = int(_minutes_apart(visit))
    if visit.joint_group is None or _minutes_apart(visit) <= rules.joint.window_min or not entered(visit):
        return None
    return Finding("JOINT_APART", "B-29", Severity.INFO, {"minutes": late, "most": rules.joint.window_min})


def _same_door_same_day(other: Visit, visit: Visit, day: date, rules: RuleSet) -> bool:
    return entered(other) and other.site_id == visit.site_id and other.arrived.days(rules.zone) == (day,)


def _merges(other: Visit, visit: Visit, rules: RuleSet) -> bool:
    """Told twice by one officer under one task, minutes apart: one arrival, whatever the operations are called (B-52)."""
    people, others = ({each.person_id for each in one.officers} for one in (visit, other))
    apart = abs(visit.arrived.earliest - other.arrived.earliest)
    return (
        other.task_id == visit.task_id and not people.isdisjoint(others) and apart <= timedelta(minutes=rules.merge.min)
    )


def _followup(visit: Visit, rules: RuleSet) -> list[Finding]:
    if visit.kind != "followup" or visit.cap_exempt is not None:
        return []
    found = []
    if visit.followup_batch is None:
        found.append(Finding("FOLLOWUP_UNLINKED", "B-32", Severity.REVIEW, {}))
    elif not is_pure_followup(visit):
        found.append(Finding("FOLLOWUP_NEW_ITEM", "B-32", Severity.ALERT, {}))
    if visit.followup_due is not None and not _in_followup_window(visit, visit.followup_due, rules):
        facts: Facts = {
            "day": visit.arrived.days(rules.zone)[0].isoformat(), "due": visit.followup_due.isoformat(),
            "days": rules.followup.window_days,
        }  # fmt: skip
        found.append(Finding("FOLLOWUP_OUT_OF_WINDOW", "B-32", Severity.ALERT, facts))
    return found


def _in_followup_window(visit: Visit, due: date, rules: RuleSet) -> bool:
    last = due + timedelta(days=rules.followup.window_days)
    return all(due <= day <= last for day in visit.arrived.days(rules.zone))
