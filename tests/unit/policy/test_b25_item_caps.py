"""B-25: a cap that an item publishes for itself, over one subject, one enterprise and the item's own period."""

from __future__ import annotations

import pytest

from backend.policy.facts import ItemCap
from backend.policy.verdict import judge
from tests.unit.policy.story import FIRE_BRIGADE, between, rules, site, visit

SPRING, SUMMER, AUTUMN = "2026-03-25 09:00", "2026-06-25 09:00", "2026-09-22 09:00"
BOILER, LABEL = "锅炉", "标签"


def looks_at(*items, on, most=None, unit="year", **known):
    """A visit about these items; with `most`, each of them publishes that cap."""
    caps = () if most is None else tuple(ItemCap(each, each, most, unit) for each in items)
    return visit(on, item_ids=frozenset(items), item_caps=caps, **known)


def judged(*story, law=None):
    *earlier, last = story
    return judge(last, site(), law or rules(), earlier)


@pytest.mark.parametrize(
    ("subject_most", "item_most", "code", "said_by"),
    [(5, 1, "REACHED", "cap.item_reached"), (1, 5, "REACHED", "cap.reached"), (5, 2, "WITHIN", "cap.within"),
     (1, 1, "REACHED", "cap.reached"), (5, 0, "REACHED", "cap.item_reached")],
)  # fmt: skip
def test_the_stricter_of_both_caps_wins(subject_most, item_most, code, said_by):
    law = rules(cap={"default": subject_most})
    found = judged(looks_at(BOILER, on=SPRING), looks_at(BOILER, on=SUMMER, most=item_most), law=law).cap
    assert (found.code, found.reason) == (code, said_by)


@pytest.mark.parametrize(
    ("unit", "first", "code"),
    [("week", "2026-06-24 09:00", "REACHED"), ("week", "2026-06-19 09:00", "WITHIN"), ("month", "2026-06-02 09:00", "REACHED"),
     ("month", "2026-05-29 09:00", "WITHIN"), ("quarter", "2026-04-02 09:00", "REACHED"), ("quarter", SPRING, "WITHIN"),
     ("year", SPRING, "REACHED"), ("year", "2025-12-30 09:00", "WITHIN")],
)  # fmt: skip
@pytest.mark.parametrize("own_unit", ["year", "month"])
def test_the_item_counts_in_its_own_period(unit, first, code, own_unit):
    law = rules(cap={"default": 9, "unit": own_unit})
    assert judged(looks_at(BOILER, on=first), looks_at(BOILER, on=SUMMER, most=1, unit=unit), law=law).cap.code == code


def test_only_visits_about_the_item_use_up_its_cap():
    assert judged(looks_at(LABEL, on=SPRING), looks_at(BOILER, on=SUMMER, most=1)).cap.code == "WITHIN"
    assert judged(looks_at(LABEL, BOILER, on=SPRING), looks_at(BOILER, on=SUMMER, most=1)).cap.code == "REACHED"


def test_another_subject_and_another_enterprise_have_counts_of_their_own():
    theirs = looks_at(BOILER, on=SPRING, organ_id=FIRE_BRIGADE)
    elsewhere = looks_at(BOILER, on=SPRING, enterprise_id="另一家")
    assert judged(theirs, elsewhere, looks_at(BOILER, on=SUMMER, most=1)).cap.code == "WITHIN"


def test_an_exempt_visit_neither_uses_nor_feels_it():
    complaint = {"kind": "case", "trigger": "complaint", "ground": "complaint", "evidence_id": "12345-1"}
    assert judged(looks_at(BOILER, on=SPRING, **complaint), looks_at(BOILER, on=SUMMER, most=1)).cap.code == "WITHIN"
    assert judged(looks_at(BOILER, on=SPRING), looks_at(BOILER, on=SUMMER, most=1, **complaint)).cap.code == "EXEMPT"


def test_the_finding_names_the_item_its_cap_and_a_slot_in_the_next_period():
    found = judged(looks_at(BOILER, on="2026-06-23 09:00"), looks_at(BOILER, on=SUMMER, most=1, unit="month"))
    (finding,) = found.as_data()["findings"]
    assert (finding["code"], finding["rule"], finding["severity"]) == ("ITEM_CAP_REACHED", "B-25", "violation")
    assert finding["sentence"]["zh"] == (
        "2026 年 6 月 25 日是本月第 2 次检查“锅炉”，这一事项公布的上限是 1 次。最近可检查时间：7 月 21 日（周二）09:00。"
    )


def test_an_arrival_on_the_border_of_the_items_period_is_reviewed():
    around_july = between("2026-06-30 23:50", "2026-07-01 00:10")
    found = judged(looks_at(BOILER, on="2026-06-23 09:00"), looks_at(BOILER, on=around_july, most=1, unit="month")).cap
    assert (found.code, found.reason, found.period) == ("NEEDS_REVIEW", "cap.border", "2026-06")
