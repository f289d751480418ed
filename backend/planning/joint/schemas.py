"""Shapes of joint proposals on the wire."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.kernel.schema import Named, PageArgs, Paged, Schema, Told, UtcDateTime
from backend.planning.joint.queries import STATES
from backend.planning.joint.service import ACCEPT, REFUSE
from backend.planning.schemas import text
from backend.planning.states import STATES as TASK_STATES


class JointArgs(PageArgs):
    """Which proposals: in a state, about a task; `q` is the enterprise."""

    state = fields.String(load_default="", validate=validate.OneOf(["", *STATES]))
    task_id = fields.UUID(load_default=None, allow_none=True)


class JointAnswerBody(Schema):
    """Yes or no; a no says why."""

    answer = fields.String(required=True, validate=validate.OneOf([ACCEPT, REFUSE]))
    reason = text(500, load_default="")


class JointInvitationBody(Schema):
    """Who is asked to come along."""

    organ_id = fields.UUID(required=True)


class JointInvitationArgs(Schema):
    """Part of a name, or its pinyin."""

    q = text(100, load_default="")


class SubjectNamed(Named):
    """A subject in both languages."""

    name_en = fields.String(required=True)


class JointInvitationChoices(Told):
    """Bodies that may be asked."""

    items = fields.List(fields.Nested(SubjectNamed), required=True)


class JointSide(Told):
    """One of the two visits: whose, and when it is planned."""

    task_id = fields.UUID(required=True, allow_none=True)
    """None of a body that is invited and has planned nothing yet; it would come with the lead."""
    organ = fields.Nested(SubjectNamed, required=True)
    planned_on = fields.Date(required=True)
    starts_at = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, allow_none=True, validate=validate.OneOf(sorted(TASK_STATES)))


class JointAnswer(Told):
    """A proposal: who is asked to join, who leads, and what was answered."""

    id = fields.UUID(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    enterprise = fields.Nested(Named, required=True)
    asked = fields.Nested(JointSide, required=True)
    lead = fields.Nested(JointSide, required=True)
    made_at = UtcDateTime(required=True)
    answer_by = fields.Date(required=True)
    overdue = fields.Boolean(required=True)
    """Supervision was told that nobody answered in time."""
    was_on = fields.Date(required=True, allow_none=True)
    was_at = fields.String(required=True, allow_none=True)
    """When the visit that is asked was planned before anybody answered."""
    answered_at = UtcDateTime(required=True, allow_none=True)
    answered_by = fields.Nested(Named, required=True, allow_none=True)
    reason = fields.String(required=True)
    mine_to_answer = fields.Boolean(required=True)


class JointPage(Paged):
    """A page of proposals, those that wait for an answer first."""

    items = fields.List(fields.Nested(JointAnswer), required=True)


class JointFigure(Told):
    """How a subject answers: `refusal_rate` is of those that it answered, from 0 to 1; none where it answered none."""

    organ = fields.Nested(SubjectNamed, required=True)
    asked = fields.Integer(required=True)
    accepted = fields.Integer(required=True)
    refused = fields.Integer(required=True)
    overdue = fields.Integer(required=True)
    refusal_rate = fields.Float(required=True, allow_none=True)


class JointFigures(Told):
    """The answers of each subject that the caller may see."""

    items = fields.List(fields.Nested(JointFigure), required=True)
