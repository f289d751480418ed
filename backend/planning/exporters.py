"""What a department plans as tables that may be taken out: its tasks, its items, and what it may still do where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, literal
from sqlalchemy.orm import Session

from backend.enterprises import queries as enterprises
from backend.enterprises.models import Enterprise
from backend.enterprises.queries import SORTING
from backend.identity import queries as identity
from backend.identity.access.scope import allowed, inside
from backend.identity.actor import Actor
from backend.identity.models import Organ, Region
from backend.kernel.clock import local_day
from backend.planning import queries
from backend.planning.importers import COLUMNS, RECORDING
from backend.planning.items import queries as item_queries
from backend.planning.models import Item, Task
from backend.planning.planner import service as planner
from backend.planning.planner.filters import conditions
from backend.planning.plans import exporters as plan_exporters  # noqa: F401 -- registers its kind
from backend.policy.sentences import sentence, word
from backend.policy.slots import reason_facts
from backend.registers.exporters import Taking, exporter, row_by_row

NOWHERE = "-"
"""A path below which nothing lies."""
WORD_OF_RECORDING = {level: word for word, level in RECORDING.items() if level not in (None, word)}
TITLES = (*(column.zh for column in COLUMNS), "单位名称")


def _cells(row: Any) -> Sequence[Any]:
    item, organ = row.Item, row.Organ
    days = (item.in_force_from, item.in_force_to, item.published_on)
    needs = (WORD_OF_RECORDING[item.recording], *("是" if each else "否" for each in (item.draw, item.legal_review)))
    told = (organ.code, item.code, item.name, item.name_en, item.basis, item.field)
    return (*told, *days, *needs, item.checklist, organ.name)


@exporter("items", zh="检查事项", titles=TITLES, sorting=item_queries.SORTING, lines=row_by_row(_cells))
def table_of_items(tx: Session, actor: Actor, filters: Mapping[str, str], now: datetime) -> Any:
    """Items as the register shows them, filtered in the same way."""
    organ, today = filters.get("organ_id"), local_day(now, identity.region(tx, actor.region).zone)
    wanted = item_queries.listed(
        actor, today, organ_id=UUID(organ) if organ else None, state=filters.get("state"), q=filters.get("q", "")
    )  # fmt: skip
    return wanted.where(allowed(actor, "export.make", organ=Item.organ_id, region_path=Region.path))


TASK_TITLES = (
    "计划日期", "到场时间", "企业", "统一社会信用代码", "住所", "检查类型", "来由", "例外事由", "依据编号", "检查单位", "执法人员",
    "检查事项", "判定", "状态", "任务编号",
)  # fmt: skip


def _task_lines(taking: Taking, rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Each kind of part is read once for all rows."""
    tx, tasks = taking.tx, [row[0] for row in rows]
    ids = [each.id for each in tasks]
    crews, items = queries.officers_of(tx, ids), queries.items_of(tx, ids)
    names = identity.names(tx, [one.person_id for crew in crews.values() for one in crew])
    sites = enterprises.sites(tx, {each.site_id for each in tasks})
    organs = identity.organs_by_id(tx, {each.organ_id for each in tasks})
    for task in tasks:
        site, crew = sites[task.site_id], "、".join(names[one.person_id] for one in crews.get(task.id, ()))
        yield (
            task.planned_on, _starts(task, taking), site.enterprise_name, site.identifier, site.address, _word("kind", task.kind),
            _word("trigger", task.trigger), _word("ground", task.ground), task.evidence_id, organs[task.organ_id].name, crew,
            "、".join(item.name for item in items.get(task.id, ())), _said(task), _word("task", task.state), task.id,
        )  # fmt: skip


def _starts(task: Task, taking: Taking) -> str | None:
    """When the visit is to begin, with the zone; 全天 where no time was said."""
    if task.starts_at is None:
        return "全天"
    return taking.local(datetime.combine(task.planned_on, task.starts_at, taking.zone))


def _said(task: Task) -> str | None:
    """What the plan's verdict says of the quiet period."""
    return task.verdict["quiet"]["sentence"]["zh"] if task.verdict else None


def _word(name: str, code: str | None) -> str | None:
    return word(name, code, "zh") if code else None


@exporter("tasks", zh="检查计划", titles=TASK_TITLES, sorting=queries.SORTING, lines=_task_lines)
def table_of_tasks(tx: Session, actor: Actor, filters: Mapping[str, str], now: datetime) -> Any:
    """Tasks as the list shows them, filtered in the same way; of every day where none is named."""
    day = filters.get("day")
    wanted = queries.listed(
        actor, day=date.fromisoformat(day) if day else None, state=filters.get("state"), q=filters.get("q", "")
    )
    named = wanted.join(Enterprise, Enterprise.id == Task.enterprise_id).join(Organ, Organ.id == Task.organ_id)
    return named.where(allowed(actor, "export.make", organ=Task.organ_id, region_path=Task.region_path))


PLANNER_TITLES = (
    "统一社会信用代码", "企业名称", "住所", "风险等级", "周期", "已用次数", "上限", "合计已用次数", "合计上限", "剩余次数",
    "今天安静期", "安静期至", "最近可检查时间", "原因",
)  # fmt: skip


def _planner_lines(taking: Taking, rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Read for all rows at once, as the page is."""
    if not rows:
        return
    for each in planner.standings(taking.tx, rows[0].planning_organ_id, rows, taking.now):
        row, slot, why = each.row, each.slot, reason_facts(each.slot)
        yield (
            row.identifier, row.enterprise_name, row.address, row.tier, each.period, each.used, each.most,
            *_shared(each), each.left,
            "是" if each.quiet else "否", each.quiet_until, f"{slot.day} {slot.starts_at:%H:%M}" if slot else None,
            sentence(str(why["code"]), why, "zh"),
        )  # fmt: skip


def _shared(each: planner.Standing) -> tuple[Any, Any]:
    return (None, None) if each.shared is None else (each.shared["used"], each.shared["most"])


@exporter("planner", zh="企业检查安排", titles=PLANNER_TITLES, sorting=SORTING, lines=_planner_lines)
def table_of_planner(tx: Session, actor: Actor, filters: Mapping[str, str], now: datetime) -> Any:
    """Enterprises as the planner of an organ shows them, filtered in the same way; the own organ where none is named."""
    organ_id = UUID(filters["organ_id"]) if filters.get("organ_id") else actor.organ_id
    path = identity.region_path_of(tx, organ_id) or NOWHERE
    told = {name: filters.get(name, "") for name in ("quiet", "left")}
    also = conditions(tx, organ_id, path, now, **told)
    wanted = enterprises.with_site().add_columns(literal(organ_id, Uuid).label("planning_organ_id"))
    wanted = wanted.where(inside(Enterprise.region_path, path), *also)
    sides = {"organ": literal(organ_id, Uuid), "region_path": literal(path)}
    wanted = wanted.where(*(allowed(actor, each, **sides) for each in ("export.make", "planner.see")))
    return wanted.where(enterprises.meant(filters["q"])) if filters.get("q") else wanted
