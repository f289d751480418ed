"""Shapes of what the rules say about a visit, as `policy.verdict` writes them."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.kernel.schema import Told, UtcDateTime, Words
from backend.policy.facts import Severity


class JudgedAnswer(Told):
    """A sentence of the rules; `facts` are those of its code."""

    code = fields.String(required=True)
    rule = fields.String(required=True)
    facts = fields.Dict(required=True)
    sentence = fields.Nested(Words, required=True)


class FindingAnswer(JudgedAnswer):
    """A rule that is broken or in doubt."""

    severity = fields.String(required=True, validate=validate.OneOf([*Severity]))


class QuietAnswer(JudgedAnswer):
    """What the quiet period says (B-37)."""

    reason = fields.String(required=True)


class CapAnswer(QuietAnswer):
    """What the cap says: `counted` of `most` in `period` (B-25)."""

    counted = fields.Integer(required=True)
    most = fields.Integer(required=True)
    period = fields.String(required=True)


class VerdictAnswer(Told):
    """Everything that the rule set in force has to say about a visit."""

    ruleset_id = fields.String(required=True)
    quiet = fields.Nested(QuietAnswer, required=True)
    cap = fields.Nested(CapAnswer, required=True)
    findings = fields.List(fields.Nested(FindingAnswer), required=True)
    mark = fields.String(required=True, validate=validate.OneOf(["clean", "alert", "violation", "review"]))


class EarlierVerdict(VerdictAnswer):
    """A verdict that a newer one stands beside, and what called for it (B-03)."""

    cause = fields.String(required=True)
    judged_at = UtcDateTime()
