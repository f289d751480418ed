"""A visit with a code, a stranger who opens its page, and what they see: its colour, its headline, the number to compare."""

import re
from typing import Any

import pytest

from tests.api.coded_visit import CodedVisit, coded_visit


@pytest.fixture
def visit(world: Any) -> CodedVisit:
    return coded_visit(world)


@pytest.fixture
def get(app: Any) -> Any:
    """Somebody without an account."""
    return app.test_client().get


def colour(response: Any) -> str:
    """The colour of the page's one answer."""
    return re.search(r'<div class="band (\w+)"', response.text)[1]


def headline(response: Any) -> str:
    """The sentence that settles the question."""
    return re.search(r"<h1>(.*?)</h1>", response.text)[1]


def number(response: Any) -> int | None:
    """The number that the officer's phone must show, too."""
    found = re.search(r'<div class="num okn"><b>(\d\d)</b>', response.text)
    return int(found[1]) if found else None


def count(world: Any, model: Any) -> int:
    """How many rows there are."""
    return world.look(lambda tx: tx.query(model).count())
