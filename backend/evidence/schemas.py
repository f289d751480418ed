"""Shapes of evidence on the wire. Hashes are 64 hex digits."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields, validate

from backend.evidence.states import MIMES, base_mime
from backend.kernel.schema import ClockSchema, Hash, PositionSchema, PositionTold, Schema, Told, UtcDateTime, Words
from backend.planning.verdict_schemas import FindingAnswer

DAY_MS = 86_400_000


def _known_mime(text: str) -> None:
    if base_mime(text) not in MIMES:
        raise ma.ValidationError("Files of this kind are not taken.")


class MediaBody(Schema):
    """A recording, photo or signature as the phone declares it when it begins."""

    IDENTITY_NUMBERS = "masked"

    kind = fields.String(
        required=True,
        validate=validate.OneOf(["recording", "photo", "signature", "observation_photo", "stamped_photo"]),
    )
    mime = fields.String(required=True, validate=[validate.Length(1, 120), _known_mime])
    started_at = UtcDateTime(required=True)
    clock = fields.Nested(ClockSchema, required=True)
    position = fields.Nested(PositionSchema, load_default=None, allow_none=True)
    caption = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=500))
    settings = fields.Dict(load_default=None, allow_none=True)


class SegmentBody(Schema):
    """A segment as the phone closed it: length, hash, chain link, and the hole before it (B-61, B-62)."""

    IDENTITY_NUMBERS = "masked"

    n = fields.Integer(required=True, strict=True, validate=validate.Range(0, 999_999))
    size = fields.Integer(required=True, strict=True, data_key="bytes", validate=validate.Range(0, 2**40))
    sha256 = Hash(required=True)
    prev = Hash(required=True)
    link = Hash(required=True)
    started_at = UtcDateTime(required=True)
    duration_ms = fields.Integer(required=True, strict=True, validate=validate.Range(0, DAY_MS))
    gap_ms = fields.Integer(required=True, strict=True, validate=validate.Range(0, 7 * DAY_MS))
    cause = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=200))
    final = fields.Boolean(required=True)


class MediaDeclared(Schema):
    """The medium is known; bytes may come."""

    media_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    state = fields.String(required=True)


class SegmentAnswer(Schema):
    """The segment is known; `link_ok` tells whether the chain fits."""

    id = fields.UUID(required=True)
    media_id = fields.UUID(required=True)
    n = fields.Integer(required=True)
    link_ok = fields.Boolean(required=True)


class SegmentState(Schema):
    """How far one segment has come; `mismatch` explains bytes that are not what was declared."""

    n = fields.Integer(required=True)
    state = fields.String(required=True)
    bytes = fields.Integer(allow_none=True)
    held = fields.Integer(required=True)
    sha256 = fields.String(allow_none=True)
    server_sha256 = fields.String(allow_none=True)
    started_at = UtcDateTime(allow_none=True)
    duration_ms = fields.Integer(allow_none=True)
    gap_ms = fields.Integer(allow_none=True)
    cause = fields.String(allow_none=True)
    final = fields.Boolean(allow_none=True)
    link_ok = fields.Boolean(allow_none=True)
    sealed_at = UtcDateTime(allow_none=True)
    mismatch = fields.Nested(Words, allow_none=True)


class PlayableAnswer(Schema):
    """The viewing copy; `url` needs `?purpose=`."""

    url = fields.String(required=True)
    thumbnail_url = fields.String(allow_none=True)
    mime = fields.String(required=True)
    duration_s = fields.Float(required=True)
    segments = fields.Integer(required=True)


class MediaAnswer(Schema):
    """A medium with its segments and its viewing copy."""

    media_id = fields.UUID(required=True)
    inspection_id = fields.UUID(allow_none=True)
    kind = fields.String(required=True)
    mime = fields.String(required=True)
    started_at = UtcDateTime(required=True)
    position = fields.Nested(PositionTold, allow_none=True)
    caption = fields.String(allow_none=True)
    state = fields.String(required=True)
    segments = fields.List(fields.Nested(SegmentState), required=True)
    playable = fields.Nested(PlayableAnswer, allow_none=True)


class Stretch(Told):
    """A span of time."""

    begins = UtcDateTime(data_key="from", required=True)
    ends = UtcDateTime(data_key="to", required=True)


class PhaseTold(Stretch):
    """A part of the visit that had to be recorded (B-59)."""

    name = fields.String(required=True)


class HoleTold(Stretch):
    """What nobody recorded between two pieces; `long` ones need a reason (B-61)."""

    seconds = fields.Integer(required=True)
    said = fields.Boolean(required=True)
    why = fields.Nested(Words, required=True)
    long = fields.Boolean(required=True)
    sound = fields.Boolean(required=True)


class CompletenessAnswer(Stretch):
    """What had to be recorded against what was (B-59 to B-61)."""

    asked = fields.String(required=True)
    state = fields.String(required=True)
    need_s = fields.Integer(required=True)
    have_s = fields.Integer(required=True)
    late_s = fields.Integer(required=True)
    early_s = fields.Integer(required=True)
    sentence = fields.Nested(Words, required=True)
    phases = fields.List(fields.Nested(PhaseTold), required=True)
    runs = fields.List(fields.Nested(Stretch), required=True)
    holes = fields.List(fields.Nested(HoleTold), required=True)
    findings = fields.List(fields.Nested(FindingAnswer), required=True)


class Looking(Schema):
    """Why somebody looks; it goes into the access log (B-65). Empty is refused with a sentence of its own."""

    purpose = fields.String(load_default="", validate=validate.Length(max=200))


class Since(Schema):
    """From when on."""

    since = UtcDateTime(load_default=None)


class Receipt(Schema):
    """What became of one upload: received, sealed or mismatch."""

    media_id = fields.UUID(required=True)
    segment = fields.Integer(required=True)
    state = fields.String(required=True)
    sha256 = fields.String(required=True)
    sealed_at = UtcDateTime(allow_none=True)


class Receipts(Schema):
    """Receipts in order of change; ask again from the last `sealed_at` on."""

    items = fields.List(fields.Nested(Receipt), required=True)


class Requested(Schema):
    """The copy is being made."""

    media_id = fields.UUID(required=True)
    segments = fields.Integer(required=True)
