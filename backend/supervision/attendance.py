"""A lay supervisor comes along on a planned visit by invitation (B-77): asked, yes or no, taken back.

The name of the enterprise is told to whoever accepted, on the day itself, once the visit has its code: not before the
enterprise may know. Whoever has an interest in the enterprise is neither asked nor comes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from backend.enterprises.models import Enterprise, Site
from backend.identity import queries as identity
from backend.identity.access.scope import inside, visible
from backend.identity.actor import Actor
from backend.identity.models import Organ, Person, Region
from backend.journal.record import record
from backend.kernel.problems import NOT_FOUND
from backend.kernel.transaction import CONSTRAINTS
from backend.planning.models import Task
from backend.planning.states import WAITING
from backend.registers.conflicts import conflicts_on, holds_on
from backend.registers.models import Conflict
from backend.registers.searching import page
from backend.supervision.attendance_models import Attendance
from backend.supervision.events import AttendanceAnswered, AttendanceAsked, AttendanceWithdrawn
from backend.supervision.problems import (
    ALREADY_INVITED,
    HAS_AN_INTEREST,
    NOT_TO_ANSWER,
    REASON_MISSING,
    VISIT_NOT_AHEAD,
)

CONSTRAINTS["uq_attendance_standing"] = ALREADY_INVITED

STANDING = ("invited", "accepted")


def invite(
    tx: Session, *, actor: Actor, now: datetime, attendance_id: UUID, task_id: UUID, person_id: UUID, words: str
) -> Attendance:
    """Ask a supervisor to come along. Raises NOT_FOUND, VISIT_NOT_AHEAD, HAS_AN_INTEREST, ALREADY_INVITED."""
    task = _task(tx, actor, task_id)
    if not _may_be_asked(tx, actor, person_id):
        raise NOT_FOUND(field="person_id")
    _insist_ahead(tx, task, now)
    if _has_interest(tx, person_id, task):
        raise HAS_AN_INTEREST(field="person_id")
    row = Attendance(
        id=attendance_id, task_id=task.id, supervisor_id=person_id, region_path=task.region_path, words=words,
        state="invited", reason="", invited_by=actor.person_id, invited_at=now,
    )  # fmt: skip
    tx.add(row)
    tx.flush()
    record(tx, AttendanceAsked(row.id, task.id, person_id, task.region_path))
    return row


def answer(tx: Session, *, actor: Actor, now: datetime, attendance_id: UUID, answer: str, reason: str) -> Attendance:
    """Say yes, or no with a reason; a yes may still become a no. Raises NOT_FOUND, NOT_TO_ANSWER, VISIT_NOT_AHEAD, …"""
    row = _locked(tx, actor, attendance_id, "attendance.answer")
    if row.state == answer:
        return row
    if row.state not in STANDING:
        raise NOT_TO_ANSWER()
    if answer == "declined" and not reason:
        raise REASON_MISSING(field="reason")
    task = tx.get_one(Task, row.task_id)
    _insist_ahead(tx, task, now)
    if answer == "accepted" and _has_interest(tx, row.supervisor_id, task):
        raise HAS_AN_INTEREST()
    row.state, row.reason, row.answered_at = answer, reason if answer == "declined" else "", now
    record(tx, AttendanceAnswered(row.id, row.task_id, row.supervisor_id, row.invited_by, row.region_path, answer))
    return row


def withdraw(tx: Session, *, actor: Actor, now: datetime, attendance_id: UUID) -> Attendance:
    """Take an invitation back that stands; twice is once. Raises NOT_FOUND, NOT_TO_ANSWER."""
    row = _locked(tx, actor, attendance_id, "attendance.invite")
    if row.state == "withdrawn":
        return row
    if row.state not in STANDING:
        raise NOT_TO_ANSWER()
    row.state, row.withdrawn_at = "withdrawn", now
    record(tx, AttendanceWithdrawn(row.id, row.task_id, row.supervisor_id, row.region_path))
    return row


def listed(
    tx: Session, actor: Actor, now: datetime, *, task_id: UUID | None, number: int, size: int
) -> tuple[list[dict[str, Any]], int]:
    """A page of the invitations that the actor may see, the latest first, and how many there are: one's own, or the region's."""
    seen = _seen(actor, "attendance.see")
    wanted = seen.where(Attendance.task_id == task_id) if task_id else seen
    rows, total = page(tx, wanted, (Attendance.invited_at.desc(), Attendance.id), number, size)
    return answers(tx, actor, [each[0] for each in rows], now), total


def answers(tx: Session, actor: Actor, rows: Sequence[Attendance], now: datetime) -> list[dict[str, Any]]:
    """Invitations as the wire shows them to this person."""
    names = identity.names(tx, [each.supervisor_id for each in rows])
    visits = {row.Task.id: row for row in tx.execute(_visits([each.task_id for each in rows]))}
    kept_away = _kept_away(tx, rows)
    return [
        _answer(actor, each, visits[each.task_id], names[each.supervisor_id], now) | {"kept_away": each.id in kept_away}
        for each in rows
    ]


def _answer(actor: Actor, row: Attendance, visit: Any, supervisor: str, now: datetime) -> dict[str, Any]:
    task, own = visit.Task, actor.person_id == row.supervisor_id
    told = not own or _told_now(row, task, _today(visit.Region, now))
    return {
        "id": row.id, "task_id": None if own else task.id, "state": row.state, "words": row.words, "reason": row.reason,
        "supervisor": {"id": str(row.supervisor_id), "name": supervisor},
        "planned_on": task.planned_on, "starts_at": f"{task.starts_at:%H:%M}" if task.starts_at else None,
        "organ": {"id": str(visit.Organ.id), "name": visit.Organ.name},
        "place": {"zh": visit.Region.name, "en": visit.Region.name_en or visit.Region.name},
        "enterprise": {"name": visit.Enterprise.name, "address": visit.address or ""} if told else None,
        "ahead": task.state in WAITING and _today(visit.Region, now) <= task.planned_on,
        "invited_at": row.invited_at, "answered_at": row.answered_at, "withdrawn_at": row.withdrawn_at,
    }  # fmt: skip


def _told_now(row: Attendance, task: Task, today: date) -> bool:
    """Whether the supervisor reads the enterprise's name: on the day, with a code, after a yes."""
    return row.state == "accepted" and today >= task.planned_on and task.state in ("coded", "visited")


def _visits(task_ids: Sequence[UUID]) -> Any:
    wanted = select(Task, Organ, Region, Enterprise, Site.address).join(Organ, Organ.id == Task.organ_id)
    wanted = wanted.join(Region, Region.code == Organ.region_code).join(Enterprise, Enterprise.id == Task.enterprise_id)
    return wanted.join(Site, Site.id == Task.site_id).where(Task.id.in_(task_ids))


def _task(tx: Session, actor: Actor, task_id: UUID) -> Task:
    wanted = select(Task).where(Task.id == task_id)
    seen = visible(wanted, actor, "attendance.invite", region_path=Task.region_path)
    task = tx.execute(seen).scalar_one_or_none()
    if task is None:
        raise NOT_FOUND()
    return task


def _may_be_asked(tx: Session, actor: Actor, person_id: UUID) -> bool:
    """An active supervisor of the actor's region."""
    wanted = select(Person.id).join(Organ, Organ.id == Person.organ_id).join(Region, Region.code == Organ.region_code)
    wanted = wanted.where(Person.id == person_id, Person.role == "supervisor", Person.active)
    return tx.scalar(wanted.where(inside(Region.path, actor.region_path))) is not None


def _insist_ahead(tx: Session, task: Task, now: datetime) -> None:
    region = identity.region(tx, task.region_path.rpartition("/")[2])
    if task.state not in WAITING or _today(region, now) > task.planned_on:
        raise VISIT_NOT_AHEAD()


def _today(region: Region, now: datetime) -> date:
    return now.astimezone(ZoneInfo(region.zone)).date()


def _has_interest(tx: Session, person_id: UUID, task: Task) -> bool:
    """Whether the enterprise stands on the supervisor's list on that day (B-13, B-77)."""
    enterprise = tx.get_one(Enterprise, task.enterprise_id)
    return bool(conflicts_on(tx, [person_id], enterprise.scheme, enterprise.identifier, task.planned_on))


def _kept_away(tx: Session, rows: Sequence[Attendance]) -> set[UUID]:
    """Those of the standing invitations whose supervisor has the enterprise on the list on that day."""
    wanted = select(Attendance.id).join(Task, Task.id == Attendance.task_id)
    wanted = wanted.join(Enterprise, Enterprise.id == Task.enterprise_id)
    theirs = Conflict.scheme == Enterprise.scheme, Conflict.identifier == Enterprise.identifier
    wanted = wanted.join(Conflict, and_(Conflict.person_id == Attendance.supervisor_id, *theirs))
    standing = [each.id for each in rows if each.state in STANDING]
    return set(tx.scalars(wanted.where(Attendance.id.in_(standing), holds_on(Task.planned_on))))


def _locked(tx: Session, actor: Actor, attendance_id: UUID, action: str) -> Attendance:
    wanted = _seen(actor, action).where(Attendance.id == attendance_id).with_for_update()
    row: Attendance | None = tx.execute(wanted).scalar_one_or_none()
    if row is None:
        raise NOT_FOUND()
    return row


def _seen(actor: Actor, action: str) -> Any:
    sides: dict[str, Any] = {"region_path": Attendance.region_path, "owner": Attendance.supervisor_id}
    return visible(select(Attendance), actor, action, **sides)
