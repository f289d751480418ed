"""Lines of annual plans from a table: one row a line, found by organ, year and whom it is about (B-17)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.enterprises.models import Enterprise
from backend.identity.access.scope import inside
from backend.identity.models import Organ, Region
from backend.identity.publishing import SUBJECTS
from backend.kernel.csv_rows import Row
from backend.kernel.ids import uuid7
from backend.planning.items.states import ItemDays
from backend.planning.models import Item
from backend.planning.plans import queries as plan_queries
from backend.planning.plans import service as plans
from backend.planning.plans.models import InspectionPlan, PlanEdition, PlanLine
from backend.planning.plans.states import WRITABLE
from backend.registers.importers import Column, Counts, ImportWork, Part, RowRefused, Undoable, importer
from backend.registers.tables.cells import day_of, texts_of

METHODS = {"现场检查": "on_site", "非现场检查": "off_site", "随机抽查": "draw"}
WORD_OF_METHOD = {method: word for word, method in METHODS.items()}
SEVERAL = re.compile(r"[、，,；;\s]+")
LENGTHS = {"name": 200, "responsible": 100}
MOST = {"number": 1_000_000, "ratio": 100, "total": 1_000_000}
FIRST_YEAR, LAST_YEAR = 2000, 2199
COLUMNS = (
    Column("organ", "单位编码", "organ code", True, ("主体编码",)),
    Column("year", "年度", "year", True, (), "2026", "2026"),
    Column("name", "检查对象", "who is inspected", True, ("对象",)),
    Column("method", "检查方式", "how", True, (), "、".join(METHODS), ", ".join(METHODS.values())),
    Column("items", "事项编码", "item codes", True, ("检查事项",), "已公布的事项，多个用顿号隔开", "published items, by comma"),
    Column("number", "家数", "number", False, ("数量",), "家数、比例填一项", "a number or a ratio"),
    Column("ratio", "比例", "ratio", False, ("抽查比例",), "1 到 100，可带 %", "1 to 100, with or without %"),
    Column("total", "对象总数", "size of the group", False),
    Column("first_on", "开始日期", "from", False, (), "不填为 1 月 1 日", "empty: 1 January"),
    Column("last_on", "结束日期", "to", False, (), "不填为 12 月 31 日", "empty: 31 December"),
    Column("responsible", "责任科室", "section", False, (), "写科室，不写姓名", "a section, not a person"),
    Column(
        "enterprises", "指定企业", "named enterprises", False, (), "统一社会信用代码，多个用顿号隔开", "codes, by comma"
    ),
)  # fmt: skip
CHANGED = ("method", "total", "ratio", "number", "first_on", "last_on", "responsible", "item_ids", "enterprise_ids")
SUBMITTED = ("SELECT FROM plan_edition WHERE plan_edition.id = part.edition_id AND state NOT IN ('draft','returned')",)
UNDO = Undoable(history="plan_line", parts=(Part("plan_line", "id", CHANGED, used=SUBMITTED),))


@dataclass
class _Draft:
    """An edition that takes lines, with those that it has by whom they are about."""

    edition: PlanEdition
    lines: dict[str, PlanLine] = field(default_factory=dict)


@importer("plans", zh="年度检查计划", en="annual plans", action="import.run", columns=COLUMNS, undo=UNDO)
def put_in(work: ImportWork, rows: Iterator[Row]) -> Counts:
    """Lines come into the draft of their plan, which is begun where there is none; what was submitted stays as it is."""
    here = select(Organ).join(Region, Region.code == Organ.region_code).where(inside(Region.path, work.region.path))
    organs = {each.code: each for each in work.tx.scalars(here.where(Organ.kind.in_(SUBJECTS)))}
    drafts: dict[tuple[UUID, int], _Draft] = {}
    counts, seen = {"new": 0, "changed": 0, "known": 0}, set[tuple[str, int, str]]()
    for row in rows:
        with work.judging(row):
            organ, year = _whose(row, organs)
            values = _values(work, row, organ, year, seen)
            key = organ.id, year
            drafts[key] = drafts.get(key) or _draft(work, organ, year)
            counts[_store(work, row, drafts[key], values)] += 1
    return Counts(**counts)


def _whose(row: Row, organs: dict[str, Organ]) -> tuple[Organ, int]:
    organ, year = organs.get(row.get("organ")), row.get("year").removesuffix("年").strip()
    if organ is None:
        raise RowRefused("organ", "没有编码为此的执法主体", "is no code of an enforcement body here")
    if not (year.isascii() and year.isdigit() and FIRST_YEAR <= int(year) <= LAST_YEAR):
        raise RowRefused("year", "年度应写成 2026", "a year is written as 2026")
    return organ, int(year)


def _draft(work: ImportWork, organ: Organ, year: int) -> _Draft:
    """The draft of the organ's plan of that year. Raises RowRefused where it was submitted or filed."""
    wanted = select(InspectionPlan).where(InspectionPlan.organ_id == organ.id, InspectionPlan.kind == "annual")
    plan = work.tx.scalars(wanted.where(InspectionPlan.year == year).with_for_update()).first()
    editions = plan_queries.editions_of(work.tx, [plan.id])[plan.id] if plan is not None else []
    if editions and editions[-1].state not in WRITABLE:
        raise RowRefused(
            "year",
            "这一年的计划已经提交或备案，请在计划页调整",
            "the plan of this year was submitted or filed: amend it on its page",
        )
    if not editions:
        plan = plan or plans.opened(work.tx, uuid7(), organ.id, plans.About("annual", year), work.now)
        editions = [plans.new_edition(work.tx, plan, 1, "")]
    known = {each.name: each for each in plan_queries.lines_of(work.tx, [editions[-1].id])[editions[-1].id]}
    plans.act(work.tx, editions[-1], "changed" if known else "drawn_up", work.actor, work.now)
    editions[-1].version += 1
    return _Draft(editions[-1], known)


def _store(work: ImportWork, row: Row, draft: _Draft, values: dict[str, Any]) -> str:
    before = draft.lines.get(values["name"])
    if before is None:
        position = max((each.position for each in draft.lines.values()), default=0) + 1
        line = PlanLine(id=uuid7(), line_id=uuid7(), edition_id=draft.edition.id, position=position, **values)
        draft.lines[line.name] = line
        work.tx.add(line)
        work.tell(row.number, "new", line.name)
        return "new"
    differing = work.differing(row, before.name, before, values)
    for name, value in differing.items():
        setattr(before, name, value)
    return "changed" if differing else "known"


def _values(work: ImportWork, row: Row, organ: Organ, year: int, seen: set[tuple[str, int, str]]) -> dict[str, Any]:
    texts = texts_of(row, LENGTHS, required=("name",))
    key = organ.code, year, texts["name"]
    if key in seen:
        raise RowRefused("name", "表内重复", "stands in the table twice")
    seen.add(key)
    if row.get("method") not in METHODS:
        raise RowRefused("method", f"应为{'、'.join(METHODS)}之一", f"must be one of {', '.join(METHODS)}")
    days = _days(row, year)
    enterprises = _enterprises(work, row)
    counts = {name: _count(row, name) for name in MOST}
    if (counts["number"] is None) == (counts["ratio"] is None):
        raise RowRefused("number", "家数和比例应填且只填一项", "give a number or a ratio, not both")
    counts["total"] = counts["total"] or len(enterprises) or None
    items = _items(work, row, organ, days["last_on"])
    return {
        **texts,
        **days,
        **counts,
        "method": METHODS[row.get("method")],
        "item_ids": items,
        "enterprise_ids": enterprises,
    }


def _days(row: Row, year: int) -> dict[str, date]:
    first, last = day_of(row, "first_on") or date(year, 1, 1), day_of(row, "last_on") or date(year, 12, 31)
    for name, day in (("first_on", first), ("last_on", last)):
        if day.year != year:
            raise RowRefused(name, f"不在 {year} 年内", f"lies outside {year}")
    if last < first:
        raise RowRefused("last_on", "早于开始日期", "lies before the first day")
    return {"first_on": first, "last_on": last}


def _count(row: Row, name: str) -> int | None:
    text = row.get(name).removesuffix("%").removesuffix("％").removesuffix("家").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST[name])) and 1 <= int(text) <= MOST[name]):
        raise RowRefused(name, f"应为 1 到 {MOST[name]} 的整数", f"must be a whole number from 1 to {MOST[name]}")
    return int(text)


def _items(work: ImportWork, row: Row, organ: Organ, day: date) -> list[UUID]:
    codes = [*dict.fromkeys(each for each in SEVERAL.split(row.get("items")) if each)]
    found = {
        each.code: each for each in work.tx.scalars(select(Item).where(Item.organ_id == organ.id, Item.code.in_(codes)))
    }
    for code in codes:
        if code not in found or _why_not(found[code], day) is not None:
            raise RowRefused("items", f"没有编码为 {code} 的已公布事项", f"{code} is no published item of the organ")
    if not codes:
        raise RowRefused("items", "为空", "is empty")
    return [found[code].id for code in codes]


def _why_not(item: Item, day: date) -> object:
    return ItemDays(item.published_on, item.in_force_from, item.in_force_to, item.repealed_on).why_not(day)


def _enterprises(work: ImportWork, row: Row) -> list[UUID]:
    codes = [*dict.fromkeys(each.upper() for each in SEVERAL.split(row.get("enterprises")) if each)]
    here = inside(Enterprise.region_path, work.region.path)
    wanted = select(Enterprise).where(Enterprise.identifier.in_(codes), here)
    found = {each.identifier: each.id for each in work.tx.scalars(wanted)} if codes else {}
    for code in codes:
        if code not in found:
            raise RowRefused("enterprises", f"本地没有代码为 {code} 的企业", f"{code} is no enterprise here")
    return [found[code] for code in codes]
