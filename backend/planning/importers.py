"""Inspection items from a table, found by the code of their organ and their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from backend.identity.access.scope import inside
from backend.identity.models import Organ, Region
from backend.identity.publishing import SUBJECTS
from backend.kernel.csv_rows import Row
from backend.kernel.ids import uuid7
from backend.planning.models import Item
from backend.planning.plans import importers as plan_importers  # noqa: F401 -- registers its kind
from backend.policy.checklist import BadChecklist, questions_in, written
from backend.policy.recording import LEVELS
from backend.registers.importers import Column, Counts, ImportWork, Part, RowRefused, Undoable, importer
from backend.registers.tables.cells import day_of, texts_of, yes_of

WORDS_OF_RECORDING = ("不要求", "拍照", "全程录音", "重点环节", "全过程", "全程不间断")
"""What the table calls the levels of B-59, least first."""
RECORDING = {"": None, **dict(zip(WORDS_OF_RECORDING, LEVELS, strict=True)), **{level: level for level in LEVELS}}
LENGTHS = {"code": 40, "name": 200, "name_en": 300, "basis": 1000, "field": 100}
COLUMNS = (
    Column("organ", "单位编码", "organ code", True, ("主体编码",)),
    Column("code", "事项编码", "code", True, ("编码",), "本单位内唯一", "unique within the organ"),
    Column("name", "事项名称", "name", True, ("名称", "检查事项")),
    Column("name_en", "英文名称", "name in English", False),
    Column("basis", "依据", "basis", True, ("法律依据",)),
    Column("field", "领域", "field", False),
    Column("in_force_from", "施行日期", "in force from", True, (), "2026-01-31", ""),
    Column("in_force_to", "截止日期", "in force through", False, (), "2026-01-31", ""),
    Column(
        "published_on", "公布日期", "published on", False, (), "已公布过的才填", "only where it was published before"
    ),
    Column("recording", "音像记录", "recording", False, (), "、".join(WORDS_OF_RECORDING), ", ".join(LEVELS)),
    Column("draw", "随机抽查", "draw", False, (), "是/否", "yes or no"),
    Column("legal_review", "法制审核", "legal review", False, (), "是/否", "yes or no"),
    Column(
        "checklist",
        "检查清单",
        "checklist",
        False,
        (),
        "一行一问：问题 | 是否或数值和单位 | 拍照 | 依据",
        "one question a line: question | yes/no or value and unit | photo | basis",
    ),
)


CHANGED = (
    "name", "name_en", "basis", "field", "in_force_from", "in_force_to", "published_on", "recording", "draw",
    "legal_review", "checklist",
)  # fmt: skip
NAMED_BY_CODE = (
    "SELECT FROM team_organ WHERE organ_id = part.organ_id AND part.code = ANY (item_codes)",
    "SELECT FROM plan_line WHERE part.id = ANY (plan_line.item_ids)",
    "SELECT FROM entrustment WHERE principal_id = part.organ_id AND part.code = ANY (item_codes)",
)
UNDO = Undoable(
    history="item",
    parts=(
        Part(
            "item", "id", CHANGED, used=NAMED_BY_CODE, spelled=True, versioned=True,
        ),
    ),
)  # fmt: skip


@importer("items", zh="检查事项", en="inspection items", action="import.run", columns=COLUMNS, undo=UNDO)
def put_in(work: ImportWork, rows: Iterator[Row]) -> Counts:
    """New items come in; known ones may get what the table says of them; an empty cell changes nothing."""
    here = select(Organ).join(Region, Region.code == Organ.region_code).where(inside(Region.path, work.region.path))
    organs = {each.code: each for each in work.tx.scalars(here.where(Organ.kind.in_(SUBJECTS)))}
    known = {(each.organ_id, each.code): each for each in work.tx.scalars(select(Item))}
    counts, seen = {"new": 0, "changed": 0, "known": 0}, set[tuple[str, str]]()
    for row in rows:
        with work.judging(row):
            organ, values = _values(row, organs, seen)
            before = known.get((organ.id, values["code"]))
            counts[_store(work, row, organ, before, values)] += 1
    return Counts(**counts)


def _store(work: ImportWork, row: Row, organ: Organ, before: Item | None, values: dict[str, Any]) -> str:
    if before is None:
        work.tx.add(Item(id=uuid7(), organ_id=organ.id, **{**values, "recording": values["recording"] or "process"}))
        work.tell(row.number, "new", values["name"])
        return "new"
    told = {name: value for name, value in values.items() if value not in ("", None)}
    differing = work.differing(row, before.name, before, told)
    for name, value in differing.items():
        setattr(before, name, value)
    if differing:
        before.version += 1
    return "changed" if differing else "known"


def _values(row: Row, organs: dict[str, Organ], seen: set[tuple[str, str]]) -> tuple[Organ, dict[str, Any]]:
    texts = texts_of(row, LENGTHS, required=("code", "name", "basis"))
    organ = organs.get(row.get("organ"))
    if organ is None:
        raise RowRefused("organ", "没有编码为此的执法主体", "is no code of an enforcement body here")
    if (organ.code, texts["code"]) in seen:
        raise RowRefused("code", "表内重复", "stands in the table twice")
    seen.add((organ.code, texts["code"]))
    return organ, {**texts, **_days(row), **_flags(row), "checklist": _checklist(row)}


def _checklist(row: Row) -> str:
    try:
        return written(questions_in(row.get("checklist")))
    except BadChecklist as wrong:
        raise RowRefused("checklist", f"第 {wrong.line} 行{wrong.zh}", f"line {wrong.line} {wrong.en}") from wrong


def _days(row: Row) -> dict[str, Any]:
    days = {name: day_of(row, name) for name in ("in_force_from", "in_force_to", "published_on")}
    if days["in_force_from"] is None:
        raise RowRefused("in_force_from", "为空", "is empty")
    if days["in_force_to"] is not None and days["in_force_to"] < days["in_force_from"]:
        raise RowRefused("in_force_to", "早于施行日期", "lies before the first day")
    return days


def _flags(row: Row) -> dict[str, Any]:
    if row.get("recording") not in RECORDING:
        raise RowRefused("recording", f"应为{'、'.join(WORDS_OF_RECORDING)}之一", f"must be one of {', '.join(LEVELS)}")
    return {
        "recording": RECORDING[row.get("recording")], "draw": yes_of(row, "draw"),
        "legal_review": yes_of(row, "legal_review"),
    }  # fmt: skip
