"""judge: everything the rules have to say about one visit, with all findings and the rule set that judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from backend.policy.caps import CapCode, CapVerdict, judge_cap, own_history, soft_line
from backend.policy.counting import counting_findings
from backend.policy.disguised import disguised
from backend.policy.endings import aborted_again, closed_by_clock
from backend.policy.facts import (
    Approval,
    Facts,
    Finding,
    Fix,
    Interval,
    Json,
    OfficerAtDoor,
    Severity,
    SiteFacts,
    Visit,
)
from backend.policy.identifiers import scan_finding
from backend.policy.kinds import is_understood
from backend.policy.place import judge_place, place_finding
from backend.policy.plans import no_plan
from backend.policy.quiet import QuietCode, QuietVerdict, judge_quiet, overrun
from backend.policy.ruleset import RuleSet
from backend.policy.sentences import both
from backend.policy.slots import slot_facts, slot_for
from backend.policy.staffing import judge_staffing
from backend.policy.travel import impossible_travel

__all__ = [
    "Approval", "CapVerdict", "Finding", "Fix", "Interval", "OfficerAtDoor", "QuietVerdict", "Severity", "SiteFacts",
    "Verdict", "Visit", "judge",
]  # fmt: skip

_MARKS = {Severity.VIOLATION: "violation", Severity.ALERT: "alert", Severity.REVIEW: "review"}
"""Worst first."""

_REACHED = {
    "cap.item_reached": "ITEM_CAP_REACHED", "cap.levels_reached": "LEVELS_CAP_REACHED", "cap.whitelisted": "WHITELISTED",
}  # fmt: skip
"""The finding of each cap that is not the subject's own."""


@dataclass(frozen=True)
class Verdict:
    """What the rule set `ruleset_id` says about a visit. It is never changed; a new one stands beside it (B-03)."""

    ruleset_id: str
    quiet: QuietVerdict
    cap: CapVerdict
    findings: tuple[Finding, ...]

    @cached_property
    def mark(self) -> str:
        """clean, alert, violation or review: the worst of the findings."""
        found = {each.severity for each in self.findings}
        return next((mark for severity, mark in _MARKS.items() if severity in found), "clean")

    def as_data(self) -> dict[str, Json]:
        """The verdict as JSON, with its sentences in both languages."""
        return {
            "ruleset_id": self.ruleset_id,
            "quiet": _quiet_data(self.quiet),
            "cap": _cap_data(self.cap),
            "findings": [finding_data(each) for each in self.findings],
            "mark": self.mark,
        }


def judge(
    visit: Visit, site: SiteFacts | None, rules: RuleSet, earlier: Sequence[Visit], later: Sequence[Visit] = ()
) -> Verdict:
    """Judge a visit, planned or happened, by all rules.

    `site` is None where nobody could say which enterprise it is. `earlier` are the other visits that count beside this
    one (same subject and enterprise: B-25, B-30, B-32; of subjects that share a cap with its own: B-25) or share an
    officer with it (B-55); the rest is ignored. At planning they include visits planned for later. `later` are those of its
    officers that came after it: they count for nothing here, and may prove that nobody can have been at both doors (B-55).
    """
    quiet = judge_quiet(visit, site, rules)
    own = own_history(visit, earlier, rules)
    cap = judge_cap(visit, site, rules, earlier)
    findings = [
        _quiet_finding(quiet, visit, site, rules, earlier),
        _cap_finding(cap, visit, site, rules, earlier),
        soft_line(cap, visit, site, rules, own),
        *counting_findings(visit, own, rules),
        aborted_again(visit, own),
        closed_by_clock(visit, rules),
        disguised(visit, own, rules),
        no_plan(visit, rules),
        _kind_finding(visit),
        _device_finding(visit),
        *judge_staffing(visit, rules),
        *_at_the_door(visit, site, rules),
        impossible_travel(visit, [*earlier, *later], rules),
    ]
    return Verdict(rules.id, quiet, cap, tuple(each for each in findings if each is not None))


def finding_data(finding: Finding) -> dict[str, Json]:
    """A finding as JSON, with its sentences."""
    return {
        "code": finding.code,
        "rule": finding.rule,
        "severity": str(finding.severity),
        "facts": finding.facts,
        "sentence": both(finding.code, finding.facts),
    }


def _quiet_finding(
    quiet: QuietVerdict, visit: Visit, site: SiteFacts | None, rules: RuleSet, earlier: Sequence[Visit]
) -> Finding | None:
    cause: Facts = {"code": quiet.reason, **quiet.facts}
    if quiet.code is QuietCode.NEEDS_REVIEW and site is not None:
        return Finding("QUIET_UNCLEAR", quiet.rule, Severity.REVIEW, quiet.facts | {"cause": cause})
    if quiet.code is not QuietCode.VIOLATION or site is None:
        return None
    slot = slot_facts(slot_for(visit, site, rules, earlier))
    return Finding("QUIET_VIOLATION", quiet.rule, Severity.VIOLATION, quiet.facts | {"cause": cause, "next_slot": slot})


def _cap_finding(
    cap: CapVerdict, visit: Visit, site: SiteFacts | None, rules: RuleSet, earlier: Sequence[Visit]
) -> Finding | None:
    if cap.reason == "cap.border":
        return Finding("CAP_UNCLEAR", cap.rule, Severity.REVIEW, cap.facts)
    if cap.code is not CapCode.REACHED or site is None:
        return None
    slot = slot_facts(slot_for(visit, site, rules, earlier))
    return Finding(
        _REACHED.get(cap.reason, "CAP_REACHED"), cap.rule, Severity.VIOLATION, cap.facts | {"next_slot": slot}
    )


def _kind_finding(visit: Visit) -> Finding | None:
    if is_understood(visit):
        return None
    return Finding("KIND_UNKNOWN", "B-23", Severity.REVIEW, {"kind": visit.kind, "trigger": visit.trigger})


def _device_finding(visit: Visit) -> Finding | None:
    """Operations of a revoked device are stored and kept apart (B-93); what somebody discarded is a remark."""
    if not visit.kept_apart:
        return None
    return Finding("DEVICE_REVOKED", "B-93", Severity.REVIEW if visit.kept_apart == "open" else Severity.INFO, {})


def _at_the_door(visit: Visit, site: SiteFacts | None, rules: RuleSet) -> list[Finding | None]:
    """The right enterprise, the right place, and no work that runs on into the quiet period (B-43, B-48, B-50)."""
    if site is None:
        return [Finding("UNKNOWN_ENTERPRISE", "B-48", Severity.REVIEW, {})]
    found = [overrun(visit, site, rules)]
    if visit.scanned_text is not None:
        found.append(scan_finding(visit.scanned_text, site.identifier, site.scheme))
    if visit.position is not None or visit.position_expected:
        found.append(place_finding(judge_place(visit.position, site.point, site.place_type, rules.box, rules)))
    return found


def _quiet_data(quiet: QuietVerdict) -> dict[str, Json]:
    return {
        "code": str(quiet.code),
        "reason": quiet.reason,
        "rule": quiet.rule,
        "facts": quiet.facts,
        "sentence": both(quiet.reason, quiet.facts),
    }


def _cap_data(cap: CapVerdict) -> dict[str, Json]:
    return {
        "code": str(cap.code),
        "reason": cap.reason,
        "counted": cap.counted,
        "most": cap.most,
        "period": cap.period,
        "rule": cap.rule,
        "facts": cap.facts,
        "sentence": both(cap.reason, cap.facts),
    }
