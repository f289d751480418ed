"""The access table against cells written by hand, and what must hold of every row."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Column, MetaData, Table, Uuid, select

from backend.identity.access.page import as_markdown
from backend.identity.access.scope import visible
from backend.identity.access.table import FRESH, MAY, STEP_UP, TWO_PEOPLE, Thing, may, proved_lately
from backend.identity.access.words import WORDS
from backend.identity.roles import ROLES
from tests.unit.identity.critical_cells import CELLS, MOMENT, THINGS, actor


@pytest.mark.parametrize(("persona", "action", "where", "expected"), CELLS)
def test_a_critical_cell(persona, action, where, expected):
    """Who looks, who decides, who only watches (B-77, B-104, B-106)."""
    assert may(actor(persona), action, THINGS[where]) is expected


def test_the_hand_written_table_is_large_enough_and_says_nothing_twice():
    assert len(CELLS) >= 100
    assert len({cell[:3] for cell in CELLS}) == len(CELLS)
    assert {action for _, action, _, _ in CELLS} <= set(MAY)


def test_a_path_that_only_begins_like_ours_is_not_below_it():
    """4201170 is no part of 420117."""
    assert not may(actor("bureau"), "visit.see", Thing(region_path="42/4201/4201170"))


def test_an_unknown_action_and_a_thing_without_a_place_are_refused():
    assert not may(actor("bureau"), "everything")
    assert not may(actor("bureau"), "visit.see", Thing())
    assert not may(actor("officer"), "session.revoke", Thing())


def test_a_query_that_forgets_a_side_of_the_thing_fails_for_everybody():
    rows = Table("thing", MetaData(), Column("organ", Uuid))
    for role in ("head", "bureau"):
        with pytest.raises(LookupError, match="region"):
            visible(select(rows), actor(role), "task.see", organ=rows.c.organ)


def test_only_roles_that_sign_in_stand_in_the_table():
    named = {name for rows in MAY.values() for row in rows for each in row for name in each.code.split("+")}
    assert named & set(ROLES) == {name for name, role in ROLES.items() if role.signs_in}


def test_every_row_begins_with_who():
    for action, rows in MAY.items():
        assert rows, action
        for row in rows:
            assert row[0].on == "actor", action


def test_maintenance_staff_write_nothing_but_about_themselves():
    """B-106: a grant opens what can be read."""
    reads = ("see", "list", "follow", "play", "places")
    for action in MAY:
        if may(actor("granted"), action) and not may(actor("maintenance"), action):
            assert action.split(".")[-1] in reads, action


def test_every_action_has_words_in_both_languages():
    assert set(WORDS) == set(MAY)
    assert all(zh and en for zh, en in WORDS.values())
    assert set(MAY) >= STEP_UP | TWO_PEOPLE


def test_a_proof_is_fresh_for_five_minutes():
    proved = replace(actor("bureau"), stepped_up_at=MOMENT)
    assert proved_lately(proved, MOMENT + FRESH)
    assert not proved_lately(proved, MOMENT + FRESH + timedelta(seconds=1))
    assert not proved_lately(actor("bureau"), MOMENT)


def test_the_page_for_people_is_fresh():
    """`liangma access` writes docs/access.md."""
    assert (Path(__file__).parents[3] / "docs" / "access.md").read_text() == as_markdown()
