"""A region far from China: its own zone and box decide, whatever the rule set leaves unsaid; without rules it is told so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click
import pytest
from click.testing import CliRunner

from backend.cli import Operator, main
from backend.enterprises.models import Enterprise
from backend.identity.models import Region
from backend.kernel.ids import uuid7
from backend.rulesets.models import RuleSetRow
from tests.api.coded_visit import coded_visit
from tests.api.desk import codes
from tests.world import Api, World

LAKE = -87.63, 41.88
LICENCE = "700001"
EVENING_OF_THE_20TH = datetime(2026, 5, 21, 3, 0, tzinfo=UTC)
"""22:00 on 20 May in Chicago, a quiet day; in Shanghai it is the morning of the 21st, and quiet no more."""
MORNING_OF_THE_21ST = datetime(2026, 5, 21, 15, 0, tzinfo=UTC)


class Abroad:
    """The region `chicago` with an organ, a planner, a bureau, two officers, an item and one imported restaurant."""

    def __init__(self, world: World, api: Api, sessions: Any, folder: Any):
        self.world, self.api = world, api
        table = folder / "restaurants.csv"
        table.write_text(f"license,name,longitude,latitude\n{LICENCE},Paper Moon,{LAKE[0]},{LAKE[1]}\n")
        operator = Operator(world.settings)
        operator.__dict__["sessions"] = sessions
        command = main.get_command(click.Context(main), "import-establishments")
        assert CliRunner().invoke(command, [str(table), "--region", "chicago"], obj=operator).exit_code == 0
        self.region = world.look(lambda tx: tx.get_one(Region, "chicago"))
        self.restaurant = world.look(lambda tx: tx.query(Enterprise).filter_by(identifier=LICENCE).one())
        self.organ = world.organ("芝加哥公共卫生局（样例）", region=self.region)
        self.planner = world.person("department", self.organ)
        self.ann, self.bob = world.officer(self.organ, "Ann"), world.officer(self.organ, "Bob")
        self.item = world.item(self.organ)

    def check_in(self, longitude: float, latitude: float) -> Any:
        now = self.world.clock.now().isoformat()
        body = {
            "task_id": None, "enterprise": {"text": LICENCE, "source": "typed"}, "captured_at": now,
            "clock": {"wall": now, "mono_ms": 1000, "boot": "b1", "offset_ms": 0, "quality": "synced"},
            "position": {"longitude": longitude, "latitude": latitude, "accuracy_m": 12.0, "datum": "wgs84"},
            "position_reason": None,
            "officers": [{"person_id": str(self.bob.person.id), "card_id": None, "how": "partner_scan"}],
        }  # fmt: skip
        return self.api.as_(self.ann).post("/check-ins", body, key=uuid7())

    def plan(self, day: str) -> Any:
        body = {
            "kind": "daily", "trigger": "plan", "enterprise_id": str(self.restaurant.id), "planned_on": day,
            "starts_at": None, "item_ids": [str(self.item.id)], "entry_reason": "Look at the cold store",
            "officer_ids": [str(self.ann.person.id), str(self.bob.person.id)], "ground": None, "evidence_id": None,
            "superior_document": None,
        }  # fmt: skip
        return self.api.as_(self.planner).post("/tasks", body)


@pytest.fixture
def abroad(world, api, sessions, tmp_path):
    return Abroad(world, api, sessions, tmp_path)


def test_an_arrival_is_judged_by_the_local_day(abroad, world, clock):
    world.rule_set(region=abroad.region)
    clock.moment = EVENING_OF_THE_20TH
    quiet = abroad.check_in(*LAKE)
    clock.moment = MORNING_OF_THE_21ST
    free = abroad.check_in(*LAKE)

    assert (quiet.status_code, quiet.json["verdict"]["quiet"]["code"]) == (201, "VIOLATION"), quiet.json
    assert quiet.json["verdict"]["quiet"]["facts"]["day"] == "2026-05-20"
    assert free.json["verdict"]["quiet"]["code"] == "OUT"


def test_a_position_at_home_is_right_and_a_swapped_one_is_seen(abroad, world, clock):
    world.rule_set(region=abroad.region)
    clock.moment = MORNING_OF_THE_21ST

    assert not {"POSITION_SWAPPED", "OFF_SITE"} & codes(abroad.check_in(*LAKE))
    assert "POSITION_SWAPPED" in codes(abroad.check_in(LAKE[1], LAKE[0]))


def test_a_plan_is_judged_by_the_local_day(abroad, world, clock):
    """The day and the rules of where the premises lie (B-01, B-21)."""
    world.rule_set(region=abroad.region)
    clock.moment = EVENING_OF_THE_20TH
    quiet, free = abroad.plan("2026-05-20"), abroad.plan("2026-05-21")

    assert (quiet.status_code, quiet.json["code"]) == (409, "planning.quiet_period")
    assert quiet.json["facts"]["next_slot"]["day"] == "2026-05-21"
    assert free.status_code == 201, free.json


def test_what_a_rule_set_says_itself_holds(abroad, world, clock):
    world.rule_set({"tz": "Asia/Shanghai", "geo": {"max_accuracy_m": 5}}, region=abroad.region)
    clock.moment = EVENING_OF_THE_20TH
    answer = abroad.check_in(*LAKE)

    assert answer.json["verdict"]["quiet"]["code"] == "OUT"
    assert "WEAK_LOCATION" in codes(answer)
    assert "POSITION_SWAPPED" in codes(abroad.check_in(LAKE[1], LAKE[0]))


def test_the_phone_takes_the_regions_zone_and_box_along(abroad, world):
    world.rule_set({"cap": {"default": 3}}, region=abroad.region)
    body = abroad.api.as_(abroad.ann).get("/snapshot").json["rule_set"]["body"]

    assert body == {"tz": "America/Chicago", "cap": {"default": 3}, "geo": {"bbox": [-88.0, 41.6, -87.5, 42.1]}}


def test_an_arrival_where_no_rule_set_was_ever_adopted_is_a_fact_to_review(abroad):
    answer = abroad.check_in(*LAKE)

    assert (answer.status_code, answer.json["verdict"]["ruleset_id"]) == (201, "default")
    assert "NO_RULE_SET" in codes(answer)
    found = next(each for each in answer.json["verdict"]["findings"] if each["code"] == "NO_RULE_SET")
    assert (found["severity"], found["rule"]) == ("review", "B-03")
    visit = f"/inspections/{answer.json['inspection_id']}"
    now = answer.json["arrived_at"]
    clock = {"wall": now, "mono_ms": 1000, "boot": "b1", "offset_ms": 0, "quality": "synced"}
    left = {"captured_at": now, "clock": clock, "position": None}
    assert abroad.api.as_(abroad.ann).get(visit).status_code == 200
    assert abroad.api.as_(abroad.ann).post(f"{visit}/check-out", left).status_code == 201


def test_a_region_without_rules_is_told_so_everywhere(abroad):
    restaurant = f"/enterprises/{abroad.restaurant.id}"
    answers = [
        abroad.plan("2026-05-21"), abroad.api.as_(abroad.ann).get("/snapshot"),
        abroad.api.as_(abroad.planner).get(restaurant), abroad.api.as_(abroad.planner).get(f"{restaurant}/calendar"),
    ]  # fmt: skip

    for answer in answers:
        assert (answer.status_code, answer.json["code"]) == (409, "rulesets.none_in_force")
        assert all(answer.json[part][language] for part in ("sentence", "remedies") for language in ("zh", "en"))
        assert (answer.json["rule"], answer.json["facts"]) == ("B-03", {"region": "chicago"})


def test_a_code_is_answered_although_no_rules_are_in_force(world, app):
    visit = coded_visit(world)
    client = app.test_client()
    before = [client.get(f"/i/{visit.printed}"), client.get(f"/c/{visit.printed_card}")]
    visit.change(RuleSetRow, world.rules.id, effective_to=visit.now)

    after = [client.get(f"/i/{visit.printed}"), client.get(f"/c/{visit.printed_card}")]

    assert [each.status_code for each in after] == [each.status_code for each in before] == [200, 200]
    assert all("12345" in each.text for each in after)
