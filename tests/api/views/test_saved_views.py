"""Somebody keeps a list as it is narrowed and sorted, under a name: for themselves, on the server, and nobody else's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from backend.app import create_app
from backend.identity.accounts import erase
from backend.identity.views.models import SavedView
from backend.kernel.ids import uuid7
from tests.api.registers.office import Office
from tests.world import Api, World

SUSPENDED = {"list": "cards", "name": "暂扣的", "address": "state=suspended&sort=-until"}


def keep(office: Office, who: Any = None, key: Any = None, **changes: Any) -> Any:
    return office.send(who or office.department, "POST", "/me/views", {**SUSPENDED, **changes}, key)


def kept(office: Office, who: Any = None) -> list[dict[str, Any]]:
    told: Any = office.api.as_(who or office.department).get("/me/views").json
    return told["items"]


def test_a_view_is_kept_and_found_again_by_whoever_kept_it(office: Office):
    made = keep(office)
    assert made.status_code == 201, made.json
    assert kept(office) == [made.json]
    assert {name: made.json[name] for name in ("list", "name", "opens")} == {
        "list": "cards",
        "name": "暂扣的",
        "opens": False,
    }
    assert made.json["address"] == "sort=-until&state=suspended"
    assert kept(office, office.head) == []


def test_the_same_request_twice_keeps_one_and_another_with_its_key_is_told(office: Office):
    key = uuid7()
    first, again = keep(office, key=key), keep(office, key=key)
    assert (first.json, again.status_code, len(kept(office))) == (again.json, 201, 1)
    assert keep(office, key=key, name="别的").status_code == 409


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("role=admin", "a filter of another list"),
        ("page=3", "the page is never kept"),
        ("state=active&state=lost", "twice"),
        ("q=" + "字" * 101, "longer than a search may be"),
        ("q=%00", "what no screen shows"),
        ("q=%ff", "no text"),
        ("q=%0d%0aSet-Cookie:x", "a line break"),
        ("&".join(f"q{n}=1" for n in range(40)), "too many"),
        ("javascript:alert(1)//=1", "no filter at all"),
    ],
)
def test_only_what_the_list_can_be_narrowed_by_is_kept(office: Office, address: str, why: str):
    refused = keep(office, address=address)
    assert (refused.status_code, refused.json["field"]) == (422, "address"), why
    assert kept(office) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", "   "), ("name", "二" * 21), ("name", "a\nb"), ("name", 7), ("name", None),
        ("list", "passwords"), ("list", ""), ("list", ["cards"]), ("address", "q=" + "a" * 700), ("address", 1),
        ("opens", "maybe"), ("person_id", "018f0000-0000-7000-8000-000000000001"),
    ],
)  # fmt: skip
def test_a_malformed_view_is_refused_by_its_field(office: Office, field: str, value: Any):
    refused = keep(office, **{field: value})
    assert (refused.status_code, refused.json["field"].split(".")[0]) == (422, field)
    assert kept(office) == []


def test_b102_an_identity_number_is_not_kept_in_a_search(office: Office):
    assert keep(office, address="q=110101199003070011").json["rule"] == "B-102"


def test_a_name_stands_once_in_a_list_and_may_stand_in_another(office: Office):
    assert keep(office).status_code == 201
    taken = keep(office, address="")
    assert (taken.status_code, taken.json["code"], taken.json["field"]) == (409, "view.name_taken", "name")
    assert keep(office, list="people", address="").status_code == 201
    assert keep(office, name=" 另一个 ").json["name"] == "另一个"


def test_thirty_views_and_no_more(office: Office):
    for n in range(30):
        assert keep(office, name=f"第 {n}").status_code == 201
    assert (keep(office).status_code, keep(office).json["code"]) == (409, "view.too_many")
    assert len(kept(office)) == 30


def test_a_list_opens_with_one_view_at_most(office: Office):
    first, second = keep(office, opens=True).json, keep(office, name="乙", opens=True).json
    elsewhere = keep(office, list="people", address="", opens=True).json
    assert {each["id"] for each in kept(office) if each["opens"]} == {second["id"], elsewhere["id"]}
    office.send(office.department, "PATCH", f"/me/views/{first['id']}", {"opens": True})
    assert {each["id"] for each in kept(office) if each["opens"]} == {first["id"], elsewhere["id"]}


def test_a_view_is_renamed_and_changed_and_a_bad_change_leaves_it(office: Office):
    view = keep(office).json
    path = f"/me/views/{view['id']}"
    changed = office.send(office.department, "PATCH", path, {"name": "暂扣", "address": "state=suspended"})
    assert (changed.json["name"], changed.json["address"]) == ("暂扣", "state=suspended")
    assert office.send(office.department, "PATCH", path, {"name": "新", "address": "role=admin"}).status_code == 422
    assert office.send(office.department, "PATCH", path, {"list": "people"}).status_code == 422
    assert kept(office) == [changed.json]


def test_what_was_dropped_is_gone_and_may_be_kept_anew(office: Office):
    view = keep(office).json
    drop = lambda: office.send(office.department, "DELETE", f"/me/views/{view['id']}").status_code  # noqa: E731
    assert (drop(), drop(), kept(office)) == (204, 404, [])
    assert keep(office).status_code == 201


def test_a_view_of_somebody_else_is_not_there(office: Office):
    view = keep(office).json
    for who in (office.head, office.bureau, office.admin):
        path = f"/me/views/{view['id']}"
        assert office.send(who, "PATCH", path, {"name": "我的"}).status_code == 404
        assert office.send(who, "DELETE", path).status_code == 404
    assert kept(office) == [view]
    assert office.api.as_(None).get("/me/views").status_code == 401


def test_views_are_told_among_the_own_data_and_go_with_the_account(office: Office, world: World):
    keep(office, name="找周明远", address="q=周明远")
    told = office.api.as_(office.department).get("/me/data/file").json
    assert "q=%E5%91%A8%E6%98%8E%E8%BF%9C" in str(told)
    with world.sessions() as tx:
        erase(tx, office.department.person.id, world.clock.now())
        tx.commit()
    assert world.look(lambda tx: tx.query(SavedView).count()) == 0


@pytest.fixture
def committed(committed_world: World) -> Office:
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=committed_world.clock)
    return Office(committed_world, Api(app, committed_world))


def test_two_at_once_keep_one_name_once_and_never_more_than_thirty(committed: Office):
    with ThreadPoolExecutor(6) as pool:
        same = list(pool.map(lambda _: keep(committed).status_code, range(6)))
    assert sorted(same) == [201, *[409] * 5]
    for n in range(27):
        keep(committed, name=f"第 {n}")
    with ThreadPoolExecutor(6) as pool:
        last = list(pool.map(lambda n: keep(committed, name=f"末 {n}").status_code, range(6)))
    assert (sorted(last), len(kept(committed))) == ([201, 201, 409, 409, 409, 409], 30)


def test_two_at_once_make_two_views_the_first_and_one_is(committed: Office):
    made = [keep(committed, name=f"第 {n}").json["id"] for n in range(4)]
    opening = lambda view: committed.send(committed.department, "PATCH", f"/me/views/{view}", {"opens": True})  # noqa: E731
    with ThreadPoolExecutor(4) as pool:
        assert {answer.status_code for answer in pool.map(opening, made)} == {200}
    assert [each["opens"] for each in kept(committed)].count(True) == 1
