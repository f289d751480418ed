"""/tasks/{id}/attendances and /attendances: inviting lay supervisors to a planned visit, and their answers (B-77)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from backend.kernel.http import Blueprint, access, actor, idempotency_key, idempotent, now, tx
from backend.kernel.schema import Named, PageArgs, Paged, Schema, Told, UtcDateTime, Words, page_of
from backend.planning.schemas import text
from backend.supervision import attendance
from backend.supervision.attendance_models import Attendance

blueprint = Blueprint("supervision", __name__, url_prefix="/api/v1")


class InvitationBody(Schema):
    """Whom, and with which words."""

    person_id = fields.UUID(required=True)
    words = text(500, load_default="")


class AttendanceReply(Schema):
    """Yes, or no with a reason."""

    answer = fields.String(required=True, validate=validate.OneOf(["accepted", "declined"]))
    reason = text(500, load_default="")


class AttendanceArgs(PageArgs):
    """Those of one task, or all."""

    task_id = fields.UUID(load_default=None)


class PremisesTold(Told):
    """Where to go."""

    name = fields.String(required=True)
    address = fields.String(required=True)


class AttendanceAnswer(Schema):
    """An invitation. `enterprise` is told to the supervisor on the day alone; `kept_away`: it is on their list (B-13)."""

    id = fields.UUID(required=True)
    task_id = fields.UUID(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(["invited", "accepted", "declined", "withdrawn"]))
    words = fields.String(required=True)
    reason = fields.String(required=True)
    supervisor = fields.Nested(Named, required=True)
    planned_on = fields.Date(required=True)
    starts_at = fields.String(required=True, allow_none=True)
    organ = fields.Nested(Named, required=True)
    place = fields.Nested(Words, required=True)
    enterprise = fields.Nested(PremisesTold, required=True, allow_none=True)
    kept_away = fields.Boolean(required=True)
    ahead = fields.Boolean(required=True)
    """Whether the visit is still to come."""
    invited_at = UtcDateTime(required=True)
    answered_at = UtcDateTime(required=True, allow_none=True)
    withdrawn_at = UtcDateTime(required=True, allow_none=True)


class AttendancePage(Paged):
    """A page of invitations, the latest first."""

    items = fields.List(fields.Nested(AttendanceAnswer), required=True)


@blueprint.route("/tasks/<uuid:task_id>/attendances", methods=["POST"])
@access("attendance.invite")
@idempotent
@blueprint.arguments(InvitationBody)
@blueprint.response(201, AttendanceAnswer)
def invite(body: dict[str, Any], task_id: UUID) -> dict[str, Any]:
    """Ask a lay supervisor to come along. The Idempotency-Key is the invitation's id."""
    key = idempotency_key()
    return _one(attendance.invite(tx(), actor=actor(), now=now(), attendance_id=key, task_id=task_id, **body))


@blueprint.route("/attendances", methods=["GET"])
@access("attendance.see")
@blueprint.arguments(AttendanceArgs, location="query")
@blueprint.response(200, AttendancePage)
def list_attendances(args: dict[str, Any]) -> dict[str, Any]:
    """A supervisor's own invitations; the bureau sees those of its region."""
    number, size = args["page"], args["page_size"]
    items, total = attendance.listed(tx(), actor(), now(), task_id=args["task_id"], number=number, size=size)
    return page_of(items, total, number, size)


@blueprint.route("/attendances/<uuid:attendance_id>/answer", methods=["POST"])
@access("attendance.answer")
@idempotent
@blueprint.arguments(AttendanceReply)
@blueprint.response(200, AttendanceAnswer)
def answer(body: dict[str, str], attendance_id: UUID) -> dict[str, Any]:
    """Say whether one comes."""
    given = {"answer": body["answer"], "reason": body["reason"].strip()}
    return _one(attendance.answer(tx(), actor=actor(), now=now(), attendance_id=attendance_id, **given))


@blueprint.route("/attendances/<uuid:attendance_id>/withdrawal", methods=["POST"])
@access("attendance.invite")
@idempotent
@blueprint.response(200, AttendanceAnswer)
def withdraw(attendance_id: UUID) -> dict[str, Any]:
    """Take an invitation back."""
    return _one(attendance.withdraw(tx(), actor=actor(), now=now(), attendance_id=attendance_id))


def _one(row: Attendance) -> dict[str, Any]:
    return attendance.answers(tx(), actor(), [row], now())[0]
