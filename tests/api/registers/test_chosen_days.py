"""B-37, enterprise_chosen: quiet days that an enterprise chose, entered ahead by the bureau, and judged like any other."""

import pytest

from backend.kernel.ids import uuid7
from tests.api.desk import Desk, codes

CHOICE = {"scope": "region", "key": "*", "type": "enterprise_chosen", "max_days": 3}
MINE = {"quiet": {"calendars": [CHOICE]}}


class Chooser(Desk):
    def __init__(self, world, api, rules=MINE):
        super().__init__(world, api, rules)
        self.where = f"/enterprises/{self.enterprise.id}/quiet-days"

    def choose(self, *days, by=None, document="申请 2026-04-20", key=None):
        return self.api.as_(by or self.bureau).post(
            self.where, {"days": [*days], "document": document}, key=key or uuid7()
        )

    def back(self, day_id):
        return self.api.as_(self.bureau).post(f"/quiet-days/{day_id}/withdrawal", {})

    def held(self):
        told = self.api.as_(self.planner).get(self.where).json
        return {each["day"]: each for each in told["items"] if each["withdrawn_at"] is None}


@pytest.fixture
def desk(world, api):
    return Chooser(world, api)


def test_b37_a_chosen_day_is_quiet_and_its_neighbours_are_not(desk):
    assert desk.plan("2026-04-28").status_code == 201
    entered = desk.choose("2026-04-28")
    assert (entered.status_code, entered.json["most"]) == (201, 3)
    refused = desk.plan("2026-04-28")
    assert (refused.status_code, refused.json["code"]) == (409, "planning.quiet_period")
    assert [desk.plan(each).status_code for each in ("2026-04-27", "2026-04-29")] == [201, 201]


def test_b37_an_arrival_on_a_chosen_day_is_a_violation(desk):
    task = desk.coded("2026-04-23")
    assert desk.choose("2026-04-23").status_code == 201
    desk.world.clock.advance(days=1)
    desk.zhou = desk.world.proved(desk.zhou)
    assert "QUIET_VIOLATION" in codes(desk.check_in(task))


@pytest.mark.parametrize(
    ("days", "status", "code"),
    [
        (["2026-04-23"], 201, None),  # tomorrow is the first
        (["2026-04-22"], 422, "enterprises.days_past"),
        (["2026-04-21"], 422, "enterprises.days_past"),
        (["2026-04-24", "2026-04-21"], 422, "enterprises.days_past"),
        (["2026-05-06", "2026-05-07", "2026-05-08"], 201, None),
        (["2026-05-06", "2026-05-07", "2026-05-08", "2026-05-09"], 422, "enterprises.days_too_many"),
        (["2026-04-30", "2026-05-06", "2026-05-07", "2026-05-08"], 201, None),  # two months
        ([], 422, "kernel.invalid"),
        (["2026-02-30"], 422, "kernel.invalid"),
        ("2026-05-06", 422, "kernel.invalid"),
        (["2026-05-06"] * 63, 422, "kernel.invalid"),
    ],
    ids=[
        "tomorrow",
        "today",
        "yesterday",
        "one-past",
        "three",
        "four",
        "two-months",
        "none",
        "no-day",
        "no-list",
        "huge",
    ],
)
def test_b37_what_may_be_chosen(desk, days, status, code):
    answer = desk.api.as_(desk.bureau).post(desk.where, {"days": days, "document": "申请"})
    assert answer.status_code == status, answer.json
    if code:
        assert answer.json["code"].partition(".")[0] == code.partition(".")[0]
        assert desk.held() == {}


def test_b37_what_was_chosen_before_counts_and_a_withdrawn_day_does_not(desk):
    desk.choose("2026-05-06", "2026-05-07")
    assert desk.choose("2026-05-06").json["code"] == "enterprises.days_taken"
    assert desk.choose("2026-05-08", "2026-05-09").json["code"] == "enterprises.days_too_many"
    taken = desk.held()["2026-05-07"]["id"]
    assert [desk.back(taken).status_code for _ in range(2)] == [200, 200]
    assert desk.choose("2026-05-08", "2026-05-09").status_code == 201
    assert [*desk.held()] == ["2026-05-06", "2026-05-08", "2026-05-09"]
    assert len(desk.api.as_(desk.bureau).get(desk.where).json["items"]) == 4, "the history keeps what was taken back"
    assert desk.plan("2026-05-07").status_code == 201


def test_b37_a_day_gone_by_is_not_taken_back(desk):
    desk.choose("2026-04-23")
    day_id = desk.held()["2026-04-23"]["id"]
    desk.world.clock.advance(days=1)
    desk.bureau = desk.world.proved(desk.bureau)
    assert desk.back(day_id).json["code"] == "enterprises.days_past"


def test_b37_where_the_calendar_leaves_no_choice_nothing_is_entered(world, api):
    desk = Chooser(
        world,
        api,
        {"quiet": {"calendars": [{"scope": "region", "key": "*", "type": "monthly_range", "from": 1, "to": 20}]}},
    )
    assert desk.choose("2026-05-06").json["code"] == "enterprises.days_not_chosen"
    assert desk.api.as_(desk.bureau).get(desk.where).json == {"most": None, "items": []}


def test_b37_the_same_request_twice_is_once_and_others_have_no_say(desk):
    key = uuid7()
    assert [desk.choose("2026-05-06", key=key).status_code for _ in range(2)] == [201, 201]
    assert len(desk.held()) == 1
    assert desk.choose("2026-05-07", by=desk.planner).status_code == 403
    assert desk.back(uuid7()).status_code == 404


def test_b37_the_phones_forecast_knows_the_chosen_days(desk):
    desk.coded("2026-04-29")
    desk.choose("2026-05-06")
    told = desk.api.as_(desk.zhou).get("/snapshot")
    assert told.status_code == 200 and "2026-05-06" in told.text
