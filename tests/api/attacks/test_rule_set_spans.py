"""Whatever is proposed and adopted in whatever order: at every moment one rule set is in force, and never two (B-03)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import text

from backend.rulesets.models import RuleSetRow
from backend.rulesets.queries import id_in_force
from tests.api.attacks.test_at_once import together
from tests.api.lists.test_rule_sets import Bureau
from tests.world import Api

FIRST, LAST = date(2026, 4, 22), date(2026, 6, 30)


def adopt(bureau, day):
    """Propose for a day, and a second person says yes if it may be asked at all."""
    asked = bureau.propose(on=day.isoformat())
    return asked.status_code if asked.status_code != 201 else bureau.decide(asked.json["approval_id"]).status_code


def spans(bureau):
    return [(row.effective_from, row.effective_to) for row in bureau.rows()]


def holding(world, moment):
    """The rule sets that hold at a moment, by their own spans."""
    inside = "effective_from <= :at AND (effective_to IS NULL OR effective_to > :at)"
    return world.look(lambda tx: tx.scalars(text(f"SELECT id FROM rule_set WHERE {inside}"), {"at": moment}).all())


@pytest.mark.parametrize("seed", range(4))
def test_at_every_moment_one_holds_and_never_two(world, api, seed):
    bureau, chance = Bureau(world, api), Random(seed)
    assert bureau.propose(on=FIRST.isoformat()).status_code == 201
    for _ in range(10):
        adopt(bureau, FIRST + timedelta(days=chance.randrange((LAST - FIRST).days)))

    made = spans(bureau)
    assert len(made) > 1 and made[-1][1] is None
    assert [before[1] for before in made[:-1]] == [after[0] for after in made[1:]]
    edges = [moment for span in made for moment in span if moment is not None]
    for edge in (*edges, datetime(2199, 1, 1, tzinfo=UTC)):
        for moment in (edge, edge + timedelta(microseconds=1)):
            assert len(holding(world, moment)) == 1, moment
            assert world.look(lambda tx, at=moment: tx.scalar(id_in_force("420117", at))) in holding(world, moment)


def test_the_midnight_that_comes_now_is_too_late(world, api, clock):
    """A successor begins after now: not at the very moment at which it is adopted."""
    world.rule_set()
    bureau = Bureau(world, api)
    asked = bureau.propose(on="2026-04-23").json["approval_id"]
    clock.moment = datetime(2026, 4, 22, 16, tzinfo=UTC)
    late = bureau.decide(asked)
    assert (late.status_code, late.json["code"]) == (409, "rulesets.day_past"), late.json
    assert len(bureau.rows()) == 1


@pytest.mark.parametrize(("day", "status"), [("2026-04-21", 409), ("2026-04-22", 201)])
def test_the_first_one_begins_today_or_later(world, api, day, status):
    """What was visited before there were rules is not judged by rules that came after."""
    bureau = Bureau(world, api)
    assert bureau.propose(on=day).status_code == status
    assert len(bureau.rows()) == (status == 201)


def test_two_yeses_at_once_leave_one_line_of_rule_sets(committed_office):
    """Two proposals, two second persons, one moment: the spans follow each other or one of the two is refused."""
    office = committed_office
    office.world.rule_set()
    bureau = Bureau(office.world, Api(office.api.app, office.world))
    for n in range(8):
        day = FIRST + timedelta(days=1 + n)
        asked = [bureau.propose(on=day.isoformat()).json["approval_id"] for _ in range(2)]
        answers = together(*(lambda it=it: bureau.decide(it).status_code for it in asked))
        assert sorted(answers)[0] == 200 and sorted(answers)[1] == 409, answers
    made = office.world.look(lambda tx: tx.query(RuleSetRow).order_by(RuleSetRow.effective_from).all())
    assert [each.effective_to for each in made[:-1]] == [each.effective_from for each in made[1:]]


def test_b03_a_rule_set_that_has_ended_holds_no_more_from_that_moment_on(world):
    row, end = world.rule_set(), datetime(2026, 4, 22, 16, tzinfo=UTC)
    with world.sessions() as tx:
        tx.get_one(RuleSetRow, row.id).effective_to = end
        tx.commit()
    held = lambda at: world.look(lambda tx: tx.scalar(id_in_force("420117", at)))  # noqa: E731
    assert (held(end - timedelta(microseconds=1)), held(end)) == (row.id, None)
