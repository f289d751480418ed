"""What the enterprise itself said of a visit, on paper: when, what, in its words, and what was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from backend.identity import queries as identity
from backend.inspections import said, supplements
from backend.papers.draft import Section

VIEW, ADDED = "陈述、申辩", "补充材料"
_DECISIONS = {None: "待决定", "granted": "同意回避", "refused": "不予回避"}


class Saying(NamedTuple):
    """A line of the list; `answer` is empty where nothing is asked for."""

    at: datetime
    about: str
    words: str
    answer: str


def sayings(tx: Session, inspection_id: UUID) -> list[Saying]:
    """Statements, requests for recusal and what was added later, in their order."""
    asked = said.requests(tx, inspection_id)
    names = identity.names(tx, [each.person_id for each in asked])
    found = [Saying(each.at, VIEW, each.words, "") for each in said.statements(tx, inspection_id)]
    found += [
        Saying(each.requested_at, f"申请{names[each.person_id]}回避", each.reason, _answer(each.decision, each.note))
        for each in asked
    ]
    found += [Saying(each["at"], ADDED, _with_files(each), "") for each in supplements.told(tx, inspection_id)]
    return sorted(found)


def _with_files(supplement: Mapping[str, Any]) -> str:
    names = "、".join(each.name for each in supplement["files"])
    return "\n".join(filter(None, (supplement["words"], f"附：{names}" if names else "")))


def section(found: Sequence[Saying], zone: ZoneInfo) -> Section:
    """The list with its heading; empty where nothing was said."""
    rows = [(f"{each.at.astimezone(zone):%m-%d %H:%M}", each.about, each.words, each.answer or "—") for each in found]
    return Section("企业提出的意见和申请", ("时间", "事项", "内容", "答复"), rows)


def _answer(decision: str | None, note: str | None) -> str:
    return "：".join(filter(None, (_DECISIONS[decision], note)))
