"""docs/bad-input.md is true: each test that it names exists, each code and sentence is the catalogue's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from backend.app import create_app
from backend.config import Settings
from backend.kernel.problems import Problem
from backend.public.interface.catalogue import problems

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| (?!what comes|---)(.+) \|$", re.MULTILINE)


def rows() -> Iterator[list[str]]:
    for line in ROW.findall((ROOT / "docs" / "bad-input.md").read_text()):
        yield [cell.replace("\\|", "|") for cell in re.split(r" (?<!\\)\| ", line)]


@cache
def catalogue() -> dict[str, Problem]:
    create_app(Settings.from_env({"DATABASE_URL": "postgresql://nobody/nothing", "DATA_DIR": "var/none"}))
    return {each.code: each for each in problems()}


@pytest.mark.parametrize("row", list(rows()), ids=lambda row: row[0][:40])
def test_a_row_is_true(row: list[str]) -> None:
    _, happens, answer, sentence, tests = row
    assert happens
    if answer != "—":
        status, code = answer.replace("`", "").split()
        known = catalogue()[code]
        assert (int(status), sentence) == (known.status, f"{known.zh} · {known.en}")
    for each in tests.split("<br>"):
        path, name = each.strip("`").split("::")
        assert re.search(rf"^\s*def {name}\(", (ROOT / path).read_text(), re.MULTILINE), each


def test_every_test_of_bad_input_is_in_the_table() -> None:
    """Whoever adds one tells what it shows."""
    named = {each.strip("`").rpartition("::")[2] for row in rows() for each in row[4].split("<br>")}
    told = {
        name
        for file in (ROOT / "tests" / "api" / "bad_input").glob("test_*.py")
        for name in re.findall(r"^\s*def (test_\w+)\(", file.read_text(), re.MULTILINE)
    }
    assert len(list(rows())) >= 70
    assert told - named == set()
