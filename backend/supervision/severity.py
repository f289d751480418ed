"""How grave each alert is and how long somebody has to answer it (B-98). Pure."""

from __future__ import annotations

from datetime import timedelta

HIGH, MEDIUM, LOW = "high", "medium", "low"

SEVERITY: dict[str, str] = {
    "UNDER_STAFFED": HIGH,
    "CARD_INVALID": HIGH,
    "CARD_NOT_FIT": HIGH,
    "ASSISTANT_ALONE": HIGH,
    "ASSISTANT_UNDECLARED": MEDIUM,
    "SUBJECT_NOT_PUBLISHED": HIGH,
    "QUIET_VIOLATION": HIGH,
    "CAP_REACHED": HIGH,
    "WHITELISTED": HIGH,
    "WHITELIST_REVIEW_DUE": MEDIUM,
    "ITEM_CAP_REACHED": HIGH,
    "LEVELS_CAP_REACHED": HIGH,
    "ITEM_NOT_DRAWN": MEDIUM,
    "NO_SCAN": HIGH,
    "FIVE_EIGHT_YES": HIGH,
    "CROSS_REGION": HIGH,
    "RETALIATION": HIGH,
    "HASH_MISMATCH": HIGH,
    "SIGNATURE_MISMATCH": HIGH,
    "WRONG_ENTERPRISE": HIGH,
    "REPEAT_SAME_DAY": MEDIUM,
    "OFF_SITE": MEDIUM,
    "GAP": MEDIUM,
    "NO_RECORDING": MEDIUM,
    "NO_NOTICE": MEDIUM,
    "LATE_START": LOW,
    "EARLY_END": LOW,
    "NO_PHOTO": LOW,
    "DISGUISED_INSPECTION": MEDIUM,
    "BACKFILL_OVERDUE": MEDIUM,
    "PUBLISH_OVERDUE": MEDIUM,
    "RESULT_OVERDUE": MEDIUM,
    "ABORT_NOTE_MISSING": MEDIUM,
    "CODELESS_UNREPORTED": MEDIUM,
    "CODE_NOT_SHOWN": MEDIUM,
    "LATE_BACKFILL": MEDIUM,
    "REFUSAL_UNRECORDED": MEDIUM,
    "CORRECTION_OVERDUE": MEDIUM,
    "EXEMPT_SHARE": MEDIUM,
    "UNKNOWN_ENTERPRISE": MEDIUM,
    "IMPOSSIBLE_TRAVEL": MEDIUM,
    "NO_TASK": MEDIUM,
    "ITEM_OVERDUE": MEDIUM,
    "CLUE_OVERDUE": MEDIUM,
    "PLAN_OVERDUE": MEDIUM,
    "SPECIAL_OVERDUE": MEDIUM,
    "DEVICE_REVOKED": MEDIUM,
    "AUTO_CLOSED": MEDIUM,
    "OVERRUN": MEDIUM,
    "WEAK_LOCATION": LOW,
    "POSITION_SWAPPED": LOW,
    "JOINT_UNANSWERED": LOW,
    "COVERAGE_GAP": LOW,
}
"""B-98, and the findings of arrival and evidence that it does not name."""

BUREAU_ONLY = frozenset({"FIVE_EIGHT_YES", "RETALIATION", "CLUE_OVERDUE"})
"""What an enterprise said must never show to the department that it spoke about (B-74, B-98)."""

CLOCK: dict[str, timedelta] = {HIGH: timedelta(hours=2), MEDIUM: timedelta(hours=8), LOW: timedelta(days=3)}
"""How long an alert may stand before it is overdue."""

_OF_FINDING = {"violation": HIGH, "alert": MEDIUM}


def severity_of(code: str, finding: str) -> str:
    """The alert's severity; a code that B-98 does not name goes by how its finding was judged."""
    return SEVERITY.get(code) or _OF_FINDING.get(finding, LOW)
