"""The shell command answers quickly: it knows every command by name and loads only what it runs."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from backend.cli import COMMANDS, main

BACKEND = Path(__file__).parents[2] / "backend"
HEAVY = ("alembic", "av", "flask", "psycopg", "sqlalchemy")


def loaded_after(code: str) -> list[str]:
    """Which of the heavy libraries a fresh interpreter has loaded after the code."""
    asked = f"{code}\nprint([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    environment = {**os.environ, "DATABASE_URL": "postgresql+psycopg://nobody@/nothing"}
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{asked}"],
        capture_output=True, text=True, cwd=BACKEND.parent, check=True, env=environment,
    )  # fmt: skip
    return list(filter(None, done.stderr.strip("[]\n").replace("'", "").split(", ")))


def test_loading_the_command_loads_no_heavy_library():
    assert loaded_after("import backend.cli") == []


def test_the_help_loads_no_heavy_library_and_names_every_command():
    code = "from backend.cli import main\nmain(['--help'], standalone_mode=False)"
    assert loaded_after(code) == []
    context = click.Context(main)
    told = main.get_help(context)
    for name in main.list_commands(context):
        assert f"\n  {name} " in told


def test_a_command_loads_what_it_needs_and_not_the_others():
    code = "from backend.cli import main\nmain(['keys-init', '--help'], standalone_mode=False)"
    assert "sqlalchemy" in loaded_after(code)
    assert not {"alembic", "av", "flask"} & set(loaded_after(code))


def test_every_command_of_a_package_can_be_run():
    offered = {
        each.name
        for path in BACKEND.glob("*/commands.py")
        for each in importlib.import_module(f"backend.{path.parent.name}.commands").COMMANDS
    }
    assert offered == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_found_under_its_name(name):
    found = main.get_command(click.Context(main), name)
    assert isinstance(found, click.Command)
    assert (found.name, bool(found.help)) == (name, True)
