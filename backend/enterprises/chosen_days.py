"""Quiet days that an enterprise chose, entered by the bureau on its application (B-37): only ahead, never more than allowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from backend.enterprises import queries
from backend.enterprises.models import Enterprise
from backend.enterprises.problems import DAYS_NOT_CHOSEN, DAYS_PAST, DAYS_TAKEN, DAYS_TOO_MANY
from backend.enterprises.whitelist_models import ChosenQuietDay
from backend.identity.access.table import Thing, may
from backend.identity.actor import Actor
from backend.kernel.ids import uuid7
from backend.kernel.problems import NOT_FOUND
from backend.policy.calendars import most_chosen
from backend.policy.quiet import protecting_calendars
from backend.policy.ruleset import RuleSet
from backend.rulesets import service as rulesets

MOST_AT_ONCE = 62
"""Days of one application."""


def standing(tx: Session, enterprise_id: UUID) -> Sequence[ChosenQuietDay]:
    """Every day that was ever entered, withdrawn ones too, by day: the history of the choice."""
    wanted = select(ChosenQuietDay).where(ChosenQuietDay.enterprise_id == enterprise_id)
    return tx.scalars(wanted.order_by(ChosenQuietDay.day, ChosenQuietDay.recorded_at, ChosenQuietDay.id)).all()


def enter(
    tx: Session, *, actor: Actor, enterprise_id: UUID, days: Sequence[date], document: str, now: datetime
) -> None:
    """Enter what the enterprise chose: all of it, or nothing.

    Raises NOT_FOUND, DAYS_NOT_CHOSEN where its calendar leaves no choice, DAYS_PAST, DAYS_TAKEN, DAYS_TOO_MANY.
    """
    row = _enterprise(tx, actor, enterprise_id)
    rules = rulesets.or_default(tx, row.enterprise_region, now)
    most, today = most_of(row, rules), now.astimezone(rules.zone).date()
    if most is None:
        raise DAYS_NOT_CHOSEN(field="days")
    if any(day <= today for day in days):
        raise DAYS_PAST(field="days")
    _fit(tx, enterprise_id, days, most)
    tx.add_all(
        ChosenQuietDay(
            id=uuid7(), enterprise_id=enterprise_id, day=day, document=document, recorded_by=actor.person_id, recorded_at=now
        )
        for day in sorted(set(days))
    )  # fmt: skip
    tx.flush()


def withdraw(tx: Session, *, actor: Actor, day_id: UUID, now: datetime) -> UUID:
    """Take back a day that still lies ahead; whose it was. A second time changes nothing. Raises NOT_FOUND, DAYS_PAST."""
    chosen = tx.scalar(select(ChosenQuietDay).where(ChosenQuietDay.id == day_id).with_for_update())
    if chosen is None:
        raise NOT_FOUND()
    row = _enterprise(tx, actor, chosen.enterprise_id)
    if chosen.withdrawn_at is None:
        rules = rulesets.or_default(tx, row.enterprise_region, now)
        if chosen.day <= now.astimezone(rules.zone).date():
            raise DAYS_PAST(field="day_id")
        chosen.withdrawn_by, chosen.withdrawn_at = actor.person_id, now
    return chosen.enterprise_id


def most_of(row: Row[Any], rules: RuleSet) -> int | None:
    """How many days of a month the enterprise may choose; None where its calendars leave it no choice."""
    return most_chosen(protecting_calendars(queries.site_facts(row), rules))


def _enterprise(tx: Session, actor: Actor, enterprise_id: UUID) -> Row[Any]:
    """The enterprise with its row locked, if the actor keeps its days. Raises NOT_FOUND."""
    row = queries.one(tx, actor.region_path, enterprise_id)
    if row is None or not may(actor, "quiet_day.write", Thing(region_path=row.enterprise_region_path)):
        raise NOT_FOUND()
    tx.execute(select(Enterprise.id).where(Enterprise.id == enterprise_id).with_for_update())
    return row


def _fit(tx: Session, enterprise_id: UUID, days: Sequence[date], most: int) -> None:
    """Whether no day is chosen twice and no month holds more than `most` (the caller holds the enterprise's row)."""
    held = {each.day for each in standing(tx, enterprise_id) if each.withdrawn_at is None}
    if twice := held & {*days}:
        raise DAYS_TAKEN(field="days", day=min(twice).isoformat())
    months = Counter((day.year, day.month) for day in held | {*days})
    if over := next((month for month in sorted(months) if months[month] > most), None):
        raise DAYS_TOO_MANY(field="days", month=f"{over[0]}-{over[1]:02}", counted=months[over], most=most)
