"""Today in the demo: moments that are over already, in order, on any day and at any time of day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend.demo.base import ZONE

REACH = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Day:
    """The local day of `now`; `floor` is the earliest moment that may be used: midnight, or when the keys began."""

    now: datetime
    floor: datetime

    @classmethod
    def of(cls, now: datetime, keys_since: datetime) -> Day:
        """The day that is going on; what happened lies in its last two hours, or in what has passed of it."""
        local = now.astimezone(ZONE)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        return cls(now, max(midnight, keys_since, now - REACH))

    @property
    def date(self) -> date:
        """The local day."""
        return self.now.astimezone(ZONE).date()

    def at(self, part: float) -> datetime:
        """The moment when this part (0 to 1) of the usable time had passed."""
        return self.floor + (self.now - self.floor) * part
