"""What tasks have to do with plans: the line that one carries out, and the clock that a special one starts (B-17, B-18)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.planning.models import Task
from backend.planning.plans import queries as plan_queries
from backend.planning.plans.service import About, clock
from backend.planning.problems import PLAN_LINE_UNKNOWN
from backend.policy.ruleset import RuleSet


def check_line(tx: Session, organ_id: UUID, line_id: UUID | None, day: date) -> None:
    """Raise PLAN_LINE_UNKNOWN unless the line stands in the organ's annual plan that is published on that day."""
    if line_id is None:
        return
    edition = plan_queries.standing(tx, organ_id, day)
    known = plan_queries.lines_of(tx, [edition.id])[edition.id] if edition is not None else []
    if line_id not in {each.line_id for each in known}:
        raise PLAN_LINE_UNKNOWN(field="plan_line_id", day=day)


def run_clock(tx: Session, task: Task, rules: RuleSet, now: datetime) -> None:
    """The first task under the approval of a special inspection starts the clock of its filing and publication."""
    if task.kind == "special" and task.superior_document:
        today = now.astimezone(rules.zone).date()
        document = task.superior_document.strip()
        clock(tx, task.organ_id, About("special", today.year, document=document, approved_on=today), now)
