"""What a verification page writes: facts become sentences in the reader's language. Reads no database."""

from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from backend.certificates.checking import Age
from backend.certificates.models import VisitCode
from backend.feedback.forms import QUESTIONS
from backend.papers.kinds import KINDS
from backend.papers.receipts import CONFIRMED
from backend.policy.sentences import word
from backend.public import times
from backend.public.bands import BAD
from backend.public.draft_names import draft_name
from backend.public.facts import ArrivedFacts, CardFacts, OfficerFacts, VisitFacts
from backend.public.ground_lines import ground_line
from backend.public.looking import Look, rated_visit
from backend.public.names import CARD_STATES, STEPS, name_of
from backend.public.party import how_many, organs, party_lines
from backend.public.reader import Reader
from backend.public.record import record_card
from backend.public.said_lines import result_later, said_lines
from backend.public.words import EN, WORDS, say

CALL = Markup('<a class="nb" href="tel:12345">12345</a>')

FIELDS = ("stars", "none", "words", *(f"e{number}" for number in QUESTIONS))
"""What the rating form sends beside its token."""

_TODO = {
    "old": ("do_refresh", "do_compare", "do_call"),
    "ahead": ("do_refresh", "do_compare", "do_call"),
    "passed_on": ("do_refresh", "do_compare", "do_call"),
    "static": ("do_faces", "do_live", "do_doubt"),
    "no_visit": ("do_visit_code", "do_faces", "do_doubt"),
    "not_yet": ("do_doubt",),
    "expired": ("do_show", "do_note"),
    "cancelled": ("do_show", "do_note"),
    "officer_bad": ("do_show", "do_note"),
    "card_bad": ("do_show", "do_note"),
}
"""What to do under each answer; the others need nothing."""


def visit_page(look: Look, reader: Reader) -> dict[str, Any]:
    """The page of a genuine visit code."""
    visit = look.facts
    assert isinstance(visit, VisitFacts)
    language, zone = reader.language, visit.place.zone
    photos = look.age in (Age.FRESH, Age.STATIC) and look.band.colour != BAD
    return _frame(look, reader, visit) | {
        "photos": photos,
        "count": how_many(len(visit.officers), language),
        "officers": [_officer(n, officer, reader, photos) for n, officer in enumerate(visit.officers)],
        "findings": visit.shown_findings(language),
        "registered": _registered(look, visit, language),
        "enterprise": visit.enterprise,
        "organ": organs(visit, language),
        "party": party_lines(visit, reader),
        "reason": _reason(visit, language),
        "day": times.day(visit.planned_on, language),
        "basis": list(dict.fromkeys(item.basis for item in visit.items)),
        "looks_at": _items(visit, language),
        "quiet": visit.sentence("quiet", language),
        "cap": visit.sentence("cap", language),
        "steps": _steps(visit, language, zone),
        "left": bool(visit.arrived and visit.arrived.ended),
        "record": record_card(visit.arrived.record, language) if visit.arrived else None,
        "came": _came(visit, language, zone),
        "papers": [_paper(kind, reader) for kind in visit.papers],
        "receipt": _receipt(visit, reader),
        "said": said_lines(visit, language) if look.token else [],
        "say": reader.link(f"{reader.path}/say", keep_scan=True) if visit.arrived and visit.arrived.said else None,
        "add": reader.link(f"{reader.path}/more", keep_scan=True) if visit.arrived and visit.arrived.said else None,
        "visits": reader.link(f"{reader.path}/visits") if visit.open_since else None,
        "rating_note": _rating_note(look, visit, language),
        "form": None,
    }


def card_page(look: Look, reader: Reader) -> dict[str, Any]:
    """The page of a genuine card code."""
    card = look.facts
    assert isinstance(card, CardFacts)
    language = reader.language
    shown = look.age in (Age.FRESH, Age.STATIC) and look.band.colour != BAD
    return _frame(look, reader, card) | {
        "name": card.name,
        "number_of_card": card.number,
        "state": card.state,
        "state_word": name_of(language, CARD_STATES, card.state),
        "photo": reader.link(f"{reader.path}/photo/0", keep_scan=True) if shown else None,
        "alt": say(language, "photo_of", name=card.name),
        "visiting": card.visits_now > 0,
        "organ": card.organ_en if language == "en" else card.organ,
        "field": card.field,
        "area": card.area,
        "first": times.day(card.issued_on, language),
        "last": times.day(card.expires_on, language),
    }


def form_of(look: Look, reader: Reader) -> dict[str, Any] | None:
    """The empty rating form, where this reader may rate."""
    if look.rating != "open" or look.token is None or not isinstance(look.facts, VisitFacts):
        return None
    return rating_form(look.facts, look.token, reader)


def rating_form(visit: VisitFacts, token: str, reader: Reader) -> dict[str, Any]:
    """The rating form, nothing chosen."""
    language = reader.language
    about = visit.organ_en if language == "en" else visit.organ
    kind = word("kind", visit.kind, language)
    day = times.day(visit.planned_on, language)
    comma = ", " if language == "en" else "，"
    return {
        "token": token, "action": reader.link(f"{reader.path}/rating"), "about": comma.join((about, day, kind)),
        "wrong": (), "eight_wrong": False, "sent": dict.fromkeys(FIELDS, ""), "alone": False,
        "draft": draft_name("rate", visit.arrived.inspection_id if visit.arrived else None), "taken": False,
    }  # fmt: skip


def checked_line(look: Look, facts: VisitFacts | CardFacts, language: str) -> str:
    """核验于 10:32:08"""
    return say(language, "checked_at", time=times.clock(look.checked_at, facts.place.zone))


def _frame(look: Look, reader: Reader, facts: VisitFacts | CardFacts) -> dict[str, Any]:
    language, band = reader.language, look.band
    return {
        "colour": band.colour,
        "title": say(language, band.key),
        "why": say(language, f"{band.key}.why", **_named(look, facts, language)),
        "number": look.scan.number if look.scan and look.band.colour != BAD else None,
        "todo": _todo(look, language),
        "age": _age(look, language),
        "rights": facts.rights[language],
        "harmless": "harmless_ended" if band.colour == BAD else None,
        "checked": checked_line(look, facts, language),
    }


def _named(look: Look, facts: VisitFacts | CardFacts, language: str) -> dict[str, Any]:
    """The facts of the band's sentence, written out."""
    zone, named = facts.place.zone, dict(look.band.facts)
    if "state" in named:
        named["state"] = name_of(language, CARD_STATES, str(named["state"]))
    if look.band.key == "expired" and look.check and isinstance(look.check.subject, VisitCode):
        named["day"] = times.end(look.check.subject.valid_to, zone, language)
    elif "day" in named and isinstance(facts, VisitFacts):
        named["day"] = times.day(facts.planned_on, language)
    if look.band.key == "valid" and isinstance(facts, VisitFacts):
        named["organ"] = organs(facts, language)
        named["people"] = how_many(len(facts.officers), language)
    return named


def _todo(look: Look, language: str) -> list[Markup]:
    lines = _TODO.get(look.band.key) or _TODO.get(look.band.key.removeprefix("card_"), ())
    return [Markup(WORDS[line][language == EN]).format(call=CALL) for line in lines]  # noqa: S704 -- our own texts


def _age(look: Look, language: str) -> str | None:
    if look.age is not Age.OLD or look.check is None or look.check.age_seconds is None:
        return None
    return times.span(look.check.age_seconds, language)


def _officer(n: int, officer: OfficerFacts, reader: Reader, photos: bool) -> dict[str, Any]:
    language = reader.language
    return {
        "name": officer.name,
        "number": officer.number,
        "state": officer.state,
        "state_word": name_of(language, CARD_STATES, officer.state),
        "photo": reader.link(f"{reader.path}/photo/{n}", keep_scan=True) if photos else None,
        "alt": say(language, "photo_of", name=officer.name),
    }


def _registered(look: Look, visit: VisitFacts, language: str) -> str | None:
    if look.band.key not in ("old", "ahead", "passed_on", "static", "not_yet"):
        return None
    today = look.checked_at.astimezone(visit.place.zone).date()
    if visit.planned_on == today:
        return say(language, "registered_today")
    return say(language, "registered_for", day=times.day(visit.planned_on, language))


def _reason(visit: VisitFacts, language: str) -> str:
    """The names of kind and ground, never a clue, a text or a number (B-47)."""
    why = word("ground", visit.ground, language) if visit.ground else word("trigger", visit.trigger, language)
    kind = word("kind", visit.kind, language)
    return f"{kind.capitalize()}, {why}, " if language == EN else f"{kind}，{why}，"


def _items(visit: VisitFacts, language: str) -> list[str]:
    names = list(dict.fromkeys(item.name_en if language == EN else item.name for item in visit.items))
    if len(names) <= 3:
        return names
    return [say(language, "items_more", first=names[0], total=len(names), more=len(names) - 1)]


def _steps(visit: VisitFacts, language: str, zone: ZoneInfo) -> list[dict[str, Any]]:
    """The five steps of B-57 with their times; what is missing stays visible."""
    if visit.arrived is None:
        return []
    done = visit.arrived.steps
    return [
        {"name": name_of(language, STEPS, kind), "at": times.minute(done[kind], zone) if kind in done else None}
        for kind in STEPS
    ]


def _came(visit: VisitFacts, language: str, zone: ZoneInfo) -> list[tuple[str, str]]:
    """What came of it so far, label beside fact; nothing before somebody arrived."""
    if visit.arrived is None:
        return []
    arrived, outcome = visit.arrived, visit.arrived.outcome
    ended = _ended(outcome, arrived.reason, language) if outcome else result_later(visit, language)
    lines = [("arrived", times.minute(arrived.arrived_at, zone))]
    lines += _departure(arrived, language, zone)
    lines += [("outcome", ended[:1].upper() + ended[1:])]
    lines += [("deadline", times.day(arrived.deadline, language))] if arrived.deadline else []
    lines += [("ground", ground_line(arrived.ground, language))] if arrived.ground else []
    return [(say(language, key), fact) for key, fact in lines]


def _departure(arrived: ArrivedFacts, language: str, zone: ZoneInfo) -> list[tuple[str, str]]:
    """When they left; or that nobody knows, and the clock closed the visit (B-53)."""
    if arrived.left_at is not None:
        return [("left", times.minute(arrived.left_at, zone))]
    closed = arrived.closed_at
    return [("left", say(language, "left.unknown", at=times.minute(closed, zone)))] if closed else []


def _ended(outcome: str, reason: str | None, language: str) -> str:
    """How it ended; where it was broken off or refused, also why (B-33, B-34)."""
    said = word("outcome", outcome, language)
    comma = ", " if language == EN else "，"
    return f"{said}{comma}{word('ending', reason, language)}" if reason else said


def _paper(kind: str, reader: Reader) -> tuple[str, str]:
    """The usual name of a paper and where it is; its own title stands on it."""
    known = KINDS[kind]
    return known.en if reader.language == EN else known.zh, reader.link(f"{reader.path}/paper/{kind}")


def _receipt(visit: VisitFacts, reader: Reader) -> tuple[str, str] | None:
    """The way to confirm what was handed over, and how far that is; None before there is something to confirm."""
    kinds, said = {each for each in visit.papers if each in CONFIRMED}, visit.arrived and visit.arrived.said
    if not kinds or not said:
        return None
    state = "received_all" if kinds <= set(said.received) else "received_open"
    return reader.link(f"{reader.path}/receipt", keep_scan=True), say(reader.language, state)


def _rating_note(look: Look, visit: VisitFacts, language: str) -> str | None:
    from_state = {"later": "rate_later", "fresh": "rate_fresh", "staff": "rate_staff", "closed": "rate_closed"}
    key = from_state.get(look.rating)
    return say(language, key, day=closing_day(visit, language)) if key else None


def closing_day(visit: VisitFacts, language: str) -> str:
    """The day on which rating ends; empty before somebody arrived."""
    rated = rated_visit(visit)
    return times.day(rated.closes_at.astimezone(visit.place.zone).date(), language) if rated else ""
