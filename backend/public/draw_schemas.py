"""Shape of the published file of a draw, liangma-draw-1; fields are only ever added."""

from __future__ import annotations

from marshmallow import fields

from backend.kernel.schema import Told


class AvoidedPair(Told):
    """A pair that the draw met and passed over, with the salt that shows it stood in the committed list."""

    object = fields.String(required=True)
    officer = fields.String(required=True)
    salt = fields.String(required=True)


class DrawnPick(Told):
    """An object with its officers in drawn order, those in reserve included."""

    object = fields.String(required=True)
    officers = fields.List(fields.String(), required=True)


class FileReplacement(Told):
    """An officer of the n-th object who does not go."""

    n = fields.Integer(required=True)
    officer = fields.String(required=True)
    reason = fields.String(required=True)


class AboutDraw(Told):
    """For people; the verifier does not read it."""

    organ = fields.String(required=True)
    item = fields.String(required=True)
    names = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    replacements = fields.List(fields.Nested(FileReplacement), required=True)


class DrawFile(Told):
    """All that is needed to run the draw again (B-85). `objects` holds pairs of name and weight."""

    format = fields.String(required=True)
    commitment = fields.String(required=True)
    commitment_sha256 = fields.String(required=True)
    secret = fields.String(required=True)
    public_value = fields.String(required=True)
    objects = fields.List(fields.List(fields.Raw()), required=True)
    officers = fields.List(fields.String(), required=True)
    avoidances = fields.List(fields.String(), required=True)
    avoided = fields.List(fields.Nested(AvoidedPair), required=True)
    picks = fields.List(fields.Nested(DrawnPick), required=True)
    about = fields.Nested(AboutDraw, required=True)
