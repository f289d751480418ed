"""House rules that a program can check: empty package files, purity, private rows, banned calls, one committer."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

BACKEND = Path(__file__).parents[2] / "backend"
PURE = [
    "backend.policy.verdict",
    "backend.certificates.codes",
    "backend.identity.access.table",
    "backend.kernel.geo",
    "backend.kernel.problems",
]
FRAMEWORKS = ("flask", "sqlalchemy", "marshmallow", "geoalchemy2", "httpx")


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(BACKEND.rglob("*.py")):
        yield path.relative_to(BACKEND.parent), ast.parse(path.read_text())


def calls(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def test_a_package_file_holds_a_docstring_and_nothing_else():
    for path, tree in modules():
        if path.name == "__init__.py":
            assert ast.get_docstring(tree), f"{path} has no docstring"
            assert len(tree.body) == 1, f"{path} is more than a docstring"


@pytest.mark.parametrize("module", PURE)
def test_a_pure_module_loads_no_framework(module):
    code = f"import sys, {module}; print([m for m in {FRAMEWORKS!r} if m in sys.modules])"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=BACKEND.parent, check=True
    )
    assert loaded.stdout.strip() == "[]"


def test_nobody_writes_the_rows_of_another_package():
    """Reads may join downwards (docs/decisions/0005); only the owner makes, changes or deletes a row."""
    for path, tree in modules():
        if path.parts[1] == "demo":
            continue
        for name, owner in foreign_models(path, tree):
            for line, written in writes(tree):
                assert written != name, f"{path}:{line} writes {name}, which belongs to {owner}"


def test_the_check_itself_sees_a_foreign_write():
    code = "from backend.planning.models import Task\ntx.execute(update(Task))\ntx.add(Task())\nselect(Task)"
    tree = ast.parse(code)
    assert list(foreign_models(Path("backend/inspections/service.py"), tree)) == [("Task", "planning")]
    assert [line for line, name in writes(tree) if name == "Task"] == [2, 3]


def foreign_models(path: Path, tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.endswith(".models"):
            owner = node.module.split(".")[1]
            if owner != path.parts[1]:
                yield from ((alias.asname or alias.name, owner) for alias in node.names)


def writes(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Rows made (`Model(...)`) and statements that change them (`insert(Model)` …), by line and model."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.lineno, node.func.id
            if node.func.id in ("insert", "update", "delete") and node.args and isinstance(node.args[0], ast.Name):
                yield node.lineno, node.args[0].id


def test_only_the_kernel_commits():
    for path, tree in modules():
        if path.parts[-1] == "transaction.py":
            continue
        for line, name in calls(tree):
            assert not name.endswith((".commit", ".rollback")), f"{path}:{line} ends a transaction itself"


def test_nobody_reads_the_clock_but_the_clock():
    for path, tree in modules():
        if path.name == "clock.py":
            continue
        for line, name in calls(tree):
            assert name not in ("datetime.now", "datetime.utcnow", "date.today"), (
                f"{path}:{line} takes now= as an argument"
            )


def test_no_file_is_a_drawer_for_everything():
    for path, _ in modules():
        assert path.stem not in ("utils", "util", "helpers", "common", "misc", "managers"), path
