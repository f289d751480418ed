"""Trying a rule set on visits that happened: which verdicts differ and why, and nothing that was judged changes (B-03)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from backend.inspections.models import PastVisit, VerdictRow
from backend.inspections.replay_models import Replay, ReplayDifference
from backend.inspections.replays import run
from backend.kernel.ids import uuid7
from backend.kernel.jobs import Tools
from tests.api.lists.test_rule_sets import TO_THE_15TH, Bureau

MONTH = {"since": "2026-03-01", "until": "2026-03-31"}


class Trials(Bureau):
    """A bureau that tries rule sets, and the visits that it tries them on."""

    def __init__(self, world, api, settings, sessions):
        super().__init__(world, api)
        self.settings, self.sessions = settings, sessions
        self.market = world.organ("市场监督管理局")
        self.shop, _ = world.enterprise("云川食品")

    def past(self, *days, **told):
        """Imported visits of the market office to the shop."""
        usual = {
            "region_code": self.world.region.code, "organ_id": self.market.id, "enterprise_id": self.shop.id, "kind": "daily",
            "trigger": "plan", "counts": True, "cap_exempt": "no", "needs_review": False, "purpose": "日常检查",
        }  # fmt: skip
        with self.sessions() as tx:
            for day in days:
                tx.add(PastVisit(source_key=str(uuid7()), day=date.fromisoformat(day), **(usual | told)))
            tx.commit()

    def ask(self, body=None, by=None, key=None, **changes):
        asked = {"name": "每月 1 至 15 日", "body": TO_THE_15TH if body is None else body, **MONTH, **changes}
        return self.api.as_(by or self.sun).post("/replays", asked, key=key)

    def tools(self):
        return Tools(self.settings, self.sessions, self.world.clock)

    def tried(self, body=None, **changes):
        """The answer of a replay that was worked off."""
        asked = self.ask(body, **changes)
        assert asked.status_code == 202, asked.json
        run(self.tools(), asked.json["id"])
        return self.see(asked.json["id"])

    def see(self, replay_id):
        return self.api.as_(self.sun).get(f"/replays/{replay_id}").json

    def lines(self, replay_id, **args):
        asked = "&".join(f"{name}={value}" for name, value in args.items())
        return self.api.as_(self.sun).get(f"/replays/{replay_id}/differences?{asked}").json


@pytest.fixture
def trials(world, api, settings, sessions, request):
    if "real" not in request.node.name:  # the desk brings its own
        world.rule_set()
    return Trials(world, api, settings, sessions)


def test_b37_the_16th_to_the_20th_are_lawful_under_the_shorter_calendar(trials):
    trials.past("2026-03-15", "2026-03-16", "2026-03-20", "2026-03-21", "2025-12-17")
    told = trials.tried()

    assert (told["state"], told["done"], told["total"]) == ("done", 4, 4)
    result = told["result"]
    assert (result["visits"], result["differ"]) == (4, 2)
    assert result["becomes"] == {"broken": 0, "kept": 1, "other": 1}, "the third of the year is over the cap anyway"
    assert (result["before"]["quiet"], result["after"]["quiet"]) == (
        {"OUT": 1, "VIOLATION": 3}, {"OUT": 3, "VIOLATION": 1},
    )  # fmt: skip


def test_each_difference_says_both_verdicts_in_words(trials):
    trials.past("2026-03-16")
    told = trials.tried()
    (line,) = trials.lines(told["id"])["items"]

    assert (line["day"], line["becomes"], line["inspection_id"]) == ("2026-03-16", "kept", None)
    assert (line["organ"]["name"], line["enterprise"]["name"]) == ("市场监督管理局", "云川食品")
    assert line["before"]["quiet"]["sentence"]["zh"].startswith("2026 年 3 月 16 日在安静期内（每月 1–20 日）")
    assert line["after"]["quiet"]["sentence"]["zh"] == "2026 年 3 月 16 日不在安静期内（每月 1–15 日）。"
    assert line["after"]["quiet"]["sentence"]["en"]


def test_b25_visits_before_the_period_count_beside_those_in_it(trials):
    trials.past("2026-01-22", "2026-02-23", "2026-03-24")
    told = trials.tried({"cap": {"default": 3}})

    assert told["result"]["becomes"] == {"broken": 0, "kept": 1, "other": 0}
    assert (told["result"]["before"]["cap"], told["result"]["after"]["cap"]) == ({"REACHED": 1}, {"WITHIN": 1})
    assert told["result"]["months"] == [{"month": "2026-03", "visits": 1, "before": 1, "after": 0, "differ": 1}]


def test_a_ground_of_an_imported_visit_counts_as_evidenced_unless_the_rules_do_not_know_it(trials):
    trials.past("2026-03-10", ground="complaint", kind="case", trigger="complaint", cap_exempt="yes")
    assert trials.tried()["result"]["differ"] == 0
    without = trials.tried({"quiet": {"grounds": {}}})
    assert without["result"]["becomes"] == {"broken": 1, "kept": 0, "other": 0}


def test_b03_each_visit_is_compared_with_what_was_in_force_at_its_arrival(trials, world):
    asked = trials.propose(on="2026-05-10")
    trials.decide(asked.json["approval_id"])
    trials.past("2026-05-08", "2026-05-17")

    told = trials.tried({"quiet": {"calendars": []}}, since="2026-05-01", until="2026-05-31")

    assert told["result"]["before"]["quiet"] == {"OUT": 1, "VIOLATION": 1}
    assert told["result"]["after"]["quiet"] == {"NOT_APPLICABLE": 2}


def test_what_is_real_is_tried_as_well_and_its_verdict_stays(trials, world, api):
    from tests.api.desk import Desk

    desk = Desk(world, api)
    assert desk.check_in(desk.coded()).status_code == 201
    verdicts = world.look(lambda tx: tx.scalar(select(func.count()).select_from(VerdictRow)))

    span = {"since": "2026-04-22", "until": "2026-04-22"}
    calendar = {"scope": "region", "key": "*", "type": "monthly_range", "from": 1, "to": 31}
    told = trials.tried({"quiet": {"calendars": [calendar]}}, **span)

    (line,) = trials.lines(told["id"])["items"]
    assert (line["becomes"], line["after"]["quiet"]["code"]) == ("broken", "VIOLATION")
    assert line["inspection_id"]
    assert world.look(lambda tx: tx.scalar(select(func.count()).select_from(VerdictRow))) == verdicts


def test_differences_are_paged_and_chosen_by_what_becomes_of_them(trials):
    trials.past(*(f"2026-03-{n}" for n in range(16, 21)))
    told = trials.tried({**TO_THE_15TH, "cap": {"default": 9}})
    assert told["result"]["becomes"] == {"broken": 0, "kept": 5, "other": 0}
    second = trials.lines(told["id"], page=2, page_size=2)
    assert (second["total"], [each["n"] for each in second["items"]]) == (5, [3, 4])
    assert trials.lines(told["id"], becomes="broken")["total"] == 0


def test_worked_off_twice_it_is_the_same(trials):
    trials.past("2026-03-16")
    told = trials.tried()
    run(trials.tools(), told["id"])
    assert trials.see(told["id"]) == told
    assert trials.world.look(lambda tx: tx.scalar(select(func.count()).select_from(ReplayDifference))) == 1


def test_one_that_was_killed_half_way_is_taken_up_again(trials):
    trials.past("2026-03-16")
    asked = trials.ask().json
    with trials.sessions() as tx:
        row = tx.get_one(Replay, UUID(asked["id"]))
        row.state, row.done = "running", 1000
        tx.commit()
    run(trials.tools(), asked["id"])
    assert (trials.see(asked["id"])["state"], trials.see(asked["id"])["done"]) == ("done", 1)


@pytest.mark.parametrize("changes", [
    {"since": "2026-04-01", "until": "2026-03-01"}, {"since": "2020-01-01", "until": "2026-03-01"}, {"since": "soon"},
    {"until": None}, {"name": " "}, {"name": "x" * 201}, {"body": {"silence": 1}}, {"body": []}, {"extra": 1},
])  # fmt: skip
def test_a_trial_that_cannot_be_is_refused_and_nothing_is_begun(trials, changes):
    asked = {"name": "试", "body": TO_THE_15TH, **MONTH, **changes}
    answer = trials.api.as_(trials.sun).post("/replays", asked)
    assert answer.status_code == 422, answer.json
    assert trials.api.as_(trials.sun).get("/replays").json["items"] == []


def test_more_visits_than_one_worker_reads_at_once_are_refused(trials, monkeypatch):
    monkeypatch.setattr("backend.inspections.replays.MOST_VISITS", 1)
    trials.past("2026-03-16", "2026-03-17")
    refused = trials.ask()
    assert (refused.status_code, refused.json["code"]) == (422, "inspections.replay_too_large")
    assert "2 次检查" in refused.json["sentence"]["zh"]


def test_the_same_trial_twice_is_one(trials):
    key = uuid7()
    first, again = (trials.ask(key=key) for _ in range(2))
    assert (first.status_code, again.json) == (202, first.json)
    assert len(trials.api.as_(trials.sun).get("/replays").json["items"]) == 1


def test_another_regions_trial_is_not_found_and_a_head_may_not_try(trials, world, api):
    told = trials.tried()
    elsewhere = world.person("bureau", world.organ("别区司法局", kind="bureau", region=world.other_region()))
    for path in (f"/replays/{told['id']}", f"/replays/{told['id']}/differences"):
        assert api.as_(elsewhere).get(path).status_code == 404
    assert api.as_(elsewhere).get("/replays").json["items"] == []
    assert trials.ask(by=world.person("head", trials.market)).status_code == 403


def test_the_thirty_first_trial_of_an_hour_waits(trials):
    answers = [trials.ask().status_code for _ in range(31)]
    assert (answers[:30], answers[30]) == ([202] * 30, 429)


def test_after_thirty_days_it_is_forgotten(trials, clock):
    from backend.inspections.jobs import forget_replays

    told = trials.tried()
    clock.moment = datetime.now(UTC) + timedelta(days=400)
    forget_replays(trials.tools())
    assert trials.world.look(lambda tx: tx.get(Replay, told["id"])) is None
