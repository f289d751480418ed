"""Alerts: one per visit and code, with a clock, an owner, an answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import select

from backend.app import create_app
from backend.feedback.events import Rated
from backend.feedback.models import Rating
from backend.journal.record import record
from backend.kernel.ids import uuid7
from backend.kernel.schema import rfc3339
from backend.supervision.models import Alert
from backend.supervision.service import BrokenRule, open_alert
from tests.arrivals import arrival, break_rule, let_followers_read
from tests.world import Api, World


@pytest.fixture
def people(world: World):
    organ, foreign = world.organ(), world.organ("示范区应急管理局")
    bureau = world.organ("示范区司法局", kind="bureau")
    return {
        "organ": organ, "foreign": foreign, "officer": world.officer(organ), "department": world.person("department", organ),
        "head": world.person("head", organ, "高致远"), "foreign_head": world.person("head", foreign),
        "bureau": world.person("bureau", bureau, "王澜"), "second_bureau": world.person("bureau", bureau, "李闻"),
        "supervisor": world.person("supervisor", bureau, "田守望"), "other_supervisor": world.person("supervisor", bureau),
    }  # fmt: skip


@pytest.fixture
def alert(world, clock, people):
    visit_id = arrival(world, people["organ"], people["officer"], mark="violation")
    break_rule(world, visit_id, people["organ"])
    let_followers_read(world, clock)
    return world.look(lambda tx: tx.scalars(select(Alert)).one())


def test_a_broken_rule_becomes_an_alert_with_sentence_rule_and_clock(api: Api, clock, people, alert):
    line = api.as_(people["bureau"]).get("/alerts?state=open").json["items"][0]

    assert line["code"] == "QUIET_VIOLATION" and line["rule"] == "B-37" and line["severity"] == "high"
    assert line["sentence"] == {"zh": "4 月 22 日在安静期内。", "en": "22 April lies in the quiet period."}
    assert line["enterprise_name"] == "示范区云川食品有限公司" and line["organ"]["name"] == people["organ"].name
    assert alert.due_at - alert.opened_at == timedelta(hours=2)
    assert line["facts"]["explain_until"] == rfc3339(clock.now() + timedelta(hours=24)), "B-42, explain.hours"


def test_only_a_quiet_day_has_a_term_for_a_ground(world, clock, people):
    visit_id = arrival(world, people["organ"], people["officer"], mark="violation")
    break_rule(world, visit_id, people["organ"], code="CAP_REACHED")
    let_followers_read(world, clock)
    assert "explain_until" not in world.look(lambda tx: tx.scalars(select(Alert)).one()).facts


def test_the_same_broken_rule_twice_is_one_alert(world, clock, people, alert):
    break_rule(world, alert.inspection_id, people["organ"])
    let_followers_read(world, clock)

    assert len(world.look(lambda tx: tx.scalars(select(Alert)).all())) == 1


@pytest.mark.parametrize(
    ("code", "severity", "hours"),
    [("UNDER_STAFFED", "high", 2), ("CAP_REACHED", "high", 2), ("REPEAT_SAME_DAY", "medium", 8), ("OFF_SITE", "medium", 8),
     ("WEAK_LOCATION", "low", 72), ("POSITION_SWAPPED", "low", 72)],
)  # fmt: skip
def test_each_code_has_the_severity_of_b98_and_its_clock(world, clock, people, code, severity, hours):
    """Two hours, eight, three days (B-98)."""
    visit_id = arrival(world, people["organ"], people["officer"], mark="alert")
    break_rule(world, visit_id, people["organ"], code, "alert")
    let_followers_read(world, clock)

    alert = world.look(lambda tx: tx.scalars(select(Alert)).one())
    assert (alert.severity, alert.due_at - alert.opened_at) == (severity, timedelta(hours=hours))


def test_a_code_that_b98_does_not_name_goes_by_its_finding(world, clock, people):
    visit_id = arrival(world, people["organ"], people["officer"], mark="review")
    break_rule(world, visit_id, people["organ"], "KIND_UNKNOWN", "review")
    let_followers_read(world, clock)

    assert world.look(lambda tx: tx.scalars(select(Alert.severity)).one()) == "low"


def test_a_department_sees_its_own_alerts_and_no_other(api: Api, people, alert):
    assert api.as_(people["department"]).get("/alerts").json["total"] == 1
    assert api.as_(people["foreign_head"]).get("/alerts").json["total"] == 0
    assert api.as_(people["officer"]).get("/alerts").status_code == 403


def test_another_region_sees_nothing(api: Api, world, people, alert):
    there = world.other_region()
    neighbour = world.person("bureau", world.organ("邻区司法局", kind="bureau", region=there))

    assert api.as_(neighbour).get("/alerts").json["total"] == 0
    assert api.as_(neighbour).post(f"/alerts/{alert.id}/take", {}).status_code == 404


def test_somebody_takes_it_then_closes_it_with_a_reason(api: Api, people, alert):
    bureau = api.as_(people["bureau"])

    taken = bureau.post(f"/alerts/{alert.id}/take", {})
    assert taken.status_code == 200 and taken.json["state"] == "taken" and taken.json["owner"]["name"] == "王澜"
    assert bureau.post(f"/alerts/{alert.id}/take", {}).status_code == 200

    second = api.as_(people["second_bureau"]).post(f"/alerts/{alert.id}/take", {})
    assert second.status_code == 409 and second.json["code"] == "supervision.already_taken"
    assert "王澜" in second.json["sentence"]["zh"]

    closed = bureau.post(f"/alerts/{alert.id}/close", {"reason": "已约谈，企业接受说明。"})
    assert closed.json["state"] == "closed" and closed.json["close_reason"] == "已约谈，企业接受说明。"
    again = bureau.post(f"/alerts/{alert.id}/close", {"reason": "改口"})
    assert again.status_code == 409 and again.json["code"] == "supervision.already_closed"


@pytest.mark.parametrize(("taken_by", "owner"), [(None, "李闻"), ("bureau", "王澜")])
def test_b98_every_closed_alert_has_an_owner(api: Api, people, alert, taken_by, owner):
    """Whoever took it; else whoever closed it."""
    if taken_by:
        assert api.as_(people[taken_by]).post(f"/alerts/{alert.id}/take", {}).status_code == 200

    closed = api.as_(people["second_bureau"]).post(f"/alerts/{alert.id}/close", {"reason": "已核实"})

    assert (closed.status_code, closed.json["owner"]["name"]) == (200, owner)


def test_closing_twice_with_one_key_is_once(api: Api, people, alert):
    key = str(uuid7())
    bureau = api.as_(people["bureau"])
    first, second = (bureau.post(f"/alerts/{alert.id}/close", {"reason": "已核实"}, key=key) for _ in range(2))

    assert first.json == second.json and second.headers["Idempotent-Replay"] == "true"


@pytest.mark.parametrize(
    "body", [{}, {"reason": ""}, {"reason": "  \n "}, {"reason": "x"}, {"reason": "x" * 1001}, {"reason": 5}, []]
)
def test_a_reason_must_say_something(api: Api, people, alert, body):
    answer = api.as_(people["bureau"]).post(f"/alerts/{alert.id}/close", body)

    assert answer.status_code == 422 and answer.json["code"] == "kernel.invalid"


def test_the_organ_that_is_asked_takes_its_alert_and_only_the_bureau_closes_it(api: Api, people, alert):
    head = api.as_(people["head"])

    assert head.post(f"/alerts/{alert.id}/take", {}).status_code == 200
    refused = head.post(f"/alerts/{alert.id}/close", {"reason": "已整改"})
    assert (refused.status_code, refused.json["code"]) == (403, "kernel.not_allowed")
    assert refused.json["sentence"] == {"zh": "您的角色不能进行此操作。", "en": "Your role may not do this."}
    assert api.as_(people["bureau"]).post(f"/alerts/{alert.id}/close", {"reason": "已核实"}).status_code == 200


@pytest.mark.parametrize("what", ["take", "close"])
def test_an_alert_that_is_not_ours_is_not_found(api: Api, people, alert, what):
    body = {"reason": "已核实"} if what == "close" else {}
    foreign = api.as_(people["foreign_head"]).post(f"/alerts/{alert.id}/{what}", body)
    assert foreign.status_code == (403 if what == "close" else 404)
    assert api.as_(people["bureau"]).post(f"/alerts/{uuid4()}/{what}", body).status_code == 404
    assert api.as_(people["department"]).post(f"/alerts/{alert.id}/{what}", body).status_code == 403


@pytest.mark.parametrize("query", ["state=odd", "page=0", "page=x", "page_size=201", "q=" + "x" * 101])
def test_a_bad_list_query_is_named(api: Api, people, query):
    assert api.as_(people["bureau"]).get(f"/alerts?{query}").status_code == 422


def test_b58_a_yes_to_the_eight_alerts_the_bureau_alone(api: Api, world, clock, people):
    visit_id = arrival(world, people["organ"], people["officer"])
    answers = {str(n): "no" for n in range(1, 9)} | {"2": "yes"}
    with world.sessions() as tx:
        tx.add(Rating(id=uuid4(), inspection_id=visit_id, stars=2, answers=answers, words=None, at=clock.now()))
        record(tx, Rated(uuid4(), visit_id))
        tx.commit()
    let_followers_read(world, clock)

    line = api.as_(people["bureau"]).get("/alerts").json["items"][0]
    assert line["code"] == "FIVE_EIGHT_YES" and line["severity"] == "high" and "2" in line["sentence"]["zh"]
    assert api.as_(people["department"]).get("/alerts").json["total"] == 0
    assert api.as_(people["head"]).post(f"/alerts/{line['id']}/take", {}).status_code == 404
    assert api.as_(people["head"]).get("/inbox").json["total"] == 0
    assert api.as_(people["bureau"]).get("/inbox").json["total"] == 1


def test_an_alert_about_a_visit_that_is_not_there_is_passed_over(world, clock, people):
    with world.sessions() as tx:
        broken = BrokenRule(uuid4(), "OFF_SITE", "B-50", "alert", {}, "无", "none")
        assert open_alert(tx, broken, at=clock.now()) is None


def test_of_many_who_take_it_at_once_one_gets_it(committed_world, clock):
    """Ten bureau people press 接办 in the same moment: one owner, nine clear answers."""
    world = committed_world
    organ, bureau = world.organ(), world.organ("示范区司法局", kind="bureau")
    officer, crowd = world.officer(organ), [world.person("bureau", bureau, f"值班 {n}") for n in range(10)]
    break_rule(world, arrival(world, organ, officer, mark="violation"), organ)
    let_followers_read(world, clock)
    alert_id = world.look(lambda tx: tx.scalars(select(Alert.id)).one())
    app = create_app(world.settings, sessions=world.sessions, clock=clock)

    with ThreadPoolExecutor(10) as together:
        start = Barrier(10)

        def take(who):
            start.wait()
            return Api(app, world).as_(who).post(f"/alerts/{alert_id}/take")

        answers = list(together.map(take, crowd))
    assert sorted(each.status_code for each in answers) == [200, *[409] * 9]
    winner = next(each.json["owner"]["name"] for each in answers if each.status_code == 200)
    assert all(winner in each.json["sentence"]["zh"] for each in answers if each.status_code == 409)
