"""How grave each alert is (B-98): the codes that the rule names, and those that arrival and evidence added to them."""

from __future__ import annotations

import pytest

from backend.supervision.severity import BUREAU_ONLY, severity_of

NAMED = {
    "high": "UNDER_STAFFED CARD_INVALID SUBJECT_NOT_PUBLISHED QUIET_VIOLATION CAP_REACHED NO_SCAN FIVE_EIGHT_YES"
    " CROSS_REGION RETALIATION",
    "medium": "REPEAT_SAME_DAY OFF_SITE GAP NO_RECORDING DISGUISED_INSPECTION BACKFILL_OVERDUE PUBLISH_OVERDUE"
    " RESULT_OVERDUE EXEMPT_SHARE",
    "low": "WEAK_LOCATION JOINT_UNANSWERED COVERAGE_GAP",
}
ADDED = {
    "high": "CARD_NOT_FIT ASSISTANT_ALONE ITEM_CAP_REACHED LEVELS_CAP_REACHED HASH_MISMATCH SIGNATURE_MISMATCH WRONG_ENTERPRISE",
    "medium": "ASSISTANT_UNDECLARED ITEM_NOT_DRAWN NO_NOTICE CORRECTION_OVERDUE UNKNOWN_ENTERPRISE IMPOSSIBLE_TRAVEL NO_TASK"
    " ITEM_OVERDUE CLUE_OVERDUE DEVICE_REVOKED OVERRUN ABORT_NOTE_MISSING CODELESS_UNREPORTED CODE_NOT_SHOWN LATE_BACKFILL"
    " REFUSAL_UNRECORDED",
    "low": "LATE_START EARLY_END NO_PHOTO POSITION_SWAPPED",
}
CASES = [(code, grave) for table in (NAMED, ADDED) for grave, codes in table.items() for code in codes.split()]


@pytest.mark.parametrize(("code", "grave"), CASES)
@pytest.mark.parametrize("finding", ["violation", "alert", "review"])
def test_b98_a_named_code_is_as_grave_as_its_table_says_whatever_the_finding(code, grave, finding):
    assert severity_of(code, finding) == grave


@pytest.mark.parametrize(
    ("finding", "grave"), [("violation", "high"), ("alert", "medium"), ("review", "low"), ("info", "low")]
)
def test_b98_any_other_code_goes_by_its_finding(finding, grave):
    assert severity_of("SOMETHING_NEW", finding) == grave


def test_b74_what_an_enterprise_or_a_teller_said_stays_with_the_bureau():
    assert set(BUREAU_ONLY) == {"FIVE_EIGHT_YES", "RETALIATION", "CLUE_OVERDUE"}
