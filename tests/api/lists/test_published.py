"""The seven public lists: published in editions that nobody changes, readable as they stood on any day (4.05, B-15, B-90)."""

from __future__ import annotations

import csv
import gzip
import io
import threading
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.app import create_app
from backend.kernel.ids import uuid7
from backend.planning.models import Item
from tests.api.desk import NEVER_QUIET, Desk
from tests.world import Api

KINDS = ("subjects", "officers", "items", "recording", "draw", "legal_review", "plans")


@pytest.fixture
def desk(world, api):
    return Desk(world, api, NEVER_QUIET)


@pytest.fixture
def get(app):
    """Somebody without an account."""
    return app.test_client().get


def draft(desk, kind="items", on="2026-04-22", by=None):
    return desk.api.as_(by or desk.bureau).get(f"/lists/{kind}/draft?effective_from={on}")


def publish(desk, kind="items", on="2026-04-22", by=None, key=None, **changes):
    seen = draft(desk, kind, on).json["digest"]
    body = {"effective_from": on, "document": "新司〔2026〕12号", "note": "", "draft": seen, **changes}
    return desk.api.as_(by or desk.bureau).post(f"/lists/{kind}/editions", body, key=key)


def new_item(desk, code="C60-9001", **values):
    with desk.world.sessions() as tx:
        item = Item(
            id=uuid7(), organ_id=desk.organ.id, code=code, name="餐饮服务检查", name_en="Restaurant check",
            basis="《食品安全法》", in_force_from=date(2026, 4, 1), **values,
        )  # fmt: skip
        tx.add(item)
        tx.commit()
    return item


def test_the_draft_says_what_would_change_and_publishing_does_it(desk):
    assert draft(desk).json["counts"] == {"added": 1, "changed": 0, "removed": 0, "kept": 0}
    first = publish(desk)
    assert (first.status_code, first.json["n"], first.json["state"]) == (201, 1, "in_force")

    fresh = new_item(desk)
    seen = draft(desk, on="2026-05-01").json
    assert seen["counts"] == {"added": 1, "changed": 0, "removed": 0, "kept": 1}
    assert (seen["first_published"], seen["items"][0]["what"]) == (1, "added")
    second = publish(desk, on="2026-05-01")

    assert (second.json["n"], second.json["state"]) == (2, "coming")
    item = desk.api.as_(desk.head).get(f"/items/{fresh.id}").json
    assert (item["published_on"], item["state"]) == ("2026-05-01", "coming")
    listed = {each["kind"]: each for each in desk.api.as_(desk.bureau).get("/lists").json["items"]}
    assert tuple(listed) == KINDS
    assert (listed["items"]["in_force"]["n"], listed["items"]["coming"]["n"]) == (1, 2)


def test_what_a_list_publishes_may_be_inspected_from_its_day_on(desk):
    item = new_item(desk)
    assert publish(desk, on="2026-05-02").status_code == 201

    refused = desk.plan("2026-05-01", item_ids=[str(item.id)])
    assert (refused.json["code"], refused.json["rule"]) == ("planning.item_unpublished", "B-15")
    assert desk.plan("2026-05-02", item_ids=[str(item.id)]).status_code == 201


def test_the_subjects_list_publishes_a_subject(desk, world):
    organ = world.organ("示范区新设局", published_on=None)
    assert publish(desk, "subjects").status_code == 201
    assert world.look(lambda tx: tx.get(type(organ), organ.id).published_on) == date(2026, 4, 22)
    kinds = {each["values"]["kind"] for each in edition(desk, "subjects", 1)["items"]}
    assert kinds == {"administrative"}  # a bureau supervises, it is no subject


def edition(desk, kind, n):
    return desk.api.as_(desk.bureau).get(f"/lists/{kind}/editions/{n}").json


def test_b90_the_officers_list_shows_no_more_than_the_card(desk, world):
    assert publish(desk, "officers").status_code == 201

    entries = edition(desk, "officers", 1)["items"]

    assert [each["values"]["name"] for each in entries] == ["周明远", "林晓"]
    assert set(entries[0]["values"]) == {
        "name", "number", "organ", "organ_en", "field", "area", "issuer", "issued_on", "expires_on",
    }  # fmt: skip
    world.officer(desk.organ, "吴暂扣", card="suspended")
    assert draft(desk, "officers").json["counts"]["added"] == 0


def test_items_flags_make_the_other_three_lists(desk):
    new_item(desk, "A", recording="none")
    new_item(desk, "B", recording="whole", draw=True)
    new_item(desk, "C", legal_review=True)

    codes = {kind: {each["after"]["code"] for each in draft(desk, kind).json["items"]} for kind in KINDS[3:6]}

    assert codes == {"recording": {desk.item.code, "B", "C"}, "draw": {"B"}, "legal_review": {"C"}}


def test_a_changed_and_a_retired_item_are_told_apart(desk, world):
    retired, changed = new_item(desk, "A"), new_item(desk, "B")
    publish(desk)
    with world.sessions() as tx:
        tx.get(Item, retired.id).in_force_to = date(2026, 4, 30)
        tx.get(Item, changed.id).basis = "《食品安全法》（修订）"
        tx.commit()

    assert draft(desk, on="2026-04-30").json["counts"] == {"added": 0, "changed": 2, "removed": 0, "kept": 1}
    seen = draft(desk, on="2026-05-01").json
    assert seen["counts"] == {"added": 0, "changed": 1, "removed": 1, "kept": 1}
    assert [(each["what"], each["fields"]) for each in seen["items"]] == [("changed", ["basis"]), ("removed", [])]


def test_nothing_new_nothing_early_nothing_unseen(desk):
    assert publish(desk, on="2026-04-21").json["code"] == "lists.too_early"
    assert publish(desk, draft="0" * 64).json["code"] == "lists.draft_changed"
    assert publish(desk, "draw").json["code"] == "lists.nothing_to_publish"
    assert publish(desk).status_code == 201
    assert publish(desk).json["code"] == "lists.nothing_changed"
    new_item(desk)
    assert publish(desk, on="2026-06-01").status_code == 201
    new_item(desk, "C60-9002")
    assert publish(desk, on="2026-05-31").json["code"] == "lists.too_early"


def test_an_edition_cannot_be_changed(desk, world):
    publish(desk)
    for statement in (
        "UPDATE list_entry SET words = ''", "DELETE FROM list_entry", "UPDATE list_edition SET n = 9", "TRUNCATE list_entry",
    ):  # fmt: skip
        with world.sessions() as tx, pytest.raises(DBAPIError, match="insert-only"):
            tx.execute(text(statement))


def test_only_the_bureau_sees_and_publishes(desk):
    for who in (desk.head, desk.planner, desk.zhou):
        assert desk.api.as_(who).get("/lists").status_code == 403
        assert publish(desk, by=who).status_code == 403
    assert desk.api.as_(desk.bureau).get("/lists/nonsense/draft").status_code == 404
    assert desk.api.as_(desk.bureau).get("/lists/items/editions/99999999999").status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"document": ""},
        {"document": "  "},
        {"document": "x" * 201},
        {"draft": "abc"},
        {"effective_from": "soon"},
        {"n": 1},
    ],
)
def test_what_cannot_be_published_is_refused(desk, changes):
    assert publish(desk, **changes).status_code == 422


def test_the_same_order_twice_is_one_edition(desk):
    key = uuid7()
    seen = {"draft": draft(desk).json["digest"]}
    first, again = (publish(desk, key=key, **seen) for _ in range(2))

    assert (first.status_code, again.json) == (201, first.json)


def test_two_bureau_people_at_once_publish_one_edition(committed_world):
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=committed_world.clock)
    desk = Desk(committed_world, Api(app, committed_world), NEVER_QUIET)
    seen, answers = draft(desk).json["digest"], []
    start = threading.Barrier(4)

    def order():
        body = {"effective_from": "2026-04-22", "document": "文号", "note": "", "draft": seen}
        caller = desk.api.as_(desk.bureau)
        start.wait()
        answers.append(caller.post("/lists/items/editions", body).status_code)

    threads = [threading.Thread(target=order) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sorted(answers) == [201, 409, 409, 409]


# --- what everybody reads ---


def test_the_public_page_shows_the_list_and_finds_in_it(desk, get):
    new_item(desk)
    publish(desk)

    page = get("/p/lists/items").text
    assert "食品生产日常监督检查" in page
    assert "餐饮服务检查" in page
    found = get("/p/lists/items?q=餐饮").text
    assert "餐饮服务检查" in found
    assert "食品生产日常监督检查" not in found
    assert "没有找到“不存在的”" in get("/p/lists/items?q=不存在的").text
    english = get("/p/lists/items?lang=en").text
    assert "Restaurant check" in english
    assert "Legal basis" in english


def test_a_list_is_read_as_it_stood_on_a_day(desk, get, clock):
    publish(desk)
    new_item(desk)
    publish(desk, on="2026-05-01")
    clock.advance(days=30)

    assert "餐饮服务检查" in get("/p/lists/items").text
    before = get("/p/lists/items?on=2026-04-30").text
    assert "餐饮服务检查" not in before
    assert "不是现行版本" in before
    assert "还没有公布这份清单" in get("/p/lists/items?on=2026-04-01").text


def test_the_files_hold_the_whole_list_in_a_stable_shape(desk, get):
    with desk.world.sessions() as tx:
        tx.get(Item, desk.item.id).name = "=HYPERLINK(1)"
        tx.commit()
    publish(desk)

    told = get("/p/lists/items.json").json
    assert (told["kind"], told["edition"], told["effective_from"]) == ("items", 1, "2026-04-22")
    assert [each["name"] for each in told["columns"]][:3] == ["name", "name_en", "code"]
    assert told["entries"][0]["code"] == desk.item.code
    sheet = get("/p/lists/items.csv")
    rows = [*csv.DictReader(io.StringIO(sheet.data.decode("utf-8-sig")))]
    assert rows[0]["name"] == "'=HYPERLINK(1)"
    assert set(rows[0]) == {"key", *(each["name"] for each in told["columns"])}
    again = get("/p/lists/items.csv", headers={"If-None-Match": sheet.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "/p/lists/nonsense", "/p/lists/items.xml", "/p/lists/nonsense.json", "/p/lists/items.json",
        "/p/lists/items.csv?on=2020-01-01",
    ],
)  # fmt: skip
def test_what_is_not_published_is_not_found(desk, get, path):
    assert get(path).status_code == 404


@pytest.mark.parametrize(
    "query",
    ["on=x", "on=9999-12-31", "page=0", "page=99999", "page=-1", "page=x", "q=%00", "q=%25", "edition=77", "edition=x"],
)
def test_odd_questions_are_answered_with_a_page(desk, get, query):
    publish(desk)
    assert get(f"/p/lists/items?{query}").status_code == 200


def test_pages_are_small_and_need_no_script(desk, get):
    for n in range(80):
        new_item(desk, f"C60-X{n:03}")
    publish(desk)

    for path in ("/p", "/p/lists/items", "/p/lists/items?page=3"):
        page = get(path)
        assert len(gzip.compress(page.data)) <= 14 * 1024, path
        assert "<script" not in page.text
    assert "第 3 页，共 3 页" in get("/p/lists/items?page=3").text


def test_the_edition_of_a_lower_region_with_its_own_bureau_stays_its_own(desk, world):
    town = world._region("420117001", f"{world.region.path}/420117001")
    county = world._region("420118", f"{world.region.path}/420118")
    world.organ("镇政府", region=town)
    world.organ("下级司法局", kind="bureau", region=county)
    world.organ("下级市监局", region=county)

    names = {each["after"]["name"] for each in draft(desk, "subjects").json["items"]}

    assert "镇政府" in names
    assert "下级市监局" not in names
