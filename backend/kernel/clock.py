"""The clock is handed in: production passes the system's, tests pass their own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


def rfc3339(moment: datetime) -> str:
    """The moment in UTC with `Z`; microseconds only where there are any."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


class Clock(Protocol):
    """Something that knows the time."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)
