"""The papers that an enterprise takes from its visit's page: the notice, the record once they left, the result."""

from flask import Response
from sqlalchemy.orm import Session

from backend.inspections.models import Inspection
from backend.kernel.http import now, own_transaction, sessions, settings
from backend.papers import drafting, service
from backend.papers.draft import Draft
from backend.papers.kinds import NOTICE
from backend.papers.wire import pdf_answer
from backend.planning.models import Task
from backend.public.facts import VisitFacts
from backend.public.looking import Look


def handed_out(look: Look, kind: str) -> Response | None:
    """The paper as PDF; None where this page has no such paper. Raises BUSY."""
    if not isinstance(look.facts, VisitFacts) or kind not in look.facts.papers:
        return None
    with own_transaction(read_only=True) as tx:
        draft = draft_of(tx, look.facts, kind)
    if draft is None:
        return None
    found = service.current(sessions(), settings(), draft, service.Issue(None, now()))
    return pdf_answer(service.pdf_of(settings(), found), found.title, download=False)


def draft_of(tx: Session, visit: VisitFacts, kind: str) -> Draft | None:
    """What a paper of this visit would say now; None where there is none yet."""
    if kind == NOTICE.code:
        return drafting.notice_draft(tx, tx.get_one(Task, visit.task_id))
    file = tx.get_one(Inspection, visit.arrived.inspection_id) if visit.arrived else None
    return drafting.visit_drafts(tx, file).get(kind) if file else None
