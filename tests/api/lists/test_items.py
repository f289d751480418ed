"""The register of items: who may write it, what planning makes of it, and when supervision hears of it (B-07–B-09, B-15, B-16)."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from backend.app import create_app
from backend.identity.models import SignIn
from backend.kernel.ids import uuid7
from backend.planning.models import Item
from backend.worker import followers, run_journal_once
from tests.api.desk import NEVER_QUIET, Desk
from tests.world import Api

NEW = {
    "code": "C60-9001",
    "name": "食品经营许可检查",
    "basis": "《食品安全法》第三十五条",
    "in_force_from": "2026-04-01",
}


@pytest.fixture
def desk(world, api):
    return Desk(world, api, NEVER_QUIET)


def patch(caller, path, body, key=None):
    return caller.client.patch(f"/api/v1{path}", json=body, headers={"Idempotency-Key": str(key or uuid7())})


def make(desk, by=None, **changes):
    return desk.api.as_(by or desk.head).post("/items", {**NEW, **changes})


def test_a_head_makes_an_item_that_waits_for_publication(desk):
    cap = {"most": 2, "period": "year"}
    made = make(desk, cap=cap, recording="whole", draw=True, legal_review=True, field="市场监管")

    assert made.status_code == 201, made.json
    assert (made.json["state"], made.json["published_on"], made.json["version"]) == ("unpublished", None, 1)
    assert (made.json["cap"], made.json["recording"]) == (cap, "whole")
    refused = desk.plan("2026-04-23", item_ids=[made.json["id"]])
    assert (refused.status_code, refused.json["code"], refused.json["rule"]) == (
        409,
        "planning.item_unpublished",
        "B-15",
    )
    assert refused.json["facts"]["reason"] == "not_published"
    assert "还没有公布" in refused.json["sentence"]["zh"]


def test_an_old_reader_of_items_finds_what_it_knew(desk):
    listed = desk.api.as_(desk.planner).get("/items").json["items"]

    assert len(listed) == 1
    assert {"id", "code", "name", "name_en", "basis", "published_on"} <= set(listed[0])


def test_b15_an_item_published_on_the_second_may_not_be_inspected_on_the_first(desk, world):
    item = world.item(desk.organ, published_on=date(2026, 5, 2))

    refused = desk.plan("2026-05-01", item_ids=[str(item.id)])

    assert (refused.status_code, refused.json["code"]) == (409, "planning.item_unpublished")
    assert refused.json["facts"]["reason"] == "published_later"
    assert desk.plan("2026-05-02", item_ids=[str(item.id)]).status_code == 201


def test_an_item_that_is_retired_after_approval_gets_no_code(desk):
    task = desk.approved("2026-04-23")
    body = {"version": 1, "last_day": "2026-04-22", "reason": "依据废止"}
    retired = desk.api.as_(desk.head).post(f"/items/{desk.item.id}/retire", body)

    assert (retired.status_code, retired.json["in_force_to"]) == (200, "2026-04-22")
    refused = desk.issue(task)
    assert (refused.status_code, refused.json["facts"]["reason"]) == (409, "retired")
    again = desk.api.as_(desk.head).post(f"/items/{desk.item.id}/retire", {**body, "version": 2})
    assert (again.status_code, again.json["code"]) == (409, "planning.item_retired")


def test_b07_a_subject_that_is_no_longer_published_gets_no_code(desk, world):
    task = desk.approved("2026-04-23")
    with world.sessions() as tx:
        tx.get(type(desk.organ), desk.organ.id).published_on = None
        tx.commit()

    refused = desk.issue(task)

    assert (refused.status_code, refused.json["code"], refused.json["rule"]) == (
        409, "planning.subject_unpublished", "B-07",
    )  # fmt: skip
    assert refused.json["facts"]["reason"] == "SUBJECT_NOT_PUBLISHED"


def test_b08_a_bureau_never_owns_an_inspection(desk, world, api):
    planner = world.person("department", desk.bureau_organ)

    refused = api.as_(planner).post("/tasks", desk.plan_body())

    assert (refused.status_code, refused.json["code"], refused.json["rule"]) == (409, "planning.subject_barred", "B-08")


def test_a_stale_change_is_refused_with_what_stands(desk):
    head, path = desk.api.as_(desk.head), f"/items/{desk.item.id}"
    assert patch(head, path, {"version": 1, "name": "食品生产专项检查"}).json["version"] == 2

    stale = patch(head, path, {"version": 1, "name": "另一个名字"})

    assert (stale.status_code, stale.json["code"]) == (409, "kernel.stale")
    assert stale.json["facts"]["current"]["name"] == "食品生产专项检查"


def test_a_published_item_keeps_its_code_and_a_new_basis_ends_the_repeal(desk):
    head, path = desk.api.as_(desk.head), f"/items/{desk.item.id}"
    assert patch(head, path, {"version": 1, "code": "C60-NEW"}).json["code"] == "planning.item_code_fixed"
    assert patch(head, path, {"version": 1, "repealed_on": "2026-04-01"}).json["state"] == "repealed"

    renewed = patch(head, path, {"version": 2, "basis": "《食品安全法》（2026 年修订）第一百一十条"})

    assert (renewed.json["repealed_on"], renewed.json["state"]) == (None, "in_force")


def test_nobody_publishes_an_item_by_hand_but_the_bureau(desk):
    assert make(desk, published_on="2026-04-01").json["code"] == "planning.publication_by_list"
    by_bureau = make(desk, desk.bureau, organ_id=str(desk.organ.id), published_on="2026-04-01")
    assert (by_bureau.status_code, by_bureau.json["state"]) == (201, "in_force")


def test_other_organs_items_are_not_found(desk, world, api):
    stranger = world.person("head", world.organ("示范区别的局"), "郑负责")
    path = f"/items/{desk.item.id}"

    assert patch(api.as_(stranger), path, {"version": 1, "name": "改名"}).status_code == 404
    assert api.as_(stranger).get(path).status_code == 404
    assert make(desk, stranger, organ_id=str(desk.organ.id)).status_code == 404
    assert api.as_(stranger).get(f"/items?organ_id={desk.organ.id}").status_code == 404
    assert make(desk, desk.planner).status_code == 403


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", ""), ("code", "空 格"), ("code", "x" * 41), ("name", ""), ("name", "  "), ("name", "名" * 201), ("name", 7),
        ("basis", "x" * 1001), ("in_force_from", "soon"), ("in_force_from", None), ("in_force_to", "2026-03-31"),
        ("cap", {"most": -1, "period": "year"}), ("cap", {"most": 10**9, "period": "year"}), ("cap", {"most": 1}),
        ("cap", {"most": 1.5, "period": "year"}), ("cap", []), ("recording", "sometimes"), ("draw", "perhaps"),
        ("source_organ_id", "x"), ("nonsense", 1), ("name", "a\u0000b"),
    ],
)  # fmt: skip
def test_what_cannot_be_an_item_is_refused(desk, field, value):
    refused = make(desk, **{field: value})

    assert refused.status_code == 422, refused.json
    assert desk.world.look(lambda tx: tx.query(Item).count()) == 1


def test_the_same_item_twice_is_once_and_its_code_is_taken(desk):
    key = uuid7()
    first, again = (desk.api.as_(desk.head).post("/items", NEW, key=key) for _ in range(2))

    assert (first.status_code, again.json) == (201, first.json)
    taken = make(desk, name="同码")
    assert (taken.status_code, taken.json["code"]) == (409, "planning.item_code_taken")


@pytest.mark.parametrize("q", ["食品", "spsc", "C60-00", "市场监督", "shipin"])
def test_an_item_is_found_by_name_pinyin_code_and_organ(desk, q):
    assert desk.api.as_(desk.bureau).get(f"/items?q={q}").json["total"] == 1
    assert desk.api.as_(desk.bureau).get("/items?q=%25").json["total"] == 0


def test_b16_an_item_whose_basis_was_repealed_31_days_ago_raises_one_alert(desk, world, clock):
    assert repealed(desk, 30) == 0
    clock.advance(days=1)
    assert tell(world, clock) == 1
    assert tell(world, clock) == 0


def test_b16_the_alert_stands_on_the_desk_of_bureau_and_head_once(committed_world):
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=committed_world.clock)
    desk = Desk(committed_world, Api(app, committed_world), NEVER_QUIET)
    assert repealed(desk, 31) == 1
    while run_journal_once(committed_world.sessions, followers(), committed_world.clock):
        pass

    for who in (desk.bureau, desk.head):
        found = desk.api.as_(who).get("/alerts?state=open").json["items"]
        assert [(each["code"], each["rule"], each["inspection_id"]) for each in found] == [
            ("ITEM_OVERDUE", "B-16", None)
        ]
        assert found[0]["item_id"] == str(desk.item.id)
        assert "31 天" in found[0]["sentence"]["zh"]
    assert desk.api.as_(desk.bureau).get("/inbox").json["items"][0]["kind"] == "item_overdue"
    closed = desk.api.as_(desk.bureau).post(f"/alerts/{found[0]['id']}/close", {"reason": "已要求调整"})
    assert closed.status_code == 200, closed.json


def repealed(desk, days):
    with desk.world.sessions() as tx:
        item = tx.get(Item, desk.item.id)
        item.repealed_on = date(2026, 4, 22) - timedelta(days=days)
        tx.commit()
    return tell(desk.world, desk.world.clock)


def tell(world, clock):
    from backend.planning.items.service import tell_overdue

    with world.sessions() as tx:
        told = tell_overdue(tx, region_code=world.region.code, now=clock.now())
        tx.commit()
    return told


def test_the_register_goes_out_and_its_table_fits_the_way_in(desk, world):
    from backend.planning.importers import COLUMNS

    waiting = world.item(desk.organ, published_on=None)
    with world.sessions() as tx:
        tx.execute(update(SignIn).values(stepped_up_at=world.clock.now()))
        tx.commit()
    caller = desk.api.as_(desk.head)

    def table(ask: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(caller.get(f"/exports/items.csv{ask}").data.decode("utf-8-sig"))))

    titles, *rows = table("")
    assert titles[: len(COLUMNS)] == [column.zh for column in COLUMNS] and len(rows) == 2
    assert [row[1] for row in table("?state=unpublished")[1:]] == [waiting.code]
    assert table("?state=active")[1:] == [["（没有符合条件的记录）"]] == table("?q=nothing")[1:]
