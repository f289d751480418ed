"""The result and its deadline (B-66): what is to be put right, by when, and who is told when nobody looks again (B-32)."""

from datetime import datetime

import pytest
from sqlalchemy import select

from backend.inspections import corrections
from backend.supervision.models import Alert
from tests.api.visits.onsite import ASKED, OnSite
from tests.arrivals import let_followers_read

ORDER = {
    "outcome": "order_to_correct", "deadline": "2026-05-12",
    "corrections": [{"line": ASKED[0].key, "question": ASKED[0].text, "note": "缺三天"}],
}  # fmt: skip


@pytest.fixture
def visit(world, api):
    return OnSite(world, api)


def tell(visit: OnSite) -> int:
    def told(tx):
        n = corrections.tell_overdue(tx, now=visit.world.clock.now())
        tx.commit()
        return n

    return visit.world.look(told)


def test_an_order_carries_what_was_answered_no(visit):
    answer = visit.result(**ORDER)
    assert answer.status_code == 201, answer.json
    assert answer.json["deadline"] == "2026-05-12"
    assert answer.json["corrections"] == ORDER["corrections"]
    seen = visit.api.as_(visit.zhou).get(f"/inspections/{visit.visit}").json["result"]
    assert seen["corrections"] == ORDER["corrections"]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"deadline": None}, 422, "inspections.deadline_missing"),
        ({"deadline": "2026-04-21"}, 422, "inspections.deadline_past"),
        ({"deadline": "0001-01-01"}, 422, "kernel.invalid"),
        ({"deadline": "2026-02-29"}, 422, "kernel.invalid"),
        ({"corrections": [{"note": "没有问题"}]}, 422, "kernel.invalid"),
        ({"corrections": [{"question": "x"}] * 101}, 422, "kernel.invalid"),
        ({"corrections": "x"}, 422, "kernel.invalid"),
        ({"outcome": "whatever"}, 422, "kernel.invalid"),
        ({"summary": "长" * 4001}, 422, "kernel.invalid"),
    ],
)
def test_what_is_no_result(visit, change, status, code):
    answer = visit.result(**{**ORDER, **change})
    assert answer.status_code == status
    assert answer.json["code"].partition(".")[0] == code.partition(".")[0], answer.json
    if code != "kernel.invalid":
        assert answer.json["code"] == code


def test_the_day_itself_is_in_time(visit):
    assert visit.result(**{**ORDER, "deadline": "2026-04-22"}).status_code == 201


def test_supervision_is_told_once_when_the_day_has_passed(visit):
    visit.result(**ORDER)
    visit.world.clock.advance(days=20)
    assert tell(visit) == 0, "12 May runs until midnight there"
    visit.world.clock.advance(days=1)
    assert tell(visit) == 1
    assert tell(visit) == 0

    let_followers_read(visit.world, visit.world.clock)
    alert = visit.world.look(lambda tx: tx.scalars(select(Alert).where(Alert.code == "CORRECTION_OVERDUE")).one())
    assert (str(alert.inspection_id), alert.severity) == (visit.visit, "medium")
    assert alert.facts["deadline"] == "2026-05-12"


@pytest.mark.parametrize("moment, told", [("2026-05-12T15:59:59Z", 0), ("2026-05-12T16:00:00Z", 1)])
def test_the_day_of_the_order_ends_at_the_midnight_of_the_place(visit, moment, told):
    """B-66, B-04: 24:00 in Shanghai is 16:00 by UTC."""
    visit.result(**ORDER)
    visit.world.clock.moment = datetime.fromisoformat(moment)
    assert tell(visit) == told


def test_nobody_is_told_where_somebody_looked_again(visit):
    visit.result(**{**ORDER, "deadline": "2026-05-20"})
    visit.world.clock.advance(days=29)
    planned = visit.coded("2026-05-21", kind="followup", trigger="deadline")
    assert visit.check_in(planned).status_code == 201
    visit.world.clock.advance(days=2)
    assert tell(visit) == 0


def test_an_ordinary_visit_afterwards_is_no_look_at_the_order(visit):
    """B-66: only a follow-up is."""
    visit.result(**{**ORDER, "deadline": "2026-05-20"})
    visit.world.clock.advance(days=29)
    assert visit.check_in(visit.coded("2026-05-21")).status_code == 201
    visit.world.clock.advance(days=2)
    assert tell(visit) == 1
