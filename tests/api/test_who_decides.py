"""B-40, B-41: whose yes a plan waits for is told with the plan, and is who may give it: the head, or the bureau."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.desk import NEVER_QUIET, Desk
from tests.world import Api, World

GROUNDED = {"ground": "complaint", "evidence_id": "线索〔2026〕7 号", "trigger": "complaint"}
IN_WORDS = {"ground": "other", "evidence_id": "群众集中反映", "trigger": "complaint"}


def desk(world: World, api: Api, approver: str) -> Desk:
    return Desk(world, api, {"quiet": {**NEVER_QUIET["quiet"], "approver": approver}})


@pytest.mark.parametrize(("approver", "ground", "told"), [
    ("subject_head", {}, "subject_head"), ("subject_head", GROUNDED, "subject_head"), ("subject_head", IN_WORDS, "bureau"),
    ("bureau", {}, "subject_head"), ("bureau", GROUNDED, "bureau"), ("bureau", IN_WORDS, "bureau"),
])  # fmt: skip
def test_whom_the_plan_names_is_who_may_decide_and_nobody_else(
    world: World, api: Api, approver: str, ground: dict[str, Any], told: str
):
    house = desk(world, api, approver)
    task = house.plan(**ground).json
    listed: Any = api.as_(house.bureau).get("/tasks").json
    assert (task["decider"], [each["decider"] for each in listed["items"]]) == (told, [told])
    right, wrong = (house.bureau, house.head) if told == "bureau" else (house.head, house.bureau)
    refused = house.decide(task["id"], by=wrong)
    assert (refused.status_code, refused.json["code"]) == (403, "planning.decided_elsewhere")
    decided = house.decide(task["id"], by=right)
    assert (decided.status_code, decided.json["decider"]) == (200, None), "what was decided waits for nobody"


def test_a_rule_set_names_somebody_who_can_decide(world: World, api: Api):
    house = desk(world, api, "subject_head")
    body = {"body": {"quiet": {"approver": "mayor"}}}
    refused = api.as_(house.bureau).post("/rule-sets/preview", body)
    assert refused.status_code == 422 and "quiet.approver" in refused.text
