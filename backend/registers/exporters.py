"""What can be taken out as a table: each package registers its kinds. No telephone and no identity number goes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.identity.access.scope import allowed
from backend.identity.actor import Actor
from backend.identity.models import Organ, Person, Region
from backend.identity.roles import ROLES
from backend.kernel.sorting import Sorting
from backend.registers import hours, queries
from backend.registers.models import Conflict
from backend.registers.searching import found
from backend.registers.tables.organs_table import KIND_WORDS

Filters = Mapping[str, str]
Find = Callable[[Session, Actor, Filters, datetime], Any]
Cells = Sequence[Any]
ORGAN_KINDS = {kind: word for word, kind in reversed(KIND_WORDS.items())}


@dataclass(frozen=True, slots=True)
class Taking:
    """Somebody takes a table, now; `zone` is that of their region."""

    tx: Session
    actor: Actor
    now: datetime
    zone: ZoneInfo

    def local(self, moment: datetime | None) -> str | None:
        """A moment as people there write it, to the minute and with its zone: 2026-04-22 10:28+08:00."""
        return moment.astimezone(self.zone).isoformat(" ", "minutes") if moment else None


Lines = Callable[[Taking, Sequence[Any]], Iterable[Cells]]


@dataclass(frozen=True, slots=True)
class Exporter:
    """A kind of table: its titles, the query of its rows as far as the actor may take them, and rows as lines of cells.

    `sorting` is that of the list on the screen, so that both stand in the same order.
    """

    kind: str
    zh: str
    titles: tuple[str, ...]
    find: Find
    sorting: Sorting
    lines: Lines

    def order(self, filters: Filters) -> tuple[Any, ...]:
        """What to ORDER BY: the asked column where this kind has it, else the usual order."""
        asked = filters.get("sort", "")
        return self.sorting.order(asked if asked in self.sorting.names else "")


EXPORTERS: dict[str, Exporter] = {}
"""Filled when a package's `exporters` is loaded."""


def exporter(kind: str, *, zh: str, titles: tuple[str, ...], sorting: Sorting, lines: Lines) -> Callable[[Find], Find]:
    """Register `find(tx, actor, filters, now)`, which gives a SELECT, for a kind of table."""

    def register(find: Find) -> Find:
        EXPORTERS[kind] = Exporter(kind, zh, titles, find, sorting, lines)
        return find

    return register


def row_by_row(cells: Callable[[Any], Cells]) -> Lines:
    """Lines that each need nothing but their own row."""
    return lambda _, rows: map(cells, rows)


def _placed(wanted: Any, filters: Filters) -> Any:
    """People of an organ, or of a region and all below, where that was asked."""
    if filters.get("organ_id"):
        wanted = wanted.where(Person.organ_id == filters["organ_id"])
    return wanted.where(queries.inside_region(filters["region"])) if filters.get("region") else wanted


def _person_cells(row: Any) -> Sequence[Any]:
    person, organ = row.Person, row.Organ
    return (
        organ.code, person.number, person.name, ROLES[person.role].zh, person.login, person.post, person.qualification,
        person.employer, person.term_from, person.term_to, organ.name, "在用" if person.active else "停用",
    )  # fmt: skip


def _organ_cells(row: Any) -> Sequence[Any]:
    organ = row[0]
    return (
        organ.code, organ.name, organ.name_en, organ.region_code, ORGAN_KINDS[organ.kind], organ.legal_category,
        organ.basis, organ.scope, organ.field, organ.vertical, organ.superior_name, organ.published_on, organ.ended_on,
    )  # fmt: skip


PERSON_TITLES = (
    "单位编码",
    "工号",
    "姓名",
    "角色",
    "账号",
    "职务",
    "资格",
    "所属第三方",
    "任期起",
    "任期止",
    "单位名称",
    "状态",
)
ORGAN_TITLES = (
    "单位编码", "单位名称", "英文名称", "区划代码", "主体类别", "机构性质", "执法依据", "执法范围", "领域", "垂直管理",
    "上级主管部门", "公布日期", "撤销日期",
)  # fmt: skip


@exporter("people", zh="人员", titles=PERSON_TITLES, sorting=queries.PEOPLE, lines=row_by_row(_person_cells))
def people(tx: Session, actor: Actor, filters: Filters, now: datetime) -> Any:
    """People as the list shows them, filtered in the same way."""
    state = filters.get("state", "active")
    may = allowed(actor, "export.make", organ=Person.organ_id, region_path=Region.path)
    wanted = queries.people(actor, "person.see").where(may, queries.in_state(state))
    if filters.get("q"):
        wanted = wanted.where(queries.named_people(filters["q"]))
    if filters.get("role"):
        wanted = wanted.where(Person.role == filters["role"])
    return _placed(wanted, filters)


@exporter("organs", zh="执法主体", titles=ORGAN_TITLES, sorting=queries.ORGANS, lines=row_by_row(_organ_cells))
def organs(tx: Session, actor: Actor, filters: Filters, now: datetime) -> Any:
    """Organs of the region and below as the list shows them: those that stand, unless others are asked for."""
    may = allowed(actor, "export.make", organ=Organ.id, region_path=Region.path)
    wanted = queries.organs(actor, "organ.list").where(may, queries.organ_in_state(filters.get("state", "active")))
    if filters.get("kind"):
        wanted = wanted.where(Organ.kind == filters["kind"])
    if filters.get("region"):
        wanted = wanted.where(queries.inside_region(filters["region"]))
    q = filters.get("q")
    return wanted.where(found(q, name=Organ.name, pinyin=Organ.pinyin, others=(Organ.code,))) if q else wanted


def _hours_cells(row: Any) -> Sequence[Any]:
    who = (row.Organ.name, row.Person.number, row.Person.name, ROLES[row.Person.role].zh)
    return (*who, row.hours, row.needed, "未达标" if row.hours < row.needed else "达标")


HOURS_TITLES = ("单位名称", "工号", "姓名", "角色", "学时", "应完成", "结果")


@exporter("hours", zh="培训学时", titles=HOURS_TITLES, sorting=queries.HOURS, lines=row_by_row(_hours_cells))
def hours_of_a_year(tx: Session, actor: Actor, filters: Filters, now: datetime) -> Any:
    """A year's class hours; with `below` only who is below the line (B-14)."""
    year, below = filters.get("year") or str(now.year), filters.get("below") in ("1", "true")
    may = allowed(actor, "export.make", organ=Person.organ_id, region_path=Region.path)
    wanted = hours.ledger(actor, int(year), hours.needed(tx, actor.region, now), below=below).where(may)
    return _placed(wanted.where(queries.named_people(filters["q"])) if filters.get("q") else wanted, filters)


def _conflict_cells(row: Any) -> Sequence[Any]:
    entry = row.Conflict
    return (
        row.Organ.code, row.Person.number, row.Person.name, entry.identifier, entry.reason, entry.from_on, entry.to_on,
        row.Organ.name,
    )  # fmt: skip


CONFLICTS = Sorting(Person.pinyin, Conflict.id, **queries.PEOPLE.columns)
CONFLICT_TITLES = ("单位编码", "工号", "姓名", "统一社会信用代码", "原因", "起", "止", "单位名称")


@exporter("conflicts", zh="回避名单", titles=CONFLICT_TITLES, sorting=CONFLICTS, lines=row_by_row(_conflict_cells))
def conflicts(tx: Session, actor: Actor, filters: Filters, now: datetime) -> Any:
    """Whom each person keeps away from (B-13), as far as the actor may see it."""
    sides = {"organ": Person.organ_id, "region_path": Region.path, "owner": Person.id}
    joined = select(Conflict, Person, Organ).join(Person, Person.id == Conflict.person_id)
    joined = joined.join(Organ, Organ.id == Person.organ_id).join(Region, Region.code == Organ.region_code)
    wanted = joined.where(allowed(actor, "conflict.see", **sides), allowed(actor, "export.make", **sides))
    return _placed(wanted.where(queries.named_people(filters["q"])) if filters.get("q") else wanted, filters)
