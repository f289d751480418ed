"""B-25: the cap that city and county bodies of one field share bites at planning, at the code, at arrival, and in a race."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from backend.app import create_app
from backend.identity.models import Organ, Region
from backend.planning.models import Task
from backend.worker import followers, run_journal_once
from tests.api.attacks.test_at_once import together
from tests.api.desk import NEVER_QUIET, Desk, codes
from tests.world import FOREVER_AGO, Api, SignedIn, World

HEALTH, FIRE = "卫生健康", "消防救援"


def law(most: int, own: int = 2, **cap: Any) -> dict[str, Any]:
    return {**NEVER_QUIET, "cap": {"default": own, "levels": {"city+county": most}, **cap}}


class Levels(Desk):
    """The county's health office is the desk's own; others of any level and field plan visits to the same enterprise."""

    def __init__(self, world: World, api: Api, rules: dict[str, Any]):
        super().__init__(world, api, rules)
        self.city = Region(
            code="4201", path="42/4201", level="city", name="示范市（样例）", name_en="Demo City", zone="Asia/Shanghai",
            scheme="uscc", west=113.6, south=29.9, east=115.1, north=31.4, demo=True,
        )  # fmt: skip
        world._add(self.city)
        self.set_field(self.organ, HEALTH)
        self.county = self.staffed(self.organ)
        self.of_city = self.body("市卫生监督所", self.city)

    def set_field(self, organ: Organ, field: str) -> None:
        with self.world.sessions() as tx:
            tx.merge(organ).field = field
            tx.commit()

    def body(self, name: str, region: Region | None = None, field: str = HEALTH) -> dict[str, Any]:
        organ = self.world.organ(name, region=region)
        self.set_field(organ, field)
        return self.staffed(organ)

    def staffed(self, organ: Organ) -> dict[str, Any]:
        return {
            "organ": organ, "planner": self.world.person("department", organ), "head": self.world.person("head", organ),
            "officers": [self.world.officer(organ, name) for name in ("陈一", "陈二")],
            "item": self.world.item(organ, field="市场监管"),  # what the test people's cards are for
        }  # fmt: skip

    def plans(self, body: dict[str, Any], day: str, **changes: Any) -> Any:
        asked = self.plan_body(day, item_ids=[str(body["item"].id)], officer_ids=self.ids(body), **changes)
        return self.api.as_(body["planner"]).post("/tasks", asked)

    def ids(self, body: dict[str, Any]) -> list[str]:
        return [str(each.person.id) for each in body["officers"]]

    def approves(self, body: dict[str, Any], day: str, **changes: Any) -> str:
        planned = self.plans(body, day, **changes)
        assert planned.status_code == 201, planned.json
        assert self.decide(planned.json["id"], by=body["head"]).status_code == 200
        return str(planned.json["id"])

    def codes(self, body: dict[str, Any], day: str, **changes: Any) -> str:
        task_id = self.approves(body, day, **changes)
        answer = self.issue(task_id, by=body["planner"])
        assert answer.status_code == 201, answer.json
        return task_id

    def arrives(self, body: dict[str, Any], task_id: str) -> Any:
        there = [{"person_id": each, "card_id": None, "how": "self"} for each in self.ids(body)]
        came = self.check_in(task_id, by=body["officers"][0], officers=there)
        assert came.status_code == 201, came.json
        return came

    def newest(self, came: Any, who: SignedIn) -> dict[str, Any]:
        return self.api.as_(who).get(f"/inspections/{came.json['inspection_id']}").json["verdict"]


@pytest.fixture
def levels(world, api) -> Levels:
    return Levels(world, api, law(3))


def test_the_last_place_of_both_levels_is_refused_with_levels_field_and_next_slot(levels):
    levels.codes(levels.county, "2026-04-22")
    levels.codes(levels.of_city, "2026-05-21")
    levels.codes(levels.county, "2026-06-24")
    told = levels.plans(levels.of_city, "2026-07-22")
    assert (told.status_code, told.json["code"], told.json["rule"]) == (409, "planning.levels_cap_reached", "B-25")
    assert "市级、县级“卫生健康”领域各执法主体对这家企业合计第 4 次检查，合计上限 3 次" in told.json["sentence"]["zh"]
    assert "2027 年" in told.json["sentence"]["zh"] and "联合检查" in told.json["remedy"]
    assert (told.json["facts"]["counted"], told.json["facts"]["most"]) == (4, 3)


@pytest.mark.parametrize("other", ["another field", "no field", "a town"])
def test_whoever_does_not_share_it_goes_on(levels, other):
    for body, day in ((levels.county, "2026-04-22"), (levels.of_city, "2026-05-21"), (levels.county, "2026-06-24")):
        levels.codes(body, day)
    if other == "a town":
        with levels.world.sessions() as tx:
            tx.merge(levels.world.region).level = "town"
            tx.commit()
    body = levels.body("别的单位", field={"another field": FIRE, "no field": ""}.get(other, HEALTH))
    assert levels.plans(body, "2026-07-22").status_code == 201


def test_a_cancelled_visit_of_the_other_level_gives_its_place_back(levels):
    first = levels.codes(levels.of_city, "2026-04-22")
    levels.codes(levels.of_city, "2026-05-21")
    levels.codes(levels.county, "2026-06-24")
    assert levels.plans(levels.county, "2026-07-22").status_code == 409
    levels.api.as_(levels.of_city["planner"]).post(f"/tasks/{first}/cancel", {"reason": "改期"})
    assert levels.codes(levels.county, "2026-07-22")


def test_next_slot_and_planner_know_what_the_other_level_used_up(levels):
    for body, day in ((levels.of_city, "2026-04-22"), (levels.of_city, "2026-05-21"), (levels.county, "2026-06-24")):
        levels.codes(body, day)
    mine = levels.api.as_(levels.county["planner"])
    assert mine.get(f"/enterprises/{levels.enterprise.id}/next-slot").json["next_slot"]["day"] == "2027-01-01"
    assert mine.get(f"/enterprises/{levels.enterprise.id}").json["next_slot"]["day"] == "2027-01-01"
    (line,) = mine.get("/planner").json["items"]
    assert (line["used"], line["next_slot"]["day"]) == (1, "2027-01-01")


def test_an_arrival_beyond_it_is_recorded_with_a_finding(levels, clock):
    today = levels.codes(levels.of_city, "2026-04-22")
    levels.arrives(levels.of_city, today)
    later = levels.codes(levels.county, "2026-04-24")
    amend(levels.world, law(1, own=1))
    clock.advance(days=2)
    came = levels.arrives(levels.county, later)
    assert codes(came) == {"LEVELS_CAP_REACHED"}
    (finding,) = came.json["verdict"]["findings"]
    assert finding["facts"]["levels"] == ["city", "county"]


def test_a_visit_of_the_other_level_that_is_heard_of_late_judges_this_one_again(levels, clock, world):
    first, second = levels.codes(levels.of_city, "2026-04-22"), levels.codes(levels.county, "2026-04-22")
    amend(world, law(1, own=1))
    clock.advance(hours=2)
    came = levels.arrives(levels.county, second)
    assert codes(came) == set()
    there = [{"person_id": each, "card_id": None, "how": "self"} for each in levels.ids(levels.of_city)]
    levels.check_in(first, by=levels.of_city["officers"][0], officers=there, at=clock.now() - timedelta(hours=1))
    while run_journal_once(world.sessions, followers(), clock):
        pass
    told = {each["code"] for each in levels.newest(came, levels.county["head"])["findings"]}
    assert told == {"LEVELS_CAP_REACHED"}


def test_the_phone_takes_along_how_many_and_never_whose(levels):
    levels.arrives(levels.of_city, levels.codes(levels.of_city, "2026-04-22"))
    levels.codes(levels.county, "2026-04-22")
    told = levels.api.as_(levels.county["officers"][0]).get("/snapshot").json["forecast"]["payload"]
    (task,) = json.loads(told)["tasks"]
    assert task["before"]["together"] == [
        {"levels": ["city", "county"], "most": 3, "field": HEALTH, "used": {"2026": 1}, "joint": []}
    ]
    assert str(levels.of_city["organ"].id) not in told


@pytest.mark.parametrize("own", [1, 9])
def test_two_of_two_levels_at_once_get_one_last_place(committed_world, clock, own):
    world = committed_world
    api = Api(create_app(world.settings, sessions=world.sessions, clock=clock), world)
    levels = Levels(world, api, law(max(own, 9), own))
    for n in range(10):
        levels.enterprise, levels.site = world.enterprise()
        mine, theirs = levels.approves(levels.county, "2026-05-21"), levels.approves(levels.of_city, "2026-06-24")
        amend(world, law(1, 1))
        answers = together(
            partial(levels.issue, mine, by=levels.county["planner"]),
            partial(levels.issue, theirs, by=levels.of_city["planner"]),
        )
        amend(world, law(max(own, 9), own))
        assert sorted(each.status_code for each in answers) == [201, 409], n
        refused = next(each for each in answers if each.status_code == 409)
        assert refused.json["code"] == "planning.levels_cap_reached"
        assert coded(levels) == 1


def test_many_of_three_bodies_at_once_never_pass_either_cap_and_never_wait_in_a_circle(committed_world, clock):
    world = committed_world
    api = Api(create_app(world.settings, sessions=world.sessions, clock=clock), world)
    levels = Levels(world, api, law(9, 9))
    bodies = [levels.county, levels.of_city, levels.body("邻街卫生监督所")]
    for _ in range(3):
        levels.enterprise, levels.site = world.enterprise()
        asked = [
            (levels.approves(body, f"2026-0{month}-2{n}"), body)
            for month in (5, 6, 7)
            for n, body in enumerate(bodies, 1)
        ]
        amend(world, law(4, 2))
        answers = together(*(partial(levels.issue, task, by=body["planner"]) for task, body in asked))
        amend(world, law(9, 9))
        assert sorted({each.status_code for each in answers}) == [201, 409]
        assert coded(levels) == 4
        assert max(coded(levels, body["organ"]) for body in bodies) <= 2


def amend(world: World, body: dict[str, Any]) -> None:
    """Another rule set is in force from now on, and was whenever somebody asks."""
    since = FOREVER_AGO + timedelta(days=world.number())
    with world.sessions() as tx:
        tx.merge(world.rules).effective_to = since
        tx.commit()
    world.rule_set(body, since=since)


def coded(levels: Levels, organ: Organ | None = None) -> int:
    wanted = select(func.count()).where(Task.enterprise_id == levels.enterprise.id, Task.state == "coded")
    wanted = wanted.where(Task.organ_id == organ.id) if organ else wanted
    return int(levels.world.look(lambda tx: tx.scalar(wanted)))
