"""The enterprise adds papers, photos and explanations to its visit 补充材料, from the page of its visit (E3).

Whoever holds the right that the page gave may add as long as the page is open, also after the officers left. What was added
is read by the officers, their organ and the supervision body.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from flask import Response, request

from backend.inspections import supplements
from backend.inspections.said import Outcome
from backend.kernel.content import unkeepable
from backend.kernel.http import now, own_transaction, settings
from backend.kernel.identity_numbers import masked
from backend.planning.schemas import VISIBLE
from backend.public import times
from backend.public.draft_names import draft_name
from backend.public.facts import VisitFacts
from backend.public.looking import Look
from backend.public.reader import Reader
from backend.public.render import page
from backend.public.speaking import id_of, refused, speaks_for
from backend.public.words import EN, say
from backend.storage.handed_in import Kept, Readable, Unreadable, keep, readable

MOST_BODY = supplements.MOST_TOGETHER + 64 * 1024
MOST_NAME = 120
_STATUS = {Outcome.TAKEN: 200, Outcome.REPEATED: 200, Outcome.FULL: 409}


@dataclass(frozen=True, slots=True)
class Sent:
    """The form: words and files, each with the name that the phone gave it. `wrong` names what cannot be taken."""

    words: str
    files: tuple[tuple[str, bytes], ...]
    wrong: tuple[str, ...]


def shown(look: Look, reader: Reader) -> Response | None:
    """What was added so far, and the form where this reader may add; None where this page has none of it."""
    visit = look.facts
    if not isinstance(visit, VisitFacts) or visit.arrived is None or visit.arrived.said is None:
        return None
    return _page(visit, reader, look.token, 200, staff=look.rating == "staff")


def take(code: str, reader: Reader, *, staff: bool, pepper: bytes) -> Response:
    """Keep what came, if the right in the form belongs to this visit. The bytes are kept before any row names them."""
    sent, token = _read(request.form), request.form.get("token", "")
    with own_transaction(read_only=True) as tx:
        visit = speaks_for(tx, code, token, staff=staff, pepper=pepper)
        if visit is None or visit.arrived is None:
            return refused(reader)
        no_more = supplements.full(tx, visit.arrived.inspection_id)
    files = None if sent.wrong or no_more else _readable(sent)
    if files is None and not no_more:
        return _page(
            visit, reader, token, 422, band=("warn", "said_missing"), words=sent.words, wrong=sent.wrong or ("file",)
        )
    kept = [(name, keep(settings(), file)) for name, file in files or ()]
    return _answer(code, reader, token, sent, kept, staff=staff, pepper=pepper)


def _read(form: Mapping[str, str]) -> Sent:
    words = form.get("words", "").replace("\r\n", "\n").strip()
    given = [each for each in request.files.getlist("file") if each.filename]
    files = tuple(
        (_name(each.filename or ""), each.read(supplements.MOST_BYTES + 1))
        for each in given[: supplements.MOST_FILES + 1]
    )
    for each in given:
        each.close()
    wrong = (
        ["words"] if len(words) > supplements.MOST_WORDS or not VISIBLE.fullmatch(words) or not (words or files) else []
    )
    too_much = len(files) > supplements.MOST_FILES or any(len(data) > supplements.MOST_BYTES for _, data in files)
    return Sent(words, files, (*wrong, *(["file"] if too_much else [])))


def _name(text: str) -> str:
    """The name as a screen can show it, without the folders of somebody's phone."""
    last = text.replace("\\", "/").rpartition("/")[2][-MOST_NAME:].strip()
    return masked(last) if last and VISIBLE.fullmatch(last) and not unkeepable(last) else "—"


def _readable(sent: Sent) -> list[tuple[str, Readable]] | None:
    try:
        return [(name, readable(data)) for name, data in sent.files]
    except Unreadable:
        return None


def _answer(
    code: str, reader: Reader, token: str, sent: Sent, kept: Sequence[tuple[str, Kept]], *, staff: bool, pepper: bytes
) -> Response:
    with own_transaction() as tx:
        visit = speaks_for(tx, code, token, staff=staff, pepper=pepper)
        if visit is None or visit.arrived is None:
            return refused(reader)
        about, words = visit.arrived.inspection_id, masked(sent.words)
        digests = " ".join(sha256(data).hexdigest() for _, data in sent.files)
        name = id_of(f"supplement {about} {digests} {words}", pepper)
        outcome = supplements.add(tx, inspection_id=about, supplement_id=name, words=words, files=kept, now=now())
    colour = "warn" if outcome is Outcome.FULL else "ok"
    key = "added" if outcome is Outcome.TAKEN else f"added_{outcome.value}"
    return _page(visit, reader, token, _STATUS[outcome], band=(colour, key))


def _page(
    visit: VisitFacts, reader: Reader, token: str | None, status: int, *, staff: bool = False,
    band: tuple[str, str] | None = None, words: str = "", wrong: tuple[str, ...] = (),
) -> Response:  # fmt: skip
    language, draft = reader.language, draft_name("more", visit.arrived.inspection_id if visit.arrived else None)
    facts: dict[str, Any] = {
        "band": band and (band[0], say(language, band[1]), say(language, f"{band[1]}_why")),
        "enterprise": visit.enterprise, "organ": visit.organ_en if language == EN else visit.organ,
        "added": _added(visit, language) if token else [], "back": reader.link(reader.path.removesuffix("/more")),
        "form": token and {
            "token": token, "action": reader.link(reader.path), "draft": draft, "words": words, "wrong": wrong,
        },
        "taken": draft if band and band[0] == "ok" else None,
        "closed": None if token else say(language, "said_staff" if staff else "added_fresh"),
    }  # fmt: skip
    return page("more.html", reader, status, drafts=bool(token), page=facts)


def _added(visit: VisitFacts, language: str) -> list[dict[str, Any]]:
    assert visit.arrived is not None
    with own_transaction(read_only=True) as tx:
        rows = supplements.told(tx, visit.arrived.inspection_id)
    return [
        {
            "title": say(language, "added_title"), "at": times.minute(each["at"], visit.place.zone),
            "words": each["words"], "answer": None, "tone": "ok", "note": "、".join(file.name for file in each["files"]),
        }
        for each in rows
    ]  # fmt: skip
