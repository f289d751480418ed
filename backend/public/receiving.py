"""The enterprise confirms that it has the notice and the result 确认收到: which editions, when, and once each (B-66)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response

from backend.inspections.models import Inspection
from backend.kernel.http import now, own_transaction, sessions, settings
from backend.papers import receipts, service
from backend.papers.kinds import KINDS
from backend.papers.models import Paper
from backend.policy.sentences import word
from backend.public import times
from backend.public.facts import VisitFacts
from backend.public.looking import Look
from backend.public.paper_pages import draft_of
from backend.public.reader import Reader
from backend.public.render import page
from backend.public.said_lines import result_later
from backend.public.speaking import refused, speaks_for
from backend.public.words import EN, say

_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
MOST = len(receipts.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Sent:
    """What the button sends: the right to speak, and the SHA-256 of each edition that the page showed."""

    token: str
    editions: tuple[str, ...]


def shown(look: Look, reader: Reader) -> Response | None:
    """What is handed over, in the editions that stand now, and the button; None where this page has none of it."""
    visit = look.facts
    if not isinstance(visit, VisitFacts) or visit.arrived is None or visit.arrived.said is None:
        return None
    return _page(visit, reader, look.token, 200, None, staff=look.rating == "staff")


def take(code: str, reader: Reader, sent: Sent, *, staff: bool, pepper: bytes) -> Response:
    """Note the editions that the page showed; others, and those of another visit, are none."""
    named = [bytes.fromhex(each) for each in sent.editions[:MOST] if _SHA256.match(each)]
    with own_transaction() as tx:
        visit = speaks_for(tx, code, sent.token, staff=staff, pepper=pepper)
        if visit is None or visit.arrived is None:
            return refused(reader)
        taken = receipts.confirm(tx, tx.get_one(Inspection, visit.arrived.inspection_id), named, now())
    band = ("ok", "received_now") if taken else ("warn", "received_none")
    return _page(visit, reader, sent.token, 200 if taken else 422, band)


def _page(
    visit: VisitFacts, reader: Reader, token: str | None, status: int, band: tuple[str, str] | None, *, staff: bool = False
) -> Response:  # fmt: skip
    language, standing = reader.language, _standing(visit)
    confirmed = _received(standing)
    open_ones = [each for each in standing if each.id not in confirmed]
    if not band and standing and not open_ones:
        band = ("ok", "received_before")
    facts = {
        "band": band and (band[0], say(language, band[1]), say(language, f"{band[1]}_why")),
        "enterprise": visit.enterprise, "organ": visit.organ_en if language == EN else visit.organ,
        "outcome": _outcome(visit, language), "back": reader.link(reader.path.removesuffix("/receipt")),
        "papers": [_paper(each, confirmed.get(each.id), visit, reader) for each in standing],
        "form": _form(reader, token, open_ones), "closed": _closed(open_ones, token, staff, language),
    }  # fmt: skip
    return page("receipt.html", reader, status, page=facts)


def _standing(visit: VisitFacts) -> list[Paper]:
    """The editions that stand, issued now where nobody has opened them yet. Raises BUSY."""
    kinds = [each for each in receipts.CONFIRMED if each in visit.papers]
    with own_transaction(read_only=True) as tx:
        drafts = [draft_of(tx, visit, each) for each in kinds]
    issue = service.Issue(None, now())
    return [service.current(sessions(), settings(), each, issue) for each in drafts if each is not None]


def _received(papers: Sequence[Paper]) -> dict[Any, datetime]:
    with own_transaction(read_only=True) as tx:
        return receipts.received(tx, [each.id for each in papers])


def _paper(paper: Paper, received: datetime | None, visit: VisitFacts, reader: Reader) -> dict[str, Any]:
    language, zone, known = reader.language, visit.place.zone, KINDS[paper.kind]
    at = received and f"{times.day(received.astimezone(zone).date(), language)} {times.minute(received, zone)}"
    path = reader.path.removesuffix("/receipt")
    return {
        "name": known.en if language == EN else paper.title, "url": reader.link(f"{path}/paper/{paper.kind}"),
        "edition": say(language, "received_edition", n=paper.edition, hash=paper.sha256.hex()[:16]),
        "received": say(language, "received_at", at=at) if at else None,
    }  # fmt: skip


def _outcome(visit: VisitFacts, language: str) -> list[tuple[str, str]]:
    arrived = visit.arrived
    assert arrived is not None
    ended = word("outcome", arrived.outcome, language) if arrived.outcome else result_later(visit, language)
    lines = [("outcome", ended[:1].upper() + ended[1:])]
    lines += [("deadline", times.day(arrived.deadline, language))] if arrived.deadline else []
    return [(say(language, key), fact) for key, fact in lines]


def _form(reader: Reader, token: str | None, papers: Sequence[Paper]) -> Mapping[str, Any] | None:
    if token is None or not papers:
        return None
    return {"token": token, "action": reader.link(reader.path), "editions": [each.sha256.hex() for each in papers]}


def _closed(papers: Sequence[Paper], token: str | None, staff: bool, language: str) -> str | None:
    """Why there is no button."""
    if not papers or token is not None:
        return None
    return say(language, "said_staff" if staff else "received_fresh")
