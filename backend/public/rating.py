"""Take a rating that was sent from a page, and answer with one."""

from collections.abc import Mapping
from typing import Any

from flask import Response
from sqlalchemy.orm import Session

from backend.certificates.checking import check_code
from backend.certificates.keyring import seal_point
from backend.certificates.models import VisitCode
from backend.feedback.forms import Missing, read_answers
from backend.feedback.service import Outcome, may_rate, rate
from backend.kernel.http import now, own_transaction
from backend.public import queries
from backend.public.facts import VisitFacts
from backend.public.looking import rated_visit
from backend.public.present import FIELDS, closing_day, rating_form
from backend.public.reader import Reader
from backend.public.render import page
from backend.public.words import say

_STATUS = {
    Outcome.FIRST: 200, Outcome.AMENDED: 200, Outcome.REPEATED: 200, Outcome.CLOSED: 409, Outcome.NOT_YOURS: 403,
}  # fmt: skip
_KEPT = (Outcome.FIRST, Outcome.AMENDED, Outcome.REPEATED)


def receive(code: str, reader: Reader, form: Mapping[str, str], *, staff: bool, pepper: bytes) -> Response:
    """Keep the rating if its token belongs to this visit; the code's step may be old by now, its signature may not."""
    token, answers = form.get("token", ""), read_answers(form)
    with own_transaction() as tx:
        facts, region = visit_of(tx, code)
        visit = rated_visit(facts) if facts else None
        if facts is None or visit is None or staff or not may_rate(tx, visit, token, pepper):
            return _answer(Outcome.NOT_YOURS, reader, None, None)
        if not isinstance(answers, Missing):
            sealed_to = seal_point(tx, region, now())
            outcome = rate(tx, visit, token, answers, now=now(), pepper=pepper, seal_to=sealed_to)
            return _answer(outcome, reader, facts, _filled(facts, token, reader, form, ()))
    if not visit.open_at(now()):
        return _answer(Outcome.CLOSED, reader, facts, None)
    return _incomplete(reader, _filled(facts, token, reader, form, answers.fields), len(answers.fields))


def visit_of(tx: Session, code: str) -> tuple[VisitFacts | None, str]:
    """The visit of a genuine visit code, and its region; the code's step may be old by now."""
    check = check_code(tx, code, now())
    if check is None or not isinstance(check.subject, VisitCode):
        return None, ""
    return queries.visit_facts(tx, check.subject, now(), check.place), check.subject.region_code


def _filled(
    facts: VisitFacts, token: str, reader: Reader, form: Mapping[str, str], wrong: tuple[str, ...]
) -> dict[str, Any]:
    """The form as it was sent, with what is missing marked: nothing is typed twice."""
    sent = {name: form.get(name, "") for name in FIELDS}
    eight_wrong = any(name.startswith("e") for name in wrong)
    return rating_form(facts, token, reader) | {"sent": sent, "wrong": wrong, "eight_wrong": eight_wrong}


def _incomplete(reader: Reader, form: dict[str, Any], count: int) -> Response:
    language = reader.language
    shown: dict[str, Any] = {
        "colour": "warn", "title": say(language, "missing", count=count), "why": say(language, "missing_why"),
        "lines": [], "back": None, "form": form | {"alone": True},
    }  # fmt: skip
    return page("rated.html", reader, 422, drafts=True, page=shown)


def _answer(outcome: Outcome, reader: Reader, facts: VisitFacts | None, form: dict[str, Any] | None) -> Response:
    language, kept = reader.language, outcome in _KEPT
    key = f"rated_{outcome.value}" if kept else outcome.value
    day = closing_day(facts, language) if facts else ""
    lines = [say(language, "rated_until", day=day), say(language, "unseen")] if kept else []
    if kept and form and form["sent"]["words"].strip():
        lines.append(say(language, "rated_sealed"))
    shown: dict[str, Any] = {
        "colour": "ok" if kept else "warn", "title": say(language, key),
        "why": say(language, "rated_why" if kept else f"{key}_why", day=day),
        "lines": lines, "back": None if kept else reader.link(reader.path), "form": form | {"taken": True} if kept and form else None,
    }  # fmt: skip
    return page("rated.html", reader, _STATUS[outcome], drafts=kept, page=shown)
