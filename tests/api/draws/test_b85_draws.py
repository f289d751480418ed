"""B-85: drafted, committed to, drawn by another person, published: each once, and nothing is ever changed."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.app import create_app
from backend.kernel.ids import uuid7
from tests.api.draws.told import FIXED, SOURCE, VALUE, DrawDesk
from tests.world import Api


def test_b85_a_draw_goes_from_the_draft_to_the_published_outcome(desk):
    draw_id = desk.drafted()
    assert desk.see(f"/{draw_id}")["state"] == "drafted"

    committed = desk.act(f"/{draw_id}/commitment").json
    told = committed["committed"]
    assert committed["state"] == "committed"
    assert told["commitment"].startswith("liangma-draw-1\n")
    assert f"source {SOURCE}\n" in told["commitment"]
    assert told["secret"] is None
    assert committed["mine_to_run"] is False

    desk.world.clock.moment = FIXED
    drawn = desk.run(draw_id).json
    assert (drawn["state"], drawn["drawn"]["public_value"]) == ("drawn", VALUE)
    assert len(drawn["drawn"]["secret"]) == 64
    assert [each["n"] for each in desk.outcome(draw_id)] == [1, 2, 3]

    assert desk.act(f"/{draw_id}/publication").json["state"] == "published"


def test_b85_the_same_draw_comes_out_of_the_same_inputs(desk):
    """Two servers: the lists and the value are what counts, not the moment nor the order of rows."""
    draw_id = desk.drawn(wanted=8)
    outcome = desk.outcome(draw_id)
    assert len({each["identifier"] for each in outcome}) == 8
    assert outcome == desk.outcome(draw_id)


def test_b85_whoever_committed_does_not_draw(desk):
    draw_id = desk.committed()
    desk.world.clock.moment = FIXED
    refused = desk.run(draw_id, by=desk.planner)
    assert (refused.status_code, refused.json["code"], refused.json["rule"]) == (409, "draws.same_person", "B-85")
    assert desk.run(draw_id, by=desk.bureau).status_code == 200


def test_b85_the_public_value_comes_after_the_commitment(desk):
    late = desk.act("", desk.body(fixed_at=desk.world.clock.now().isoformat()))
    assert (late.status_code, late.json["code"]) == (409, "draws.source_past")

    waiting = desk.drafted()
    early = desk.committed()
    refused = desk.run(early)
    assert (refused.status_code, refused.json["code"]) == (409, "draws.value_too_early")
    assert "2026-04-23 21:15" in refused.json["sentence"]["zh"]

    desk.world.clock.moment = FIXED
    refused = desk.act(f"/{waiting}/commitment")
    assert (refused.status_code, refused.json["code"]) == (409, "draws.source_past")
    assert desk.see(f"/{waiting}")["state"] == "drafted"


@pytest.mark.parametrize(
    ("state", "path", "body"),
    [
        ("drafted", "run", {"public_value": VALUE}), ("drafted", "publication", {}), ("committed", "commitment", {}),
        ("committed", "publication", {}), ("drawn", "commitment", {}), ("drawn", "run", {"public_value": "9"}),
        ("drawn", "abandonment", {"reason": "结果不理想"}), ("published", "publication", {}),
        ("published", "abandonment", {"reason": "重新抽取"}),
    ],
)  # fmt: skip
def test_b85_each_move_has_its_state_and_nobody_draws_until_they_like_it(desk, state, path, body):
    draw_id = getattr(desk, state)()
    desk.world.clock.moment = FIXED
    before = desk.see(f"/{draw_id}")
    refused = desk.act(f"/{draw_id}/{path}", body, by=desk.head)
    assert (refused.status_code, refused.json["code"]) == (409, "draws.wrong_state")
    assert {**desk.see(f"/{draw_id}"), "value_due": None} == {**before, "value_due": None}


def test_b85_giving_up_says_why_and_what_was_committed_to_stays_public(desk):
    draw_id = desk.committed()
    gone = desk.act(f"/{draw_id}/abandonment", {"reason": "事项暂停实施"}).json
    assert (gone["state"], gone["abandoned"]["reason"]) == ("abandoned", "事项暂停实施")
    page = desk.api.as_(None).client.get("/p/draws").get_data(as_text=True)
    assert draw_id in page


def test_b85_an_item_that_is_not_on_the_draw_list_is_not_drawn_for(desk, world):
    other = world.item(desk.organ)
    refused = desk.act("", desk.body(item_id=str(other.id)))
    assert (refused.status_code, refused.json["code"]) == (409, "planning.item_not_drawn")


def test_b86_an_item_of_a_field_that_is_covered_in_full_is_not_drawn_for(world, api):
    desk = DrawDesk(world, api, {"draw": {"full_coverage_fields": ["疫苗"]}})
    item = world.item(desk.organ, field="疫苗")
    desk.list_item(item)
    refused = desk.act("", desk.body(item_id=str(item.id)))
    assert (refused.status_code, refused.json["code"]) == (409, "draws.full_coverage")
    assert "疫苗" in refused.json["sentence"]["zh"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"first_day": "2026-04-21"}, {"last_day": "2026-04-23"}, {"last_day": "2027-06-01"}, {"wanted": 0}, {"wanted": 10_001},
        {"wanted": "3"}, {"wanted": 2.5}, {"source": ""}, {"source": "  x "}, {"source": "a\nb"}, {"source": "x" * 201},
        {"fixed_at": "2026-04-23"}, {"fixed_at": None}, {"industry": "a\tb"}, {"item_id": "x"}, {"first_day": None},
        {"more": 1},
    ],
)  # fmt: skip
def test_b85_a_draft_that_cannot_be_meant_is_refused_and_nothing_is_kept(desk, wrong):
    assert desk.act("", desk.body(**wrong)).status_code == 422
    assert desk.see("")["total"] == 0


@pytest.mark.parametrize("value", ["", "  ", "a\nb", "x" * 201, None, 5, "\u0000"])
def test_b85_a_public_value_that_cannot_be_meant_is_refused(desk, value):
    draw_id = desk.committed()
    desk.world.clock.moment = FIXED
    assert desk.run(draw_id, value).status_code == 422
    assert desk.see(f"/{draw_id}")["state"] == "committed"


def test_b85_the_public_value_is_kept_in_one_way_of_writing(desk):
    draw_id = desk.drawn(value="  ０３　07   12 ")
    assert desk.see(f"/{draw_id}")["drawn"]["public_value"] == "03 07 12"


def test_b85_the_same_request_twice_is_one_draw(desk):
    key = uuid7()
    assert desk.act("", desk.body(), key=key).json == desk.act("", desk.body(), key=key).json
    assert desk.act("", desk.body(wanted=4), key=key).status_code == 409
    draw_id, again = desk.committed(), uuid7()
    desk.world.clock.moment = FIXED
    assert desk.run(draw_id, key=again).json == desk.run(draw_id, key=again).json
    assert desk.see("")["total"] == 2


def test_b85_of_eight_who_draw_at_once_one_draws(committed_world):
    world = committed_world
    desk = DrawDesk(world, Api(create_app(world.settings, sessions=world.sessions, clock=world.clock), world))
    draw_id, ready, told = desk.committed(), threading.Barrier(8), []
    world.clock.moment = FIXED

    def one(who, n):
        ready.wait()
        told.append(desk.run(draw_id, f"{n}", by=who).status_code)

    people = [world.person("head", desk.organ, "郑负责") for _ in range(8)]
    threads = [threading.Thread(target=one, args=(who, n)) for n, who in enumerate(people)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(told) == [200, *[409] * 7]
    assert len(desk.outcome(draw_id)) == 3


@pytest.mark.parametrize("table", ["draw_act", "draw_object", "draw_officer", "draw_avoidance", "draw_pick"])
def test_b85_what_was_settled_cannot_be_changed_in_the_database_either(desk, world, table):
    desk.drawn()
    for statement in (f"UPDATE {table} SET draw_id = draw_id", f"DELETE FROM {table}"):
        if world.look(lambda tx: tx.scalar(text(f"SELECT count(*) FROM {table}"))):
            with pytest.raises(DBAPIError):
                world.look(lambda tx, said=statement: tx.execute(text(said)))


@pytest.mark.parametrize("change", ["wanted = 9", "source = 'x'", "fixed_at = now()", "committed_by = created_by"])
def test_b85_a_draft_is_not_changed_either_once_it_stands(desk, world, change):
    desk.committed()
    other = world.person("department", desk.organ).person.id
    said = change.replace("created_by", f"'{other}'")
    with pytest.raises(DBAPIError):
        world.look(lambda tx: tx.execute(text(f"UPDATE draw SET {said}")))


def test_b85_another_department_finds_none_of_it(desk, world):
    draw_id = desk.drawn()
    stranger = world.person("department", world.organ("示范区应急管理局"))
    caller = desk.api.as_(stranger)
    for path in ("", "/pool", "/outcome"):
        assert caller.get(f"/draws/{draw_id}{path}").status_code == 404
    assert caller.get("/draws").json["total"] == 0
    for path in ("commitment", "publication", "objects/1/replacements"):
        body = {"number": "1", "reason": "leave"} if path.startswith("objects") else {}
        assert caller.post(f"/draws/{draw_id}/{path}", body).status_code == 404


def test_b85_what_was_never_drafted_is_not_found(desk):
    for path in ("", "/pool", "/outcome"):
        assert desk.api.as_(desk.planner).get(f"/draws/{uuid7()}{path}").status_code == 404
    assert desk.act(f"/{uuid7()}/commitment").status_code == 404


def test_b85_officers_have_no_say_in_draws(desk):
    assert desk.api.as_(desk.zhou).get("/draws").status_code == 403
    assert desk.act("", desk.body(), by=desk.zhou).status_code == 403


def test_b85_the_acts_stand_in_the_record(desk, world):
    desk.published()
    lines = world.look(lambda tx: tx.execute(text("SELECT action FROM audit_entry WHERE action LIKE 'draw.%'")).all())
    assert {each.action for each in lines} >= {"draw.make", "draw.run", "draw.publish"}
    events = world.look(lambda tx: tx.execute(text("SELECT name FROM journal_inbox WHERE name LIKE 'draws.%'")).all())
    assert [each.name for each in events].count("draws.committed.v1") == 1
