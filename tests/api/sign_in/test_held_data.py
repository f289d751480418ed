"""Everything that any part of the system keeps about somebody is counted on the own page and handed out as a file (B-101)."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.sql import visitors

from backend.identity.privacy.held import HELD
from tests.api.desk import Desk
from tests.world import Api

ELSEWHERE = {
    # fields of the page itself
    ("contact", "person_id"), ("sealed_number", "person_id"),
    # told with the recording that the upload brought
    ("upload", "owner_id"),
    # what one did to others is among one's lines of the record
    ("attendance", "invited_by"), ("import_run", "undo_by"), ("invitation", "made_by"), ("list_edition", "published_by"),
    ("maintenance_grant", "approved_by"), ("maintenance_grant", "asked_by"), ("number_opening", "opened_by"),
    ("quarantine", "decided_by"), ("recusal", "decided_by"), ("recusal", "recorded_by"),
    ("record_signature", "recorded_by"),
}  # fmt: skip
"""Columns that name a person and are no row of the own data, with the place where they are told."""

NOBODY = UUID(int=0)


@pytest.fixture
def desk(world, api):
    return Desk(world, api)


def held(api, who):
    return {each["kind"]: each for each in api.as_(who).get("/me/data").json["held"]}


def test_every_package_that_keeps_people_says_so(app, world):
    """A column that names a person is told by some kind, or stands above with its reason."""
    columns = world.look(lambda tx: tx.execute(text(
        "SELECT DISTINCT c.relname, a.attname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid"
        " JOIN pg_class p ON p.oid = k.confrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]"
        " WHERE k.contype = 'f' AND p.relname = 'person'"
    )).all())  # fmt: skip
    told = {(table.name, column.name) for each in HELD.values() for table, column in _compared(each.find(NOBODY))}
    asked = {tuple(each) for each in columns}
    assert asked - told == ELSEWHERE


def test_what_somebody_did_is_counted_with_its_span(desk, api, clock):
    visit = desk.check_in(desk.coded())
    assert visit.status_code == 201
    api.as_(desk.zhou).get("/snapshot")

    mine, others = held(api, desk.zhou), held(api, desk.bureau)

    assert mine["check_ins"]["n"] == mine["visits"]["n"] == mine["tasks"]["n"] == 1
    assert mine["check_ins"]["first"] == mine["check_ins"]["last"] == "2026-04-22T02:28:00Z"
    assert mine["certificates"]["n"] == 1 and mine["record"]["n"] >= 1 and mine["sessions"]["n"] == 1
    assert others["check_ins"] == {
        "kind": "check_ins", "name": {"zh": "到场签到", "en": "Arrivals"}, "n": 0, "first": None, "last": None,
    }  # fmt: skip


def test_the_file_holds_the_rows_and_nobody_elses(desk, api):
    inspection = desk.check_in(desk.coded()).json["inspection_id"]

    answer = api.as_(desk.zhou).get("/me/data/file")

    told = json.loads(answer.text)
    assert (
        answer.headers["Content-Disposition"].startswith("attachment") and answer.headers["Cache-Control"] == "no-store"
    )
    assert told["person"]["name"] == "周明远"
    assert [each["inspection_id"] for each in told["check_ins"]] == [inspection]
    assert told["check_ins"][0]["position"]["longitude"] == 114.8
    assert set(HELD) <= set(told)
    assert api.as_(desk.lin).get("/me/data/file").json["check_ins"] == []
    assert "password" not in answer.text.replace('"proof": "password"', "").replace('"proof":"password"', "")
    assert desk.zhou.token not in answer.text


def test_a_reader_cannot_ask_for_somebody_else_and_strangers_get_nothing(desk, api: Api):
    mine = api.as_(desk.lin).get(f"/me/data/file?person={desk.zhou.person.id}")
    assert mine.status_code in (200, 422) and "周明远" not in mine.text
    assert api.as_(None).get("/me/data/file").status_code == 401


def test_five_files_an_hour(desk, api, clock):
    me = api.as_(desk.zhou)
    assert [me.get("/me/data/file").status_code for _ in range(6)] == [200] * 5 + [429]
    clock.advance(hours=1)
    assert me.get("/me/data/file").status_code == 200


def _compared(stmt):
    """The columns that a SELECT compares with the person."""
    for each in visitors.iterate(stmt):
        left = getattr(each, "left", None)
        if getattr(left, "table", None) is not None:
            yield left.table, left
