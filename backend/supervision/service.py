"""Opens, takes and closes alerts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.identity import queries as people
from backend.identity.actor import Actor
from backend.journal.record import record
from backend.kernel.ids import uuid7
from backend.kernel.problems import NOT_FOUND
from backend.policy.sentences import sentence
from backend.supervision import queries
from backend.supervision.events import AlertClosed, AlertOpened, AlertTaken
from backend.supervision.grounds import refuse_undecided
from backend.supervision.models import Alert
from backend.supervision.problems import ALREADY_CLOSED, ALREADY_TAKEN
from backend.supervision.severity import BUREAU_ONLY, CLOCK, severity_of
from backend.supervision.states import may_move

UNKNOWN = "企业待核"
"""The name in an alert about a visit to an enterprise that nobody could tell at the door."""


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A finding of a visit with the sentences that say it."""

    inspection_id: UUID
    code: str
    rule: str
    severity: str
    facts: dict[str, Any]
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class OverdueItem:
    """An item that stands although its basis was repealed `facts["days"]` days ago."""

    CODE: ClassVar[str] = "ITEM_OVERDUE"
    RULE: ClassVar[str] = "B-16"
    item_id: UUID
    organ_id: UUID
    item: str
    facts: dict[str, Any]


def open_alert(tx: Session, broken: BrokenRule, *, at: datetime) -> UUID | None:
    """One alert per visit and code; None when it is there already or the visit is not (B-98).

    The clock starts at `at`, the moment the broken rule became known, not when this runs.
    """
    visit = queries.subject_of(tx, broken.inspection_id)
    if visit is None:
        return None
    severity = severity_of(broken.code, broken.severity)
    row = insert(Alert).values(
        id=uuid7(),
        inspection_id=broken.inspection_id,
        organ_id=visit.organ_id,
        region_path=visit.region_path,
        code=broken.code,
        rule=broken.rule,
        severity=severity,
        sentence_zh=broken.zh,
        sentence_en=broken.en,
        facts=broken.facts,
        enterprise_name=visit.enterprise_name or UNKNOWN,
        state="open",
        opened_at=at,
        due_at=at + CLOCK[severity],
    )
    alert_id = tx.scalar(row.on_conflict_do_nothing().returning(Alert.id))
    if alert_id is not None:
        record(tx, _opened(alert_id, broken, visit, severity))
    return alert_id


def open_item_alert(tx: Session, late: OverdueItem, *, at: datetime) -> UUID | None:
    """One open alert per item whose basis is long repealed (B-16); None where there is one already."""
    organ = people.organ(tx, late.organ_id)
    path = people.region(tx, organ.region_code).path
    severity = severity_of(late.CODE, "alert")
    row = insert(Alert).values(
        id=uuid7(), item_id=late.item_id, organ_id=organ.id, region_path=path, code=late.CODE, rule=late.RULE,
        severity=severity, sentence_zh=sentence(late.CODE, late.facts, "zh"), facts=late.facts,
        sentence_en=sentence(late.CODE, late.facts, "en"), enterprise_name=late.item, state="open", opened_at=at,
        due_at=at + CLOCK[severity],
    )  # fmt: skip
    alert_id = tx.scalar(row.on_conflict_do_nothing().returning(Alert.id))
    if alert_id is not None:
        told = AlertOpened(alert_id, None, organ.id, organ.region_code, path, late.CODE, late.RULE, severity, False)
        record(tx, told)
    return alert_id


def take(tx: Session, *, actor: Actor, alert_id: UUID) -> Alert:
    """Make the actor the owner; taking one's own again changes nothing. Raises NOT_FOUND, ALREADY_TAKEN, ALREADY_CLOSED."""
    alert = _locked(tx, actor, alert_id)
    if alert.state == "taken" and alert.owner_id == actor.person_id:
        return alert
    if not may_move(alert.state, "taken"):
        raise ALREADY_CLOSED() if alert.state == "closed" else ALREADY_TAKEN(owner=_name(tx, alert.owner_id))
    alert.state, alert.owner_id = "taken", actor.person_id
    record(
        tx,
        AlertTaken(alert.id, alert.inspection_id, alert.organ_id, alert.region_path, actor.person_id, _hidden(alert)),
    )
    return alert


def close(tx: Session, *, actor: Actor, now: datetime, alert_id: UUID, reason: str) -> Alert:
    """Close with a reason; who closes an alert that nobody took becomes its owner. Raises NOT_FOUND, ALREADY_CLOSED, GROUND_UNDECIDED."""
    alert = _locked(tx, actor, alert_id)
    if not may_move(alert.state, "closed"):
        raise ALREADY_CLOSED()
    refuse_undecided(tx, alert)
    alert.state, alert.closed_at, alert.close_reason = "closed", now, reason
    alert.owner_id = alert.owner_id or actor.person_id
    record(
        tx,
        AlertClosed(alert.id, alert.inspection_id, alert.organ_id, alert.region_path, actor.person_id, _hidden(alert)),
    )
    return alert


def _locked(tx: Session, actor: Actor, alert_id: UUID) -> Alert:
    alert = queries.alert(tx, actor, alert_id, lock=True)
    if alert is None:
        raise NOT_FOUND()
    return alert


def _opened(alert_id: UUID, broken: BrokenRule, visit: queries.Subject, severity: str) -> AlertOpened:
    return AlertOpened(
        alert_id,
        broken.inspection_id,
        visit.organ_id,
        visit.region_code,
        visit.region_path,
        broken.code,
        broken.rule,
        severity,
        broken.code in BUREAU_ONLY,
    )


def _hidden(alert: Alert) -> bool:
    return alert.code in BUREAU_ONLY


def _name(tx: Session, person_id: UUID | None) -> str:
    return people.names(tx, [person_id]).get(person_id, "") if person_id else ""
