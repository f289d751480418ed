"""Tables in no known encoding, with lines that repeat or contradict each other, and of a hundred thousand rows."""

from __future__ import annotations

from time import process_time

import pytest

from backend.app import create_app
from backend.enterprises.models import Enterprise
from tests.api.registers.office import Office
from tests.api.registers.tables import Desk, csv_of
from tests.world import Api

HEADER = "统一社会信用代码,企业名称,住所"
CODE = "91350100M000100Y43"


@pytest.fixture
def office(committed_world, clock) -> Office:
    """Whoever waits is told how far the rows are while they are read: that takes a connection of its own."""
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=clock)
    return Office(committed_world, Api(app, committed_world))


@pytest.fixture
def desk(office) -> Desk:
    return Desk(office, office.bureau)


def names(office) -> list[str]:
    return sorted(office.world.look(lambda tx: [each.name for each in tx.query(Enterprise)]))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
def test_another_encoding_ends_with_a_sentence(office, desk, encoding):
    run = desk.checked("enterprises", csv_of(HEADER, f"{CODE},云川食品,一号", encoding=encoding))
    assert run["state"] == "failed" and run["failure"]["zh"] and run["failure"]["en"]
    assert names(office) == []


def test_letters_of_another_country_that_cannot_be_read_are_said_so(office, desk):
    """Latin-1 is neither UTF-8 nor GB18030 as soon as an accented letter stands before a comma."""
    run = desk.checked("enterprises", csv_of("code,name,address", f"{CODE},Café,1", encoding="latin-1"))
    assert (run["state"], run["failure"]["zh"]) == ("failed", "文字编码既不是 UTF-8 也不是 GB18030")


def test_what_was_read_as_latin_1_before_is_what_stands_in_the_file(office, desk):
    """Nobody can tell mojibake from a name: it is kept as it came, and the dry run shows it before anything is stored."""
    spoiled = "云川食品".encode().decode("latin-1")
    run = desk.checked("enterprises", csv_of(HEADER, f"{CODE},{spoiled},一号"))
    (row,) = desk.rows(run["id"])
    assert run["new"] == 1 and row["name"] == spoiled and names(office) == []


def test_a_row_twice_is_one(office, desk):
    run = desk.applied("enterprises", csv_of(HEADER, f"{CODE},云川食品,一号", f"{CODE},云川食品,一号"))
    assert run["new"] == 1 and names(office) == ["云川食品"]


def test_of_rows_that_contradict_each_other_the_later_ones_are_named_and_left_out(office, desk):
    run = desk.applied("enterprises", csv_of(HEADER, f"{CODE},云川食品,一号", f"{CODE},山川食品,二号"))
    assert run["new"] == 1 and names(office) == ["云川食品"]
    told = [each for each in run["errors"] if each["row"] == 3]
    assert told and told[0]["zh"] and told[0]["en"]


def test_a_hundred_thousand_rows_are_judged_and_only_the_first_hundred_notes_are_told(office, desk):
    table = csv_of(HEADER, *(f"NO{n:05},甲,乙" for n in range(100_000)))
    before = process_time()
    run = desk.checked("enterprises", table)
    assert (run["read"], run["new"], run["refused"], len(run["errors"])) == (100_000, 0, 100_000, 100)
    assert process_time() - before < 60 and names(office) == []
