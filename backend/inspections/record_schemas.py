"""Shapes of the on-site record and its signatures on the wire. A record is texts only: that is what is hashed."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from backend.inspections.records import Locked, Signing
from backend.kernel.schema import ClockSchema, Hash, Schema, UtcDateTime
from backend.planning.schemas import text
from backend.policy.checklist import LONGEST_QUESTION, LONGEST_UNIT

MOST_POINTS = 4000
"""Points of one signature: a minute of writing."""

PICTURES = ("matches", "waiting", "other_bytes", "other_visit", "other_kind", "used_twice")
"""How the picture of a signature stands beside its sealed file (B-62)."""

NAMED = validate.Regexp(r"(?=[\s\S]*\S)")
_ID = validate.Regexp(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")


def name(**options: Any) -> fields.String:
    """The name of a person, as it is printed."""
    return text(50, **options)


class Texts(Schema):
    """Content that was signed is kept as it is or not at all."""

    IDENTITY_NUMBERS = "masked"


class RecordOfficer(Texts):
    """An officer whom the record names."""

    person_id = fields.String(required=True, validate=_ID)
    name = name(required=True)
    card = text(40, required=True)


class RecordItem(Texts):
    """An item that was looked at."""

    code = text(40, required=True)
    name = text(200, required=True)
    basis = text(1000, required=True)


class RecordLine(Texts):
    """An answer to the checklist as it stands in the record; photos by the SHA-256 of their originals."""

    question = text(LONGEST_QUESTION, required=True)
    answer = fields.String(required=True, validate=validate.OneOf(["yes", "no", "na", "value"]))
    value = text(20, required=True)
    unit = text(LONGEST_UNIT, required=True)
    note = text(1000, required=True)
    photos = fields.List(fields.String(validate=validate.Regexp(r"[0-9a-f]{64}\Z")), required=True)


class RecordAttendee(Texts):
    """Who of the enterprise was there; without a name nobody was."""

    name = name(required=True)
    role = text(50, required=True)


class RecordContent(Texts):
    """What a record says. Every value is a text, so that its canonical JSON is the same everywhere."""

    inspection_id = fields.String(required=True, validate=_ID)
    organ = text(200, required=True)
    enterprise = text(300, required=True)
    identifier = text(64, required=True)
    address = text(500, required=True)
    arrived_at = text(40, required=True)
    written_at = text(40, required=True)
    officers = fields.List(fields.Nested(RecordOfficer), required=True, validate=validate.Length(1, 50))
    items = fields.List(fields.Nested(RecordItem), required=True, validate=validate.Length(max=100))
    lines = fields.List(fields.Nested(RecordLine), required=True, validate=validate.Length(max=400))
    findings = text(4000, required=True)
    statement = text(2000, required=True)
    attendee = fields.Nested(RecordAttendee, required=True)
    writer = name(required=True)


class RecordSchema(Texts):
    """A version of the record as the phone locked it. `hash` is the SHA-256 of the canonical JSON of `content`."""

    content = fields.Nested(RecordContent, required=True)
    hash = Hash(required=True)
    at = UtcDateTime(required=True)
    clock = fields.Nested(ClockSchema, required=True)

    @post_load
    def as_locked(self, data: dict[str, Any], **_: Any) -> Locked:
        return Locked(**data)


class RecordAnswer(Schema):
    """The version that stands; an earlier one stays beside it."""

    id = fields.UUID(required=True)
    inspection_id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    hash = Hash(required=True)
    at = UtcDateTime(required=True)


def _fits_the_pad(strokes: list[list[int]]) -> None:
    points = sum(len(each) for each in strokes)
    if points > 3 * MOST_POINTS or any(len(each) % 3 for each in strokes):
        raise ValidationError(f"At most {MOST_POINTS} points, each of three numbers.")


def _drawn(data: dict[str, Any]) -> bool:
    return bool(data["media_id"] or data["image_sha256"] or data["strokes"])


def _check_way(data: dict[str, Any]) -> None:
    """What each way of signing must bring, and what it must not."""
    how, pictured = data["how"], data["media_id"] and data["image_sha256"]
    if how == "typed" and (data["role"] == "officer" or _drawn(data)):
        raise ValidationError({"how": ["Officers sign themselves, and a typed name has no picture."]})
    if how == "picture" and (not pictured or data["strokes"]):
        raise ValidationError({"media_id": ["The picture and its hash are needed, and no strokes."]})
    if how == "drawn" and not (pictured and sum(map(len, data["strokes"])) >= 6):
        raise ValidationError({"strokes": ["The picture, its hash and at least two points are needed."]})


class SignatureSchema(Texts):
    """A signature under the version with `record_hash`, or its refusal with the reason (B-67).

    Drawn: `strokes` are flat lists of x, y and milliseconds, in ten-thousandths of the pad's width, and their picture is a medium
    of the visit. Picture: of a signature or fingerprint on paper, without strokes. Typed: the name alone, before `witness_id`.
    """

    role = fields.String(required=True, validate=validate.OneOf(["officer", "attendee", "witness"]))
    person_id = fields.UUID(load_default=None, allow_none=True)
    name = fields.String(required=True, validate=[validate.Length(1, 50), NAMED])
    record_hash = Hash(required=True)
    refused = fields.Boolean(load_default=False)
    reason = text(500, load_default="")
    how = fields.String(load_default="drawn", validate=validate.OneOf(["drawn", "picture", "typed"]))
    witness_id = fields.UUID(load_default=None, allow_none=True)
    media_id = fields.UUID(load_default=None, allow_none=True)
    image_sha256 = Hash(load_default=None, allow_none=True)
    strokes = fields.List(
        fields.List(fields.Integer(strict=True, validate=validate.Range(-100_000, 10_000_000))),
        load_default=list, validate=[validate.Length(max=400), _fits_the_pad],
    )  # fmt: skip
    at = UtcDateTime(required=True)
    clock = fields.Nested(ClockSchema, required=True)

    @validates_schema
    def _whole(self, data: dict[str, Any], **_: Any) -> None:
        if data["refused"] and (data["role"] != "attendee" or data["how"] != "drawn" or _drawn(data)):
            raise ValidationError({"refused": ["Only the attendee refuses, and then nothing is drawn."]})
        if data["refused"] != bool(data["reason"].strip()):
            raise ValidationError({"reason": ["A refusal needs its reason, a signature has none."]})
        if not data["refused"]:
            _check_way(data)
        if (data["how"] == "typed") != (data["witness_id"] is not None):
            raise ValidationError({"witness_id": ["A typed name, and nothing else, has a witnessing officer."]})
        if (data["role"] == "officer") != (data["person_id"] is not None):
            raise ValidationError({"person_id": ["Officers sign with their id, others without."]})

    @post_load
    def as_signing(self, data: dict[str, Any], **_: Any) -> Signing:
        return Signing(**data)


class SignatureAnswer(Schema):
    """The signature as recorded. `picture` tells how its file compares with what is sealed; empty where there is none."""

    id = fields.UUID(required=True)
    record_id = fields.UUID(required=True)
    role = fields.String(required=True)
    name = fields.String(required=True)
    refused = fields.Boolean(required=True)
    how = fields.String(required=True)
    picture = fields.String(required=True, allow_none=True, validate=validate.OneOf(PICTURES))
    at = UtcDateTime(required=True)
