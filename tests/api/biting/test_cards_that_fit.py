"""B-11: field and area of a certificate, refused before anybody travels and noted where somebody came all the same."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from backend.certificates.models import Card
from backend.identity.models import Organ
from tests.api.desk import NEVER_QUIET, Desk, codes
from tests.world import SignedIn


@pytest.fixture
def desk(world, api) -> Desk:
    return Desk(world, api, NEVER_QUIET)


def rewrite(desk: Desk, who: SignedIn, **face: Any) -> None:
    """What the officer's card says, or the organ of the desk, or its item."""
    with desk.world.sessions() as tx:
        for name, value in face.items():
            setattr(tx.query(Card).filter_by(person_id=who.person.id).one(), name, value)
        tx.commit()


def about(desk: Desk, field: str) -> None:
    """What the item of the desk is about."""
    with desk.world.sessions() as tx:
        tx.merge(desk.item).field = field
        tx.commit()


@pytest.fixture
def neighbours(world):
    return world.other_region()


@pytest.mark.parametrize(
    ("face", "item_field", "refused"),
    [
        ({"field": "市场监管"}, "市场监管", None),
        ({"field": "市场监督管理"}, "市场监管", None),
        ({"field": "消防救援"}, "市场监管", "field"),
        ({"field": "消防救援"}, "", None),
        ({"field": ""}, "市场监管", None),
        ({"area": "示范区（样例）"}, "市场监管", None),
        ({"area": "420117"}, "市场监管", None),
        ({"area": "420116"}, "市场监管", "area"),
        ({"area": "420116、420117"}, "市场监管", None),
        ({"area": "全市"}, "市场监管", None),  # no region that we know: no judgement
        ({"area": "420116、全市"}, "市场监管", None),
    ],
)
def test_a_card_that_does_not_fit_is_refused_at_planning_and_at_the_code(desk, neighbours, face, item_field, refused):
    about(desk, item_field)
    task = desk.approved()
    rewrite(desk, desk.lin, **face)
    for answer in (desk.issue(task), desk.plan("2026-04-27")):
        assert answer.status_code == (201 if refused is None else 409), answer.json
        if refused:
            assert (answer.json["code"], answer.json["rule"]) == ("planning.card_not_fit", "B-11")
            assert answer.json["facts"]["why"] == refused


def test_the_refusal_names_the_card_and_what_would_fit(desk):
    about(desk, "市场监管")
    rewrite(desk, desk.lin, field="消防救援", number="17010100077")
    told = desk.plan().json
    assert told["sentence"]["zh"] == (
        "执法证 17010100077 的执法领域是消防救援，这次检查属于市场监管，证件不适用。持证人不能派往现场。"
    )
    assert (told["facts"]["held"], told["facts"]["wanted"]) == ("消防救援", ["市场监管"])
    assert "林晓" not in str(told)


def test_an_item_without_a_field_is_of_its_organs(desk):
    with desk.world.sessions() as tx:
        tx.get_one(Organ, desk.organ.id).field = "消防救援"
        tx.commit()
    assert desk.plan().json["code"] == "planning.card_not_fit"


def test_whoever_holds_a_second_card_that_fits_may_go_and_the_notice_names_it(desk):
    about(desk, "市场监管")
    rewrite(desk, desk.lin, field="消防救援", expires_on=date(2030, 1, 1))
    fitting = desk.world.card(desk.lin.person, desk.organ, number="17010100088")
    task = desk.coded()
    assert fitting.number in desk.api.as_(desk.planner).get(f"/tasks/{task}/notice").text


def test_who_was_lent_by_order_goes_beyond_the_area_but_not_beyond_the_field(desk, world, neighbours):
    about(desk, "市场监管")
    lent = world.officer(world.organ("邻区市场监管局", region=neighbours), "借调员")
    rewrite(desk, lent, area=neighbours.code)
    people = {"officer_ids": [str(desk.zhou.person.id), str(lent.person.id)], "superior_document": "市局〔2026〕8号"}
    task = desk.coded(**people)
    comers = [{"person_id": each, "card_id": None, "how": "declared"} for each in people["officer_ids"]]
    assert codes(desk.check_in(task, officers=comers)) == set()
    rewrite(desk, lent, field="消防救援")
    assert desk.plan("2026-04-27", **people).json["code"] == "planning.card_not_fit"


@pytest.mark.parametrize("face", [{"field": "消防救援"}, {"area": "420116"}])
def test_whoever_comes_with_a_card_that_does_not_fit_is_recorded_with_it(desk, neighbours, face):
    about(desk, "市场监管")
    task = desk.coded()
    rewrite(desk, desk.lin, **face)
    answer = desk.check_in(task)
    assert (answer.status_code, codes(answer)) == (201, {"CARD_NOT_FIT", "UNDER_STAFFED"})
    # judged again at the departure, with the card as it was at the door
    rewrite(desk, desk.lin, field="市场监管", area="")
    visit = answer.json["inspection_id"]
    left = {"captured_at": desk.world.clock.now().isoformat(), "clock": desk.clock_reading(), "position": None}
    assert desk.api.as_(desk.zhou).post(f"/inspections/{visit}/check-out", left).status_code in (200, 201)
    found = desk.api.as_(desk.zhou).get(f"/inspections/{visit}").json["verdict"]["findings"]
    assert {each["code"] for each in found} == {"CARD_NOT_FIT", "UNDER_STAFFED"}


def test_a_second_officer_who_joins_later_is_measured_too(desk):
    about(desk, "市场监管")
    task = desk.coded()
    rewrite(desk, desk.lin, field="消防救援")
    alone = [{"person_id": str(desk.zhou.person.id), "card_id": None, "how": "self"}]
    visit = desk.check_in(task, officers=alone).json["inspection_id"]
    step = {
        "kind": "second_officer", "at": desk.world.clock.now().isoformat(), "clock": desk.clock_reading(),
        "person_id": str(desk.lin.person.id),
    }  # fmt: skip
    answer = desk.api.as_(desk.zhou).post(f"/inspections/{visit}/steps", step)
    assert codes(answer) == {"CARD_NOT_FIT", "UNDER_STAFFED"}


@pytest.mark.parametrize(("day", "status"), [("2026-11-21", 201), ("2026-11-22", 409)])
def test_a_card_is_valid_through_its_last_day(desk, day, status):
    rewrite(desk, desk.lin, expires_on=date(2026, 11, 21))
    assert desk.plan(day, starts_at="23:59").status_code == status
