"""B-39 verdicts, B-40 grounds, B-41 approval, B-42 offline, B-43 crossing a border."""

from __future__ import annotations

import pytest

from backend.policy.quiet import explain_until, judge_quiet
from backend.policy.verdict import judge
from tests.unit.policy.story import FIRE_BRIGADE, approval, between, day, local, rules, site, visit

DEFAULT = rules()
QUIET_DAY = "2026-11-12 10:00"


def quiet(arrived=QUIET_DAY, where=None, **known):
    return judge_quiet(visit(arrived, **known), where or site(), DEFAULT)


def test_without_a_ground_it_is_a_violation_that_names_day_and_next_slot():
    verdict = judge(visit(QUIET_DAY), site(), DEFAULT, [])
    (finding,) = verdict.as_data()["findings"]
    assert (finding["code"], finding["rule"], verdict.mark) == ("QUIET_VIOLATION", "B-37", "violation")
    assert finding["sentence"]["zh"] == (
        "2026 年 11 月 12 日在安静期内（每月 1–20 日），没有例外理由，也没有批准。"
        "最近可检查时间：11 月 23 日（周一）09:00。"
    )
    assert finding["sentence"]["en"].endswith("Next lawful slot: Monday, 23 November, 09:00.")


GROUNDS = {
    "superior": "EXEMPT", "emergency": "EXEMPT", "licence": "EXEMPT",
    "safety_field": "VIOLATION", "complaint": "VIOLATION", "case": "VIOLATION", "statutory_deadline": "VIOLATION",
    "tax_risk": "VIOLATION", "other": "VIOLATION",
}  # fmt: skip


@pytest.mark.parametrize(("ground", "code"), GROUNDS.items())
def test_which_grounds_hold_without_an_approval(ground, code):
    assert quiet(ground=ground, evidence_id="编号 1").code == code


@pytest.mark.parametrize("ground", [each for each in GROUNDS if each != "other"])
def test_every_listed_ground_holds_with_evidence_and_the_heads_approval(ground):
    assert quiet(ground=ground, evidence_id="编号 1", approval=approval("2026-11-11 16:00")).code == "EXEMPT"


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("evidence", [None, ""])
def test_no_ground_holds_without_its_evidence(ground, evidence):
    verdict = quiet(ground=ground, evidence_id=evidence, approval=approval("2026-11-11 16:00", approver="bureau"))
    assert (verdict.code, verdict.reason) == ("VIOLATION", "quiet.evidence_missing")


def test_other_needs_the_bureau_and_the_heads_yes_is_not_enough():
    by_head = quiet(ground="other", evidence_id="事由", approval=approval("2026-11-11 16:00"))
    by_bureau = quiet(ground="other", evidence_id="事由", approval=approval("2026-11-11 16:00", approver="bureau"))
    assert (by_head.code, by_head.reason) == ("VIOLATION", "quiet.approval_wrong_body")
    assert (by_bureau.code, by_bureau.rule) == ("APPROVED", "B-41")


def test_a_ground_that_nobody_listed_excuses_nothing():
    assert quiet(ground="because", evidence_id="编号 1", approval=approval("2026-11-11 16:00")).reason == (
        "quiet.ground_unknown"
    )


@pytest.mark.parametrize(
    ("approved", "code"),
    [
        ("2026-11-12 09:59:59", "EXEMPT"),
        ("2026-11-12 10:00:00", "VIOLATION"),
        ("2026-11-12 10:05:00", "VIOLATION"),
    ],
)
def test_an_approval_is_dated_before_arrival(approved, code):
    assert quiet(ground="complaint", evidence_id="线索 3", approval=approval(approved)).code == code


def test_an_emergency_is_approved_afterwards():
    assert quiet(ground="emergency", evidence_id="事件 1", approval=approval("2026-11-12 10:05")).code == "EXEMPT"


@pytest.mark.parametrize(
    "wrong",
    [{"enterprise_id": "长桥机械厂"}, {"organ_id": FIRE_BRIGADE}, {"item_ids": frozenset({"标签"})}],
)
def test_an_approval_names_enterprise_subject_and_items(wrong):
    given = approval("2026-11-11 16:00", **wrong)
    verdict = quiet(ground="complaint", evidence_id="线索 3", approval=given, item_ids=frozenset({"冷库"}))
    assert (verdict.code, verdict.reason) == ("VIOLATION", "quiet.approval_mismatch")


@pytest.mark.parametrize(
    ("approved", "arrived", "code"),
    [
        ("2026-11-07 16:00", "2026-11-12 23:59:59", "EXEMPT"),
        ("2026-11-07 16:00", "2026-11-13 00:00:00", "VIOLATION"),
    ],
)
def test_an_unused_approval_lapses_after_five_days(approved, arrived, code):
    assert quiet(arrived, ground="complaint", evidence_id="线索 3", approval=approval(approved)).code == code


@pytest.mark.parametrize(
    ("arrived", "code"),
    [
        ("2026-11-11 23:59:59", "VIOLATION"),
        ("2026-11-12 00:00:00", "EXEMPT"),
        ("2026-11-13 23:59:59", "EXEMPT"),
        ("2026-11-14 00:00:00", "VIOLATION"),
    ],
)
def test_an_approval_holds_on_the_days_that_it_names(arrived, code):
    window = approval("2026-11-02 16:00", first_day=day("2026-11-12"), last_day=day("2026-11-13"))
    assert quiet(arrived, ground="complaint", evidence_id="线索 3", approval=window).code == code


def test_an_arrival_that_may_lie_before_its_approval_is_reviewed():
    unsure = visit(
        between("2026-11-12 09:50", "2026-11-12 10:10"), ground="complaint", evidence_id="线索 3",
        approval=approval("2026-11-12 10:00"),
    )  # fmt: skip
    assert judge_quiet(unsure, site(), DEFAULT).reason == "quiet.approval_border"


def test_the_head_may_be_anybody_whom_the_rule_set_names():
    law = rules(quiet={"approver": "bureau"})
    by_head = visit(QUIET_DAY, ground="complaint", evidence_id="线索 3", approval=approval("2026-11-11 16:00"))
    assert judge_quiet(by_head, site(), law).code == "VIOLATION"


def test_outside_the_quiet_period_nobody_asks_for_a_ground():
    assert quiet("2026-11-25 10:00").code == "OUT"
    assert quiet("2026-11-25 10:00", ground="other").code == "OUT"


def test_an_unknown_enterprise_and_an_unknown_kind_are_reviewed():
    nobody = judge(visit(QUIET_DAY), None, DEFAULT, [])
    assert (nobody.quiet.code, nobody.mark) == ("NEEDS_REVIEW", "review")
    assert [each.code for each in nobody.findings] == ["UNKNOWN_ENTERPRISE"]
    assert quiet(kind="unknown", trigger="unknown").code == "NEEDS_REVIEW"
    assert quiet("2026-11-25 10:00", kind="unknown", trigger="unknown").code == "OUT"


def test_a_violation_found_on_the_25th_belongs_to_the_12th():
    late = visit(QUIET_DAY)
    assert judge(late, site(), DEFAULT, []).quiet.code == "VIOLATION"
    assert judge(late, site(), DEFAULT, []).quiet.facts["day"] == "2026-11-12"


@pytest.mark.parametrize(("hours", "until"), [(24, "2026-11-26 08:00"), (3, "2026-11-25 11:00")])
def test_b42_a_ground_may_be_stated_for_so_long_after_the_server_heard_of_it(hours, until):
    assert explain_until(local("2026-11-25 08:00"), rules(explain={"hours": hours})) == local(until)


@pytest.mark.parametrize(
    ("left", "overrun"),
    [
        ("2026-12-01 00:20", False),
        ("2026-12-01 02:00:00", False),
        ("2026-12-01 02:00:01", True),
        ("2026-12-01 03:00", True),
        ("2026-11-30 23:59:59", False),
        ("2026-12-02 03:00", True),
    ],
)
def test_work_may_go_on_for_two_hours_after_midnight(left, overrun):
    verdict = judge(visit("2026-11-30 22:30", left=local(left)), site(), DEFAULT, [])
    assert verdict.quiet.code == "OUT"
    assert [each.code for each in verdict.findings] == (["OVERRUN"] if overrun else [])


def test_the_arrival_on_the_31st_and_the_new_entry_next_morning():
    late = visit("2026-10-31 22:30", left=local("2026-11-01 00:20"))
    assert judge(late, site(), DEFAULT, []).quiet.code == "OUT"
    assert judge(visit("2026-11-01 08:00"), site(), DEFAULT, [late]).quiet.code == "VIOLATION"


def test_every_verdict_has_a_reason_a_rule_set_and_two_sentences():
    story = [
        visit("2026-11-25 10:00"), visit(QUIET_DAY), visit(QUIET_DAY, ground="licence", evidence_id="受理 7"),
        visit(QUIET_DAY, ground="other", evidence_id="事由", approval=approval("2026-11-11 16:00", approver="bureau")),
        visit(between("2026-11-20 23:40", "2026-11-21 00:20")), visit(QUIET_DAY, kind="supervision"),
    ]  # fmt: skip
    told = [judge(each, site(), DEFAULT, []).as_data() for each in story]
    assert [each["quiet"]["code"] for each in told] == [
        "OUT", "VIOLATION", "EXEMPT", "APPROVED", "NEEDS_REVIEW", "NOT_APPLICABLE",
    ]  # fmt: skip
    for each in told:
        for part in (each["quiet"], each["cap"], *each["findings"]):
            assert part["rule"].startswith("B-")
            assert all(part["sentence"][lang] and "—" not in part["sentence"][lang] for lang in ("zh", "en"))
        assert each["ruleset_id"] == "样例规则"
        assert each["quiet"]["reason"]


def test_b43_the_finding_says_how_long_it_went_on_and_how_long_it_may():
    late = visit("2026-11-30 22:30", left=local("2026-12-01 03:00"))
    (finding,) = judge(late, site(), DEFAULT, []).findings
    assert finding.facts == {"day": "2026-12-01", "minutes": 180, "most": 120}


def test_b43_the_minutes_run_from_the_first_quiet_midnight():
    """Left on the third day: the day between was not quiet."""
    law = rules(quiet={"calendars": [{"scope": "region", "key": "*", "type": "monthly_range", "from": 27, "to": 28}]})
    long_visit = visit("2026-11-25 22:30", left=local("2026-11-27 03:00"))
    (finding,) = judge(long_visit, site(), law, []).findings
    assert finding.facts == {"day": "2026-11-27", "minutes": 180, "most": 120}


def test_b40_a_ground_that_asks_for_no_number_holds_without_one():
    law = rules(quiet={"grounds": {"open_door": {"evidence": "none", "approver": "none"}}})
    assert judge_quiet(visit(QUIET_DAY, ground="open_door"), site(), law).code == "EXEMPT"


def test_b40_a_missing_approval_and_a_wrong_one_are_told_by_their_own_rules():
    missing = quiet(ground="complaint", evidence_id="线索 3")
    late = quiet(ground="complaint", evidence_id="线索 3", approval=approval("2026-11-12 10:05"))
    assert [(each.reason, each.rule) for each in (missing, late)] == [
        ("quiet.approval_missing", "B-40"), ("quiet.approval_late", "B-41"),
    ]  # fmt: skip


def test_b41_an_approval_for_more_items_covers_fewer():
    given = approval("2026-11-11 16:00", item_ids=frozenset({"冷库", "标签"}))
    assert (
        quiet(ground="complaint", evidence_id="线索 3", approval=given, item_ids=frozenset({"冷库"})).code == "EXEMPT"
    )


def test_b43_a_service_visit_does_not_overrun():
    late = visit("2026-11-30 22:30", left=local("2026-12-01 03:00"), kind="noninspection_service")
    assert judge(late, site(), DEFAULT, []).findings == ()


def test_b39_a_calendar_without_days_has_no_words_and_is_not_named():
    verdict = quiet_by([{"scope": "region", "key": "*", "type": "dates", "dates": []}])
    assert (verdict.code, verdict.reason, verdict.facts["calendar"]) == ("OUT", "quiet.outside_always", [])


def quiet_by(calendars):
    return judge_quiet(visit(QUIET_DAY), site(), rules(quiet={"calendars": calendars}))
