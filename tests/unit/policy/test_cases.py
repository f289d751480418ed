"""One table of cases per rule number, each border with its neighbours: `cases.json`, which the phone's tests read, too."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from backend.policy.examples import examples_from_data, run
from backend.policy.facts import Interval, OfficerAtDoor, SiteFacts, Visit
from backend.policy.forecast import rules_data
from backend.policy.ruleset import RuleSet
from backend.policy.slots import next_slot
from backend.policy.verdict import judge
from backend.policy.workdays import term_of_workdays
from tests.unit.policy.story import rules

CASES = json.loads(Path(__file__).with_name("cases.json").read_text(encoding="utf-8"))
REMARKS = ("REPEAT_SAME_DAY", "ABORTED_AGAIN", "DISGUISED_INSPECTION")
JUDGED = [(number, each) for number, cases in CASES["judged"].items() for each in cases]


@pytest.mark.parametrize(
    ("number", "each"), JUDGED, ids=[f"{number} {each['name']} {each['case']['arrives']}" for number, each in JUDGED]
)
def test_a_case_is_judged_as_its_rule_says(number, each):
    law = rules(**each["law"])
    (came,) = run(examples_from_data([each["case"]]), law, "420117")
    assert (came.quiet_passes, came.cap_passes) == (True, True), (came.verdict.quiet, came.verdict.cap)


@pytest.mark.parametrize("each", CASES["B-04"], ids=lambda each: f"{each['days']} from {each['from']}")
def test_b04_a_term_of_working_days(each):
    told = term_of_workdays(date.fromisoformat(each["from"]), each["days"], rules().holiday_table)
    assert (told.last_day.isoformat(), told.provisional) == (each["last"], each["provisional"])


@pytest.mark.parametrize("each", CASES["B-46"], ids=lambda each: each["name"])
def test_b46_the_next_lawful_slot(each):
    law = rules(**each["law"])
    local = [datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=law.zone) for day in each["before"]]
    earlier = [Visit(str(n), "o", "e", "s", "daily", "plan", Interval.at(at)) for n, at in enumerate(local)]
    slot = next_slot(
        datetime.fromisoformat(each["after"]).replace(tzinfo=law.zone), SiteFacts("e", "s", ""), law, earlier, "o"
    )
    assert (slot.day.isoformat(), slot.starts_at.isoformat(), slot.reason) == (each["day"], "09:00:00", each["reason"])


@pytest.mark.parametrize("each", CASES["remarks"], ids=lambda each: f"{each['rule']} {each['name']}")
def test_what_stands_out_beside_the_visits_before(each):
    law = rules(**each["law"])
    *before, last = [_came(n, told, law) for n, told in enumerate(each["came"])]
    found = judge(last, SiteFacts("e", "s", ""), law, before).findings
    assert [{"code": one.code, "facts": one.facts} for one in found if one.code in REMARKS] == each["found"]


def _came(n: int, told: dict[str, Any], law: RuleSet) -> Visit:
    at = datetime.fromisoformat(told["at"]).replace(tzinfo=law.zone)
    return Visit(
        str(n), "o", "e", told.get("site", "s"), told.get("kind", "daily"), "plan", Interval.at(at),
        outcome=told.get("outcome"), task_id=told.get("task"), kept_apart="open" if told.get("kept_apart") else "",
        officers=(OfficerAtDoor(told.get("officer", "p"), "active"),),
    )  # fmt: skip


def test_the_phones_tests_judge_by_the_default_parameters():
    body = rules_data(rules())
    assert body["holidays"] == CASES["holidays"]
    for section, named in CASES["defaults"].items():
        told = body[section]
        assert (told if section == "tz" else {name: told[name] for name in named}) == named
