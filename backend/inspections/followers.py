"""A visit that becomes known late, or turns out not to count, can change the count of later ones: judge those again.

What a batch of the journal tells is put together first: each visit that it concerns is judged once, however many of the
others concern it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.enterprises.models import Enterprise
from backend.inspections import queries
from backend.inspections.again import judge_again
from backend.inspections.events import (
    CheckedIn,
    CheckedOut,
    ChecklistAnswered,
    GroundDecided,
    QuarantineChanged,
    ResultFiled,
    RuleBroken,
)
from backend.inspections.joint import came_after
from backend.inspections.models import Inspection, Result
from backend.inspections.states import ENDS_WITHOUT_COUNTING
from backend.journal.followers import Entry, Follower
from backend.planning.levels import counted_with
from backend.rulesets import service as rulesets

LATE = "late_arrival"


@dataclass(frozen=True, slots=True)
class Heard:
    """Something about a visit that concerns others, and why they are judged again."""

    cause: str
    visit_id: UUID
    at: datetime
    """When the visit arrived, or, where that says nothing, when it was told."""
    here: tuple[UUID, UUID] | None = None
    """The organ and the enterprise whose later visits it concerns; none where it concerns those of the same people."""


def after_check_in(tx: Session, entry: Entry) -> Heard | None:
    """A visit came: it concerns those that arrived after it and do not know of it; the event tells how to find them."""
    told = entry.data
    if told["enterprise_id"] is None:
        return None
    here = UUID(told["organ_id"]), UUID(told["enterprise_id"])
    return Heard(LATE, UUID(told["inspection_id"]), datetime.fromisoformat(told["arrived_at"]), here)


def after_result(tx: Session, entry: Entry) -> Heard | None:
    """A visit turned out to count for nothing (B-33, B-34)."""
    ended = entry.data["outcome"] in ENDS_WITHOUT_COUNTING
    return _for_later(tx, UUID(entry.data["inspection_id"]), "earlier_result") if ended else None


def after_departure(tx: Session, entry: Entry) -> Heard | None:
    """The time that a visit took says whether it counts, where it was broken off (B-33)."""
    return _after_ending(tx, entry, "earlier_departure")


def after_answer(tx: Session, entry: Entry) -> Heard | None:
    """An answer that we hear of late makes a visit count that was broken off (B-33)."""
    return _after_ending(tx, entry, "earlier_answer")


def _after_ending(tx: Session, entry: Entry, cause: str) -> Heard | None:
    visit_id = UUID(entry.data["inspection_id"])
    result = tx.get(Result, visit_id)
    broken_off = result is not None and result.outcome == "aborted_on_site"
    return _for_later(tx, visit_id, cause) if broken_off else None


def after_quarantine(tx: Session, entry: Entry) -> Heard | None:
    """A visit counts no longer, or counts after all (B-93)."""
    return _for_later(tx, UUID(entry.data["inspection_id"]), "earlier_quarantine")


def after_ground(tx: Session, entry: Entry) -> Heard | None:
    """Evidence that came with a ground can free a visit of the cap (B-26, B-42)."""
    reclassified = entry.data["decision"] == "reclassified"
    return _for_later(tx, UUID(entry.data["inspection_id"]), "earlier_ground") if reclassified else None


def after_broken_rule(tx: Session, entry: Entry) -> Heard | None:
    """Nobody can have been at both doors: the other visit says so, too, whichever of the two we heard of first (B-55)."""
    travelled = entry.data["code"] == "IMPOSSIBLE_TRAVEL"
    return Heard("travel", UUID(entry.data["inspection_id"]), entry.at) if travelled else None


def _for_later(tx: Session, inspection_id: UUID, cause: str) -> Heard | None:
    visit = tx.get(Inspection, inspection_id)
    if visit is None or visit.enterprise_id is None:
        return None
    return Heard(cause, inspection_id, visit.arrived_at, (visit.organ_id, visit.enterprise_id))


def judge_together(tx: Session, answers: Sequence[tuple[Entry, Heard | None]]) -> None:
    """Judge whom the batch concerns, each once, beside all that is known by now; the first cause is the one told."""
    doors: dict[tuple[str, tuple[UUID, UUID] | None], list[Heard]] = defaultdict(list)
    for _, heard in answers:
        if heard is not None:
            doors[heard.cause, heard.here].append(heard)
    causes: dict[UUID, str] = {}
    for (cause, _), alike in doors.items():
        causes = dict.fromkeys(_concerned(tx, alike), cause) | causes
    late = [each.visit_id for _, each in answers if each is not None and each.cause == LATE]
    causes = dict.fromkeys(came_after(tx, late), LATE) | causes if late else causes
    for each in _locked(tx, causes) if causes else ():
        judge_again(tx, each, causes[each.id], answers[-1][0].at)


def _concerned(tx: Session, heard: Sequence[Heard]) -> Sequence[UUID]:
    """Whom it concerns that was heard of one door, or of the same people, for one cause."""
    here = heard[0].here
    if here is None:
        return queries.of_same_people(tx, [each.visit_id for each in heard])
    if heard[0].cause == LATE:
        return queries.unaware_visits(
            tx, *_counted_there(tx, *here, heard[0].at), {str(each.visit_id): each.at for each in heard}
        )
    return queries.later_visits(tx, *_counted_there(tx, *here, heard[0].at), min(each.at for each in heard))


def _counted_there(tx: Session, organ_id: UUID, enterprise_id: UUID, at: datetime) -> tuple[list[UUID], UUID]:
    """Whose later visits to the enterprise it concerns: the organ's, and those that share a cap with it (B-25)."""
    rules = rulesets.or_default(tx, tx.get_one(Enterprise, enterprise_id).region_code, at)
    return counted_with(tx, organ_id, rules), enterprise_id


def _locked(tx: Session, ids: Collection[UUID]) -> Sequence[Inspection]:
    wanted = select(Inspection).where(Inspection.id.in_(ids)).order_by(Inspection.arrived_at).with_for_update()
    return tx.scalars(wanted, execution_options={"populate_existing": True}).all()


FOLLOWER = Follower("inspections", {
    CheckedIn.name: after_check_in, ResultFiled.name: after_result, QuarantineChanged.name: after_quarantine,
    RuleBroken.name: after_broken_rule, CheckedOut.name: after_departure, ChecklistAnswered.name: after_answer,
    GroundDecided.name: after_ground,
}, together=judge_together)  # fmt: skip
