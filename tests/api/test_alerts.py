"""Alerts: one per visit and code, with a clock, an owner, an answer; and supervisors' sheets."""

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
from tests.arrivals import CLOCK, arrival, break_rule, let_followers_read
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


# Observations


def sheet(**changes):
    answers = {str(n): "yes" for n in range(1, 13)}
    body = {"inspection_id": None, "enterprise_text": "平安里农贸市场", "at": "2026-04-22T02:20:00Z", "clock": CLOCK,
            "position": {"longitude": 114.8, "latitude": 30.84, "accuracy_m": 30}, "answers": answers, "text": "现场秩序正常"}  # fmt: skip
    return {**body, **changes}


def test_a_supervisor_hands_in_a_sheet_and_sees_it(api: Api, world, people):
    visit_id = arrival(world, people["organ"], people["officer"])
    supervisor = api.as_(people["supervisor"])

    answer = supervisor.post("/observations", sheet(inspection_id=str(visit_id)), key=(key := str(uuid7())))
    assert answer.status_code == 201 and answer.json["id"] == key
    assert supervisor.get("/observations").json["items"] == [answer.json]


def test_a_supervisor_sees_only_their_own_sheets_the_bureau_all(api: Api, people):
    api.as_(people["supervisor"]).post("/observations", sheet())

    assert api.as_(people["other_supervisor"]).get("/observations").json["total"] == 0
    assert api.as_(people["bureau"]).get("/observations").json["total"] == 1
    assert api.as_(people["department"]).get("/observations").status_code == 403


def test_the_sheet_is_locked_on_submit(api: Api, people):
    """Nobody changes it any more (B-78)."""
    supervisor, key = api.as_(people["supervisor"]), str(uuid7())
    supervisor.post("/observations", sheet(), key=key)

    changed = supervisor.post("/observations", sheet(text="改写"), key=key)
    assert changed.status_code == 409 and changed.json["code"] == "kernel.key_reused"
    assert supervisor.post("/observations", sheet(), key=key).status_code == 201
    for method in ("put", "patch", "delete"):
        assert supervisor.client.open(f"/api/v1/observations/{key}", method=method.upper()).status_code in (404, 405)
    assert supervisor.get("/observations").json["items"][0]["text"] == "现场秩序正常"


def test_lines_without_an_answer_are_named(api: Api, people):
    answers = {str(n): "no" for n in range(1, 13) if n not in (7, 9)}
    answer = api.as_(people["supervisor"]).post("/observations", sheet(answers=answers))

    assert answer.status_code == 422 and answer.json["sentence"]["zh"] == "第 7、9 项没选结论，未送达。"


@pytest.mark.parametrize(
    "change",
    [{"answers": {"13": "yes"}}, {"answers": {"1": "maybe"}}, {"answers": None}, {"text": "长" * 2001}, {"at": "2026-04-22 10:00"},
     {"clock": {}}, {"position": {"longitude": 300, "latitude": 1, "accuracy_m": 1}}, {"enterprise_text": "x" * 201},
     {"inspection_id": "x"}, {"mood": "good"}, {"text": None}],
)  # fmt: skip
def test_a_bad_sheet_is_refused_with_its_field(api: Api, people, change):
    answer = api.as_(people["supervisor"]).post("/observations", sheet(**change))

    assert answer.status_code == 422 and answer.json["errors"]


def test_a_sheet_about_a_visit_elsewhere_or_nowhere_is_not_found(api: Api, world, people):
    there = world.other_region()
    foreign = world.organ("邻区局", region=there)
    visit_id = arrival(world, foreign, people["officer"], region_path=there.path, region_code=there.code)

    for unknown in (str(uuid4()), str(visit_id)):
        assert api.as_(people["supervisor"]).post("/observations", sheet(inspection_id=unknown)).status_code == 404


def test_only_supervisors_hand_in_sheets(api: Api, people):
    for who in ("officer", "department", "head", "bureau"):
        assert api.as_(people[who]).post("/observations", sheet()).status_code == 403
