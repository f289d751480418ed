"""docs/rules.md says every rule that the code names, and says it of this tree."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from backend.policy.ruleset import parameters
from backend.rulesets.rules_page import STATES, as_markdown, numbers_named, rules

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def named() -> set[str]:
    """Every number that this tree names."""
    return numbers_named(ROOT)


def test_the_page_of_rules_is_of_today():
    """`liangma rules` writes docs/rules.md."""
    assert (ROOT / "docs" / "rules.md").read_text() == as_markdown(ROOT)


def test_every_number_in_the_code_has_its_sentence(named):
    assert named <= set(rules())


def test_every_parameter_stands_under_its_rule():
    page = (ROOT / "docs" / "rules.md").read_text()

    assert {rule for _, rule in parameters().values()} <= set(rules())
    assert all(f"`{name} = " in page for name in parameters())


@pytest.mark.parametrize(("number", "told"), rules().items())
def test_a_rule_is_told_in_both_languages(number, told):
    assert told["state"] in STATES
    assert told["zh"].endswith("。")
    assert told["en"].isascii(), number
    assert told["en"].endswith(".")


@pytest.mark.parametrize(
    ("number", "told"), [(number, told) for number, told in rules().items() if told["state"] != "not_built"]
)
def test_a_rule_that_is_built_names_what_decides_it(number, told):
    for each in told["decides"]:
        file, _, name = each.partition(": ")
        assert name in _defined(ROOT / "backend" / file), f"{number}: {each}"


def test_a_function_that_is_gone_is_seen(tmp_path):
    (tmp_path / "place.py").write_text("TABLE: int = 1\nclass Fix:\n    def at(self):\n        def inner(): ...\n")

    assert _defined(tmp_path / "place.py") == {"TABLE", "Fix", "Fix.at"}


def test_no_code_decides_by_a_rule_that_is_said_to_be_not_built(named):
    assert not {number for number, told in rules().items() if told["state"] == "not_built"} & named


def test_a_number_without_a_sentence_is_seen(tmp_path):
    unknown = "-".join(("B", "998"))
    _write(tmp_path, f'"""Nobody comes alone ({unknown})."""')

    assert numbers_named(tmp_path) - set(rules()) == {unknown}


def test_a_span_names_every_rule_in_it(tmp_path):
    ten, eleven, twelve = (f"B-{n}" for n in (10, 11, 12))
    _write(tmp_path, f'"""Who goes ({ten} to {twelve})."""')

    assert numbers_named(tmp_path) == {ten, eleven, twelve}


def _defined(path: Path) -> set[str]:
    """What a module defines at its top, and the methods of its classes as `Class.method`."""
    return {name for node in ast.parse(path.read_text()).body for name in _names(node)}


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.ClassDef):
        return [node.name, *(f"{node.name}.{name}" for each in node.body for name in _names(each))]
    if isinstance(node, ast.FunctionDef):
        return [node.name]
    targets = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
    return [each.id for each in targets if isinstance(each, ast.Name)]


def _write(root: Path, text: str) -> None:
    (root / "backend").mkdir()
    (root / "backend" / "crew.py").write_text(text)
