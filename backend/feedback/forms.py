"""What the rating form sends, read strictly; nothing is chosen for the enterprise. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

QUESTIONS = tuple(str(number) for number in range(1, 9))
"""The eight prohibitions 八个不得, in their order (B-58)."""

MOST_WORDS = 2000
_CHOICES = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Answers:
    """A complete rating: 5 非常满意 … 1 很不满意, and whether each of the eight happened."""

    stars: int
    eight: dict[str, str]
    words: str


@dataclass(frozen=True, slots=True)
class Missing:
    """What still has to be answered or changed, by field name: `stars`, `e1` … `e8`, `words`."""

    fields: tuple[str, ...]


def read_answers(form: Mapping[str, str]) -> Answers | Missing:
    """The answers of a form, or the fields that are missing or wrong.

    `none` answers "no" for every question that has no answer of its own.
    """
    unsaid = "no" if form.get("none") == "1" else ""
    eight = {number: form.get(f"e{number}") or unsaid for number in QUESTIONS}
    words = form.get("words", "").replace("\r\n", "\n").strip()
    wrong = ["stars"] if form.get("stars", "") not in ("1", "2", "3", "4", "5") else []
    wrong += [f"e{number}" for number, answer in eight.items() if answer not in _CHOICES]
    wrong += ["words"] if len(words) > MOST_WORDS or "\0" in words else []
    return Missing(tuple(wrong)) if wrong else Answers(int(form["stars"]), eight, words)
