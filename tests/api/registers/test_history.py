"""Every row of every register remembers who changed what, when and why; nobody rewrites it."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.api.registers.office import Office


def history(office: Office, kind: str, row_id: object, who=None):
    return office.api.as_(who or office.admin).get(f"/history/{kind}/{row_id}")


def test_a_correction_tells_who_when_before_and_after(office: Office):
    path = f"/organs/{office.department_organ.id}"
    office.send(office.admin, "PATCH", path, {"version": 1, "field": "市场监管", "vertical": True})
    newest, first = history(office, "organ", office.department_organ.id).json["items"]
    assert (newest["change"], newest["by"]["name"]) == ("update", "何管理")
    assert newest["fields"] == [
        {"field": "field", "before": "", "after": "市场监管"},
        {"field": "vertical", "before": False, "after": True},
    ]
    assert (first["change"], first["by"]) == ("insert", None)


def test_a_new_role_and_an_end_keep_their_reason(office: Office):
    person = office.officer.person.id
    office.send(office.admin, "POST", f"/people/{person}/role", {"role": "department", "reason": "转岗"})
    office.send(office.admin, "POST", f"/people/{person}/end", {"reason": "退休"})
    ended, role, _ = history(office, "person", person).json["items"]
    assert (role["reason"], role["fields"]) == ("转岗", [{"field": "role", "before": "officer", "after": "department"}])
    assert ended["reason"] == "退休"


def test_no_password_stands_in_the_history(office: Office):
    assert "password" not in history(office, "person", office.officer.person.id).text
    assert "argon2" not in history(office, "person", office.officer.person.id).text


def test_a_head_looks_into_the_own_organ_only(office: Office, world):
    stranger = world.person("officer", office.other_organ)
    assert history(office, "person", office.officer.person.id, office.head).status_code == 200
    assert history(office, "person", stranger.person.id, office.head).status_code == 404
    assert history(office, "region", "420117", office.head).status_code == 404
    assert history(office, "person", office.officer.person.id, office.department).status_code == 403


@pytest.mark.parametrize(
    "kind,row_id", [("person", "x"), ("nothing", "1"), ("organ", "0"), ("region", "%27"), ("card", "é")]
)
def test_what_is_not_there_is_not_found(office: Office, kind: str, row_id: str):
    assert history(office, kind, row_id).status_code == 404


def test_cards_and_items_are_kept_too(office: Office, world):
    card = world.card(office.officer.person, office.department_organ)
    item = world.item(office.department_organ)
    assert history(office, "card", card.id).json["total"] == 1
    assert "photo" not in {each["field"] for each in history(office, "card", card.id).json["items"][0]["fields"]}
    assert history(office, "item", item.id).json["total"] == 1


@pytest.mark.parametrize(
    "change", ["UPDATE row_history SET kind = 'x'", "DELETE FROM row_history", "TRUNCATE row_history"]
)
def test_nobody_rewrites_history(office: Office, tx, change: str):
    with pytest.raises(DBAPIError, match="insert-only"):
        tx.execute(text(change))


def test_an_erased_name_leaves_the_history_and_nothing_else_does(office: Office, tx):
    person = str(office.officer.person.id)
    assert tx.scalar(text("SELECT forget_history('person', :id, 'name')"), {"id": person}) == 1
    kept = tx.scalar(text("SELECT changes FROM row_history WHERE row_id = :id"), {"id": person})
    assert kept["name"] == ["•", "•"] and kept["role"] == [None, "officer"]
    with pytest.raises(DBAPIError, match="insert-only"):
        tx.execute(text("UPDATE row_history SET kind = 'x'"))
