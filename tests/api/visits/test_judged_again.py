"""B-03: judging again goes by the rules of the arrival, tells what is new, and leaves alone what did not change."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import func, select

from backend.inspections.again import judge_again
from backend.inspections.models import Inspection, VerdictRow
from backend.journal.models import JournalInbox
from backend.rulesets.models import RuleSetRow
from tests.api.desk import NEVER_QUIET, Desk


@pytest.fixture
def desk(world, api):
    return Desk(world, api, NEVER_QUIET)


@pytest.fixture
def alone(desk):
    """A visit by one officer: UNDER_STAFFED."""
    door = [{"person_id": str(desk.zhou.person.id), "card_id": None, "how": "self"}]
    return UUID(desk.check_in(desk.coded(), officers=door).json["inspection_id"])


@pytest.fixture
def judged(world, clock, alone):
    """Judges again and gives (findings, verdicts that stand, broken rules told)."""

    def judged() -> tuple[set[str], int, int]:
        with world.sessions() as tx:
            found = judge_again(tx, tx.get_one(Inspection, alone), "test", clock.now())["findings"]
            tx.commit()
        verdicts = select(func.count()).select_from(VerdictRow).where(VerdictRow.inspection_id == alone)
        told = select(func.count()).select_from(JournalInbox).where(JournalInbox.name == "inspections.rule_broken.v1")
        return {each["code"] for each in found}, *world.look(lambda tx: (tx.scalar(verdicts), tx.scalar(told)))

    return judged


def test_b03_what_did_not_change_has_no_second_verdict_and_is_told_once(judged, clock):
    assert judged() == ({"UNDER_STAFFED"}, 1, 1)
    clock.advance(hours=1)
    assert judged() == ({"UNDER_STAFFED"}, 1, 1)


def test_b03_a_later_visit_of_the_same_officers_is_no_earlier_one(desk, world, clock):
    """Judged again in the evening, the first of a day is still the one that counts, and the second still the same day's."""
    first = UUID(desk.check_in(desk.coded()).json["inspection_id"])
    clock.advance(hours=4)
    desk.check_in(None)
    clock.advance(hours=4)
    with world.sessions() as tx:
        body = judge_again(tx, tx.get_one(Inspection, first), "test", clock.now())

    assert (body["cap"]["reason"], body["cap"]["counted"], body["findings"]) == ("cap.within", 1, [])


def test_b03_later_rules_do_not_touch_what_was_judged(judged, world, desk):
    with world.sessions() as tx:
        tx.get_one(RuleSetRow, desk.rules.id).effective_to = world.clock.now()
        tx.commit()
    world.rule_set({**NEVER_QUIET, "officers": {"min": 1}}, since=world.clock.now())
    assert judged() == ({"UNDER_STAFFED"}, 1, 1)


def test_b03_a_new_finding_stands_in_a_new_verdict_and_alone_is_told(judged, world, alone):
    with world.sessions() as tx:
        tx.get_one(Inspection, alone).trigger = "whim"
        tx.commit()
    found, verdicts, told = judged()
    assert "UNDER_STAFFED" in found and (verdicts, told) == (2, len(found))
