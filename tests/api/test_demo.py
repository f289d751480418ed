"""The demo: the same on every day of every month, made through the real services, twice is once."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, text

from backend.app import create_app
from backend.cli import Operator
from backend.demo import handover, names
from backend.demo.base import lay
from backend.demo.commands import seed_demo
from backend.demo.day import Day
from backend.demo.load import load_demo
from backend.demo.past import visits
from backend.inspections.models import Inspection
from backend.policy.identifiers import check_uscc
from backend.supervision.models import Alert
from tests.conftest import settings_for
from tests.world import FrozenClock

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(year: int, month: int, day: int, hour: int, minute: int, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=SHANGHAI).astimezone(UTC)


@pytest.fixture
def place(committed_database, data_dir):
    """An installation of the demo: settings and the database of its own."""
    operator = Operator(settings_for(committed_database, data_dir, DEMO="1"))
    yield operator
    operator.close()


def load(place: Operator, moment: datetime) -> dict:
    path = load_demo(place.settings, place.sessions, FrozenClock(moment))
    assert path.stat().st_mode & 0o777 == 0o600
    return json.loads(path.read_text())


def ask(place: Operator, statement):
    with place.sessions() as tx:
        return tx.execute(statement).all()


def totals(place: Operator) -> dict[str, int]:
    tables = (
        "enterprise",
        "site",
        "identity.person",
        "card",
        "task",
        "inspection",
        "alert",
        "message",
        "feedback.rating",
        "visit_code",
    )
    return {table: ask(place, text(f"SELECT count(*) FROM {table}"))[0][0] for table in tables}


def marks_of_today(place: Operator, moment: datetime) -> Counter[str]:
    start = moment.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    return Counter(row[0] for row in ask(place, select(Inspection.mark).where(Inspection.arrived_at >= start)))


def test_the_demo_holds_on_the_last_second_of_a_month_and_the_first_of_the_next(place):
    last, first = local(2026, 1, 31, 23, 59, 30), local(2026, 2, 1, 0, 0, 20)
    demo = load(place, last)

    # The base: people who can sign in, enterprises, cards.
    assert {each["role"] for each in demo["accounts"]} == {
        "officer",
        "supervisor",
        "department",
        "head",
        "bureau",
        "admin",
    }
    assert set(demo) == {"base", "accounts", "enterprise", "certificate_url", "visit_url", "short_code"}
    made = totals(place)
    assert made["enterprise"] >= 300 and made["inspection"] >= 2000
    identifiers = [row[0] for row in ask(place, text("SELECT identifier FROM enterprise"))]
    assert all(check_uscc(each).ok for each in identifiers) and demo["enterprise"]["uscc"] in identifiers

    # Today: verdicts and alerts were computed by the services, not typed in.
    assert marks_of_today(place, last) == {"clean": 4, "violation": 1, "alert": 1}
    alerts = ask(place, select(Alert.code, Alert.state, Alert.sentence_zh))
    assert {"UNDER_STAFFED", "QUIET_VIOLATION"} <= {row.code for row in alerts if row.state == "open"}
    assert "QUIET_VIOLATION" in {row.code for row in alerts if row.state == "closed"}
    assert "1 月 31 日在安静期内" in next(
        r.sentence_zh for r in alerts if r.code == "QUIET_VIOLATION" and r.state == "open"
    )

    # Two departments are there under one code (B-29), and one proposal waits for its answer (B-88).
    together = ask(place, text("SELECT organ_id, state FROM task WHERE joint_lead_id IS NOT NULL"))
    assert len({row[0] for row in together}) == 2 and {row[1] for row in together} == {"visited"}
    assert ask(place, text("SELECT count(*) FROM joint_proposal WHERE state = 'open'"))[0][0] == 1

    # One enterprise is on the white list, one waits for the bureau's second person (B-36).
    assert ask(place, text("SELECT state FROM whitelist_entry ORDER BY 1")) == [("listed",), ("proposed",)]

    # One visit was broken off like the one before it, and its head owes a note (B-33).
    assert ask(place, text("SELECT times, note FROM abort_note")) == [(2, None)]
    # One that nobody checked out of was closed by the clock (B-53), one left an order to correct that is open (B-44).
    assert [row[0] for row in ask(place, text("SELECT count(*) FROM inspection WHERE state = 'closed'"))] == [1]
    open_orders = text("SELECT count(*) FROM result WHERE outcome = 'order_to_correct' AND summary LIKE '危险废物%'")
    assert ask(place, open_orders)[0][0] == 1

    # The past: every verdict has its sentence, teams with five ratings and more, and with fewer.
    rated = ask(place, text(
        "SELECT organ_name, count(*) FROM feedback.rating JOIN inspection ON inspection.id = inspection_id GROUP BY 1"))  # fmt: skip
    assert not rated, "row security lets nobody read ratings without saying who reads"
    with place.sessions() as tx:
        tx.execute(select(func.set_config("liangma.reader", "supervision", True)))
        rated = dict(tx.execute(text(
            "SELECT organ_name, count(*) FROM feedback.rating JOIN inspection ON inspection.id = inspection_id GROUP BY 1"
        )).all())  # fmt: skip
    assert max(rated.values()) >= 100 and min(rated.values()) < 5

    # Twice is once; the next day is renewed.
    assert load(place, last + timedelta(seconds=5)) == demo
    assert totals(place) == made
    tomorrow = load(place, first)
    assert marks_of_today(place, first) == {"clean": 4, "violation": 1, "alert": 1}
    assert tomorrow["visit_url"] != demo["visit_url"] and tomorrow["accounts"] == demo["accounts"]
    assert tomorrow["certificate_url"] == demo["certificate_url"]

    # What was used up today is made anew.
    ask_rows = "UPDATE task SET state = 'visited' WHERE id IN (SELECT task_id FROM visit_code WHERE short_code = :code) RETURNING 1"
    with place.sessions() as tx:
        assert tx.execute(text(ask_rows), {"code": tomorrow["short_code"]}).one()
        tx.commit()
    again = load(place, first + timedelta(minutes=1))
    assert again["short_code"] != tomorrow["short_code"] and again["visit_url"] != tomorrow["visit_url"]

    # The doors open: everybody signs in, and both pages show.
    client = create_app(place.settings, sessions=place.sessions, clock=FrozenClock(first)).test_client()
    for account in {each["role"]: each for each in demo["accounts"]}.values():
        body = {"login": account["login"], "password": account["password"]}
        assert client.post("/api/v1/session", json=body).status_code == 200
    for url in (again["visit_url"], again["certificate_url"]):
        assert client.get(urlsplit(url).path).status_code == 200


@pytest.mark.parametrize("table", ["region", "organ", "identity.person", "item", "enterprise"])
def test_everything_with_a_name_is_found_by_how_it_is_typed(world, table):
    """What is laid by the thousand past the models is spelled as well."""
    with world.sessions() as tx:
        lay(tx, "")
        unspelled = tx.scalars(text(f"SELECT name FROM {table} WHERE pinyin = ''")).all()
        named = tx.scalar(text(f"SELECT count(*) FROM {table}"))

    assert named and not unspelled


@pytest.mark.parametrize("moment", [local(2026, 3, 15, 12, 0), local(2026, 8, 31, 0, 0, 1), local(2027, 1, 1, 8, 0)])
def test_todays_moments_lie_in_order_inside_the_day(moment):
    day = Day.of(moment, moment - timedelta(hours=5))
    moments = [day.at(part) for part in (0, 0.1, 0.5, 1)]

    assert moments == sorted(moments) and moments[-1] == moment
    assert all(each.astimezone(SHANGHAI).date() == moment.astimezone(SHANGHAI).date() for each in moments)


def test_the_past_is_the_same_whoever_asks_and_when():
    one, next_day = list(visits(date(2026, 11, 21))), list(visits(date(2026, 11, 24)))

    assert len(one) >= 2000 and next_day[: len(one)] == one
    assert len({each.key for each in one}) == len(one)
    assert all(each.arrived.date() == each.day for each in one)


def test_the_names_are_all_different_and_the_codes_true():
    everybody = list(names.enterprises())

    assert len(everybody) == names.COUNT >= 300
    assert len({each.name for each in everybody}) == names.COUNT
    assert all(check_uscc(names.uscc(each.n)).ok for each in everybody)


def test_it_never_runs_outside_a_demo(committed_database, data_dir):
    operator = Operator(settings_for(committed_database, data_dir))
    answer = CliRunner().invoke(seed_demo, obj=operator)

    assert answer.exit_code == 1 and "DEMO=1" in answer.output
    assert not (data_dir / handover.FILE).exists()


def test_a_lost_demo_json_gives_everybody_a_new_password(tmp_path):
    first, second = handover.password(tmp_path), handover.password(tmp_path)
    assert first.startswith("liangma-") and second.startswith("liangma-")
    handover.write(tmp_path, base="http://x", password=first, links=handover.Links())
    assert handover.password(tmp_path) == first
    (tmp_path / handover.FILE).write_text("{")
    assert handover.password(tmp_path).startswith("liangma-")
