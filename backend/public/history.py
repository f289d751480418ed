"""The visits of a year to one enterprise, as a code of its own lists them: when, by whom, and what came of it (E6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.identity.models import Organ
from backend.inspections.models import Inspection, PastVisit, Result
from backend.kernel.http import own_transaction
from backend.planning.models import Task
from backend.policy.sentences import word
from backend.public import times
from backend.public.facts import VisitFacts
from backend.public.looking import Look
from backend.public.reader import Reader
from backend.public.render import page
from backend.public.words import EN, say

MOST = 200
"""More visits than a year has days are not listed on a phone."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A visit by its day, its body and its outcome; never its officers, its reason or its words (B-47)."""

    day: date
    organ: str
    organ_en: str
    kind: str
    outcome: str | None


def listed(look: Look, reader: Reader) -> Response | None:
    """The page of the year's visits; None where this code does not open it."""
    visit = look.facts
    if not isinstance(visit, VisitFacts) or not visit.open_since:
        return None
    today = look.checked_at.astimezone(visit.place.zone).date()
    with own_transaction(read_only=True) as tx:
        found = visits_of_year(tx, visit.task_id, today, visit.place.zone)
    return page("visits.html", reader, page=_shown(visit, found, today, reader))


def visits_of_year(tx: Session, task_id: UUID, today: date, zone: ZoneInfo) -> list[Listed]:
    """Those of the task's enterprise since 1 January, imported ones included, the newest first."""
    enterprise = tx.get_one(Task, task_id).enterprise_id
    begins = date(today.year, 1, 1)
    found = [*_arrived(tx, enterprise, begins, today, zone), *_imported(tx, enterprise, begins, today)]
    return sorted(found, key=lambda each: each.day, reverse=True)[:MOST]


def _arrived(tx: Session, enterprise: UUID, begins: date, ends: date, zone: ZoneInfo) -> list[Listed]:
    first = datetime.combine(begins, time(), zone)
    after = datetime.combine(ends + timedelta(days=1), time(), zone)
    wanted = (
        select(Inspection, Organ, Result.outcome)
        .join(Organ, Organ.id == Inspection.organ_id)
        .outerjoin(Result, Result.inspection_id == Inspection.id)
        .where(Inspection.enterprise_id == enterprise)
        .where(Inspection.arrived_at >= first, Inspection.arrived_at < after)
    )
    return [
        Listed(visit.arrived_at.astimezone(zone).date(), organ.name, organ.name_en, visit.kind, outcome)
        for visit, organ, outcome in tx.execute(wanted)
    ]


def _imported(tx: Session, enterprise: UUID, begins: date, ends: date) -> list[Listed]:
    wanted = select(PastVisit, Organ).join(Organ, Organ.id == PastVisit.organ_id)
    wanted = wanted.where(PastVisit.enterprise_id == enterprise, PastVisit.day >= begins, PastVisit.day <= ends)
    return [Listed(past.day, organ.name, organ.name_en, past.kind, None) for past, organ in tx.execute(wanted)]


def _shown(visit: VisitFacts, found: list[Listed], today: date, reader: Reader) -> dict[str, Any]:
    language = reader.language
    key = "visits_none" if not found else "visits_one" if len(found) == 1 else "visits_many"
    return {
        "title": say(language, key, count=len(found)), "enterprise": visit.enterprise,
        "as_of": say(language, "up_to", day=times.day(today, language)),
        "cap": visit.sentence("cap", language), "quiet": visit.sentence("quiet", language),
        "rows": [_row(each, language) for each in found],
        "back": reader.link(reader.path.removesuffix("/visits")),
    }  # fmt: skip


def _row(each: Listed, language: str) -> dict[str, str]:
    kind = word("kind", each.kind, language)
    outcome = word("outcome", each.outcome, language) if each.outcome else say(language, "visits_no_outcome")
    return {
        "day": times.day(each.day, language), "organ": each.organ_en if language == EN else each.organ,
        "kind": _begun(kind), "outcome": _begun(outcome),
    }  # fmt: skip


def _begun(words: str) -> str:
    """With a capital, as a fact of its own begins."""
    return words[:1].upper() + words[1:]
