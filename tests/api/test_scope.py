"""The database answers by the same table: what `may` says of a thing, `visible` says of its row."""

from __future__ import annotations

from sqlalchemy import literal, select

from backend.identity.access.scope import visible
from tests.unit.identity.critical_cells import CELLS, THINGS, actor


def test_every_critical_cell_is_the_same_in_sql(tx):
    wrong = [cell for cell in CELLS if found(tx, *cell[:3]) is not cell[3]]
    assert wrong == []


def found(tx, persona, action, where):
    """Whether a row that lies like this thing passes the WHERE."""
    me, thing = actor(persona), THINGS[where]
    stmt = visible(
        select(literal(1)),
        me,
        action,
        organ=literal(thing.organ_id),
        region_path=literal(thing.region_path),
        owner=literal(thing.owner_id),
        assigned=literal(me.person_id in thing.people),
    )
    return tx.scalar(stmt) is not None
