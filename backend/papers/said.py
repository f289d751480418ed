"""What the enterprise itself said of a visit, on paper: when, what, in its words, and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from backend.identity import queries as identity
from backend.inspections import said
from backend.papers.draft import Section

VIEW = "陈述、申辩"
_DECISIONS = {None: "待决定", "granted": "同意回避", "refused": "不予回避"}


class Saying(NamedTuple):
    """A line of the list; `answer` is empty where nothing is asked for."""

    at: datetime
    about: str
    words: str
    answer: str


def sayings(tx: Session, inspection_id: UUID) -> list[Saying]:
    """Statements and requests for recusal of a visit, in their order."""
    asked = said.requests(tx, inspection_id)
    names = identity.names(tx, [each.person_id for each in asked])
    found = [Saying(each.at, VIEW, each.words, "") for each in said.statements(tx, inspection_id)]
    found += [
        Saying(each.requested_at, f"申请{names[each.person_id]}回避", each.reason, _answer(each.decision, each.note))
        for each in asked
    ]
    return sorted(found)


def section(found: Sequence[Saying], zone: ZoneInfo) -> Section:
    """The list with its heading; empty where nothing was said."""
    rows = [(f"{each.at.astimezone(zone):%m-%d %H:%M}", each.about, each.words, each.answer or "—") for each in found]
    return Section("企业提出的意见和申请", ("时间", "事项", "内容", "答复"), rows)


def _answer(decision: str | None, note: str | None) -> str:
    return "：".join(filter(None, (_DECISIONS[decision], note)))
