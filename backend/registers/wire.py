"""The blueprint of all registers, and the shapes that they share."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import fields, validate

from backend.kernel.http import Blueprint
from backend.kernel.schema import Paged, Schema, Told

blueprint = Blueprint("registers", __name__, url_prefix="/api/v1")

SHOWN = re.compile(r"[^\x00-\x08\x0b-\x1f\x7f]*\Z")
"""Text without control characters."""


def text(most: int, least: int = 0, **options: Any) -> fields.String:
    """A text that a screen can show; surrounding spaces do not count."""
    return Trimmed(validate=[validate.Length(least, most), validate.Regexp(SHOWN)], **options)


class Trimmed(fields.String):
    """Text without the spaces around it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        read = super()._deserialize(value, attr, data, **kwargs)
        return read.strip() if isinstance(read, str) else read


class RegisterReason(Schema):
    """Why."""

    reason = text(300, 1, required=True)


class RegisterPage(Told, Paged):
    """A page of a register; each register says what its lines are."""
