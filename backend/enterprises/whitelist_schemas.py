"""Shapes of the white list and of chosen quiet days on the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from backend.enterprises import whitelist_queries
from backend.enterprises.chosen_days import MOST_AT_ONCE
from backend.enterprises.whitelist import Proposal
from backend.enterprises.whitelist_models import STATES
from backend.kernel.schema import Named, PageArgs, Paged, Schema, Told, UtcDateTime, day
from backend.policy.whitelist import ENDS

SAID = validate.Regexp(r"(?s).*\S")


class WhitelistArgs(PageArgs):
    """Which entries: in a state, of an enterprise; `q` is the enterprise."""

    sort = whitelist_queries.SORTING.field()
    state = fields.String(load_default="", validate=validate.OneOf(["", *STATES]))
    enterprise_id = fields.UUID(load_default=None, allow_none=True)


class ProposalBody(Schema):
    """Who vouches for what, why, by which document, and for how long (no end: until it is left)."""

    organ_id = fields.UUID(required=True)
    conditions = fields.List(
        fields.String(validate=validate.Length(1, 60)), required=True, validate=validate.Length(max=30)
    )
    reason = fields.String(required=True, validate=[validate.Length(1, 500), SAID])
    document = fields.String(required=True, validate=[validate.Length(1, 100), SAID])
    from_on = day(required=True)
    to_on = day(load_default=None, allow_none=True)

    @post_load
    def as_proposal(self, data: dict[str, Any], **_: Any) -> Proposal:
        return Proposal(**{**data, "reason": data["reason"].strip(), "document": data["document"].strip()})


class EntryDecisionBody(Schema):
    """Yes or no."""

    decision = fields.String(required=True, validate=validate.OneOf(["approve", "refuse"]))
    note = fields.String(load_default="", validate=validate.Length(max=500))


class EntryEndBody(Schema):
    """Why the enterprise leaves the list."""

    reason = fields.String(required=True, validate=validate.OneOf(ENDS))
    words = fields.String(required=True, validate=[validate.Length(1, 500), SAID])


class VouchingOrgan(Named):
    """The body that vouches, in both languages; empty where it has no English name."""

    name_en = fields.String(required=True)


class EnterpriseNamed(Named):
    """An enterprise by name and identifier."""

    identifier = fields.String(required=True)


class WhitelistAnswer(Told):
    """An entry: who vouches for what, where it stands, when it must be looked at again."""

    id = fields.UUID(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    enterprise = fields.Nested(EnterpriseNamed, required=True)
    organ = fields.Nested(VouchingOrgan, required=True)
    conditions = fields.List(fields.String(), required=True)
    reason = fields.String(required=True)
    document = fields.String(required=True)
    from_on = fields.Date(required=True)
    to_on = fields.Date(required=True, allow_none=True)
    proposed_by = fields.Nested(Named, required=True)
    proposed_at = UtcDateTime(required=True)
    decided_by = fields.Nested(Named, required=True, allow_none=True)
    note = fields.String(required=True)
    reviewed_on = fields.Date(required=True, allow_none=True)
    review_due = fields.Date(required=True, allow_none=True)
    """The day by which it must be reviewed; none for one that is not on the list."""
    ended_on = fields.Date(required=True, allow_none=True)
    end_reason = fields.String(required=True, allow_none=True)
    end_words = fields.String(required=True)
    may_decide = fields.Boolean(required=True)
    may_keep = fields.Boolean(required=True)
    """Whether the asker may review or end it."""


class WhitelistPage(Paged):
    """A page of entries, and the conditions that the rules of the asker's region ask for."""

    items = fields.List(fields.Nested(WhitelistAnswer), required=True)
    conditions = fields.List(fields.String(), required=True)


class QuietDaysBody(Schema):
    """Days that the enterprise chose, and its application."""

    days = fields.List(day(), required=True, validate=validate.Length(1, MOST_AT_ONCE))
    document = fields.String(required=True, validate=[validate.Length(1, 100), SAID])


class QuietDayAnswer(Told):
    """A day that the enterprise chose; one that was withdrawn stays."""

    id = fields.UUID(required=True)
    day = fields.Date(required=True)
    document = fields.String(required=True)
    recorded_by = fields.String(required=True)
    recorded_at = UtcDateTime(required=True)
    withdrawn_by = fields.String(required=True, allow_none=True)
    withdrawn_at = UtcDateTime(required=True, allow_none=True)


class QuietDaysAnswer(Told):
    """What the enterprise chose; `most` days of a month are allowed, none where its calendars leave no choice."""

    most = fields.Integer(required=True, allow_none=True)
    items = fields.List(fields.Nested(QuietDayAnswer), required=True)
