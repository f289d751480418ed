"""What a card was at a moment (B-11, B-92, B-97)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from backend.certificates.states import MOVES, Change, may_move, state_at

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(*parts):
    return datetime(*parts, tzinfo=SHANGHAI)


def change(state, start, end=None, recorded=None):
    return Change(state, start, end, recorded or start)


ISSUED = change("active", local(2024, 1, 1))
LAST_DAY = date(2026, 11, 21)


def at(moment, *changes):
    return state_at(changes, LAST_DAY, moment, SHANGHAI)


def test_a_card_is_valid_through_24_00_local_of_its_last_day():
    assert at(local(2026, 11, 21, 23, 59, 59), ISSUED) == "active"
    assert at(local(2026, 11, 22), ISSUED) == "expired"
    assert at(datetime(2026, 11, 21, 15, 59, tzinfo=UTC), ISSUED) == "active"
    assert at(datetime(2026, 11, 21, 16, 0, tzinfo=UTC), ISSUED) == "expired"


def test_a_suspension_of_ten_days_is_past_on_the_eleventh():
    suspended = change("suspended", local(2026, 5, 1), local(2026, 5, 11))

    assert at(local(2026, 4, 30, 23, 59), ISSUED, suspended) == "active"
    assert at(local(2026, 5, 1), ISSUED, suspended) == "suspended"
    assert at(local(2026, 5, 5), ISSUED, suspended) == "suspended"
    assert at(local(2026, 5, 11), ISSUED, suspended) == "active"


def test_what_is_told_late_counts_from_its_effective_time():
    revoked = change("revoked", local(2026, 3, 1), recorded=local(2026, 4, 1))

    assert at(local(2026, 3, 15), revoked, ISSUED) == "revoked"


def test_of_two_changes_at_one_moment_the_later_told_counts():
    start = local(2026, 3, 1)
    wrong, right = change("lost", start), change("active", start, recorded=start + timedelta(days=1))

    assert at(local(2026, 3, 2), right, wrong) == "active"


def test_b92_what_is_told_of_an_ended_card_does_not_bring_it_back():
    revoked, told_late = change("revoked", local(2026, 3, 1)), change("active", local(2026, 4, 1))

    assert at(local(2026, 4, 2), ISSUED, revoked, told_late) == "revoked"


def test_b92_a_lost_card_is_replaced_also_in_the_moment_of_its_loss():
    lost = change("lost", local(2026, 3, 1))
    later, at_once = change("replaced", local(2026, 4, 1)), change("replaced", local(2026, 3, 1))

    assert at(local(2026, 3, 31), ISSUED, lost, later) == "lost"
    assert at(local(2026, 4, 1), ISSUED, lost, later) == "replaced"
    assert at(local(2026, 3, 1), ISSUED, lost, at_once) == at(local(2026, 3, 1), at_once, lost, ISSUED) == "replaced"


def test_b11_a_suspended_card_expires_too():
    suspended = change("suspended", local(2026, 5, 1))

    assert at(local(2026, 11, 21), ISSUED, suspended) == "suspended"
    assert at(local(2026, 11, 22), ISSUED, suspended) == "expired"


def test_before_its_issue_there_is_no_card():
    assert at(local(2023, 12, 31), ISSUED) == "missing"
    assert at(local(2026, 1, 1)) == "missing"


@pytest.mark.parametrize("end", ["cancelled", "recalled", "revoked", "lost"])
def test_four_states_end_a_card_whatever_its_date(end):
    assert not any(
        may_move(end, after) for after in ("active", "suspended", "cancelled", "recalled", "revoked", "lost")
    )
    assert at(local(2027, 1, 1), ISSUED, change(end, local(2026, 2, 1))) == end


def test_a_suspended_card_may_come_back():
    assert may_move("active", "suspended") and may_move("suspended", "active")
    assert not may_move("active", "active") and not may_move("expired", "active")
    assert set(MOVES) == {"applied", "active", "suspended", "expired", "lost"}
