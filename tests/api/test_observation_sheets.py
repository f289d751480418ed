"""Supervisors' sheets: locked on submit, and remarks that stand beside them (B-78)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from backend.app import create_app
from backend.kernel.ids import uuid7
from backend.supervision.models import ObservationRemark
from backend.supervision.sheets import MOST_REMARKS
from tests.arrivals import CLOCK, arrival
from tests.world import Api, World

LATER = {"at": "2026-04-22T09:00:00Z", "text": "离开后想起，没有看到通知书"}


@pytest.fixture
def people(world: World):
    organ, bureau = world.organ(), world.organ("示范区司法局", kind="bureau")
    elsewhere = world.organ("邻区司法局", kind="bureau", region=(there := world.other_region()))
    return {
        "there": there,
        "organ": organ, "officer": world.officer(organ), "department": world.person("department", organ),
        "head": world.person("head", organ, "高致远"), "bureau": world.person("bureau", bureau, "王澜"),
        "elsewhere": world.person("bureau", elsewhere), "supervisor": world.person("supervisor", bureau, "田守望"),
        "other_supervisor": world.person("supervisor", bureau, "何静"),
    }  # fmt: skip


@pytest.fixture
def handed_in(api: Api, people):
    """The id of a sheet that was handed in."""
    return api.as_(people["supervisor"]).post("/observations", sheet()).json["id"]


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
    there = people["there"]
    foreign = world.organ("邻区局", region=there)
    visit_id = arrival(world, foreign, people["officer"], region_path=there.path, region_code=there.code)

    for unknown in (str(uuid4()), str(visit_id)):
        assert api.as_(people["supervisor"]).post("/observations", sheet(inspection_id=unknown)).status_code == 404


def test_only_supervisors_hand_in_sheets(api: Api, people):
    for who in ("officer", "department", "head", "bureau"):
        assert api.as_(people[who]).post("/observations", sheet()).status_code == 403


# What comes to mind afterwards


def test_a_remark_stands_beside_the_sheet_which_stays_as_it_was(api: Api, clock, people, handed_in):
    supervisor, before = (
        api.as_(people["supervisor"]),
        api.as_(people["supervisor"]).get("/observations").json["items"][0],
    )
    clock.advance(hours=8)

    answer = supervisor.post(f"/observations/{handed_in}/remarks", LATER, key=(key := str(uuid7())))

    assert answer.status_code == 201 and [each["text"] for each in answer.json["remarks"]] == [LATER["text"]]
    assert answer.json["remarks"][0]["id"] == key and answer.json["remarks"][0]["at"] == LATER["at"]
    seen = api.as_(people["bureau"]).get(f"/observations/{handed_in}").json
    assert seen["remarks"] == answer.json["remarks"] and seen["photos"] == []
    assert {**before, "remarks": seen["remarks"]} == supervisor.get("/observations").json["items"][0]


def test_remarks_stand_in_the_order_in_which_they_came(api: Api, clock, people, handed_in):
    for words in ("先想到的", "后想到的"):
        api.as_(people["supervisor"]).post(f"/observations/{handed_in}/remarks", LATER | {"text": words})
        clock.advance(minutes=1)

    told = api.as_(people["bureau"]).get(f"/observations/{handed_in}").json["remarks"]
    assert [each["text"] for each in told] == ["先想到的", "后想到的"]


def test_the_same_remark_twice_is_one(api: Api, people, handed_in):
    supervisor, key, path = api.as_(people["supervisor"]), str(uuid7()), f"/observations/{handed_in}/remarks"
    first, again = (supervisor.post(path, LATER, key=key) for _ in range(2))

    assert first.json == again.json and len(again.json["remarks"]) == 1
    other = supervisor.post(path, LATER | {"text": "改写"}, key=key)
    assert other.status_code == 409 and other.json["code"] == "kernel.key_reused"


@pytest.mark.parametrize("who", ["other_supervisor", "bureau", "department", "officer"])
def test_nobody_adds_to_somebody_elses_sheet(api: Api, people, handed_in, who):
    answer = api.as_(people[who]).post(f"/observations/{handed_in}/remarks", LATER)

    assert answer.status_code == (404 if who == "other_supervisor" else 403)
    assert api.as_(people["supervisor"]).get(f"/observations/{handed_in}").json["remarks"] == []


@pytest.mark.parametrize("who", ["other_supervisor", "elsewhere", "department"])
def test_a_sheet_is_for_its_supervisor_and_the_bureau_of_its_region(api: Api, people, handed_in, who):
    assert api.as_(people[who]).get(f"/observations/{handed_in}").status_code == (403 if who == "department" else 404)


@pytest.mark.parametrize(
    "body",
    [{}, {"at": LATER["at"]}, {"text": "没有时间"}, LATER | {"text": ""}, LATER | {"text": " \u3000\n"},
     LATER | {"text": "长" * 1001}, LATER | {"text": 7}, LATER | {"at": "2026-04-22 10:00"}, LATER | {"mood": "good"}],
    ids=["nothing", "no words", "no time", "empty", "blank", "too long", "a number", "no offset", "unknown field"],
)  # fmt: skip
def test_a_bad_remark_is_refused_with_its_field(api: Api, people, handed_in, body):
    answer = api.as_(people["supervisor"]).post(f"/observations/{handed_in}/remarks", body)

    assert answer.status_code == 422 and answer.json["errors"]


def test_a_remark_on_no_sheet_is_not_found(api: Api, people):
    assert api.as_(people["supervisor"]).post(f"/observations/{uuid4()}/remarks", LATER).status_code == 404


def test_the_last_place_for_a_remark_is_taken_once(committed_world, clock):
    """Six at once where one fits: one remark more, five clear answers."""
    world = committed_world
    watcher = world.person("supervisor", world.organ("示范区司法局", kind="bureau"))
    app = create_app(world.settings, sessions=world.sessions, clock=clock)
    one = Api(app, world).as_(watcher)
    path = f"/observations/{one.post('/observations', sheet()).json['id']}/remarks"
    for _ in range(MOST_REMARKS - 1):
        one.post(path, LATER)

    with ThreadPoolExecutor(6) as crowd:
        answers = list(crowd.map(lambda _: Api(app, world).as_(watcher).post(path, LATER).status_code, range(6)))

    assert sorted(answers) == [201, *[409] * 5]
    assert world.look(lambda tx: tx.scalar(select(func.count()).select_from(ObservationRemark))) == MOST_REMARKS


def test_the_bureau_finds_sheets_by_place_words_and_name(api: Api, people, handed_in):
    api.as_(people["other_supervisor"]).post(
        "/observations", sheet(enterprise_text="城西加油站", text="", at="2026-04-23T02:20:00Z")
    )
    bureau = api.as_(people["bureau"])

    assert [
        bureau.get(f"/observations?q={q}").json["total"] for q in ("农贸", "秩序", "何静", "加油", "无此", "%")
    ] == [1, 1, 1, 1, 0, 0]
    where = [each["enterprise_text"] for each in bureau.get("/observations?sort=where").json["items"]]
    assert where == ["城西加油站", "平安里农贸市场"]
    assert bureau.get("/observations?sort=text").status_code == 422
