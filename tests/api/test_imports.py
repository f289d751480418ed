"""Importing enterprises and past visits: real files, odd files, twice, and without leaving a trace."""

from __future__ import annotations

import gzip
import os
import time
from contextlib import closing
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select, text

from backend.cli import Operator, main
from backend.enterprises.models import Enterprise, Site
from backend.inspections.models import PastVisit
from backend.monitoring.models import PlaceCell
from tests.arrivals import let_followers_read
from tests.world import TOWN

DATA = Path(os.environ.get("LIANGMA_DATA", Path(__file__).parents[3] / "shared" / "data")) / "chicago-food-inspections"
with_chicago = pytest.mark.skipif(not DATA.exists(), reason="the Chicago files are not beside this checkout")

HEADER = "统一社会信用代码,名称,地址,经度,纬度,坐标系,场所类型,行业,类别,等级,法定代表人\n"
GOOD = f"91420117MA0DEM001C,云川食品,亮山路 18 号,{TOWN[0]},{TOWN[1]},,城镇,C,规上工业、重点项目,B,李明\n"
WRONG_DIGIT = "91350211M0000XUF46,海门酒家,海门路 1 号,,,,,H,,,\n"
PURPOSES = "purpose,kind,trigger,outcome,cap_exempt,quiet_ground,counts\n日常,daily,plan,,no,,yes\n投诉,case,complaint,,yes,complaint,yes\n"


def command(name: str) -> click.Command:
    return main.get_command(click.Context(main), name)


@pytest.fixture
def liangma(settings, sessions):
    """Runs `liangma …` on the test's database."""
    operator = Operator(settings)
    operator.__dict__["sessions"] = sessions

    def run(*arguments: object) -> Result:
        name, *rest = map(str, arguments)
        return CliRunner().invoke(command(name), rest, obj=operator)

    return run


@pytest.fixture
def table(tmp_path):
    """Writes a table and returns its path."""

    def write(content: str | bytes, name: str = "表.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def count(world, model):
    return world.look(lambda tx: tx.scalar(select(func.count()).select_from(model)))


def enterprise(world, identifier="91420117MA0DEM001C"):
    return world.look(lambda tx: tx.scalars(select(Enterprise).where(Enterprise.identifier == identifier)).one())


def test_our_own_columns_in_chinese(world, liangma, table):
    done = liangma("import-establishments", table(HEADER + GOOD))
    assert (done.exit_code, done.stdout.split(";")[0]) == (0, "1 enterprises: 1 new, 0 known, 1 with a position")
    stored = enterprise(world)
    assert (stored.name, stored.industry, stored.tier) == ("云川食品", "C", "B")
    assert stored.classes == ["规上工业", "重点项目"]
    assert (stored.region_code, stored.region_path, stored.scheme) == ("420117", "42/4201/420117", "uscc")
    assert stored.source == {"法定代表人": "李明"}
    place = world.look(
        lambda tx: tx.execute(text("SELECT ST_X(location::geometry), ST_Y(location::geometry) FROM site")).one()
    )
    assert tuple(place) == pytest.approx(TOWN)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_usual_encodings_of_a_spreadsheet(world, liangma, table, encoding, newline):
    liangma("import-establishments", table((HEADER + GOOD).replace("\n", newline).encode(encoding)))
    assert enterprise(world).name == "云川食品"


def test_a_gzipped_table(world, liangma, table):
    liangma("import-establishments", table(gzip.compress((HEADER + GOOD).encode()), "表.csv.gz"))
    assert enterprise(world).name == "云川食品"


def test_what_was_imported_is_counted_on_the_map_when_the_worker_reads_of_it(world, clock, liangma, table):
    liangma("import-establishments", table(HEADER + GOOD + WRONG_DIGIT))
    let_followers_read(world, clock)

    assert set(world.look(lambda tx: tx.scalars(select(PlaceCell.count)).all())) == {1}


def test_a_second_run_brings_nothing_new_and_changes_nothing(world, liangma, table):
    liangma("import-establishments", table(HEADER + GOOD))
    again = liangma("import-establishments", table(HEADER + GOOD.replace("云川食品", "改名食品") + WRONG_DIGIT))
    assert "1 new, 1 known" in again.stdout
    assert enterprise(world).name == "云川食品"
    assert (count(world, Enterprise), count(world, Site)) == (2, 2)


def test_a_dry_run_counts_and_stores_nothing(world, liangma, table):
    done = liangma("import-establishments", table(HEADER + GOOD + WRONG_DIGIT), "--dry-run")
    assert "2 enterprises: 2 would be new" in done.stdout
    assert count(world, Enterprise) == 0


def test_a_wrong_check_digit_warns_and_is_kept(world, liangma, table):
    done = liangma("import-establishments", table(HEADER + WRONG_DIGIT))
    assert (
        "row 2, column identifier: the check digit of 91350211M0000XUF46 is wrong; kept (B-49) (warning)" in done.stderr
    )
    assert enterprise(world, "91350211M0000XUF46").identifier_ok is False
    assert done.exit_code == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (",无名小店,,,,,,,,,", "row 3, column identifier: is empty"),
        ("91110115MA0DEM0017,,,,,,,,,,", "row 3, column name: is empty"),
        ("9142O117MA0DEM001C,错码店,,,,,,,,,", "row 3, column identifier: is no unified social credit code"),
        ("91420117MA0DEM001C,又一家,,,,,,,,,", "row 3, column identifier: the same identifier stands in row 2"),
        ("91110115MA0DEM0017,月球店,,,,,月球,,,,", "row 3, column place_type: must be one of"),
        ("91110115MA0DEM0017,短行店", "row 3: 2 cells under 11 headers"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_the_others_come_in(world, liangma, table, line, said):
    done = liangma("import-establishments", table(HEADER + GOOD + line + "\n"))
    assert said in done.stderr
    assert (done.exit_code, count(world, Enterprise)) == (0, 1)


@pytest.mark.parametrize(
    ("longitude", "latitude"), [("30.84", "114.80"), ("abc", "30.84"), ("114.80", ""), ("500", "600"), ("nan", "30")]
)
def test_what_cannot_be_a_place_is_noted_and_stays_missing(world, liangma, table, longitude, latitude):
    done = liangma(
        "import-establishments", table(HEADER + f"91420117MA0DEM001C,云川食品,,{longitude},{latitude},,,,,,\n")
    )
    assert "row 2, column longitude: no position taken" in done.stderr
    assert world.look(lambda tx: tx.scalar(select(Site.location))) is None


def test_a_gcj02_position_is_converted_once(world, liangma, table):
    liangma("import-establishments", table(HEADER + "91420117MA0DEM001C,云川食品,,116.42703,39.90245,GCJ-02,,,,,\n"))
    x, y = world.look(
        lambda tx: tx.execute(text("SELECT ST_X(location::geometry), ST_Y(location::geometry) FROM site")).one()
    )
    assert (x, y) == pytest.approx((116.42079, 39.90105), abs=2e-5)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "there is no column for identifier"),
        ("名称,地址\n云川食品,亮山路\n", "there is no column for identifier"),
        ("名称,企业名称,统一社会信用代码\na,b,c\n", "two columns mean name"),
        (b"\xff\xfe\x00\xd8\x81", "neither UTF-8 nor GB18030"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(world, liangma, table, content, said):
    done = liangma("import-establishments", table(content))
    assert (done.exit_code, said in done.stderr) == (1, True)


def test_nothing_usable_is_exit_code_1(world, liangma, table):
    assert liangma("import-establishments", table(HEADER)).exit_code == 1
    assert liangma("import-establishments", table(HEADER), "--region", "nowhere").exit_code == 1


def test_only_the_first_hundred_notes_are_told_in_full(world, liangma, table):
    done = liangma("import-establishments", table(HEADER + GOOD + ",x,,,,,,,,,\n" * 150))
    assert done.stderr.count("(refused)") == 100
    assert "150 rows refused" in done.stderr


def past(world):
    return world.look(lambda tx: tx.scalars(select(PastVisit).order_by(PastVisit.id)).all())


@pytest.fixture
def market_office(world):
    return world.organ()


def test_past_visits_with_and_without_a_time(world, market_office, liangma, table):
    liangma("import-establishments", table(HEADER + GOOD))
    rows = (
        "日期,到场时间,统一社会信用代码,执法人员,检查类型,检查结果\n2025-03-25,,91420117MA0DEM001C,橙,日常,合格\n"
        "2025-04-25,09:30,91420117MA0DEM001C,橙,投诉,\n2025-05-25,,91420117MA0DEM001C,,抽检,\n"
    )
    done = liangma("import-visits", table(rows, "到访.csv"), "--purposes", table(PURPOSES, "事由.csv"))
    day, timed, strange = past(world)
    assert (day.arrived_at, day.kind, day.inspector, day.result, day.counts) == (None, "daily", "橙", "合格", True)
    assert timed.arrived_at.isoformat() == "2025-04-25T01:30:00+00:00"
    assert (timed.ground, timed.cap_exempt) == ("complaint", "yes")
    assert (strange.needs_review, strange.purpose, strange.kind) == (True, "抽检", "unknown")
    assert "row 4, column purpose: the purpose '抽检' is unknown; kept for review (warning)" in done.stderr
    assert day.organ_id == market_office.id


def test_equal_rows_are_two_visits_and_a_second_run_finds_both(world, market_office, liangma, table):
    liangma("import-establishments", table(HEADER + GOOD))
    rows = table("date,identifier,purpose\n" + "2025-03-25,91420117MA0DEM001C,日常\n" * 2, "到访.csv")
    purposes = table(PURPOSES, "事由.csv")
    assert "2 new, 0 known" in liangma("import-visits", rows, "--purposes", purposes).stdout
    assert "0 new, 2 known" in liangma("import-visits", rows, "--purposes", purposes).stdout
    assert count(world, PastVisit) == 2


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2025-02-30,91420117MA0DEM001C,日常", "row 3, column day"),
        ("2025-03-25,91110115MA0DEM0017,日常", "row 3, column identifier: no enterprise has it"),
    ],
)
def test_a_visit_that_cannot_be_used_is_named(world, market_office, liangma, table, line, said):
    liangma("import-establishments", table(HEADER + GOOD))
    rows = f"date,identifier,purpose\n2025-03-25,91420117MA0DEM001C,日常\n{line}\n"
    done = liangma("import-visits", table(rows, "到访.csv"), "--purposes", table(PURPOSES, "事由.csv"))
    assert said in done.stderr
    assert (done.exit_code, count(world, PastVisit)) == (0, 1)


def test_with_several_organs_somebody_must_say_which(world, market_office, liangma, table):
    liangma("import-establishments", table(HEADER + GOOD))
    fire_brigade = world.organ("消防救援大队")
    rows = table("date,identifier,purpose\n2025-03-25,91420117MA0DEM001C,日常\n", "到访.csv")
    purposes = table(PURPOSES, "事由.csv")
    assert "--organ" in liangma("import-visits", rows, "--purposes", purposes).stderr
    liangma("import-visits", rows, "--purposes", purposes, "--organ", fire_brigade.code)
    assert past(world)[0].organ_id == fire_brigade.id


def test_a_purpose_in_words_that_do_not_exist_stops_the_import(world, market_office, liangma, table):
    purposes = table(PURPOSES.replace("daily", "weekly"), "事由.csv")
    done = liangma("import-visits", table("date,identifier,purpose\n", "到访.csv"), "--purposes", purposes)
    assert "purposes, row 2: kind cannot be 'weekly'" in done.stderr


@with_chicago
def test_chicago_comes_in_whole_within_thirty_seconds_and_only_once(committed_world, settings, capfd):
    establishments = ["import-establishments", str(DATA / "establishments.csv"), "--region", "chicago"]
    visits = [
        "import-visits",
        str(DATA / "visits-2011-2012.csv"),
        "--purposes",
        str(DATA / "purposes.csv"),
        "--region",
        "chicago",
    ]

    def run(arguments):
        with closing(Operator(committed_world.settings)) as operator:
            return CliRunner().invoke(command(arguments[0]), arguments[1:], obj=operator)

    started = time.monotonic()
    first = [run(establishments), run(visits)]
    assert time.monotonic() - started < 30
    assert first[0].stdout == "12,367 enterprises: 12,367 new, 0 known, 12,329 with a position; 0 rows refused.\n"
    assert first[1].stdout == "23,085 visits: 23,085 new, 0 known; 0 rows refused.\n"
    assert "12,000 enterprises read" in first[0].stderr
    assert [run(each).stdout.split(": ")[1].split(",")[0] for each in (establishments, visits)] == ["0 new", "0 new"]
    cosi = enterprise(committed_world, "2")
    assert (cosi.scheme, cosi.name, cosi.industry, cosi.tier) == (
        "chicago-license",
        "COSI",
        "Restaurant",
        "Risk 1 (High)",
    )
    assert cosi.source == {"zip": "60606"}
    assert {each.inspector for each in past(committed_world)} == {
        "orange",
        "brown",
        "green",
        "blue",
        "purple",
        "yellow",
    }

    told = run(["replay", "--calendar", "1-20", "--cap", "2"])
    same = run(["replay", "--csv", visits[1], "--purposes", visits[3]])
    assert told.stdout == same.stdout
    assert told.stdout.splitlines()[-1].split()[:3] == ["all", "all", "23,085"]
