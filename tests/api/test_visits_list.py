"""The bureau's list and the page of one visit: who sees what, what counts as what, what is missing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from backend.evidence.models import Media, SealedItem, Segment, Upload
from backend.feedback.models import Rating
from backend.inspections.models import Result, Step
from backend.kernel.ids import uuid7
from backend.monitoring.timeline import Happening, with_missing
from backend.planning.models import Task
from tests.arrivals import CLOCK, arrival, break_rule, finding, let_followers_read
from tests.world import Api, World


@pytest.fixture
def people(world: World):
    organ, foreign = world.organ(), world.organ("示范区应急管理局")
    bureau = world.organ("示范区司法局", kind="bureau")
    world.rule_set()
    return {
        "organ": organ, "foreign": foreign, "officer": world.officer(organ), "foreign_officer": world.officer(foreign),
        "department": world.person("department", organ), "head": world.person("head", organ),
        "foreign_department": world.person("department", foreign), "bureau": world.person("bureau", bureau, "王澜"),
    }  # fmt: skip


def plan(world, organ, officer, day: date, *, state="coded", name="望江冷链物流有限公司") -> Task:
    enterprise, site = world.enterprise(name)
    task = Task(
        id=uuid7(),
        organ_id=organ.id,
        region_path=world.region.path,
        enterprise_id=enterprise.id,
        site_id=site.id,
        state=state,
        kind="daily",
        trigger="plan",
        entry_reason="现场核对",
        planned_on=day,
        verdict={},
        created_by=officer.person.id,
        created_at=world.clock.now(),
    )
    with world.sessions() as tx:
        tx.add(task)
        tx.commit()
    return task


def test_today_shows_what_came_and_what_is_planned_and_the_counts_add_up(api: Api, world, clock, people):
    today = date(2026, 4, 22)
    arrival(world, people["organ"], people["officer"])
    arrival(world, people["organ"], people["officer"], state="left", name="安居苑幼儿园")
    arrival(
        world,
        people["foreign"],
        people["foreign_officer"],
        mark="violation",
        findings=(finding(),),
        name="平安里农贸市场",
    )
    arrival(world, people["organ"], people["officer"], at=clock.now() - timedelta(days=1))
    plan(world, people["organ"], people["officer"], today)
    plan(world, people["organ"], people["officer"], today, state="cancelled")
    plan(world, people["organ"], people["officer"], today + timedelta(days=1))

    page = api.as_(people["bureau"]).get("/visits").json
    assert page["counts"] == {
        "today": 4, "planned": 1, "ongoing": 1, "left": 1, "alert": 0, "violation": 1, "review": 0, "unsealed": 0
    }  # fmt: skip
    assert page["total"] == 4 and page["day"] == "2026-04-22"
    assert {row["mark"] for row in page["items"]} == {"planned", "ongoing", "left", "violation"}
    wrong = next(row for row in page["items"] if row["mark"] == "violation")
    assert wrong["headline"]["zh"] == "安静期内，无理由" and wrong["organ"]["name"] == "示范区应急管理局"
    assert wrong["point"] == {"longitude": 114.8, "latitude": 30.84} and wrong["arrived_at"] == "2026-04-22T02:28:00Z"


def test_a_task_that_was_visited_is_one_line_not_two(api: Api, world, people):
    task = plan(world, people["organ"], people["officer"], date(2026, 4, 22))
    arrival(world, people["organ"], people["officer"], task_id=task.id)

    page = api.as_(people["bureau"]).get("/visits").json
    assert page["total"] == 1 and page["items"][0]["task_id"] == str(task.id)


def test_a_department_sees_its_own_visits_and_somebody_elses_is_not_found(api: Api, world, people):
    mine = arrival(world, people["organ"], people["officer"])
    foreign = arrival(world, people["foreign"], people["foreign_officer"])
    department = api.as_(people["department"])

    page = department.get("/visits").json
    assert [row["inspection_id"] for row in page["items"]] == [str(mine)] and page["counts"]["today"] == 1
    assert department.get(f"/visits/{mine}").status_code == 200
    assert department.get(f"/visits/{foreign}").status_code == 404
    assert department.get(f"/visits/{uuid4()}").status_code == 404
    assert department.get("/visits/nonsense").status_code == 404
    assert api.as_(people["officer"]).get("/visits").status_code == 403
    assert api.as_(None).get("/visits").status_code == 401


def test_another_region_sees_nothing(api: Api, world, people):
    arrival(world, people["organ"], people["officer"])
    there = world.other_region()
    neighbour = world.person("bureau", world.organ("邻区司法局", kind="bureau", region=there))

    assert api.as_(neighbour).get("/visits").json["total"] == 0


@pytest.mark.parametrize(
    ("query", "names"),
    [("mark=violation", {"平安里农贸市场"}), ("state=ongoing", {"平安里农贸市场", "云川食品"}), ("q=云川", {"云川食品"}),
     ("q=%25", set()), ("bbox=114.7,30.8,114.9,30.9", {"云川食品"}), ("bbox=115.1,30.8,115.3,30.9", {"平安里农贸市场"}),
     ("day=2026-04-21", set()), ("page=2", set()), ("page_size=1", {"云川食品"})],
)  # fmt: skip
def test_the_list_narrows(api: Api, world, people, query, names):
    arrival(
        world,
        people["organ"],
        people["officer"],
        mark="violation",
        name="平安里农贸市场",
        longitude=115.2,
        at=world.clock.now() - timedelta(minutes=5),
    )
    arrival(world, people["organ"], people["officer"], name="云川食品")

    page = api.as_(people["bureau"]).get(f"/visits?{query}").json
    assert {row["enterprise"]["name"] for row in page["items"]} == names
    assert page["counts"]["today"] == (0 if "day=" in query else 2)


@pytest.mark.parametrize(
    "query", ["day=tomorrow", "mark=odd", "state=gone", "organ_id=x", "page=-1", "page_size=1000", "bbox=1,2,3", "bbox=a,b,c,d",
              "bbox=nan,1,2,3", "bbox=3,1,2,4", "q=" + "长" * 101, "bbox=" + "1" * 300],
)  # fmt: skip
def test_a_bad_query_is_named(api: Api, people, query):
    answer = api.as_(people["bureau"]).get(f"/visits?{query}")

    assert answer.status_code == 422 and answer.mimetype == "application/problem+json"


def test_the_page_of_a_visit_names_what_is_missing_in_its_place(api: Api, world, clock, people):
    visit_id = arrival(world, people["organ"], people["officer"], state="left")
    with world.sessions() as tx:
        for minute, kind in ((1, "show_certificate"), (5, "rights_told")):
            tx.add(
                Step(
                    id=uuid7(),
                    inspection_id=visit_id,
                    kind=kind,
                    at=clock.now() + timedelta(minutes=minute),
                    received_at=clock.now(),
                    clock=CLOCK,
                    recorded_by=people["officer"].person.id,
                )
            )
        tx.add(
            Result(
                inspection_id=visit_id,
                id=uuid7(),
                outcome="order_to_correct",
                summary="改正标签",
                deadline=date(2026, 5, 8),
                at=clock.now() + timedelta(minutes=50),
                filed_by=people["officer"].person.id,
            )
        )
        tx.commit()

    visit = api.as_(people["department"]).get(f"/visits/{visit_id}").json
    assert [(line["kind"], line["missing"]) for line in visit["timeline"]] == [
        ("arrival", False), ("show_certificate", False), ("show_code", True), ("notice_delivered", True),
        ("rights_told", False), ("recording_announced", True), ("recording_started", True), ("result", False),
        ("departure", False),
    ]  # fmt: skip
    assert visit["timeline"][-2]["detail"]["zh"] == "责令改正，5 月 8 日前改正"
    assert visit["officers"][0]["card"] == {"number": "17010100237", "state": "active"}
    assert visit["position"] == {
        "point": {"longitude": 114.8, "latitude": 30.84}, "accuracy_m": 18.0, "distance_m": 42.0, "place": "INSIDE", "reason": None,
        "premises": {"longitude": 114.8, "latitude": 30.84}, "radius_m": 200, "place_type": "urban", "datum": "wgs84",
        "sentence": {"zh": "距登记地址 42 米，在 200 米范围内。", "en": "42 m from the registered address, within 200 m."},
    }  # fmt: skip
    assert visit["result"]["deadline"] == "2026-05-08" and visit["headline"]["zh"] == "责令改正"
    assert visit["recording"] == {"required_s": 3600, "recorded_s": 0}


def test_the_rating_is_for_the_bureau_alone(api: Api, world, clock, people):
    visit_id = arrival(world, people["organ"], people["officer"])
    answers = {str(n): "no" for n in range(1, 9)}
    with world.sessions() as tx:
        tx.add(Rating(id=uuid4(), inspection_id=visit_id, stars=4, answers=answers, words=b"sealed", at=clock.now()))
        tx.commit()

    rating = api.as_(people["bureau"]).get(f"/visits/{visit_id}").json["rating"]
    assert rating == {"stars": 4, "answers": answers, "words_sealed": True}
    for who in ("department", "head"):
        answer = api.as_(people[who]).get(f"/visits/{visit_id}")
        assert answer.json["rating"] is None and "sealed" not in answer.text.replace("unsealed", "")


def test_alerts_stand_on_the_page_of_their_visit(api: Api, world, clock, people):
    visit_id = arrival(world, people["organ"], people["officer"], mark="violation", findings=(finding(),))
    break_rule(world, visit_id, people["organ"])
    let_followers_read(world, clock)

    visit = api.as_(people["head"]).get(f"/visits/{visit_id}").json
    assert [alert["code"] for alert in visit["alerts"]] == ["QUIET_VIOLATION"]
    assert visit["verdict"]["mark"] == "violation" and visit["verdicts"] == []


def test_files_that_are_not_in_the_store_yet_are_counted(api: Api, world, clock, people):
    visit_id, owner = arrival(world, people["organ"], people["officer"]), people["officer"].person.id
    same = {"inspection_id": visit_id, "owner_id": owner, "organ_id": people["organ"].id, "region_path": world.region.path,
            "started_at": clock.now(), "declared_at": clock.now(), "clock": CLOCK}  # fmt: skip
    recording, photo = (
        Media(id=uuid7(), kind="recording", mime="video/webm", **same), Media(id=uuid7(), kind="photo", mime="image/jpeg", **same)
    )  # fmt: skip
    pieces = [
        Segment(id=uuid7(), media_id=recording.id, n=n, size=10, sha256=bytes(32), prev=bytes(32), link=bytes(32), link_ok=True,
                started_at=clock.now() + timedelta(seconds=119 * n), duration_ms=120_000,
                gap_ms=0, cause=None, final=n == 2, declared_at=clock.now())
        for n in range(3)
    ]  # fmt: skip
    upload = Upload(id=uuid7(), media_id=recording.id, owner_id=owner, segment=0, length=10, sha256=bytes(32), mime="video/webm",
                    state="sealed", created_at=clock.now(), expires_at=clock.now())  # fmt: skip
    sealed = SealedItem(id=uuid7(), upload_id=upload.id, media_id=recording.id, segment=0, size=10, sha256=bytes(32),
                        declared_sha256=bytes(32), mismatch=False, store="disk", key="k", sealed_at=clock.now())  # fmt: skip
    with world.sessions() as tx:
        for rows in ([recording, photo], [*pieces, upload], [sealed]):
            tx.add_all(rows)
            tx.flush()
        tx.commit()

    page = api.as_(people["bureau"]).get("/visits").json
    assert page["counts"]["unsealed"] == 3 and page["items"][0]["unsealed"] == 3
    assert page["items"][0]["recording"]["recorded_s"] == 358  # two recorders overlap for a second
    visit = api.as_(people["bureau"]).get(f"/visits/{visit_id}").json
    assert {each["kind"] for each in visit["media"]} == {"recording", "photo"}
    assert all(each["started_at"] == "2026-04-22T02:28:00Z" for each in visit["media"])


def test_while_a_visit_goes_on_only_what_was_passed_over_is_missing():
    """B-57: while a visit goes on, a step is missing once a later one was taken."""
    now = datetime(2026, 4, 22, 2, 28, tzinfo=UTC)
    line = with_missing([Happening("arrival", now), Happening("rights_told", now + timedelta(minutes=5))], over=False)

    assert [(each.kind, each.missing) for each in line] == [
        ("arrival", False), ("show_certificate", True), ("show_code", True), ("notice_delivered", True), ("rights_told", False),
    ]  # fmt: skip
    assert [each.kind for each in with_missing([Happening("arrival", now)], over=False)] == ["arrival"]
    assert with_missing([Happening("arrival", now)], over=True)[-1] == Happening("departure")
