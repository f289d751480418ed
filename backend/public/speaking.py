"""The enterprise asks that somebody stand aside 回避, or states its view 陈述申辩, from the page of its visit (B-13, B-57).

Who holds the right that the page gave speaks for the enterprise and reads what it said; there is no account. Unlike a rating
nothing of it is hidden from the officers, their organ and the supervision body.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from backend.feedback.service import may_rate
from backend.feedback.tokens import keyed_bits
from backend.inspections import said
from backend.inspections.said import MOST_REASON, MOST_WORDS, Outcome
from backend.kernel.http import now, own_transaction
from backend.kernel.identity_numbers import masked
from backend.planning.schemas import VISIBLE
from backend.public.draft_names import draft_name
from backend.public.facts import VisitFacts
from backend.public.looking import Look, rated_visit
from backend.public.rating import visit_of
from backend.public.reader import Reader
from backend.public.render import page
from backend.public.said_lines import said_lines
from backend.public.words import say

_STATUS = {Outcome.TAKEN: 200, Outcome.REPEATED: 200, Outcome.FULL: 409, Outcome.OVER: 409, Outcome.NOT_THERE: 422}
NOT_YOURS = 403

FIELDS = ("act", "who", "words")


@dataclass(frozen=True, slots=True)
class Speech:
    """What the form sent, read: `wrong` names the fields that cannot be taken."""

    act: str
    who: UUID | None
    words: str
    wrong: tuple[str, ...]


def shown(look: Look, reader: Reader) -> Response | None:
    """The page with everything said so far, and the form where this reader may speak; None where there is none."""
    visit = look.facts
    if not isinstance(visit, VisitFacts) or visit.arrived is None or visit.arrived.said is None:
        return None
    return _page(visit, reader, look.token, 200, staff=look.rating == "staff")


def take(code: str, reader: Reader, form: Mapping[str, str], *, staff: bool, pepper: bytes) -> Response:
    """Keep what was said, if the right in the form belongs to this visit. Nothing that was kept is ever changed."""
    speech, token = read(form), form.get("token", "")
    with own_transaction() as tx:
        visit = speaks_for(tx, code, token, staff=staff, pepper=pepper)
        if visit is None:
            return refused(reader)
        outcome = None if speech.wrong else _keep(tx, visit, speech, pepper)
        after = visit_of(tx, code)[0] if outcome is Outcome.TAKEN else visit
    assert after is not None
    return _answer(after, reader, token, speech, outcome, form)


def speaks_for(tx: Session, code: str, token: str, *, staff: bool, pepper: bytes) -> VisitFacts | None:
    """The visit of a code, if this token was given out for it and its page is still open; never for staff."""
    facts, _ = visit_of(tx, code)
    visit = rated_visit(facts) if facts else None
    if facts is None or visit is None or staff or not facts.open_since or not may_rate(tx, visit, token, pepper):
        return None
    return facts


def read(form: Mapping[str, str]) -> Speech:
    """The form, strictly; nothing is chosen for the enterprise. Pure."""
    act, words = form.get("act", ""), form.get("words", "").replace("\r\n", "\n").strip()
    who, most = _uuid(form.get("who", "")), MOST_REASON if act == "recusal" else MOST_WORDS
    wrong = ["act"] if act not in ("statement", "recusal") else []
    wrong += ["who"] if act == "recusal" and who is None else []
    wrong += ["words"] if not words or len(words) > most or not VISIBLE.fullmatch(words) else []
    return Speech(act, who, words, tuple(wrong))


def _keep(tx: Session, visit: VisitFacts, speech: Speech, pepper: bytes) -> Outcome:
    """The id follows from what is said, so that pressing twice is once."""
    assert visit.arrived is not None
    about, words = visit.arrived.inspection_id, masked(speech.words)
    if speech.act == "statement":
        name = id_of(f"statement {about} {words}", pepper)
        return said.state(tx, inspection_id=about, statement_id=name, words=words, now=now())
    assert speech.who is not None
    name = id_of(f"recusal {about} {speech.who}", pepper)
    return said.ask_recusal(
        tx, inspection_id=about, recusal_id=name, person_id=speech.who, reason=words, now=now()
    )  # fmt: skip


def id_of(text: str, pepper: bytes) -> UUID:
    """The name of what was said: the same for the same words, and unknown to whoever has not the pepper."""
    return UUID(bytes=keyed_bits(text, pepper), version=4)


def _answer(
    visit: VisitFacts, reader: Reader, token: str, speech: Speech, outcome: Outcome | None, form: Mapping[str, str]
) -> Response:
    if outcome is None or outcome is Outcome.NOT_THERE:
        wrong = speech.wrong or ("who",)
        sent = {name: form.get(name, "")[: MOST_WORDS + 1] for name in FIELDS}
        return _page(visit, reader, token, 422, band=("warn", "said_missing"), sent=sent, wrong=wrong)
    key = f"said_{speech.act}" if outcome is Outcome.TAKEN else f"said_{outcome.value}"
    colour = "ok" if outcome in (Outcome.TAKEN, Outcome.REPEATED) else "warn"
    return _page(visit, reader, token, _STATUS[outcome], band=(colour, key))


def refused(reader: Reader) -> Response:
    """The answer to whoever does not hold the right: the same whether there is such a visit or not."""
    title, why = say(reader.language, "said_not_yours"), say(reader.language, "said_not_yours_why")
    return page("error.html", reader, NOT_YOURS, title=title, why=why, lost=False, fault="")


def _page(
    visit: VisitFacts, reader: Reader, token: str | None, status: int, *, staff: bool = False,
    band: tuple[str, str] | None = None, sent: Mapping[str, str] | None = None, wrong: tuple[str, ...] = (),
) -> Response:  # fmt: skip
    language = reader.language
    facts = {
        "band": band and (band[0], say(language, band[1]), say(language, f"{band[1]}_why")),
        "enterprise": visit.enterprise, "organ": visit.organ_en if language == "en" else visit.organ,
        "said": said_lines(visit, language) if token else [], "back": reader.link(reader.path.removesuffix("/say")),
        "form": _form(visit, reader, token, sent or {}, wrong), "closed": _closed(visit, token, staff, language),
        "taken": _draft(visit) if band and band[0] == "ok" else None,
    }  # fmt: skip
    return page("say.html", reader, status, drafts=bool(token), page=facts)


def _form(
    visit: VisitFacts, reader: Reader, token: str | None, sent: Mapping[str, str], wrong: tuple[str, ...]
) -> dict[str, Any] | None:
    """The form, where something may still be said and this reader holds the right to."""
    arrived = visit.arrived
    if token is None or arrived is None or arrived.said is None or arrived.over:
        return None
    asked = {each.person_id for each in arrived.said.recusals}
    people = [each for each in arrived.said.present if each.person_id not in asked] if not arrived.ended else []
    return {
        "token": token, "action": reader.link(reader.path), "draft": _draft(visit), "people": people, "wrong": wrong,
        "sent": {name: sent.get(name, "") for name in FIELDS},
    }  # fmt: skip


def _draft(visit: VisitFacts) -> str:
    return draft_name("say", visit.arrived.inspection_id if visit.arrived else None)


def _closed(visit: VisitFacts, token: str | None, staff: bool, language: str) -> str | None:
    """Why there is no form."""
    if visit.arrived is not None and visit.arrived.over:
        return say(language, "said_over_why")
    if token is None:
        return say(language, "said_staff" if staff else "said_fresh")
    return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
