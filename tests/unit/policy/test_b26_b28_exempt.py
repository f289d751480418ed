"""B-26 exempt from the cap, B-27 clearly excessive, B-28 ordered from above."""

from __future__ import annotations

import pytest

from backend.policy.verdict import judge
from tests.unit.policy.story import rules, site, visit

DEFAULT = rules()
DATES = ["2026-03-25 09:00", "2026-04-25 09:00", "2026-05-25 09:00", "2026-06-25 09:00", "2026-07-25 09:00"]
EXEMPT = [
    "complaint", "hotline_12345", "media", "transfer", "assignment", "monitoring", "enterprise_request", "licence",
    "emergency",
]  # fmt: skip


def case(when, trigger="complaint", **known):
    return visit(when, kind="case", trigger=trigger, **{"evidence_id": "线索 3", **known})


@pytest.mark.parametrize("trigger", EXEMPT)
def test_an_exempt_trigger_with_its_number_does_not_use_up_the_cap(trigger):
    full = [visit(DATES[0]), visit(DATES[1])]
    verdict = judge(case(DATES[2], trigger), site(), DEFAULT, full).cap
    assert (verdict.code, verdict.rule, verdict.counted) == ("EXEMPT", "B-26", 2)


@pytest.mark.parametrize("trigger", ["plan", "draw", "deadline", "superior"])
def test_other_triggers_use_it_up(trigger):
    assert judge(case(DATES[0], trigger), site(), DEFAULT, []).cap.code == "WITHIN"


def test_an_exempt_trigger_without_its_number_is_told_and_counted():
    verdict = judge(case(DATES[0], evidence_id=None), site(), DEFAULT, [])
    assert verdict.cap.code == "WITHIN"
    assert [each.code for each in verdict.findings] == ["EVIDENCE_MISSING"]
    assert verdict.as_data()["findings"][0]["sentence"]["zh"] == "来由是投诉举报，但没有填依据编号，按占次数算。"


def test_exempt_visits_leave_room_for_ordinary_ones():
    assert judge(visit(DATES[2]), site(), DEFAULT, [case(DATES[0]), case(DATES[1])]).cap.counted == 1


def test_the_fifth_exempt_visit_is_an_alert_and_no_block():
    fourth = judge(case(DATES[3]), site(), DEFAULT, [case(each) for each in DATES[:3]])
    fifth = judge(case(DATES[4]), site(), DEFAULT, [case(each) for each in DATES[:4]])
    assert fourth.findings == ()
    assert [(each.code, each.facts["counted"], each.facts["most"]) for each in fifth.findings] == [
        ("CAP_EXEMPT_SOFT", 5, 4)
    ]
    assert (fifth.cap.code, fifth.mark) == ("EXEMPT", "alert")


def test_b27_the_soft_line_is_of_exempt_visits_alone():
    assert judge(visit(DATES[4]), site(), DEFAULT, [case(each) for each in DATES[:4]]).findings == ()


@pytest.mark.parametrize(("document", "code"), [("鄂市监〔2026〕8号", "EXEMPT"), (None, "WITHIN")])
def test_a_special_task_from_above_needs_its_document_number(document, code):
    special = visit(DATES[0], kind="special", trigger="superior", superior_document=document)
    verdict = judge(special, site(), DEFAULT, []).cap
    assert verdict.code == code
    assert ((verdict.reason, verdict.rule) == ("cap.exempt_superior", "B-28")) is (document is not None)


def test_b28_a_daily_visit_is_not_exempt_because_somebody_above_asked_for_it():
    daily = visit(DATES[0], kind="daily", trigger="superior", superior_document="鄂市监〔2026〕8号")
    assert judge(daily, site(), DEFAULT, []).cap.code == "WITHIN"


def test_a_bureau_may_count_orders_from_above():
    special = visit(DATES[0], kind="special", trigger="superior", superior_document="鄂市监〔2026〕8号")
    assert judge(special, site(), rules(cap={"special_superior": "counts"}), []).cap.code == "WITHIN"


def test_b26_a_bureau_may_believe_a_trigger_without_its_number():
    law = rules(cap={"exempt_needs_evidence": False})
    verdict = judge(case(DATES[0], evidence_id=None), site(), law, [])
    assert (verdict.cap.code, verdict.findings) == ("EXEMPT", ())


def test_b26_a_special_task_that_a_complaint_asked_for_is_exempt_as_any_complaint():
    special = visit(DATES[0], kind="special", trigger="complaint", evidence_id="线索 3")
    verdict = judge(special, site(), DEFAULT, []).cap
    assert (verdict.code, verdict.reason, verdict.rule) == ("EXEMPT", "cap.exempt", "B-26")


def test_b27_the_soft_line_counts_from_the_first():
    law = rules(cap={"default": 1, "exempt_soft": 1})
    assert judge(case(DATES[0]), site(), law, []).findings == ()
    (finding,) = judge(case(DATES[1]), site(), law, [case(DATES[0])]).findings
    assert (finding.facts["counted"], finding.facts["most"]) == (2, 1)
