"""The few words beside a visit in the list: what is wrong with it, else how far it has come. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_FINDINGS: dict[str, tuple[str, str]] = {
    "QUIET_VIOLATION": ("安静期内，无理由", "Quiet period, no ground"),
    "UNDER_STAFFED": ("到场不足两人", "Fewer than two officers"),
    "ASSISTANT_ALONE": ("辅助人员无人带队", "Assistants without officers"),
    "ASSISTANT_UNDECLARED": ("随行人员未登记", "Companions not declared"),
    "WHITELISTED": ("在无事不扰名单内", "On the white list"),
    "CAP_REACHED": ("次数已满", "Cap reached"),
    "ITEM_CAP_REACHED": ("事项次数已满", "Cap of the item reached"),
    "LEVELS_CAP_REACHED": ("多级合计次数已满", "Joint cap of several levels reached"),
    "CARD_INVALID": ("证件无效", "Certificate not valid"),
    "CARD_NOT_FIT": ("证件不适用", "Certificate does not fit"),
    "REFUSAL_UNRECORDED": ("拒绝经过没有录像", "Refusal not recorded"),
    "NO_RECORDING": ("没有录音录像", "No recording"),
    "ITEM_NOT_DRAWN": ("不在随机抽查清单", "Not on the draw list"),
    "WRONG_ENTERPRISE": ("扫到另一家企业", "Another enterprise scanned"),
    "UNKNOWN_ENTERPRISE": ("企业待核", "Enterprise to be identified"),
    "CROSS_REGION": ("跨区域，没有协助登记", "Outside own region, no assistance"),
    "REPEAT_SAME_DAY": ("当天重复检查", "Second visit that day"),
    "IMPOSSIBLE_TRAVEL": ("两次签到相距过远", "Check-ins too far apart"),
    "DEVICE_REVOKED": ("设备已停用，待核", "Revoked device, to be reviewed"),
    "DISGUISED_INSPECTION": ("疑似变相检查", "Disguised inspection"),
    "CODE_NOT_SHOWN": ("离场前没有出示检查码", "Code not shown before leaving"),
    "LATE_BACKFILL": ("补录超期", "Told too late"),
    "NO_TASK": ("没有检查任务", "No task"),
    "OVERRUN": ("进入安静期", "Ran into the quiet period"),
    "CARD_UNCERTAIN": ("证件待核", "Certificate to be reviewed"),
    "OFF_SITE": ("位置不符", "Off site"),
    "WEAK_LOCATION": ("定位太弱", "Weak position"),
    "POSITION_SWAPPED": ("经纬度写反", "Coordinates swapped"),
    "NO_POSITION": ("没有定位", "No position"),
    "QUIET_UNCLEAR": ("安静期待核", "Quiet period to be reviewed"),
    "CAP_UNCLEAR": ("次数待核", "Cap to be reviewed"),
    "KIND_UNKNOWN": ("检查类型待核", "Kind to be reviewed"),
    "CLOCK_UNTRUSTED": ("设备时间未校准", "Clock not calibrated"),
    "AUTO_CLOSED": ("没有签退，已自动关闭", "Not checked out, closed by the clock"),
    "EVIDENCE_MISSING": ("缺依据编号", "Evidence number missing"),
    "CAP_EXEMPT_SOFT": ("不占次数的检查过多", "Many exempt visits"),
}
_STEPS: dict[str, tuple[str, str]] = {
    "show_certificate": ("已出示证件", "Certificate shown"),
    "show_code": ("已出示检查码", "Visit code shown"),
    "notice_delivered": ("已送达通知书", "Notice delivered"),
    "rights_told": ("已告知权利", "Rights told"),
    "recording_announced": ("已告知录音录像", "Recording announced"),
    "second_officer": ("两人到齐", "Second officer arrived"),
    "recording_started": ("录制中", "Recording"),
    "recording_paused": ("录制暂停", "Recording paused"),
    "interruption": ("录制中断", "Recording interrupted"),
    "note": ("现场检查", "On site"),
}
_OUTCOMES: dict[str, tuple[str, str]] = {
    "none_found": ("未发现问题", "Nothing found"),
    "corrected_on_spot": ("当场改正", "Corrected on the spot"),
    "order_to_correct": ("责令改正", "Ordered to correct"),
    "case_opened": ("已立案", "Case opened"),
    "referred": ("已移送", "Referred"),
    "aborted_before_entry": ("未能进入", "Not entered"),
    "aborted_on_site": ("检查中止", "Broken off"),
    "refused_lawful": ("企业依法拒绝", "Lawfully refused"),
    "refused_other": ("拒绝检查", "Refused"),
}
_TASKS: dict[str, tuple[str, str]] = {
    "awaiting_approval": ("待审批", "Awaiting approval"),
    "approved": ("已批准，待发码", "Approved, no code yet"),
    "coded": ("检查码已发放", "Visit code issued"),
}
_SEVERITIES = ("violation", "alert", "review")


def of_planned(task_state: str) -> dict[str, str]:
    """A visit that has not begun."""
    return _both(_TASKS.get(task_state, ("待开始", "Not begun")))


def of_visit(state: str, verdict: Mapping[str, Any] | None, *, step: str | None, outcome: str | None) -> dict[str, str]:
    """A visit that has: the worst finding, else the outcome, else the newest step."""
    code = worst_finding(verdict)
    if code is not None:
        return _both(_FINDINGS.get(code, ("有异常", "To be looked at")))
    if outcome is not None:
        return _both(_OUTCOMES.get(outcome, (outcome, outcome)))
    if state == "left":
        return _both(("已离场，未填结果", "Left, no result yet"))
    return _both(_STEPS.get(step or "", ("已到场", "Arrived")))


def worst_finding(verdict: Mapping[str, Any] | None) -> str | None:
    """The code of the worst finding that gave the visit its mark; None where it has none."""
    findings = (verdict or {}).get("findings", ())
    for severity in _SEVERITIES:
        for each in findings:
            if each["severity"] == severity:
                return str(each["code"])
    return None


def outcome_words(outcome: str) -> dict[str, str]:
    """How a visit ended."""
    return _both(_OUTCOMES.get(outcome, (outcome, outcome)))


def _both(words: tuple[str, str]) -> dict[str, str]:
    return {"zh": words[0], "en": words[1]}
