"""A planner is offered the grounds of the enterprise's own rule set, on the day of the visit, and no others (B-40)."""

from datetime import UTC, datetime

import pytest

from backend.rulesets.models import RuleSetRow
from tests.api.desk import Desk

JULY = datetime(2026, 6, 30, 16, tzinfo=UTC)

ALL = [
    "superior",
    "safety_field",
    "emergency",
    "complaint",
    "case",
    "statutory_deadline",
    "licence",
    "tax_risk",
    "other",
]


@pytest.fixture
def desk(world, api):
    kept = {"complaint": {"evidence": "clue_id", "approver": "subject_head"}}
    return Desk(world, api, {"quiet": {"grounds": kept}})


def offered(desk, day=None):
    asked = f"?day={day}" if day else ""
    answer = desk.api.as_(desk.planner).get(f"/enterprises/{desk.enterprise.id}{asked}")
    assert answer.status_code == 200, answer.json
    return [each["code"] for each in answer.json["grounds"]]


def test_only_what_the_rule_set_knows_is_offered_and_the_rest_refused(desk):
    assert offered(desk) == ["complaint"]
    refused = desk.plan("2026-05-06", ground="superior", evidence_id="文〔2026〕1号")
    assert (refused.status_code, refused.json["code"]) == (422, "planning.ground_unknown")
    taken = desk.plan("2026-05-06", kind="case", trigger="complaint", ground="complaint", evidence_id="线索 1")
    assert taken.status_code == 201, taken.json


def test_the_rules_of_the_planned_day_decide(desk):
    with desk.world.sessions() as tx:
        tx.get_one(RuleSetRow, desk.rules.id).effective_to = JULY
        tx.commit()
    desk.world.rule_set(since=JULY)
    assert offered(desk, "2026-06-30") == ["complaint"]
    assert offered(desk, "2026-07-01") == ALL


@pytest.mark.parametrize("day", ["2026-02-29", "x", "0001-01-01", "99999-01-01"])
def test_what_is_no_day(desk, day):
    answer = desk.api.as_(desk.planner).get(f"/enterprises/{desk.enterprise.id}?day={day}")
    assert (answer.status_code, answer.json["code"]) == (422, "kernel.invalid")
