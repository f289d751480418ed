"""The one answer of a verification page: a colour, a key of words, and the facts that its sentence names. Pure.

Red is only for what is not genuine, revoked, suspended, expired or withdrawn; doubt is amber.
"""

from dataclasses import dataclass, field
from datetime import datetime

from backend.certificates.checking import Age
from backend.public.facts import CardFacts, VisitFacts

OK, WARN, BAD = "ok", "warn", "bad"
ENDED = ("cancelled", "rejected", "lapsed")


@dataclass(frozen=True, slots=True)
class Band:
    """Colour and word of the answer. `facts` are moments, days and codes; the page writes them out."""

    colour: str
    key: str
    facts: dict[str, object] = field(default_factory=dict)


NOT_GENUINE = Band(BAD, "not_genuine")


@dataclass(frozen=True, slots=True)
class Shown:
    """How the code was shown: its age, and whether a number could be given to this reader."""

    age: Age
    numbered: bool

    @property
    def doubt(self) -> str | None:
        """Why the code does not prove that somebody stands here now."""
        if self.age is Age.FRESH:
            return None if self.numbered else "passed_on"
        return {Age.OLD: "old", Age.AHEAD: "ahead", Age.STATIC: "static"}[self.age]


def visit_band(
    visit: VisitFacts, valid_from: datetime, valid_to: datetime, cancelled: bool, shown: Shown, now: datetime
) -> Band:
    """The answer for a genuine visit code."""
    return (
        _ended(visit, valid_to, cancelled, now)
        or _officer_trouble(visit)
        or (Band(WARN, "not_yet", {"day": visit.planned_on}) if now < valid_from else None)
        or (Band(WARN, shown.doubt) if shown.doubt else None)
        or (Band(WARN, "finding") if visit.shown_findings("zh") else None)
        or Band(OK, "valid")
    )


def card_band(card: CardFacts, shown: Shown) -> Band:
    """The answer for a genuine card code; a valid card without a registered visit is amber (B-94)."""
    if card.state != "active":
        return Band(BAD, "card_bad", {"state": card.state})
    if shown.doubt:
        return Band(WARN, f"card_{shown.doubt}")
    return Band(OK, "card_valid") if card.visits_now else Band(WARN, "no_visit")


def _ended(visit: VisitFacts, valid_to: datetime, cancelled: bool, now: datetime) -> Band | None:
    if cancelled or visit.state in ENDED:
        return Band(BAD, "cancelled")
    still_there = visit.arrived is not None and not visit.arrived.ended
    if now >= valid_to and not still_there:
        return Band(BAD, "expired", {"day": valid_to})
    return None


def _officer_trouble(visit: VisitFacts) -> Band | None:
    bad = next((officer for officer in visit.officers if officer.state != "active"), None)
    return Band(BAD, "officer_bad", {"name": bad.name, "state": bad.state}) if bad else None
