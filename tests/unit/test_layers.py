"""The import contracts of pyproject.toml, each broken on purpose in a copy of the source, each caught by its name."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BREAKS = {
    "Packages look down, never up": ("kernel/clock.py", "import backend.planning.service"),
    "Inside a package: edges on top, values at the bottom": ("planning/models.py", "import backend.planning.service"),
    "The rules do not know the framework": ("policy/verdict.py", "import sqlalchemy"),
    "Only the HTTP edge knows Flask": ("planning/service.py", "import flask"),
}
ALL_KEPT = "0 broken"


@pytest.fixture
def source(tmp_path) -> Path:
    """A copy of the contracts and of all that they speak of."""
    shutil.copytree(ROOT / "backend", tmp_path / "backend", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def contracts_of(source: Path) -> subprocess.CompletedProcess[str]:
    """What the linter says of this copy."""
    lint = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([lint, "--no-cache"], cwd=source, capture_output=True, text=True, check=False)


def test_the_source_as_it_stands_keeps_them_all(source):
    said = contracts_of(source)
    assert said.returncode == 0
    assert ALL_KEPT in said.stdout


@pytest.mark.parametrize("contract", BREAKS)
def test_an_import_against_the_contract_is_caught_by_its_name(source, contract):
    path, line = BREAKS[contract]
    with (source / "backend" / path).open("a") as file:
        file.write(f"\n{line}\n")
    said = contracts_of(source)
    assert said.returncode != 0
    assert f"{contract} BROKEN" in said.stdout


def test_every_contract_is_broken_here_once(source):
    named = [line.removesuffix(" KEPT") for line in contracts_of(source).stdout.splitlines() if line.endswith(" KEPT")]
    assert sorted(named) == sorted(BREAKS)


def test_a_package_without_a_place_is_caught(source):
    (source / "backend/annex").mkdir()
    (source / "backend/annex/__init__.py").write_text('"""Nobody said where this belongs."""\n')
    said = contracts_of(source)
    assert said.returncode != 0
    assert "backend.annex" in said.stdout
