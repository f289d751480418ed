"""The register of items goes by pages; a planner chooses from the items of one organ that a visit may be planned for (B-15)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.api.desk import NEVER_QUIET, Desk


@pytest.fixture
def desk(world, api):
    return Desk(world, api, NEVER_QUIET)


@pytest.fixture
def many(desk, world):
    """Sixty published items beside the first one of the organ."""
    return [world.item(desk.organ, name=f"食品检查{n}") for n in range(60)]


def names(answer) -> list[str]:
    return [each["name"] for each in answer.json["items"]]


def test_the_register_shows_fifty_at_a_time_and_says_how_many_there_are(desk, many):
    reader = desk.api.as_(desk.planner)
    first, second = reader.get("/items"), reader.get("/items?page=2")

    assert (len(first.json["items"]), first.json["total"], first.json["page_size"]) == (50, 61, 50)
    assert len(second.json["items"]) == 11
    assert not {each["id"] for each in first.json["items"]} & {each["id"] for each in second.json["items"]}
    assert len(reader.get("/items?page_size=200").json["items"]) == 61
    assert reader.get("/items?page_size=201").status_code == 422


def test_a_choice_is_slim_and_says_how_many_more_there_are(desk, many):
    choices = desk.api.as_(desk.planner).get("/items/choices")

    assert choices.status_code == 200, choices.json
    assert (len(choices.json["items"]), choices.json["total"]) == (50, 61)
    assert set(choices.json["items"][0]) == {"id", "code", "name", "name_en", "basis"}


@pytest.mark.parametrize("q", ["药店", "ydxc", "yaodian", "药店 巡查", "C61-7"])
def test_a_choice_is_found_by_name_pinyin_and_code(desk, world, many, q):
    world.item(desk.organ, name="药店巡查", code="C61-7")
    assert names(desk.api.as_(desk.planner).get(f"/items/choices?q={q}")) == ["药店巡查"]


def test_b15_what_cannot_be_inspected_any_more_or_was_never_published_is_no_choice(desk, world):
    world.item(desk.organ, name="未公布", published_on=None)
    world.item(desk.organ, name="已停用", in_force_to=date(2026, 4, 1))
    world.item(desk.organ, name="下月施行", in_force_from=date(2026, 6, 1))

    assert set(names(desk.api.as_(desk.planner).get("/items/choices"))) == {desk.item.name, "下月施行"}


def test_the_choices_of_another_organ_are_not_found(desk, world, api):
    other = world.organ("别的局")
    world.item(other, name="别局事项")

    assert names(desk.api.as_(desk.planner).get("/items/choices")) == [desk.item.name]
    assert desk.api.as_(desk.planner).get(f"/items/choices?organ_id={other.id}").status_code == 404
    assert names(api.as_(desk.bureau).get(f"/items/choices?organ_id={other.id}")) == ["别局事项"]


@pytest.mark.parametrize("ask", ["organ_id=nonsense", "q=%00", f"q={'x' * 101}"])
def test_what_is_no_question_is_422(desk, ask):
    assert desk.api.as_(desk.planner).get(f"/items/choices?{ask}").status_code == 422
