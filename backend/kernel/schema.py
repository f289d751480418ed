"""Shapes on the wire: moments in UTC, positions with their accuracy and datum, lists that page."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any, ClassVar, Literal

import marshmallow as ma
from marshmallow import fields, validate

from backend.kernel.clock import rfc3339 as rfc3339
from backend.kernel.content import identity_number_at, unkeepable, without_identity_numbers
from backend.kernel.problems import IDENTITY_NUMBER

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2199, 12, 31, tzinfo=UTC)
"""A phone that lost its clock says 1970; that is kept. Moments outside cannot be reckoned with and are malformed."""

RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:[0-5]\d)?", re.ASCII)
"""Python reads far more than that: weeks, hours of 24 and offsets of +08:60. A missing offset has its own sentence."""

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)
"""Days that a calendar of ours can hold; the days before and after them can still be reckoned."""

LONGEST_MS = 250 * 366 * 86_400_000
"""More than lies between any two moments that are taken."""


class UtcDateTime(fields.Field[datetime]):
    """RFC 3339 with an offset in, `…Z` out. Refused without an offset (B-01), and outside EARLIEST…LATEST."""

    default_error_messages = {  # noqa: RUF012 – marshmallow reads it from the class
        "invalid": "Not a valid datetime.",
        "naive": "The datetime needs an offset or Z.",
        "outside": "The datetime must lie between 1970 and 2199.",
    }

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else rfc3339(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        try:
            if not RFC3339.fullmatch(value):
                raise self.make_error("invalid")
            moment = datetime.fromisoformat(value)
            if moment.tzinfo is None:
                raise self.make_error("naive")
            if not EARLIEST <= moment <= LATEST:
                raise self.make_error("outside")
            return moment.astimezone(UTC)
        except (TypeError, ValueError, OverflowError) as error:
            raise self.make_error("invalid") from error


class Hash(fields.String):
    """A SHA-256: hex on the wire, 32 bytes inside."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else value.hex()

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bytes:  # type: ignore[override]
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            digest = bytes.fromhex(text)
        except ValueError as error:
            raise ma.ValidationError("64 hex digits are needed.") from error
        if len(text) != 64 or len(digest) != 32:  # fromhex passes over spaces
            raise ma.ValidationError("64 hex digits are needed.")
        return digest


def day(**options: Any) -> fields.Date:
    """A local day between FIRST_DAY and LAST_DAY."""
    return fields.Date(validate=validate.Range(FIRST_DAY, LAST_DAY), **options)


def milliseconds(**options: Any) -> fields.Float:
    """A span in milliseconds, forward or back, that can be added to any moment that is taken."""
    return fields.Float(allow_nan=False, validate=validate.Range(-LONGEST_MS, LONGEST_MS), **options)


class Schema(ma.Schema):
    """Unknown fields are refused: a misspelt one must not be lost in silence. So is what nobody could keep.

    An identity number in a text is refused, too (B-102), or masked in what tells a fact: a phone that comes back into
    the net after hours cannot ask anybody to write it again.
    """

    IDENTITY_NUMBERS: ClassVar[Literal["refused", "masked", "taken"]] = "refused"

    class Meta:
        unknown = ma.RAISE

    @ma.pre_load
    def _refuse_unkeepable(self, data: Any, **_: Any) -> Any:
        if wrong := unkeepable(data):
            raise ma.ValidationError(wrong)
        if self.IDENTITY_NUMBERS == "taken" or (field := identity_number_at(data)) is None:
            return data
        if self.IDENTITY_NUMBERS == "masked":
            return without_identity_numbers(data)
        raise IDENTITY_NUMBER(field=field)


class Told(Schema):
    """An answer that was made as plain JSON: it goes out as it stands, nothing left out and nothing added.

    Its fields say what it holds; the tests hold every answer to openapi.json, where they stand.
    """

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:
        return obj


class Words(Told):
    """One text in Chinese and English."""

    zh = fields.String(required=True)
    en = fields.String(required=True)


class Named(Told):
    """An organ, a person or a thing by id and name."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


class PointTold(Told):
    """A place in degrees of WGS-84."""

    longitude = fields.Float(required=True)
    latitude = fields.Float(required=True)


class PositionSchema(Schema):
    """A fix as the browser gave it. Raw numbers are kept as sent, also when they look swapped (B-50)."""

    longitude = fields.Float(required=True, allow_nan=False, validate=validate.Range(-180, 180))
    latitude = fields.Float(required=True, allow_nan=False, validate=validate.Range(-180, 180))
    accuracy_m = fields.Float(
        load_default=None, allow_none=True, allow_nan=False, validate=validate.Range(0, 1_000_000)
    )
    datum = fields.String(load_default="unknown", validate=validate.OneOf(["wgs84", "gcj02", "unknown"]))
    fix_at = UtcDateTime(load_default=None, allow_none=True)


class PositionTold(Told, PositionSchema):
    """A fix as it was kept: what the phone said of it."""


class ClockSchema(Schema):
    """What the phone knows of the time (B-02): wall clock, monotonic milliseconds, boot id, offset, quality."""

    wall = UtcDateTime(required=True)
    mono_ms = milliseconds(required=True)
    boot = fields.String(required=True, validate=validate.Length(1, 64))
    offset_ms = milliseconds(load_default=None, allow_none=True)
    quality = fields.String(required=True, validate=validate.OneOf(["synced", "carried", "none"]))


class ProblemAnswer(Schema):
    """application/problem+json (RFC 9457): what is wrong, in both languages, which field, what to do, which rule."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)
    remedy = fields.String(required=True)
    sentence = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    remedies = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    field = fields.String(required=True, allow_none=True)
    rule = fields.String(required=True, allow_none=True)
    facts = fields.Dict(required=True)
    errors = fields.List(fields.Dict(keys=fields.String(), values=fields.String()))


class PageArgs(Schema):
    """`page` from 1, `page_size` up to 200, `q` a search text."""

    page = fields.Integer(load_default=1, validate=validate.Range(1, 100_000))
    page_size = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    q = fields.String(load_default="", validate=validate.Length(max=100))


class Paged(Schema):
    """A page of a list as `page_of` makes it; each list says what its `items` are."""

    total = fields.Integer(required=True)
    page = fields.Integer(required=True)
    page_size = fields.Integer(required=True)


def page_of(items: list[Any], total: int, page: int, page_size: int) -> dict[str, Any]:
    """The body of a list answer."""
    return {"items": items, "total": total, "page": page, "page_size": page_size}
