"""Shapes of a task and its parts, as `planning.answers` makes them."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.kernel.schema import Named, Paged, PointTold, Told, UtcDateTime
from backend.planning.verdict_schemas import VerdictAnswer
from backend.policy.checklist import ANSWERS
from backend.policy.recording import LEVELS


class ChecklistLine(Told):
    """A question of the visit's one form (B-89). `photo`: an answer of no wants a photo."""

    key = fields.String(required=True)
    question = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(sorted(ANSWERS)))
    unit = fields.String(required=True)
    photo = fields.Boolean(required=True)
    items = fields.List(fields.String(), required=True)
    bases = fields.List(fields.String(), required=True)


class EnterpriseFound(Told):
    """An enterprise with the premises that are visited."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    identifier = fields.String(required=True)
    scheme = fields.String(required=True)
    address = fields.String(required=True)
    site_id = fields.UUID(required=True)
    point = fields.Nested(PointTold, required=True, allow_none=True)


class EnterpriseShown(EnterpriseFound):
    """The same with what is known of its identifier and its place."""

    identifier_ok = fields.Boolean(required=True)
    place_type = fields.String(required=True)


class OrganLabel(Named):
    """An organ as a choice or a label."""

    code = fields.String(required=True)
    name_en = fields.String(required=True)
    kind = fields.String(required=True)
    published_on = fields.Date(required=True, allow_none=True)


class ItemLabel(Named):
    """An inspection item with its legal basis."""

    code = fields.String(required=True)
    name_en = fields.String(required=True)
    basis = fields.String(required=True)
    published_on = fields.Date(required=True, allow_none=True)


class CardNow(Told):
    """A card with its state now; `code_id` is what a live code names."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    state = fields.String(required=True)
    expires_on = fields.Date(required=True)
    code_id = fields.String(required=True)


class TaskOfficer(Told):
    """An officer of a task."""

    person_id = fields.UUID(required=True)
    name = fields.String(required=True)
    card = fields.Nested(CardNow, required=True, allow_none=True)


class TaskCompanion(Told):
    """An assistant or expert who comes along (B-12)."""

    person_id = fields.UUID(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True)
    number = fields.String(required=True)


class StoppedOfficer(Told):
    """An officer whose card will not be valid then (B-11)."""

    person_id = fields.UUID(required=True)
    state = fields.String(required=True)


class Decider(Named):
    """Who decided, and in which role."""

    role = fields.String(required=True)


class DecisionAnswer(Told):
    """The answer before entry (B-19, B-41)."""

    by = fields.Nested(Decider, required=True)
    at = UtcDateTime(required=True)
    note = fields.String(required=True)
    decision = fields.String(required=True, validate=validate.OneOf(["approve", "reject"]))


class NoticeLink(Told):
    """The notice that the visit code stands for (B-22)."""

    hash = fields.String(required=True)
    url = fields.String(required=True)


class VisitCodeTold(Told):
    """A visit code with the address that its QR carries."""

    id = fields.UUID(required=True)
    code_id = fields.String(required=True)
    url = fields.String(required=True)
    short_code = fields.String(required=True)
    valid_from = UtcDateTime(required=True)
    valid_to = UtcDateTime(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["cancelled", "not_yet", "valid", "expired"]))


class JointOfficer(Told):
    """Somebody who comes, as the notice names them."""

    name = fields.String(required=True)
    number = fields.String(required=True)


class JointOrgan(Named):
    """A body in both languages."""

    name_en = fields.String(required=True)


class JointMember(Told):
    """One of those who make a joint visit; the lead is the first."""

    task_id = fields.UUID(required=True)
    organ = fields.Nested(JointOrgan, required=True)
    leads = fields.Boolean(required=True)
    state = fields.String(required=True)
    officers = fields.List(fields.Nested(JointOfficer), required=True)
    inspection_id = fields.UUID(required=True, allow_none=True)
    """Its arrival, once it came."""


class JointLine(ChecklistLine):
    """A question of the one form, and who of them asks it (B-89)."""

    asked_by = fields.Nested(JointOrgan, required=True)


class JointTold(Told):
    """The joint visit that a task is part of (B-29)."""

    leads = fields.Boolean(required=True)
    """Whether this task leads it."""
    members = fields.List(fields.Nested(JointMember), required=True)
    form = fields.List(fields.Nested(JointLine), required=True)


class PlanLineItem(Named):
    """An item in both languages."""

    name_en = fields.String(required=True)


class PlanLineTold(Told):
    """The line of the annual plan that a task carries out, and how many of how many visits came (B-17)."""

    plan_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    year = fields.Integer(required=True)
    title = fields.String(required=True)
    """Empty where the plan has no name but its year."""
    name = fields.String(required=True)
    items = fields.List(fields.Nested(PlanLineItem), required=True)
    wanted = fields.Integer(required=True, allow_none=True)
    done = fields.Integer(required=True)
    planned = fields.Integer(required=True)


class TaskAnswer(Told):
    """A task with everything that its screens show."""

    id = fields.UUID(required=True)
    state = fields.String(required=True)
    kind = fields.String(required=True)
    trigger = fields.String(required=True)
    ground = fields.String(required=True, allow_none=True)
    evidence_id = fields.String(required=True, allow_none=True)
    superior_document = fields.String(required=True, allow_none=True)
    follows_id = fields.UUID(required=True, allow_none=True)
    """The visit whose findings it follows up (B-32)."""
    planned_on = fields.Date(required=True)
    starts_at = fields.String(required=True, allow_none=True)
    further_days = fields.List(fields.Date(), required=True)
    """The days after the first that the notice names (B-31)."""
    entry_reason = fields.String(required=True)
    created_at = UtcDateTime(required=True)
    enterprise = fields.Nested(EnterpriseShown, required=True)
    organ = fields.Nested(OrganLabel, required=True)
    items = fields.List(fields.Nested(ItemLabel), required=True)
    officers = fields.List(fields.Nested(TaskOfficer), required=True)
    assistants = fields.List(fields.Nested(TaskCompanion), required=True)
    stopped = fields.List(fields.Nested(StoppedOfficer), required=True)
    verdict = fields.Nested(VerdictAnswer, required=True, allow_none=True)
    decider = fields.String(required=True, allow_none=True, validate=validate.OneOf(["subject_head", "bureau"]))
    """Whose yes it waits for (B-40, B-41); null where it waits for nobody's."""
    decision = fields.Nested(DecisionAnswer, required=True, allow_none=True)
    notice = fields.Nested(NoticeLink, required=True, allow_none=True)
    visit_code = fields.Nested(VisitCodeTold, required=True, allow_none=True)
    inspection_id = fields.UUID(required=True, allow_none=True)
    recording = fields.String(required=True, validate=validate.OneOf(LEVELS))
    checklist = fields.List(fields.Nested(ChecklistLine), required=True)
    """What its own officers ask; of a joint visit the whole form stands in `joint`."""
    joint = fields.Nested(JointTold, required=True, allow_none=True)
    plan_line = fields.Nested(PlanLineTold, required=True, allow_none=True)
    """Null where it names no line."""


class TaskPage(Paged):
    """A page of tasks."""

    items = fields.List(fields.Nested(TaskAnswer), required=True)


class VisitCodeAnswer(Told):
    """The visit code that was issued."""

    visit_code = fields.Nested(VisitCodeTold, required=True)
