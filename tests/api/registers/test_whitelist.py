"""B-36: the white list 无事不扰, from the department that vouches to the serious finding that ends it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from backend.app import create_app
from backend.enterprises import whitelist
from backend.enterprises.whitelist_models import WhitelistEntry
from backend.kernel.ids import uuid7
from backend.supervision.models import Alert
from tests.api.desk import NEVER_QUIET, Desk, codes
from tests.arrivals import let_followers_read
from tests.world import Api

CONDITIONS = ["no_penalty", "no_joint_sanction", "no_fatal_accident"]
TODAY = "2026-04-22"


class ListDesk(Desk):
    """A desk with a second person of the bureau."""

    def __init__(self, world, api, rules=NEVER_QUIET):
        super().__init__(world, api, rules)
        self.second = world.person("bureau", self.bureau_organ, "李复核")

    def body(self, **changes):
        told = {
            "organ_id": str(self.organ.id),
            "conditions": CONDITIONS,
            "reason": "信用良好",
            "document": "新司〔2026〕9号",
        }
        return {**told, "from_on": TODAY, "to_on": None, **changes}

    def ask(self, by=None, key=None, **changes):
        where = f"/enterprises/{self.enterprise.id}/whitelist"
        return self.api.as_(by or self.planner).post(where, self.body(**changes), key=key or uuid7())

    def say(self, entry_id, decision="approve", by=None):
        return self.api.as_(by or self.second).post(
            f"/whitelist/{entry_id}/decision", {"decision": decision, "note": ""}
        )

    def listed(self, **changes):
        asked = self.ask(**changes)
        assert asked.status_code == 201, asked.json
        assert self.say(asked.json["id"]).status_code == 200
        return asked.json["id"]

    def end(self, entry_id, reason="false_statement"):
        return self.api.as_(self.second).post(f"/whitelist/{entry_id}/end", {"reason": reason, "words": "隐瞒处罚"})

    def row(self, entry_id) -> WhitelistEntry:
        return self.world.look(lambda tx: tx.get_one(WhitelistEntry, entry_id))


@pytest.fixture
def desk(world, api):
    return ListDesk(world, api)


def test_b36_a_daily_visit_is_refused_with_rule_facts_and_remedy(desk):
    assert desk.plan().status_code == 201
    desk.listed()
    refused = desk.plan("2026-04-23")
    assert (refused.status_code, refused.json["code"], refused.json["rule"]) == (409, "planning.whitelisted", "B-36")
    assert (
        "4 月 22 日" not in refused.json["detail"]
        and "无事不扰名单" in refused.json["detail"]
        and refused.json["remedy"]
    )
    assert desk.plan("2026-04-23", trigger="complaint", evidence_id="12345-7").status_code == 201


def test_b36_an_arrival_is_recorded_and_marked(desk):
    task = desk.coded()
    desk.listed()
    came = desk.check_in(task)
    assert came.status_code == 201
    assert "WHITELISTED" in codes(came)
    assert (came.json["verdict"]["cap"]["reason"], came.json["verdict"]["mark"]) == ("cap.whitelisted", "violation")


def test_b36_it_is_no_entry_before_a_second_person_said_yes(desk):
    asked = desk.ask(by=desk.bureau)
    assert asked.json["state"] == "proposed"
    assert desk.say(asked.json["id"], by=desk.bureau).json["code"] == "enterprises.entry_same_person"
    assert desk.plan().status_code == 201
    assert desk.say(asked.json["id"], "refuse").json["state"] == "refused"
    assert desk.say(asked.json["id"]).json["code"] == "enterprises.entry_not_waiting"
    assert desk.listed(), "who was refused may ask again"


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"from_on": "2026-04-21"}, 422, "enterprises.entry_past"),
        ({"to_on": "2026-04-21"}, 422, "enterprises.span_backwards"),
        ({"conditions": CONDITIONS[:2]}, 422, "enterprises.conditions_missing"),
        ({"conditions": []}, 422, "enterprises.conditions_missing"),
        ({"conditions": ["x" * 61]}, 422, "kernel.invalid"),
        ({"reason": " "}, 422, "kernel.invalid"),
        ({"document": ""}, 422, "kernel.invalid"),
        ({"reason": "长" * 501}, 422, "kernel.invalid"),
        ({"from_on": "2026-02-30"}, 422, "kernel.invalid"),
        ({"organ_id": str(uuid7())}, 404, "kernel.not_found"),
        ({"organ_id": 7}, 422, "kernel.invalid"),
    ],
    ids=["past", "backwards", "two-conditions", "no-conditions", "long-condition", "no-reason", "no-document", "long-reason",
         "no-day", "strange-organ", "no-organ"],
)  # fmt: skip
def test_b36_what_is_no_proposal(desk, changes, status, code):
    answer = desk.ask(**changes)
    assert (answer.status_code, answer.json["code"].partition(".")[0]) == (status, code.partition(".")[0]), answer.json
    if not code.startswith("kernel.invalid"):
        assert answer.json["code"] == code
    assert desk.world.look(lambda tx: tx.scalars(select(WhitelistEntry)).all()) == []


def test_b36_the_same_request_twice_is_one_and_another_one_is_refused(desk):
    key = uuid7()
    first, again = desk.ask(key=key), desk.ask(key=key)
    assert (first.status_code, again.json["id"]) == (201, first.json["id"])
    assert desk.ask().json["code"] == "enterprises.entry_live"


def test_b36_two_at_once_make_one_entry(committed_world, clock):
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=clock)
    desk = ListDesk(committed_world, Api(app, committed_world))
    with ThreadPoolExecutor(2) as pool:
        came = sorted(each.status_code for each in pool.map(lambda _: desk.ask(), range(2)))
    assert came == [201, 409]


@pytest.mark.parametrize("outcome", ["case_opened", "referred"])
def test_b36_t_a_serious_finding_removes_it_the_same_day_and_draws_include_it_again(desk, outcome):
    entry_id = desk.listed()
    task = desk.coded("2026-04-22", trigger="complaint", evidence_id="12345-7")
    visit = desk.check_in(task).json["inspection_id"]
    body = {"outcome": outcome, "summary": "使用过期原料", "deadline": None, "at": desk.world.clock.now().isoformat()}
    assert desk.api.as_(desk.zhou).post(f"/inspections/{visit}/result", body).status_code == 201
    row = desk.row(entry_id)
    assert (row.state, row.ended_on, row.end_reason, row.ended_by) == (
        "ended",
        date(2026, 4, 22),
        "serious_finding",
        None,
    )
    assert desk.plan("2026-06-24").status_code == 201


@pytest.mark.parametrize("outcome", ["none_found", "corrected_on_spot"])
def test_b36_a_result_that_is_not_serious_changes_nothing(desk, outcome):
    entry_id = desk.listed()
    visit = desk.check_in(desk.coded(trigger="complaint", evidence_id="1")).json["inspection_id"]
    body = {"outcome": outcome, "summary": "见笔录", "deadline": None, "at": desk.world.clock.now().isoformat()}
    assert desk.api.as_(desk.zhou).post(f"/inspections/{visit}/result", body).status_code == 201
    assert desk.row(entry_id).state == "listed"


def test_b36_a_false_statement_ends_it_today(desk):
    entry_id = desk.listed()
    assert desk.plan("2026-04-23").status_code == 409
    ended = desk.end(entry_id)
    assert (ended.json["state"], ended.json["ended_on"], ended.json["end_reason"]) == (
        "ended",
        TODAY,
        "false_statement",
    )
    assert desk.plan("2026-04-23").status_code == 201
    assert desk.end(entry_id).json["code"] == "enterprises.entry_not_listed"


def test_b36_an_entry_with_a_last_day_protects_until_its_midnight(desk):
    desk.listed(to_on="2026-04-24")
    assert desk.plan("2026-04-24").json["code"] == "planning.whitelisted"
    assert desk.plan("2026-04-27").status_code == 201


def tell(world, text: str) -> int:
    def told(tx):
        n = whitelist.tell_reviews_due(tx, now=datetime.fromisoformat(f"{text}+08:00").astimezone(UTC))
        tx.commit()
        return n

    return world.look(told)


def test_b36_the_yearly_review_is_told_when_it_is_over_due_and_once(desk):
    entry_id = desk.listed()
    told = [tell(desk.world, each) for each in ("2027-04-22T23:59:59", "2027-04-23T00:00:00", "2027-04-24T00:00:00")]
    assert told == [0, 1, 0]
    let_followers_read(desk.world, desk.world.clock)
    (alert,) = desk.world.look(lambda tx: tx.scalars(select(Alert)).all())
    assert (str(alert.entry_id), alert.code, alert.rule, alert.severity) == (
        entry_id,
        "WHITELIST_REVIEW_DUE",
        "B-36",
        "medium",
    )
    assert "2027 年 4 月 22 日前应复核" in alert.sentence_zh
    seen = desk.api.as_(desk.bureau).get("/alerts").json["items"]
    assert [each["code"] for each in seen] == ["WHITELIST_REVIEW_DUE"]


def test_b36_a_review_moves_the_next_one_by_a_year(desk):
    entry_id = desk.listed()
    desk.world.clock.advance(days=10)
    reviewed = desk.api.as_(desk.world.proved(desk.second)).post(f"/whitelist/{entry_id}/review", {})
    assert (reviewed.status_code, reviewed.json["reviewed_on"], reviewed.json["review_due"]) == (
        200,
        "2026-05-02",
        "2027-05-02",
    )
    assert tell(desk.world, "2027-05-02T12:00:00") == 0


def test_b36_the_planner_says_it(desk):
    desk.listed()
    (line,) = desk.api.as_(desk.planner).get("/planner").json["items"]
    assert (line["whitelisted"], line["next_slot"]) == (True, None)
    assert line["why"]["zh"] == "企业在无事不扰名单内，不安排日常检查。"


def test_b36_the_list_says_who_may_decide(desk):
    entry = desk.ask(by=desk.bureau).json
    seen = {
        who.person.name: desk.api.as_(who).get("/whitelist").json["items"][0]
        for who in (desk.bureau, desk.second, desk.planner)
    }
    assert [seen[name]["may_decide"] for name in ("孙司法", "李复核", "赵经办")] == [False, True, False]
    assert all(each["id"] == entry["id"] for each in seen.values())
    assert desk.api.as_(desk.zhou).get("/whitelist").status_code == 403
