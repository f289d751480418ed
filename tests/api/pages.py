"""Reading a page as a person does: its colour, its headline, the number to compare."""

import re
from typing import Any


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
