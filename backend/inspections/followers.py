"""A visit that becomes known late, or turns out not to count, can change the count of later ones: judge those again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

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
from backend.inspections.models import Inspection, Result
from backend.inspections.states import ENDS_WITHOUT_COUNTING
from backend.journal.followers import Entry, Follower


def after_check_in(tx: Session, entry: Entry) -> None:
    """Judge the visits again that arrived after this one and do not know of it; the event tells how to find them."""
    told = entry.data
    if told["enterprise_id"] is not None:
        since = datetime.fromisoformat(told["arrived_at"])
        here = UUID(told["organ_id"]), UUID(told["enterprise_id"])
        _again(tx, queries.unaware_visits(tx, *here, since, told["inspection_id"]), "late_arrival", entry)


def after_result(tx: Session, entry: Entry) -> None:
    """Judge the visits again that arrived after one that counts for nothing (B-33, B-34)."""
    if entry.data["outcome"] in ENDS_WITHOUT_COUNTING:
        _judge_later(tx, UUID(entry.data["inspection_id"]), "earlier_result", entry)


def after_departure(tx: Session, entry: Entry) -> None:
    """The time that a visit took says whether it counts, where it was broken off (B-33): judge the later ones again."""
    _after_ending(tx, entry, "earlier_departure")


def after_answer(tx: Session, entry: Entry) -> None:
    """An answer that we hear of late makes a visit count that was broken off (B-33)."""
    _after_ending(tx, entry, "earlier_answer")


def _after_ending(tx: Session, entry: Entry, cause: str) -> None:
    visit_id = UUID(entry.data["inspection_id"])
    result = tx.get(Result, visit_id)
    if result is not None and result.outcome == "aborted_on_site":
        _judge_later(tx, visit_id, cause, entry)


def after_quarantine(tx: Session, entry: Entry) -> None:
    """Judge the visits again that arrived after one that counts no longer, or counts after all (B-93)."""
    _judge_later(tx, UUID(entry.data["inspection_id"]), "earlier_quarantine", entry)


def after_ground(tx: Session, entry: Entry) -> None:
    """Evidence that came with a ground can free a visit of the cap (B-26, B-42): judge the later ones again."""
    if entry.data["decision"] == "reclassified":
        _judge_later(tx, UUID(entry.data["inspection_id"]), "earlier_ground", entry)


def after_broken_rule(tx: Session, entry: Entry) -> None:
    """Nobody can have been at both doors: the other visit says so, too, whichever of the two we heard of first (B-55)."""
    if entry.data["code"] == "IMPOSSIBLE_TRAVEL":
        _again(tx, queries.of_same_people(tx, UUID(entry.data["inspection_id"])), "travel", entry)


def _judge_later(tx: Session, inspection_id: UUID, cause: str, entry: Entry) -> None:
    visit = tx.get(Inspection, inspection_id)
    if visit is None or visit.enterprise_id is None:
        return
    _again(tx, queries.later_visits(tx, visit.organ_id, visit.enterprise_id, visit.arrived_at), cause, entry)


def _again(tx: Session, ids: Sequence[UUID], cause: str, entry: Entry) -> None:
    for each in _locked(tx, ids) if ids else ():
        judge_again(tx, each, cause, entry.at)


def _locked(tx: Session, ids: Sequence[UUID]) -> Sequence[Inspection]:
    wanted = select(Inspection).where(Inspection.id.in_(ids)).order_by(Inspection.arrived_at).with_for_update()
    return tx.scalars(wanted).all()


FOLLOWER = Follower("inspections", {
    CheckedIn.name: after_check_in, ResultFiled.name: after_result, QuarantineChanged.name: after_quarantine,
    RuleBroken.name: after_broken_rule, CheckedOut.name: after_departure, ChecklistAnswered.name: after_answer,
    GroundDecided.name: after_ground,
})  # fmt: skip
