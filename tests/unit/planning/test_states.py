"""The life of a task."""

import pytest

from backend.planning.states import MOVES, STATES, after
from backend.policy.sentences import LANGUAGES, word


def test_every_state_that_a_move_names_has_words():
    named = {state for moves in MOVES.values() for pair in moves.items() for state in pair}
    assert named <= set(STATES)
    assert all(word("task", state, lang) != state for state in STATES for lang in LANGUAGES)


@pytest.mark.parametrize("state", ["rejected", "cancelled", "visited"])
def test_what_is_over_gets_no_code(state):
    assert after(state, "issue") is None
    assert after(state, "issue_at_once") is None


def test_a_visit_may_turn_up_after_its_task_lapsed():
    assert after("lapsed", "arrive") == "visited"
    assert after("cancelled", "arrive") is None
