"""行政检查通知书 from its canonical text, word for word: what is printed is what the visit code's hash stands for (B-22)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from backend.papers.draft import Fact, Section, day

_ENTRY = re.compile(r"\d+\. (.*)")
_OBJECT = re.compile(r"检查对象：(.*)（([^（）]*)）")
_DATED = re.compile(r"(\d{4})-(\d\d)-(\d\d)(.*)")
_PLEDGE = "执法人员承诺"
_LISTS = ("检查事项和依据：", "执法人员和证件号：", "您的权利：")
_SHAPES = {
    "检查事项和依据": (("事项编码", "检查事项", "依据"), re.compile(r"(\S+) (.*?)。(.*)", re.DOTALL)),
    "执法人员和证件号": (("姓名", "执法证件号"), re.compile(r"(.*) (\S+)", re.DOTALL)),
}


def facts_of(text: str) -> list[Fact]:
    """The labelled lines above the first list; the object of the inspection is told apart from its number."""
    return [fact for line in _head(text) for fact in _facts(line)]


def sections_of(text: str) -> list[Section]:
    """The lists of the text as sections, and the pledge below them."""
    pledge = [line.removeprefix(f"{_PLEDGE}：") for line in text.splitlines() if line.startswith(_PLEDGE)]
    lists = [_section(heading, entries) for heading, entries in _lists(text)]
    return [*lists, *([Section(_PLEDGE, paragraphs=pledge)] if pledge else [])]


def addressee_of(text: str) -> str:
    """The name of the enterprise."""
    return next((fact.value or "" for fact in facts_of(text) if fact.label == "检查对象"), "")


def number_label(identifier: str) -> str:
    """What an enterprise's identifier is called; those of other countries have other lengths."""
    return "统一社会信用代码" if len(identifier) == 18 else "证照编号"


def _head(text: str) -> Iterator[str]:
    for line in text.splitlines()[1:]:
        if line in _LISTS:
            return
        yield line


def _facts(line: str) -> list[Fact]:
    if match := _OBJECT.fullmatch(line):
        return [Fact("检查对象", match[1]), Fact(number_label(match[2]), match[2] or None)]
    label, _, value = line.partition("：")
    if dated := _DATED.fullmatch(value):
        value = day(date(int(dated[1]), int(dated[2]), int(dated[3]))) + dated[4]
    return [Fact(label, value or None)]


def _lists(text: str) -> list[tuple[str, list[str]]]:
    """Each list with its entries; an entry may hold line breaks."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines()[1:]:
        entries = found[-1][1] if found else []
        if line in _LISTS:
            found.append((line.removesuffix("："), []))
        elif found and (match := _ENTRY.fullmatch(line)):
            entries.append(match[1])
        elif entries and not line.startswith(_PLEDGE):
            entries[-1] += f"\n{line}"
    return found


def _section(heading: str, entries: list[str]) -> Section:
    columns, shape = _SHAPES.get(heading, ((), None))
    cells = [shape.fullmatch(each) for each in entries] if shape else []
    if cells and all(cells):
        return Section(heading, columns=columns, rows=[match.groups() for match in cells if match])
    return Section(heading, paragraphs=entries, numbered=True)
