"""B-24 no inspection, B-32 follow-ups, B-33 aborted visits, B-34 lawful refusal."""

from __future__ import annotations

import pytest

from backend.policy.batches import BEFORE_THE_RECORDS, link_followups
from backend.policy.verdict import judge
from tests.unit.policy.story import day, local, rules, site, visit

DEFAULT = rules()
INSPECTION = visit("2026-03-25 09:00", outcome="order_to_correct")


def followup(when, **known):
    told = {"kind": "followup", "trigger": "deadline", "followup_batch": "问题 1"}
    return visit(when, **{**told, **known})


def codes(verdict):
    return [each.code for each in verdict.findings]


def test_the_first_followup_of_a_batch_is_free_and_the_second_counts():
    first = followup("2026-04-22 09:00")
    verdict = judge(first, site(), DEFAULT, [INSPECTION]).cap
    assert (verdict.code, verdict.rule, verdict.counted) == ("EXEMPT", "B-32", 1)
    second = judge(followup("2026-04-29 09:00"), site(), DEFAULT, [INSPECTION, first]).cap
    assert (second.code, second.counted) == ("WITHIN", 2)


def test_another_batch_has_a_free_followup_of_its_own():
    first = followup("2026-04-22 09:00")
    assert judge(followup("2026-04-29 09:00", followup_batch="问题 2"), site(), DEFAULT, [first]).cap.code == "EXEMPT"


def test_how_many_are_free_is_a_parameter():
    story = [INSPECTION, followup("2026-04-22 09:00"), followup("2026-04-29 09:00")]
    assert judge(story[-1], site(), rules(followup={"free": 2}), story[:-1]).cap.code == "EXEMPT"
    assert judge(story[1], site(), rules(followup={"free": 0}), story[:1]).cap.code == "WITHIN"


def test_a_new_item_turns_a_followup_into_an_inspection():
    wider = followup("2026-04-22 09:00", followup_item_ids=frozenset({"甲"}), item_ids=frozenset({"甲", "乙"}))
    verdict = judge(wider, site(), DEFAULT, [INSPECTION])
    assert (verdict.cap.code, verdict.cap.counted) == ("WITHIN", 2)
    assert codes(verdict) == ["FOLLOWUP_NEW_ITEM"]
    narrow = followup("2026-04-22 09:00", followup_item_ids=frozenset({"甲"}), item_ids=frozenset({"甲"}))
    assert judge(narrow, site(), DEFAULT, [INSPECTION]).cap.code == "EXEMPT"


def test_a_followup_of_nothing_counts():
    verdict = judge(followup("2026-04-22 09:00", followup_batch=None), site(), DEFAULT, [])
    assert verdict.cap.code == "WITHIN"
    assert codes(verdict) == ["FOLLOWUP_UNLINKED"]


@pytest.mark.parametrize(
    ("when", "outside"),
    [
        ("2026-04-21 23:59:59", True),
        ("2026-04-22 00:00", False),
        ("2026-05-22 23:59:59", False),
        ("2026-05-23 00:00", True),
    ],
)
def test_a_followup_lies_between_the_deadline_and_thirty_days_after(when, outside):
    verdict = judge(followup(when, followup_due=day("2026-04-22")), site(), DEFAULT, [INSPECTION])
    assert ("FOLLOWUP_OUT_OF_WINDOW" in codes(verdict)) is outside


def test_a_followup_that_the_enterprise_asked_for_is_exempt_and_leaves_the_free_one():
    asked = followup("2026-04-22 09:00", trigger="enterprise_request", evidence_id="申请 2")
    assert judge(asked, site(), DEFAULT, [INSPECTION]).cap.rule == "B-26"
    assert judge(followup("2026-04-29 09:00"), site(), DEFAULT, [INSPECTION, asked]).cap.rule == "B-32"


def test_a_followup_to_a_complaint_is_judged_as_a_followup():
    first, second = (followup(f"2026-04-2{n} 09:00", trigger="complaint", evidence_id="线索 3") for n in (2, 9))
    assert judge(second, site(), DEFAULT, [INSPECTION, first]).cap.code == "WITHIN"


@pytest.mark.parametrize(
    ("outcome", "minutes", "items", "counts"),
    [
        ("aborted_before_entry", None, None, 0),
        ("aborted_on_site", 20, 0, 1),
        ("aborted_on_site", 15, 0, 0),
        ("aborted_on_site", 16, 0, 1),
        ("aborted_on_site", 10, 1, 1),
        ("aborted_on_site", None, 0, 1),
        ("aborted_on_site", 10, None, 1),
        ("refused_lawful", None, None, 0),
        ("refused_other", None, None, 1),
        ("none_found", 10, 0, 1),
    ],
)
def test_what_an_aborted_or_refused_visit_weighs(outcome, minutes, items, counts):
    left = local(f"2026-03-25 09:{minutes:02}") if minutes else None
    broken_off = visit("2026-03-25 09:00", outcome=outcome, left=left, items_recorded=items)
    assert judge(visit("2026-04-25 09:00"), site(), DEFAULT, [broken_off]).cap.counted == 1 + counts
    assert (judge(broken_off, site(), DEFAULT, []).cap.code == "NOT_COUNTED") is (counts == 0)


@pytest.mark.parametrize(
    "kind", ["noninspection_service", "noninspection_survey", "noninspection_liaison", "supervision"]
)
def test_a_service_visit_is_free_and_no_matter_of_the_quiet_period(kind):
    verdict = judge(visit("2026-04-05 09:00", kind=kind), site(), DEFAULT, [INSPECTION])
    assert (verdict.cap.code, verdict.cap.rule) == ("NOT_COUNTED", "B-24")
    assert (verdict.quiet.code, verdict.quiet.rule, verdict.quiet.facts["inside"]) == ("NOT_APPLICABLE", "B-24", "all")


def test_the_word_of_the_source_goes_before_our_own():
    assert judge(visit("2026-03-25 09:00", counts=False), site(), DEFAULT, []).cap.code == "NOT_COUNTED"
    assert judge(visit("2026-03-25 09:00", cap_exempt="yes"), site(), DEFAULT, []).cap.code == "EXEMPT"
    denied = visit("2026-03-25 09:00", kind="case", trigger="complaint", evidence_id="线索 3", cap_exempt="no")
    assert judge(denied, site(), DEFAULT, []).cap.code == "WITHIN"


def test_records_without_batches_link_a_followup_to_the_latest_inspection_where_somebody_got_in():
    unlinked = {"followup_batch": None}
    story = [
        followup("2026-02-25 09:00", **unlinked), INSPECTION, visit("2026-04-01 09:00", outcome="aborted_before_entry"),
        visit("2026-04-02 09:00", kind="supervision"), followup("2026-04-22 09:00", **unlinked),
        followup("2026-04-29 09:00", followup_batch="问题 9"),
    ]  # fmt: skip
    batches = [each.followup_batch for each in link_followups(story) if each.kind == "followup"]
    assert batches == [BEFORE_THE_RECORDS, INSPECTION.id, "问题 9"]


def test_b32_a_source_that_calls_it_the_first_followup_does_not_make_a_new_item_free():
    wider = followup(
        "2026-04-22 09:00", cap_exempt="first_of_batch", followup_item_ids=frozenset({"甲"}),
        item_ids=frozenset({"甲", "乙"}),
    )  # fmt: skip
    assert judge(wider, site(), DEFAULT, [INSPECTION]).cap.code == "WITHIN"


def test_b32_an_ordinary_visit_is_asked_for_no_batch():
    assert codes(judge(INSPECTION, site(), DEFAULT, [])) == []


def test_b32_where_the_source_has_spoken_a_followup_of_nothing_is_not_told_again():
    assert codes(judge(followup("2026-04-22 09:00", followup_batch=None, cap_exempt="yes"), site(), DEFAULT, [])) == []


def test_b93_a_visit_that_is_kept_apart_weighs_nothing():
    apart = visit("2026-03-25 09:00", kept_apart=True)
    verdict = judge(apart, site(), DEFAULT, []).cap
    assert (verdict.code, verdict.reason, verdict.rule) == ("NOT_COUNTED", "cap.kept_apart", "B-93")
    assert judge(visit("2026-04-25 09:00"), site(), DEFAULT, [apart]).cap.counted == 1
