"""/p/figures: a year in figures for anybody, in which nobody can be found."""

from __future__ import annotations

import csv
import gzip
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.feedback.models import Rating
from backend.inspections.models import Inspection, VerdictRow
from backend.kernel.ids import uuid7
from backend.supervision.models import Alert
from tests.api.registers.office import Office
from tests.world import Api, World

JANUARY, MARCH = datetime(2026, 1, 10, 2, tzinfo=UTC), datetime(2026, 3, 10, 2, tzinfo=UTC)


@pytest.fixture
def office(world: World, api: Api) -> Office:
    return Office(world, api)


def visit(office: Office, at: datetime = MARCH, *, quiet: str = "OUT", cap: str = "WITHIN", **told: Any) -> Inspection:
    world, organ = office.world, office.department_organ
    enterprise, site = told.pop("at_enterprise", None) or world.enterprise()
    row = Inspection(
        id=uuid7(), organ_id=organ.id, region_code=world.region.code, region_path=told.pop("path", world.region.path),
        enterprise_id=enterprise.id, site_id=site.id, kind="daily", trigger="plan", organ_name=organ.name,
        enterprise_name=enterprise.name, address=site.address, enterprise_identifier=enterprise.identifier, state="left",
        mark="clean", arrived_at=at, checked_in_by=office.officer.person.id,
    )  # fmt: skip
    world._add(row)
    for n, code in enumerate(("VIOLATION", quiet)):
        world._add(VerdictRow(
            id=uuid7(), inspection_id=row.id, judged_at=at + timedelta(seconds=n), cause="arrival", inputs={},
            body={"quiet": {"code": code}, "cap": {"code": cap}}))  # fmt: skip
    return row


def alert(office: Office, about: Inspection, code: str, state: str) -> None:
    office.world._add(Alert(
        id=uuid7(), inspection_id=about.id, organ_id=about.organ_id, region_path=about.region_path, code=code, rule="B-39",
        severity="high", sentence_zh="", sentence_en="", facts={}, enterprise_name="", state=state, opened_at=about.arrived_at,
        due_at=about.arrived_at, closed_at=about.arrived_at if state == "closed" else None))  # fmt: skip


def page(office: Office, question: str = "") -> str:
    answer = office.api.as_(None).client.get(f"/p/figures{question}")
    assert answer.status_code == 200
    return answer.text


def table(office: Office, question: str = "") -> dict[tuple[str, str], str]:
    answer = office.api.as_(None).client.get(f"/p/figures.csv?lang=en{question}")
    assert answer.status_code == 200
    return {
        (row["code"], row["of"]): row["value"]
        for row in csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    }


def test_a_year_is_told_as_it_was_judged_last(office: Office):
    for n in range(7):
        visit(office, quiet="EXEMPT" if n < 5 else "OUT", cap="REACHED" if n < 6 else "WITHIN")
    for _ in range(6):
        visit(office, JANUARY)
    told = table(office)
    assert (told["visits", "2026"], told["visited", "2026"]) == ("13", "13")
    assert (told["visits_by_month", "2026-01"], told["visits_by_month", "2026-03"]) == ("6", "7")
    assert (told["quiet", "2026"], told["excused", "2026"], told["broken", "2026"]) == ("5", "5", "0")
    assert (told["over_cap", "2026"], told["quiet_percent", "2026"]) == ("6", "38.5")
    assert "CC BY 4.0" in told.values() or "CC BY 4.0" in page(office)


def test_small_counts_are_neither_on_the_page_nor_in_the_table(office: Office):
    for n in range(9):
        visit(office, MARCH if n < 7 else JANUARY, quiet="VIOLATION" if n < 3 else "OUT")
    told = table(office)
    assert (told["quiet", "2026"], told["quiet_percent", "2026"], told["broken", "2026"]) == ("", "", "")
    assert told["visits_by_month", "2026-01/2026-03"] == "9"
    assert "少于 5" in page(office)


def test_the_figures_hold_what_lies_below_and_nothing_from_elsewhere(office: Office):
    for _ in range(5):
        visit(office)
    for _ in range(6):
        visit(office, path=f"{office.world.region.path}/420117001")
        visit(office, path="42/4201/420116")
    assert table(office)["visits", "2026"] == "11"


def test_b74_what_enterprises_said_is_no_problem_of_the_page(office: Office):
    for n in range(12):
        alert(office, visit(office), "QUIET_VIOLATION" if n < 6 else "FIVE_EIGHT_YES", "closed" if n < 6 else "open")
    assert (table(office)["problems", "2026"], table(office)["closed", "2026"]) == ("6", "6")


def test_ratings_are_told_as_a_share_of_months_that_are_over(office: Office):
    def rated(at: datetime, stars: int) -> None:
        office.world._add(Rating(id=uuid7(), inspection_id=visit(office, at).id, stars=stars, answers={}, at=at))

    for stars in (5, 5, 4, 4, 1):
        rated(MARCH, stars)
    assert table(office)["satisfied_percent", "2026"] == "80"
    for _ in range(5):
        rated(datetime(2026, 4, 10, 2, tzinfo=UTC), 1)
    assert table(office)["satisfied_percent", "2026"] == "80"
    assert office.world.look(lambda tx: tx.query(Rating).count()) == 0


def test_this_year_and_the_last_and_no_other(office: Office):
    for _ in range(5):
        visit(office, datetime(2025, 6, 1, 2, tzinfo=UTC))
    assert table(office, "&year=2025")["visits", "2025"] == "5"
    for odd in ("2024", "1", "9999999", "%00", "2025%0a", "-1", "", "二〇二五"):
        assert table(office, f"&year={odd}")["visits", "2026"] == "0"


@pytest.mark.parametrize("question", ["", "?lang=en", "?big=1&lang=en&year=2025", "?region=nowhere"])
def test_the_page_is_small_needs_nothing_from_elsewhere_and_may_be_kept_for_minutes(office: Office, question: str):
    for n in range(40):
        visit(office, datetime(2026, 1 + n % 4, 2, 2, tzinfo=UTC))
    answer = office.api.as_(None).client.get(f"/p/figures{question}")
    assert answer.headers["Cache-Control"] == "public, max-age=600"
    assert len(gzip.compress(answer.data)) <= 14 * 1024
    for outside in ("<script", "http://", "https://", "url("):
        assert outside not in answer.text


def test_a_table_that_is_known_is_not_sent_again(office: Office):
    client = office.api.as_(None).client
    first = client.get("/p/figures.csv")
    assert client.get("/p/figures.csv", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
