"""Shapes of rule sets on the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from backend.identity.page import RegionLabel
from backend.kernel.schema import Named, Schema, Told, UtcDateTime, Words
from backend.kernel.schema import day as calendar_day
from backend.policy.grounds import APPROVERS
from backend.rulesets.adopting import Proposal

MOST_EXAMPLES = 100


class YearArgs(Schema):
    """Which year's calendar; without it this one."""

    year = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(2000, 2199))


class RuleExample(Schema):
    """An example of a rule set: a visit in local words, and the verdicts that it must get.

    `arrives` and `approved` are local clock times, `before` local days of earlier ordinary visits by the same organ.
    """

    name = fields.String(required=True, validate=[validate.Length(1, 100), validate.Regexp(r"(?s).*\S")])
    arrives = fields.String(required=True, validate=validate.Length(max=40))
    kind = fields.String(load_default="daily", validate=validate.Length(max=40))
    trigger = fields.String(load_default="plan", validate=validate.Length(max=40))
    ground = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=100))
    evidence = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    approved = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))
    class_ = fields.String(
        data_key="class", attribute="class", load_default=None, allow_none=True, validate=validate.Length(max=100)
    )
    industry = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=20))
    tier = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=10))
    whitelisted = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))
    """Since which local day the enterprise stands on the white list (B-36)."""
    before = fields.List(
        fields.String(validate=validate.Length(max=40)), load_default=list, validate=validate.Length(max=100)
    )
    level = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=20))
    """Where the organ stands, province to town: it may share a cap with others of its field (B-25)."""
    others = fields.Dict(
        keys=fields.String(validate=validate.Length(max=20)),
        values=fields.List(fields.String(validate=validate.Length(max=40)), validate=validate.Length(max=100)),
        load_default=dict, validate=validate.Length(max=4),
    )  # fmt: skip
    """Level → local days of earlier visits by another body of the field there."""
    quiet = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))
    cap = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))
    plan_published = fields.Boolean(load_default=True, truthy={True}, falsy={False})
    """Whether the organ's plan of the year stands published."""
    no_plan = fields.Boolean(load_default=None, allow_none=True, truthy={True}, falsy={False})
    """Whether NO_PLAN must be found (B-17)."""


def _examples() -> fields.List:
    return fields.List(fields.Nested(RuleExample), load_default=list, validate=validate.Length(max=MOST_EXAMPLES))


class PreviewSchema(YearArgs):
    """Parameters to look at before they are proposed."""

    body = fields.Dict(keys=fields.String(), required=True)
    examples = _examples()


class ProposalSchema(Schema):
    """A rule set that a bureau wants; absent parameters have their defaults."""

    body = fields.Dict(keys=fields.String(), required=True)
    preset = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))
    effective_on = calendar_day(required=True)
    source_document = fields.String(required=True, validate=[validate.Length(1, 200), validate.Regexp(r".*\S")])
    examples = _examples()
    reason = fields.String(required=True, validate=[validate.Length(1, 500), validate.Regexp(r"(?s).*\S")])

    @post_load
    def as_proposal(self, data: dict[str, Any], **_: Any) -> Proposal:
        return Proposal(**data)


class RuleSentence(Schema):
    """A sentence about the rule set; `changed` where the one in force says something else."""

    code = fields.String(required=True)
    rule = fields.String(required=True)
    sentence = fields.Nested(Words, required=True)
    changed = fields.Boolean(required=True)


class QuietYearAnswer(Schema):
    """The quiet days of a year for a group of enterprises."""

    whom = fields.Nested(Words, required=True)
    days = fields.List(fields.String(), required=True)


class GroundAnswer(Schema):
    """A ground that excepts a visit from the quiet period, what proves it, and whose yes it wants (B-40)."""

    code = fields.String(required=True)
    evidence = fields.String(required=True)
    approver = fields.String(required=True, validate=validate.OneOf(APPROVERS))


class ExampleVerdict(Schema):
    """A verdict on an example: its code and sentence, and whether it is the expected one."""

    code = fields.String(required=True)
    sentence = fields.Nested(Words, required=True)
    passes = fields.Boolean(required=True)


class NoPlanVerdict(Schema):
    """Whether a missing plan was found, in which words, and whether that is as expected (B-17)."""

    found = fields.Boolean(required=True)
    sentence = fields.Nested(Words, required=True, allow_none=True)
    passes = fields.Boolean(required=True)


class ExampleOutcome(Schema):
    """What came of an example, in the order in which they were given."""

    example = fields.Nested(RuleExample, required=True)
    passes = fields.Boolean(required=True)
    quiet = fields.Nested(ExampleVerdict, required=True)
    cap = fields.Nested(ExampleVerdict, required=True)
    no_plan = fields.Nested(NoPlanVerdict, required=True)


class PreviewAnswer(Schema):
    """What a rule set says and which year it makes; grounds and metres stand as they hold, also where no body names them."""

    year = fields.Integer(required=True)
    summary = fields.List(fields.Nested(RuleSentence), required=True)
    calendars = fields.List(fields.Nested(QuietYearAnswer), required=True)
    grounds = fields.List(fields.Nested(GroundAnswer), required=True)
    radius_m = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    body = fields.Dict(required=True)
    examples = fields.List(fields.Nested(ExampleOutcome), required=True)


class RuleSetAnswer(Schema):
    """A rule set and the span of its force."""

    id = fields.UUID(required=True)
    effective_from = UtcDateTime(required=True)
    effective_to = UtcDateTime(required=True, allow_none=True)
    approved_by = fields.String(required=True)
    source_document = fields.String(required=True)
    preset = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)


class RuleSetInFull(RuleSetAnswer, PreviewAnswer):
    """A rule set with its parameters, its sentences, its year and its examples."""


class WaitingAnswer(Schema):
    """A proposal that waits for a second person."""

    id = fields.UUID(required=True)
    requested_at = UtcDateTime(required=True)
    expires_at = UtcDateTime(required=True)
    requested_by = fields.Nested(Named, required=True)
    mine = fields.Boolean(required=True)
    effective_on = fields.String(required=True)
    source_document = fields.String(required=True)
    preset = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True)
    body = fields.Dict(required=True)
    examples = fields.List(fields.Nested(RuleExample), required=True)


class RuleSetsAnswer(Schema):
    """The rule sets of the caller's region, the newest first, and what waits."""

    region = fields.Nested(RegionLabel, required=True)
    items = fields.List(fields.Nested(RuleSetAnswer), required=True)
    waiting = fields.List(fields.Nested(WaitingAnswer), required=True)


class PresetAnswer(Told):
    """A rule set of a place that has one, with its sources; `body` holds its parameters."""

    code = fields.String(required=True)
    order = fields.Integer(required=True)
    name = fields.Nested(Words, required=True)
    source = fields.Nested(Words, required=True)
    references = fields.List(fields.String(), required=True)
    note = fields.Nested(Words, required=True)
    body = fields.Dict(required=True)
    examples = fields.List(fields.Nested(RuleExample), required=True)


class PresetsAnswer(Schema):
    """Rule sets of other places, to begin with."""

    items = fields.List(fields.Nested(PresetAnswer), required=True)


class ProposedAnswer(Schema):
    """The rule set that is in force or will be, or the proposal that waits for a second person."""

    rule_set = fields.Nested(RuleSetAnswer, required=True, allow_none=True)
    approval_id = fields.UUID(required=True, allow_none=True)
