"""Shapes of replays on the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from backend.inspections.replays import Trial
from backend.kernel.schema import Named, PageArgs, Paged, Schema, Told, UtcDateTime, Words
from backend.kernel.schema import day as calendar_day

BECOMES = ("broken", "kept", "other")


class TrialSchema(Schema):
    """What to try: a rule set's parameters under a name, and the first and last local day of the visits."""

    name = fields.String(required=True, validate=[validate.Length(1, 200), validate.Regexp(r"(?s).*\S")])
    body = fields.Dict(keys=fields.String(), required=True)
    since = calendar_day(required=True)
    until = calendar_day(required=True)

    @post_load
    def as_trial(self, data: dict[str, Any], **_: Any) -> Trial:
        return Trial(**data)


class DifferenceArgs(PageArgs):
    """Differences by what becomes of the visit."""

    becomes = fields.String(load_default=None, validate=validate.OneOf(BECOMES))


class ReplaySide(Told):
    """Verdict → how many visits got it; `broken` are those against the quiet period or the cap."""

    quiet = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    cap = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    broken = fields.Integer(required=True)


class ReplayMonth(Told):
    """A month: visits, those against the rules before and after, and those judged otherwise."""

    month = fields.String(required=True)
    visits = fields.Integer(required=True)
    before = fields.Integer(required=True)
    after = fields.Integer(required=True)
    differ = fields.Integer(required=True)


class ReplayBecomes(Told):
    """Of the visits that are judged otherwise: against the rules only now, not any more, or neither."""

    broken = fields.Integer(required=True)
    kept = fields.Integer(required=True)
    other = fields.Integer(required=True)


class ReplayTotals(Told):
    """What the trial came to."""

    visits = fields.Integer(required=True)
    differ = fields.Integer(required=True)
    becomes = fields.Nested(ReplayBecomes, required=True)
    before = fields.Nested(ReplaySide, required=True)
    after = fields.Nested(ReplaySide, required=True)
    months = fields.List(fields.Nested(ReplayMonth), required=True)


class ReplayAnswer(Schema):
    """A trial and how far it is: `done` of `total` visits; its result once it is done."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    since = fields.Date(required=True)
    until = fields.Date(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["waiting", "running", "done", "failed"]))
    total = fields.Integer(required=True)
    done = fields.Integer(required=True)
    requested_at = UtcDateTime(required=True)
    requested_by = fields.Nested(Named, required=True)
    finished_at = UtcDateTime(required=True, allow_none=True)
    result = fields.Nested(ReplayTotals, required=True, allow_none=True)


class ReplaysAnswer(Schema):
    """The newest trials of the caller's region."""

    items = fields.List(fields.Nested(ReplayAnswer), required=True)


class ReplayedHalf(Told):
    """One verdict in words."""

    code = fields.String(required=True)
    sentence = fields.Nested(Words, required=True)


class ReplayedVerdict(Told):
    """Both verdicts, and what else was found, by code."""

    quiet = fields.Nested(ReplayedHalf, required=True)
    cap = fields.Nested(ReplayedHalf, required=True)
    findings = fields.List(fields.String(), required=True)


class ReplayDifferenceAnswer(Told):
    """A visit that is judged otherwise; `inspection_id` is empty for an imported one."""

    n = fields.Integer(required=True)
    day = fields.String(required=True)
    becomes = fields.String(required=True, validate=validate.OneOf(BECOMES))
    organ = fields.Nested(Named, required=True)
    enterprise = fields.Nested(Named, required=True, allow_none=True)
    inspection_id = fields.String(required=True, allow_none=True)
    before = fields.Nested(ReplayedVerdict, required=True)
    after = fields.Nested(ReplayedVerdict, required=True)


class ReplayDifferencePage(Paged):
    """A page of differences, by local day."""

    items = fields.List(fields.Nested(ReplayDifferenceAnswer), required=True)
