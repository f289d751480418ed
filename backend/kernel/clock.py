"""The clock is handed in: production passes the system's, tests pass their own."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


def rfc3339(moment: datetime) -> str:
    """The moment in UTC with `Z`; microseconds only where there are any."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def local_day(moment: datetime, zone: str) -> date:
    """The day that it is in a zone at a moment."""
    return moment.astimezone(ZoneInfo(zone)).date()


class Clock(Protocol):
    """Something that knows the time."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)
