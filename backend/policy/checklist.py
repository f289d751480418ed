"""Checklists 检查清单: how an item's questions are written down, and the one form of a visit (B-89). Pure.

An item's checklist is a text, one question a line: 问题 | 是否 or 数值 and its unit | 拍照 | 依据. All but the question may be
left out. A text goes through tables, lists, histories and forms as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, TypeVar

Kind = Literal["yes_no", "value"]
Who = TypeVar("Who")
ANSWERS = {"yes_no": ("yes", "no", "na"), "value": ("value", "na")}
"""What a question of each kind can be answered with; na is 不适用."""

MOST_LINES, LONGEST_QUESTION, LONGEST_UNIT, LONGEST_BASIS = 60, 200, 20, 300
NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,4})?")
"""A measured value: digits with a point, nothing that could be read in two ways."""

_CELLS = re.compile(r"[|｜\t]")
_KINDS: dict[str, Kind] = {"": "yes_no", "是否": "yes_no", "yes/no": "yes_no", "数值": "value", "value": "value"}
_PHOTO = {"": False, "否": False, "no": False, "拍照": True, "是": True, "photo": True, "yes": True}


class BadChecklist(ValueError):
    """A line that says no question; `line` counts from 1, `zh` and `en` say what is wrong with it."""

    def __init__(self, line: int, zh: str, en: str):
        super().__init__(en)
        self.line, self.zh, self.en = line, zh, en


@dataclass(frozen=True, slots=True)
class Question:
    """A line of an item's checklist. `photo` asks for a photo where the answer is no."""

    text: str
    kind: Kind = "yes_no"
    unit: str = ""
    photo: bool = False
    basis: str = ""

    @property
    def key(self) -> str:
        """The same question has the same key in every item and every edition: 16 hex digits."""
        return key_of(self.text, self.kind, self.unit)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the visit's form: a question with the codes of the items that ask it and all their bases."""

    question: Question
    items: tuple[str, ...]
    bases: tuple[str, ...]


def key_of(text: str, kind: str, unit: str) -> str:
    """What names a question; spacing and the width of letters make no other question."""
    plain = [re.sub(r"\s+", "", unicodedata.normalize("NFKC", each)) for each in (text, unit)]
    return sha256("\n".join((plain[0], kind, plain[1])).encode()).hexdigest()[:16]


def questions_in(text: str) -> list[Question]:
    """The questions of a checklist in their order. Raises BadChecklist."""
    lines = [(n, line.strip()) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(lines) > MOST_LINES:
        raise BadChecklist(lines[MOST_LINES][0], f"最多 {MOST_LINES} 问", f"holds more than {MOST_LINES} questions")
    found: dict[str, Question] = {}
    for n, line in lines:
        question = _question(n, line)
        if question.key in found:
            raise BadChecklist(n, "与前面的问题重复", "asks what was asked before")
        found[question.key] = question
    return [*found.values()]


def written(questions: Iterable[Question]) -> str:
    """The checklist as a text that `questions_in` reads."""
    return "\n".join(_line(each) for each in questions)


def merged(checklists: Iterable[tuple[str, str, Sequence[Question]]]) -> list[Line]:
    """One form out of (item code, item's basis, questions): each question once, with all bases (B-89).

    A question that one item wants a photo for has it; one without a basis of its own rests on its item's.
    """
    lines: dict[str, Line] = {}
    for code, basis, questions in checklists:
        for each in questions:
            lines[each.key] = _with(lines.get(each.key), each, code, each.basis or basis)
    return [*lines.values()]


def shared(forms: Iterable[tuple[Who, Sequence[Line]]]) -> list[tuple[Who, Line]]:
    """One form out of those of several who go together: each question once, asked by the first who has it, with the items
    and bases of all (B-89)."""
    found: dict[str, tuple[Who, Line]] = {}
    for who, lines in forms:
        for each in lines:
            asker, line = found.get(each.question.key, (who, None))
            found[each.question.key] = asker, _both(line, each) if line else each
    return [*found.values()]


def _both(line: Line, other: Line) -> Line:
    first, items, bases = line.question, (*line.items, *other.items), dict.fromkeys((*line.bases, *other.bases))
    asked = Question(first.text, first.kind, first.unit, first.photo or other.question.photo, first.basis)
    return Line(asked, items, tuple(bases))


def _with(line: Line | None, question: Question, code: str, basis: str) -> Line:
    if line is None:
        return Line(question, (code,), (basis,))
    first = line.question
    asked = Question(first.text, first.kind, first.unit, first.photo or question.photo, first.basis)
    bases = line.bases if basis in line.bases else (*line.bases, basis)
    return Line(asked, (*line.items, code), bases)


def _question(n: int, line: str) -> Question:
    cells = [each.strip() for each in _CELLS.split(line)]
    if len(cells) > 4 or not cells[0]:
        raise BadChecklist(
            n, "应为：问题 | 是否或数值 | 拍照 | 依据", "must be: question | yes/no or value | photo | basis"
        )
    text, kind, photo, basis = [*cells, "", "", ""][:4]
    word, _, unit = kind.partition(" ")
    if word not in _KINDS or (unit and _KINDS[word] == "yes_no"):
        raise BadChecklist(
            n, "第二列应为是否，或数值和单位", "needs yes/no, or value and its unit, in the second column"
        )
    if photo not in _PHOTO:
        raise BadChecklist(n, "第三列应为拍照或空", "needs photo or nothing in the third column")
    if len(text) > LONGEST_QUESTION or len(unit) > LONGEST_UNIT or len(basis) > LONGEST_BASIS:
        raise BadChecklist(n, "太长", "is too long")
    return Question(text, _KINDS[word], unit.strip(), _PHOTO[photo], basis)


def _line(question: Question) -> str:
    kind = "是否" if question.kind == "yes_no" else f"数值 {question.unit}".strip()
    cells = [question.text, kind, "拍照" if question.photo else "", question.basis]
    return " | ".join(cells).replace("|  |", "| |").rstrip(" |")
