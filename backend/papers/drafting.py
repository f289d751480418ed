"""Which papers could be issued about a task or a visit, and what they would say now."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.identity import queries as identity
from backend.inspections.checklist import every, standing
from backend.inspections.models import Inspection, OfficerPresent, Result, Step
from backend.inspections.record_queries import newest, signatures
from backend.inspections.recorded import recorded
from backend.inspections.written import ChecklistAnswer
from backend.papers.draft import Content, Draft, moment
from backend.papers.kinds import NOTICE, RECORD, RESULT
from backend.papers.notice import addressee_of, facts_of, sections_of
from backend.papers.said import sayings
from backend.papers.visit import Visited, record_of, result_of
from backend.planning.models import Item, Notice, Task, TaskItem
from backend.planning.queries import codes_of, newest_notice
from backend.rulesets import service as rulesets


def notice_draft(tx: Session, task: Task) -> Draft | None:
    """The notice that goes with the task's newest code; None before there is one (B-22)."""
    notice = newest_notice(tx, task.id)
    if notice is None:
        return None
    content = _notice_content(tx, task, notice)
    return Draft(NOTICE.code, task.id, task.id, None, task.organ_id, task.region_path, notice.made_at, content)


def visit_drafts(tx: Session, visit: Inspection) -> dict[str, Draft]:
    """Record and result of a visit, as far as they can be: the record once it is over, the result once it is filed."""
    visited = _visited(tx, visit)
    found = {RECORD.code: _draft(RECORD.code, visited, record_of(visited))} if visit.over else {}
    if visited.result is not None:
        found[RESULT.code] = _draft(RESULT.code, visited, result_of(visited, visited.result))
    return found


def _draft(kind: str, visited: Visited, content: Content) -> Draft:
    file, result = visited.file, visited.result
    dated = result.at if kind == RESULT.code and result else file.left_at or file.arrived_at
    return Draft(kind, file.id, file.task_id, file.id, file.organ_id, file.region_path, dated, content)


def _notice_content(tx: Session, task: Task, notice: Notice) -> Content:
    organ = identity.organ(tx, task.organ_id)
    region = identity.region(tx, task.region_path.rpartition("/")[2])
    made = moment(notice.made_at, ZoneInfo(region.zone))
    return Content(
        organ=organ.name, addressee=addressee_of(notice.body), opening="本机关决定对你单位进行行政检查，现将有关事项通知如下。",
        facts=facts_of(notice.body), sections=sections_of(notice.body), signers=("被检查单位签收人", "送达人"),
        day=made.partition(" ")[0], code=_short_code(tx, task.id), demo=region.demo,
    )  # fmt: skip


def _visited(tx: Session, visit: Inspection) -> Visited:
    region, result = identity.region(tx, visit.region_code), tx.get(Result, visit.id)
    there = select(OfficerPresent).where(OfficerPresent.inspection_id == visit.id)
    steps = select(Step).where(Step.inspection_id == visit.id).order_by(Step.at, Step.id)
    at, record = result.at if result else visit.arrived_at, newest(tx, visit.id)
    return Visited(
        file=visit, officers=tx.scalars(there.order_by(OfficerPresent.at, OfficerPresent.card_number)).all(),
        steps=tx.scalars(steps).all(), items=_items(tx, visit.task_id), result=result,
        record=record, signatures=signatures(tx, record.id) if record else [], answers=_answers(tx, visit.id),
        pictures=recorded().pictures(tx, visit.id), photos=recorded().photos(tx, visit.id),
        said=sayings(tx, visit.id), rights=rulesets.rights(tx, visit.region_code, at)["zh"], code=_short_code(tx, visit.task_id),
        zone=ZoneInfo(region.zone), demo=region.demo,
    )  # fmt: skip


def _answers(tx: Session, inspection_id: UUID) -> list[ChecklistAnswer]:
    """In the order in which the questions were first answered."""
    counting = standing(tx, inspection_id)
    return [counting[line] for line in dict.fromkeys(each.line for each in every(tx, inspection_id))]


def _items(tx: Session, task_id: UUID | None) -> list[Item]:
    wanted = select(Item).join(TaskItem, TaskItem.item_id == Item.id).where(TaskItem.task_id == task_id)
    return list(tx.scalars(wanted.order_by(TaskItem.position)))


def _short_code(tx: Session, task_id: UUID | None) -> str | None:
    if task_id is None:
        return None
    code = codes_of(tx, [task_id]).get(task_id)
    return code.short_code if code else None
