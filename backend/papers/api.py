"""/tasks/{id}/papers, /inspections/{id}/papers, /papers/{id}: which papers there are, and the papers themselves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.inspections.models import Inspection
from backend.kernel.http import (
    access,
    actor,
    gives,
    identify,
    now,
    own_transaction,
    owns_its_transaction,
    sessions,
    settings,
    tx,
)
from backend.kernel.noting import say
from backend.kernel.problems import NOT_FOUND
from backend.papers import cards_api, drafting, queries, service, titles_api
from backend.papers.answers import lines
from backend.papers.draft import Draft
from backend.papers.kinds import KINDS, NOTICE
from backend.papers.models import Paper
from backend.papers.problems import NOT_YET
from backend.papers.schemas import PaperLines, PrintArgs
from backend.papers.wire import PDF, blueprint, pdf_answer
from backend.planning.models import Task

__all__ = ["blueprint", "cards_api", "titles_api"]


@blueprint.route("/tasks/<uuid:task_id>/papers", methods=["GET"])
@access("paper.see")
@blueprint.response(200, PaperLines)
def papers_of_task(task_id: UUID) -> dict[str, Any]:
    """The papers of a planned visit, and of what came of it."""
    task = _task(tx(), task_id)
    visit = (
        tx().scalars(select(Inspection).where(Inspection.task_id == task.id).order_by(Inspection.arrived_at)).first()
    )
    return {"items": lines(tx(), task, visit)}


@blueprint.route("/inspections/<uuid:inspection_id>/papers", methods=["GET"])
@access("paper.see")
@blueprint.response(200, PaperLines)
def papers_of_visit(inspection_id: UUID) -> dict[str, Any]:
    """The papers of a visit; one that no task explains has no notice."""
    visit = _visit(tx(), inspection_id)
    task = tx().get(Task, visit.task_id) if visit.task_id else None
    return {"items": lines(tx(), task, visit)}


@blueprint.route("/tasks/<uuid:task_id>/papers/notice", methods=["GET"])
@access("paper.see")
@owns_its_transaction
@blueprint.arguments(PrintArgs, location="query")
@gives(PDF)
def notice(args: dict[str, Any], task_id: UUID) -> Response:
    """行政检查通知书 as PDF; issued when it is first opened, the same bytes from then on (B-22)."""
    identify()
    with own_transaction(read_only=True) as short:
        draft = drafting.notice_draft(short, _task(short, task_id))
    return _issued(draft, NOTICE.code, args)


@blueprint.route("/inspections/<uuid:inspection_id>/papers/<any(record,result):kind>", methods=["GET"])
@access("paper.see")
@owns_its_transaction
@blueprint.arguments(PrintArgs, location="query")
@gives(PDF)
def paper_of_visit(args: dict[str, Any], inspection_id: UUID, kind: str) -> Response:
    """现场检查笔录 or 检查结果告知书 as PDF; what was recorded since makes the next edition."""
    identify()
    with own_transaction(read_only=True) as short:
        draft = drafting.visit_drafts(short, _visit(short, inspection_id)).get(kind)
    return _issued(draft, kind, args)


@blueprint.route("/papers/<uuid:paper_id>", methods=["GET"])
@access("paper.see")
@blueprint.arguments(PrintArgs, location="query")
@gives(PDF)
def paper(args: dict[str, Any], paper_id: UUID) -> Response:
    """An edition as it was issued, also one that was corrected since."""
    found = queries.paper_seen(tx(), actor(), paper_id)
    if found is None:
        raise NOT_FOUND()
    return _shown(found, args)


def _task(tx: Session, task_id: UUID) -> Task:
    found = queries.task_seen(tx, actor(), task_id)
    if found is None:
        raise NOT_FOUND()
    return found


def _visit(tx: Session, inspection_id: UUID) -> Inspection:
    found = queries.visit_seen(tx, actor(), inspection_id)
    if found is None:
        raise NOT_FOUND()
    return found


def _issued(draft: Draft | None, kind: str, args: dict[str, Any]) -> Response:
    if draft is None:
        known = KINDS[kind]
        raise NOT_YET(zh=known.zh, en=known.en, waits_zh=known.waits_zh, waits_en=known.waits_en)
    found = service.current(sessions(), settings(), draft, service.Issue(actor().person_id, now()))
    return _shown(found, args)


def _shown(found: Paper, args: dict[str, Any]) -> Response:
    say(purpose=args["purpose"] or f"{found.title}，第 {found.edition} 版", object_id=found.id)
    return pdf_answer(service.pdf_of(settings(), found), found.title, download=args["download"])
