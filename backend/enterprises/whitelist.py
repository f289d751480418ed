"""The white list 无事不扰: who comes on it, who decides, when it is looked at again, and how it is left (B-36)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.enterprises import queries
from backend.enterprises import whitelist_queries as entries
from backend.enterprises.events import WhitelistChanged, WhitelistReviewDue
from backend.enterprises.problems import (
    CONDITIONS_MISSING,
    ENTRY_LIVE,
    ENTRY_NOT_LISTED,
    ENTRY_NOT_WAITING,
    ENTRY_PAST,
    ENTRY_SAME_PERSON,
    SPAN_BACKWARDS,
)
from backend.enterprises.whitelist_models import ENDED, LISTED, PROPOSED, REFUSED, WhitelistEntry
from backend.identity.actor import Actor
from backend.journal.record import record
from backend.kernel.problems import NOT_FOUND
from backend.policy.ruleset import RuleSet
from backend.policy.whitelist import review_due
from backend.registers.places import organ_for
from backend.rulesets import service as rulesets

AT_ONCE = 200
"""How many reviews are told in one transaction."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is asked for an enterprise; `conditions` are those that the organ vouches for."""

    organ_id: UUID
    conditions: Sequence[str]
    reason: str
    document: str
    from_on: date
    to_on: date | None


def propose(
    tx: Session, *, actor: Actor, entry_id: UUID, enterprise_id: UUID, told: Proposal, now: datetime
) -> WhitelistEntry:
    """Ask that an enterprise come on the list, or on it again.

    Raises NOT_FOUND, ENTRY_PAST, SPAN_BACKWARDS, CONDITIONS_MISSING, ENTRY_LIVE.
    """
    row = queries.one(tx, actor.region_path, enterprise_id)
    if row is None:
        raise NOT_FOUND()
    rules = rulesets.or_default(tx, row.enterprise_region, now)
    _check(told, rules, now.astimezone(rules.zone).date())
    made = insert(WhitelistEntry).values(
        id=entry_id, enterprise_id=enterprise_id, region_code=row.enterprise_region, state=PROPOSED,
        region_path=row.enterprise_region_path, organ_id=organ_for(tx, actor, told.organ_id, "whitelist.propose", field="organ_id").id,
        conditions=[*told.conditions], reason=told.reason, document=told.document, from_on=told.from_on,
        to_on=told.to_on, proposed_by=actor.person_id, proposed_at=now,
    )  # fmt: skip
    if tx.scalar(made.on_conflict_do_nothing().returning(WhitelistEntry.id)) is None:
        raise ENTRY_LIVE()
    return tx.get_one(WhitelistEntry, entry_id)


def decide(
    tx: Session, *, actor: Actor, entry_id: UUID, decision: str, note: str, now: datetime
) -> WhitelistEntry:  # fmt: skip
    """Say yes or no to what another asked for. Raises NOT_FOUND, ENTRY_SAME_PERSON, ENTRY_NOT_WAITING, ENTRY_PAST."""
    row = _locked(tx, actor, entry_id)
    if row.proposed_by == actor.person_id:
        raise ENTRY_SAME_PERSON()
    if row.state != PROPOSED:
        raise ENTRY_NOT_WAITING(state=row.state)
    row.decided_by, row.decided_at, row.note = actor.person_id, now, note
    row.state = LISTED if decision == "approve" else REFUSED
    if row.state == LISTED:
        today = _today(tx, row, now)
        row.from_on = max(row.from_on, today)
        if row.to_on is not None and row.to_on < today:
            raise ENTRY_PAST(field="to_on")
        row.reviewed_on = row.from_on
    _tell(tx, row)
    return row


def review(tx: Session, *, actor: Actor, entry_id: UUID, now: datetime) -> WhitelistEntry:
    """Note that the conditions were looked at and still hold. Raises NOT_FOUND, ENTRY_NOT_LISTED."""
    row = _listed(tx, actor, entry_id)
    row.reviewed_on, row.reviewed_by, row.review_told_on = _today(tx, row, now), actor.person_id, None
    _tell(tx, row)
    return row


def end(tx: Session, *, actor: Actor, entry_id: UUID, reason: str, words: str, now: datetime) -> WhitelistEntry:
    """Take an enterprise off the list from today on. Raises NOT_FOUND, ENTRY_NOT_LISTED."""
    row = _listed(tx, actor, entry_id)
    _end(tx, row, _today(tx, row, now), reason, words, actor.person_id)
    return row


def end_by_finding(tx: Session, *, enterprise_id: UUID, outcome: str, day: date, rules: RuleSet, words: str) -> None:
    """A serious result takes the enterprise off the list on the same day, whoever sleeps over it (B-36)."""
    if outcome not in rules.whitelist.serious:
        return
    row = entries.in_force(tx, enterprise_id, day)
    if row is not None:
        _end(tx, row, day, "serious_finding", words, None)


def tell_reviews_due(tx: Session, *, now: datetime) -> int:
    """Tell supervision, once each time, of entries that nobody looked at again by their day; how many."""
    told = 0
    waits = select(WhitelistEntry).where(WhitelistEntry.state == LISTED, WhitelistEntry.review_told_on.is_(None))
    rows = tx.scalars(waits.order_by(WhitelistEntry.reviewed_on).with_for_update(skip_locked=True)).all()
    dues = dues_of(tx, rows, now)
    for row in rows:
        due = dues.get(row.id)
        today = _today(tx, row, now)
        if told < AT_ONCE and due is not None and today > due and (row.to_on is None or today <= row.to_on):
            row.review_told_on = today
            record(tx, WhitelistReviewDue(row.id, row.enterprise_id, row.organ_id, row.region_code, due.isoformat()))
            told += 1
    return told


def dues_of(tx: Session, rows: Sequence[WhitelistEntry], now: datetime) -> dict[UUID, date]:
    """The day by which each of the entries must be reviewed; nothing for one that is not on the list."""
    listed = {row.id: (row.reviewed_on, row.region_code) for row in rows if row.state == LISTED}
    rules = {code: rulesets.or_default(tx, code, now) for code in {code for _, code in listed.values()}}
    return {id_: review_due(last, rules[code]) for id_, (last, code) in listed.items() if last is not None}


def _check(told: Proposal, rules: RuleSet, today: date) -> None:
    if told.from_on < today:
        raise ENTRY_PAST(field="from_on")
    if told.to_on is not None and told.to_on < told.from_on:
        raise SPAN_BACKWARDS(field="to_on")
    missing = [each for each in rules.whitelist.conditions if each not in told.conditions]
    if missing:
        raise CONDITIONS_MISSING(field="conditions", missing=missing)


def _locked(tx: Session, actor: Actor, entry_id: UUID) -> WhitelistEntry:
    row: WhitelistEntry | None = entries.entry(tx, actor, entry_id, lock=True)
    if row is None:
        raise NOT_FOUND()
    return row


def _listed(tx: Session, actor: Actor, entry_id: UUID) -> WhitelistEntry:
    row = _locked(tx, actor, entry_id)
    if row.state != LISTED:
        raise ENTRY_NOT_LISTED(state=row.state)
    return row


def _end(tx: Session, row: WhitelistEntry, day: date, reason: str, words: str, by: UUID | None) -> None:
    row.state, row.ended_on, row.end_reason, row.end_words, row.ended_by = ENDED, day, reason, words, by
    _tell(tx, row)


def _tell(tx: Session, row: WhitelistEntry) -> None:
    record(tx, WhitelistChanged(row.id, row.enterprise_id, row.organ_id, row.region_code, row.state))


def _today(tx: Session, row: WhitelistEntry, now: datetime) -> date:
    rules: Any = rulesets.or_default(tx, row.region_code, now)
    return now.astimezone(rules.zone).date()
