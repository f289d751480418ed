"""B-11: field and area of a card fit the visit; what nobody wrote down is not judged."""

from __future__ import annotations

import pytest

from backend.policy.facts import OfficerAtDoor
from backend.policy.fitting import fields_named
from backend.policy.verdict import judge
from tests.unit.policy.story import rules, site, visit

WORDS = rules(card={"fields": {"市场监督管理": "市场监管", "市监": "市场监管"}})


def officer(name="周明远", field="", *, in_area=None, number="17010112345", area="邻县"):
    return OfficerAtDoor(name, "active", card_number=number, card_field=field, card_area=area, in_area=in_area)


def found(*officers, fields=("市场监管",), law=WORDS):
    verdict = judge(visit("2026-11-25 09:00", officers=officers, fields=frozenset(fields)), site(), law, [])
    return [each for each in verdict.findings if each.rule in ("B-10", "B-11")]


@pytest.mark.parametrize(
    ("field", "wanted", "fits"),
    [
        ("市场监管", ("市场监管",), True),
        ("市场监管、知识产权", ("知识产权",), True),
        ("消防救援", ("市场监管",), False),
        ("消防救援；城市管理", ("市场监管",), False),
        ("市场监督管理", ("市场监管",), True),  # the region's own word for the same field
        ("市场监管", ("市监",), True),
        ("综合行政执法", ("市场监管",), True),  # a team that inspects for several departments
        ("消防救援", ("市场监管", "消防救援"), True),  # one of the fields of this visit
        ("", ("市场监管",), True),  # nobody wrote it down: no judgement
        ("消防救援", (), True),
    ],
)
def test_the_field_of_the_card_fits_what_the_visit_looks_at(field, wanted, fits):
    codes = [each.code for each in found(officer(field=field), officer("林小禾", field), fields=wanted)]
    assert codes == ([] if fits else ["CARD_NOT_FIT", "CARD_NOT_FIT", "UNDER_STAFFED"])


@pytest.mark.parametrize(("in_area", "fits"), [(True, True), (None, True), (False, False)])
def test_the_place_lies_in_the_area_of_the_card(in_area, fits):
    codes = [each.code for each in found(officer(in_area=in_area), officer("林小禾", in_area=True))]
    assert codes == ([] if fits else ["CARD_NOT_FIT", "UNDER_STAFFED"])


def test_the_finding_names_the_card_what_it_says_and_what_would_fit():
    first, *_ = found(officer(field="消防救援"), officer("林小禾", "市场监管"))
    assert first.facts["misfit"]["code"] == "misfit.field"
    body = judge(
        visit("2026-11-25 09:00", officers=(officer(field="消防救援"),), fields=frozenset(["市场监管"])),
        site(),
        WORDS,
        [],
    ).as_data()["findings"][0]
    assert body["sentence"]["zh"] == "执法证 17010112345 的执法领域是消防救援，这次检查属于市场监管，证件不适用。"
    assert (
        body["sentence"]["en"]
        == "Certificate 17010112345 is for 消防救援; this visit is about 市场监管. It does not fit."
    )


def test_a_card_of_another_area_is_said_by_its_area():
    first, *_ = found(officer(in_area=False), officer("林小禾", in_area=True))
    assert first.facts["misfit"] == {"code": "misfit.area", "number": "17010112345", "held": "邻县"}


def test_a_card_that_is_not_valid_is_not_also_measured():
    suspended = OfficerAtDoor("周明远", "suspended", card_field="消防救援")
    assert [each.code for each in found(suspended, officer("林小禾"))] == ["CARD_INVALID", "UNDER_STAFFED"]


def test_assistants_are_not_measured():
    helper = OfficerAtDoor("小何", "missing", "assistant", card_field="消防救援", in_area=False)
    assert found(officer(), officer("林小禾"), helper) == []


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("", set()),
        (" 、 ", set()),
        ("市场监管", {"市场监管"}),
        ("市场监管,消防救援；城管/水务", {"市场监管", "消防救援", "城管", "水务"}),
    ],
)
def test_the_fields_that_a_text_names(text, fields):
    assert fields_named(text, rules()) == fields


def test_a_card_whose_number_nobody_knows_is_named_by_an_empty_one():
    first, *_ = found(officer(field="消防救援", number=None), officer("林小禾", "市场监管"))
    assert first.facts["misfit"]["number"] == ""
