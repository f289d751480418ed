"""The figures of a day: who looked most, what was refused, what was unsealed, and with which purposes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.audit.events import DigestMade
from backend.audit.models import AuditEntry, Digest
from backend.audit.outside import STRANGER
from backend.audit.verifying import verify
from backend.identity.access.scope import inside
from backend.identity.models import Region
from backend.journal.record import record

FIRST_HOUR = 6
"""Local; the day before is summed up from this hour on."""

TOP = 10
UNSEALINGS = ("feedback.unseal", "feedback.open", "person.number.unseal", "person.number.open")
"""Asking for what is sealed, and opening it."""


def due(region: Region, now: datetime) -> date | None:
    """The local day to sum up now: yesterday, once the night is over."""
    local = now.astimezone(ZoneInfo(region.zone))
    return local.date() - timedelta(days=1) if local.hour >= FIRST_HOUR else None


def make(tx: Session, region: Region, day: date, now: datetime) -> bool:
    """Sum up a day of a region and everything below it; False if that was done before."""
    figures = {**_figures(tx, _lines_of(region, day)), "failed_checks": _failed_checks(tx, now)}
    row = insert(Digest).values(region_code=region.code, day=day, figures=figures, made_at=now)
    made = tx.execute(row.on_conflict_do_nothing().returning(Digest.day)).one_or_none() is not None
    if made:
        most = figures["top_readers"][0]["n"] if figures["top_readers"] else 0
        names = ("views", "plays", "unsealings", "refusals", "strangers", "failed_checks")
        counted = {name: figures[name] for name in names}
        record(tx, DigestMade(region=region.code, day=day, most=most, **counted))
    return made


def _failed_checks(tx: Session, now: datetime) -> int:
    """Spans closed in the last two days that are not what they were, and faults of the chain anywhere."""
    return len(verify(tx, now, since=now - timedelta(days=2)).faults)


def _lines_of(region: Region, day: date) -> list[ColumnElement[bool]]:
    begins = datetime.combine(day, time(), ZoneInfo(region.zone))
    ends = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(region.zone))
    return [AuditEntry.at >= begins, AuditEntry.at < ends, inside(AuditEntry.region_path, region.path)]


def _figures(tx: Session, lines: list[ColumnElement[bool]]) -> dict[str, Any]:
    view = (AuditEntry.method.in_(("GET", "HEAD")), AuditEntry.result == "allowed")
    return {
        "views": _count(tx, *lines, *view),
        "plays": _count(tx, *lines, AuditEntry.action == "evidence.play", AuditEntry.result == "allowed"),
        "unsealings": _count(tx, *lines, AuditEntry.action.in_(UNSEALINGS), AuditEntry.result == "allowed"),
        "refusals": _count(tx, *lines, AuditEntry.result == "refused"),
        "strangers": _count(tx, *lines, AuditEntry.role == STRANGER),
        "top_readers": [
            {"person_id": str(each.key), "n": each.n} for each in _top(tx, AuditEntry.person_id, *lines, *view)
        ],
        "refused_actions": [
            {"action": each.key, "n": each.n}
            for each in _top(tx, AuditEntry.action, *lines, AuditEntry.result == "refused")
        ],
        "purposes": [{"purpose": each.key, "n": each.n} for each in _top(tx, AuditEntry.purpose, *lines)],
    }


def _count(tx: Session, *conditions: ColumnElement[bool]) -> int:
    return tx.scalar(select(func.count()).select_from(AuditEntry).where(*conditions)) or 0


def _top(tx: Session, key: Any, *conditions: ColumnElement[bool]) -> list[Row[Any]]:
    n = func.count().label("n")
    grouped = select(key.label("key"), n).where(key.is_not(None), *conditions).group_by(key)
    return list(tx.execute(grouped.order_by(n.desc(), key).limit(TOP)))
