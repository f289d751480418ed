"""Visits that were imported count at the door and at the planner's desk exactly as a replay counts them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random, SystemRandom

import click
import pytest
from click.testing import CliRunner

from backend.cli import Operator, main
from backend.enterprises.models import Site
from backend.kernel.ids import uuid7
from tests.api.desk import Desk, codes
from tests.oracle import made_up
from tests.oracle.replay_oracle import totals

TODAY = date(2026, 4, 22)
COLUMNS = ("violation", "not_counted", "cap_exempt", "over_cap", "same_day", "needs_review")
DAILY, DRAWN, AGAIN = "日常看看", "抽签到店", "再看一次"


class Records:
    """The records of an old system: writes them, brings them in, and asks the oracle about them."""

    def __init__(self, desk: Desk, sessions, folder: Path):
        self.desk, self.folder = desk, folder
        self.operator = Operator(desk.world.settings)
        self.operator.__dict__["sessions"] = sessions

    def bring_in(self, rows: list[str]) -> None:
        """Import 'day,identifier,purpose' lines as visits of the desk's organ."""
        table, purposes = self._tables(rows)
        words = [str(table), "--purposes", str(purposes), "--organ", self.desk.organ.code]
        done = CliRunner().invoke(main.get_command(click.Context(main), "import-visits"), words, obj=self.operator)
        assert done.exit_code == 0, done.output

    def replayed(self, rows: list[str], visit: str) -> set[str]:
        """Under which columns the replay puts one more visit after these."""
        before, after = self._all(rows), self._all([*rows, visit])
        return {each for each in COLUMNS if after[each] > before[each]}

    def _all(self, rows: list[str]) -> dict[str, int]:
        found = totals(*self._tables(rows), first=1, last=20, cap=2).values()
        return {each: sum(counts[each] for counts in found) for each in COLUMNS}

    def _tables(self, rows: list[str]) -> tuple[Path, Path]:
        table, purposes = self.folder / "visits.csv", self.folder / "purposes.csv"
        table.write_text("date,license,purpose\n" + "".join(f"{row}\n" for row in rows), encoding="utf-8")
        purposes.write_text(made_up.PURPOSES, encoding="utf-8")
        return table, purposes


@pytest.fixture
def desk(world, api):
    return Desk(world, api)


@pytest.fixture
def records(desk, sessions, tmp_path):
    return Records(desk, sessions, tmp_path)


def arrive(desk, identifier):
    """A check-in that no task explains: an ordinary inspection."""
    answer = desk.check_in(enterprise={"text": identifier, "source": "typed"})
    assert answer.status_code == 201, answer.json
    return answer


def columns_of(answer) -> set[str]:
    """The columns of the replay under which this verdict falls."""
    quiet, cap = answer.json["verdict"]["quiet"]["code"], answer.json["verdict"]["cap"]["code"]
    marks = {
        "violation": quiet == "VIOLATION", "not_counted": cap == "NOT_COUNTED", "cap_exempt": cap == "EXEMPT",
        "over_cap": cap == "REACHED", "same_day": "REPEAT_SAME_DAY" in codes(answer),
        "needs_review": "NEEDS_REVIEW" in (quiet, cap),
    }  # fmt: skip
    return {name for name, so in marks.items() if so}


@pytest.mark.parametrize(
    ("past", "counted"),
    [
        ([], 1),
        ([("2026-01-21", DAILY)], 2),
        ([("2025-12-31", DAILY)], 1),
        ([("2026-01-21", DAILY), ("2026-02-21", AGAIN)], 2),
        ([("2026-01-21", DAILY), ("2026-02-21", AGAIN), ("2026-03-21", AGAIN)], 3),
        ([("2026-01-21", DAILY), ("2026-02-21", AGAIN), ("2026-02-22", DRAWN), ("2026-03-21", AGAIN)], 3),
        ([("2024-01-21", DAILY), ("2024-02-21", AGAIN), ("2026-03-21", AGAIN)], 2),
        ([("2026-03-21", AGAIN)], 1),
        ([("2026-04-22", DAILY)], 1),
    ],
    ids=["none", "one", "last year", "free follow-up", "second follow-up", "two batches", "a batch of years ago",
         "before the records", "this morning"],
)  # fmt: skip
def test_the_verdict_at_the_door_is_that_of_the_replay(desk, records, past, counted):
    shop = desk.enterprise.identifier
    rows = [f"{day},{shop},{purpose}" for day, purpose in past]
    if rows:
        records.bring_in(rows)

    answer = arrive(desk, shop)

    assert columns_of(answer) == records.replayed(rows, f"{TODAY},{shop},{DAILY}")
    assert answer.json["verdict"]["cap"]["counted"] == counted


def test_random_histories_give_the_verdicts_of_the_replay(desk, records, world):
    seed = SystemRandom().randrange(10**9)
    shops = [world.enterprise(f"样例店 {n}")[0].identifier for n in range(12)]
    histories = {shop: made_up.history(Random(f"{seed}/{shop}"), shop, (2024, 2026)) for shop in shops}
    histories = {shop: [row for row in rows if row <= str(TODAY)] for shop, rows in histories.items()}
    records.bring_in([row for rows in histories.values() for row in rows])

    told = {shop: columns_of(arrive(desk, shop)) for shop in shops}

    expected = {shop: records.replayed(rows, f"{TODAY},{shop},{DAILY}") for shop, rows in histories.items()}
    assert told == expected, f"seed {seed}"


def test_a_follow_up_of_our_own_without_a_link_is_not_free(desk, records, clock):
    shop = desk.enterprise.identifier
    records.bring_in([f"2026-01-21,{shop},{DAILY}"])

    followed_up = desk.check_in(desk.approved(kind="followup", trigger="deadline"))
    clock.advance(days=30)
    later = arrive(desk, shop)

    assert "FOLLOWUP_UNLINKED" in codes(followed_up)
    assert [each.json["verdict"]["cap"]["counted"] for each in (followed_up, later)] == [2, 3]


def test_the_planner_counts_the_same(desk, records):
    shop = desk.enterprise.identifier
    follow_ups = [f"2026-02-21,{shop},{AGAIN}", f"2026-03-21,{shop},{AGAIN}"]
    records.bring_in([f"2026-01-21,{shop},{DAILY}", follow_ups[0]])
    page = desk.api.as_(desk.planner).get(f"/enterprises/{desk.enterprise.id}").json
    assert (page["used"], page["most"]) == (1, 2)
    assert desk.plan().status_code == 201

    records.bring_in([f"2026-01-21,{shop},{DAILY}", *follow_ups])

    assert desk.api.as_(desk.planner).get(f"/enterprises/{desk.enterprise.id}").json["used"] == 2
    refused = desk.plan()
    assert (refused.status_code, refused.json["code"]) == (409, "planning.cap_reached")


@pytest.mark.parametrize(("sites", "counted"), [(1, 2), (2, 1)])
def test_with_a_cap_per_premises_the_past_counts_where_it_can_have_been(world, api, sessions, tmp_path, sites, counted):
    desk = Desk(world, api, rules={"cap": {"scope": "premises"}})
    if sites == 2:
        world._add(Site(id=uuid7(), enterprise_id=desk.enterprise.id, address="示范大道 2 号", place_type="urban"))
    shop = desk.enterprise.identifier
    Records(desk, sessions, tmp_path).bring_in([f"2026-01-21,{shop},{DAILY}"])

    assert arrive(desk, shop).json["verdict"]["cap"]["counted"] == counted
