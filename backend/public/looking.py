"""Look a code up for a page: what it proves, the number to compare, and whether its reader may rate.

Reading happens in a read-only transaction. Only a fresh live code or an open rating writes, in a second, short one.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from backend.certificates import queries as certificates
from backend.certificates.checking import Age, CodeCheck, check_code
from backend.certificates.models import CodeScan, VisitCode
from backend.certificates.service import note_scan
from backend.feedback.service import RatedVisit, give_token
from backend.kernel.http import now, own_transaction
from backend.public import queries
from backend.public.bands import BAD, NOT_GENUINE, Band, Shown, card_band, visit_band
from backend.public.facts import CardFacts, VisitFacts
from backend.public.printed_card import printed_card

SCAN_HOLDS = timedelta(minutes=15)
"""How long a reader may turn switches on the page that a scan opened."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A code's text, the scan that the reader already has, and what we know of the reader."""

    text: str
    scan_id: UUID | None
    staff: bool
    counts: bool
    """False for HEAD, which must leave no trace."""
    speaks: bool = False
    """Whether the page that is asked for takes what an enterprise says, also after rating has closed."""


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that a verification page says."""

    band: Band
    checked_at: datetime
    check: CodeCheck | None = None
    facts: VisitFacts | CardFacts | None = None
    scan: CodeScan | None = None
    rating: str = "none"
    """open, later (not arrived), fresh (scan again), staff, closed; none where there is nothing to rate."""
    token: str | None = None
    """The right to speak for the enterprise of this visit, where this reader has it."""

    @property
    def age(self) -> Age:
        return Age.STATIC if self.check is None else self.check.age

    def photo_of(self, n: int) -> UUID | None:
        """The card whose photo stands on this page; photos leave with a valid code only."""
        if self.band.colour == BAD or self.age not in (Age.FRESH, Age.STATIC):
            return None
        if isinstance(self.facts, CardFacts):
            return self.facts.card_id if n == 0 else None
        officers = self.facts.officers if self.facts else ()
        return officers[n].card_id if n < len(officers) else None


def look_up(asked: Asked, pepper: bytes) -> Look:
    """What a page says about a code; unknown and malformed ones look alike."""
    card = printed_card(asked.text, now())
    if card is not None:
        return Look(card_band(card, Shown(Age.STATIC, numbered=False)), now(), facts=card)
    with own_transaction(read_only=True) as tx:
        check = check_code(tx, asked.text, now())
        facts = _facts(tx, check)
        if check is None or facts is None:
            return Look(NOT_GENUINE, now())
        check, scan = _same_reader(tx, check, asked.scan_id)
    rating = _rating(check, facts, asked)
    wants_number = check.age is Age.FRESH and scan is None and asked.counts
    wants_token, token = rating == "open" or _may_speak(facts, asked), None
    if wants_number or wants_token:
        with own_transaction() as tx:
            scan = scan or _new_scan(tx, check)
            proven = scan is not None or check.age is Age.STATIC
            if wants_token and proven and isinstance(facts, VisitFacts):
                token = give_token(tx, facts.task_id, now(), pepper)
    return _look(check, facts, scan, "fresh" if rating == "open" and token is None else rating, token)


def rated_visit(facts: VisitFacts) -> RatedVisit | None:
    """The visit as feedback knows it, once somebody has arrived."""
    if facts.arrived is None:
        return None
    return RatedVisit(facts.arrived.inspection_id, facts.task_id, facts.arrived.arrived_at)


def _facts(tx: Session, check: CodeCheck | None) -> VisitFacts | CardFacts | None:
    if check is None:
        return None
    if not isinstance(check.subject, VisitCode):
        return queries.card_facts(tx, check.subject, now())
    facts = queries.visit_facts(tx, check.subject, now(), check.place)
    on_it = not check.shown_by or not check.shown_by.isdisjoint(officer.person_id for officer in facts.officers)
    return facts if on_it else None


def _same_reader(tx: Session, check: CodeCheck, scan_id: UUID | None) -> tuple[CodeCheck, CodeScan | None]:
    """A reader who turned a switch keeps the number of the scan, and with it the moment of the check."""
    scan = certificates.scan(tx, scan_id) if scan_id and check.step is not None else None
    if scan is None or scan.code_id != check.subject.code_id or scan.step != check.step:
        return check, None
    if now() - scan.scanned_at > SCAN_HOLDS:
        return check, None
    return replace(check, age=Age.FRESH), scan


def _rating(check: CodeCheck, facts: VisitFacts | CardFacts, asked: Asked) -> str:
    if not isinstance(facts, VisitFacts) or not asked.counts:
        return "none"
    if asked.staff:
        return "staff"
    visit = rated_visit(facts)
    if visit is None:
        return "later" if _may_still_come(check, facts) else "none"
    return "open" if visit.open_at(now()) else "closed"


def _may_speak(facts: VisitFacts | CardFacts, asked: Asked) -> bool:
    if not asked.speaks or asked.staff or not asked.counts or not isinstance(facts, VisitFacts):
        return False
    return facts.open_since and facts.arrived is not None


def _may_still_come(check: CodeCheck, facts: VisitFacts) -> bool:
    code = check.subject
    in_force = isinstance(code, VisitCode) and code.cancelled_at is None and now() < code.valid_to
    return in_force and facts.state == "coded"


def _new_scan(tx: Session, check: CodeCheck) -> CodeScan | None:
    if check.age is not Age.FRESH or check.step is None:
        return None
    return note_scan(tx, check.subject, check.step, now())


def _look(
    check: CodeCheck, facts: VisitFacts | CardFacts, scan: CodeScan | None, rating: str, token: str | None
) -> Look:
    shown = Shown(check.age, numbered=scan is not None)
    if isinstance(facts, VisitFacts):
        code = check.subject
        assert isinstance(code, VisitCode)
        ended = code.cancelled_at is not None
        band = visit_band(facts, code.valid_from, code.valid_to, ended, shown, now())
    else:
        band = card_band(facts, shown)
    return Look(band, scan.scanned_at if scan else now(), check, facts, scan, rating, token)
