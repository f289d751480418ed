"""Shapes of cards on the wire. Everything on a card is public (B-90); there is no field for anything else."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import fields, post_load, pre_load, validate

from backend.certificates.issuing import Application
from backend.certificates.moving import Move
from backend.certificates.photos import MOST_UPLOADED
from backend.certificates.register import SORTING, Wanted
from backend.certificates.states import KINDS, STATE_NAMES
from backend.kernel.schema import PageArgs, Paged, Schema, Told, UtcDateTime, Words, day

VISIBLE = re.compile(r"[^\x00-\x1f\x7f]*\Z")
MOVED_TO = ("active", "suspended", "cancelled", "recalled", "revoked", "lost")
"""What an operator may say; expiry comes by the calendar, renewal and replacement with the new card."""


def line(most: int, least: int = 0, **options: Any) -> fields.String:
    """One line of text that a card or a screen can show."""
    return fields.String(validate=[validate.Length(least, most), validate.Regexp(VISIBLE)], **options)


class CardArgs(PageArgs):
    """Which cards: in a state, of an organ, expiring within so many days."""

    state = fields.String(load_default=None, validate=validate.OneOf(sorted(STATE_NAMES)))
    organ_id = fields.UUID(load_default=None)
    expiring = fields.Integer(load_default=None, validate=validate.Range(0, 3660))
    sort = SORTING.field()

    @post_load
    def as_wanted(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        wanted = Wanted(data.pop("q"), data.pop("state"), data.pop("organ_id"), data.pop("expiring"))
        return {**data, "wanted": wanted}


class StatusArgs(Schema):
    """The local day, or the moment, that is asked for; now without either."""

    on = day(load_default=None)
    at = UtcDateTime(load_default=None)


class ForetellArgs(Schema):
    """A move that somebody is thinking of."""

    state = fields.String(required=True, validate=validate.OneOf(MOVED_TO))
    effective_from = UtcDateTime(load_default=None)
    effective_to = UtcDateTime(load_default=None)


class CardFace(Schema):
    """What stands on a card, apart from the holder."""

    number = line(40, 1, required=True)
    kind = fields.String(load_default="enforcement", validate=validate.OneOf(KINDS))
    field = line(100, load_default="")
    area = line(100, load_default="")
    issued_on = day(required=True)
    expires_on = day(required=True)
    document = line(200, load_default=None, allow_none=True)

    @pre_load
    def _trim(self, data: Any, **_: Any) -> Any:
        """Spaces around what is said are no part of it."""
        if not isinstance(data, dict):
            return data
        return {name: value.strip() if isinstance(value, str) else value for name, value in data.items()}

    def application(self, data: dict[str, Any]) -> dict[str, Any]:
        """The face as one value, beside what else was said."""
        names = ("number", "kind", "field", "area", "issued_on", "expires_on", "document")
        face = {name: data.pop(name) for name in names}
        return {**data, "application": Application(**face)}


def _photo(**options: Any) -> fields.String:
    return fields.String(validate=validate.Length(1, MOST_UPLOADED * 2), **options)


class IssueSchema(CardFace):
    """A new card. `photo` is base64 of a JPEG, PNG or WebP; `applied` waits to be made active (B-92)."""

    person_id = fields.UUID(required=True)
    photo = _photo(required=True)
    state = fields.String(load_default="active", validate=validate.OneOf(["active", "applied"]))

    @post_load
    def as_application(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return self.application(data)


class PhotoSchema(Schema):
    """The portrait of a card that has none."""

    photo = _photo(required=True)


class ReplaceSchema(CardFace):
    """A card in place of another; without a photo the old one is used."""

    photo = _photo(load_default=None, allow_none=True)
    reason = line(500, 1, required=True)

    @post_load
    def as_application(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return self.application(data)


class MoveSchema(Schema):
    """A move of B-92; without `effective_from` it takes effect now."""

    state = fields.String(required=True, validate=validate.OneOf(MOVED_TO))
    effective_from = UtcDateTime(load_default=None, allow_none=True)
    effective_to = UtcDateTime(load_default=None, allow_none=True)
    reason = line(500, 1, required=True)
    document = line(200, load_default=None, allow_none=True)

    @pre_load
    def _trim(self, data: Any, **_: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {name: value.strip() if isinstance(value, str) else value for name, value in data.items()}

    @post_load
    def as_move(self, data: dict[str, Any], **_: Any) -> Move:
        return Move(**data)


class CardAnswer(Schema):
    """A card with its state now and the address of its printed code; `code_id` is what a live code names."""

    id = fields.UUID(required=True)
    code_id = fields.String(required=True)
    person_id = fields.UUID(required=True)
    organ_id = fields.UUID(required=True)
    number = fields.String(required=True)
    kind = fields.String(required=True)
    holder_name = fields.String(required=True)
    organ_name = fields.String(required=True)
    field = fields.String(required=True)
    area = fields.String(required=True)
    issuer = fields.String(required=True)
    issued_on = fields.Date(required=True)
    expires_on = fields.Date(required=True)
    state = fields.String(required=True)
    url = fields.String(required=True)
    photo_url = fields.String(required=True, allow_none=True)


class CardPage(Paged):
    """A page of cards, and how many of all that one may see are in each state."""

    items = fields.List(fields.Nested(CardAnswer), required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class MoveAnswer(Schema):
    """A move in the life of a card: who, when, why, by which document."""

    id = fields.UUID(required=True)
    state = fields.String(required=True)
    effective_from = UtcDateTime(required=True)
    effective_to = UtcDateTime(required=True, allow_none=True)
    reason = fields.String(required=True)
    document = fields.String(required=True, allow_none=True)
    operator = fields.String(required=True, allow_none=True)
    recorded_at = UtcDateTime(required=True)


class OpenVisitAnswer(Schema):
    """A planned visit that the holder is on."""

    task_id = fields.UUID(required=True)
    enterprise_name = fields.String(required=True)
    planned_on = fields.Date(required=True)
    starts_at = fields.Time(format="%H:%M", required=True, allow_none=True)
    state = fields.String(required=True)


class CardWarning(Told):
    """What is unusual about a card; it was issued all the same (B-91)."""

    code = fields.String(required=True)
    rule = fields.String(required=True)
    sentence = fields.Nested(Words, required=True)


class CardFile(CardAnswer):
    """A card with its whole life, what may come next, and the visits that hang on it."""

    moves = fields.List(fields.Nested(MoveAnswer), required=True)
    may_become = fields.List(fields.String(), required=True)
    replaceable = fields.String(required=True, allow_none=True)
    replaces = fields.Nested(lambda: Relative(), required=True, allow_none=True)
    replaced_by = fields.Nested(lambda: Relative(), required=True, allow_none=True)
    open_visits = fields.List(fields.Nested(OpenVisitAnswer), required=True)
    warnings = fields.List(fields.Nested(CardWarning), required=True)


class Relative(Schema):
    """The card before or after this one."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)


class StatusAnswer(Schema):
    """What a card was (B-97). `partly`: something changed during the day that was asked for."""

    on = fields.Date(required=True)
    valid = fields.Boolean(required=True)
    state = fields.String(required=True)
    partly = fields.Boolean(required=True)


class ForetoldAnswer(Schema):
    """What a move would do: planned visits that lose their code (`coded`) or need somebody else."""

    before = fields.String(required=True)
    allowed = fields.Boolean(required=True)
    visits = fields.List(fields.Nested(OpenVisitAnswer), required=True)
