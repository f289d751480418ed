"""What an event is: a frozen dataclass with a name and a version, carrying ids and facts, no personal data."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from backend.kernel.clock import rfc3339


class Event:
    """Subclass as a frozen dataclass and give it a `name` such as `inspections.checked_in.v1`."""

    name: ClassVar[str]

    def as_data(self) -> dict[str, Any]:
        """The fields as JSON values: ids and moments become text."""
        return {field.name: _json(getattr(self, field.name)) for field in fields(self)}  # type: ignore[arg-type]


def _json(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return rfc3339(value)
    if isinstance(value, (list, tuple)):
        return [_json(each) for each in value]
    if isinstance(value, dict):
        return {key: _json(each) for key, each in value.items()}
    return value.isoformat() if hasattr(value, "isoformat") else value
