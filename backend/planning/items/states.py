"""Where an item stands on a local day (B-15, B-16). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class ItemDays:
    """The days of an item, ends included: published, in force, and the repeal of its basis."""

    published_on: date | None
    in_force_from: date
    in_force_to: date | None
    repealed_on: date | None

    def state(self, day: date, republish_days: int) -> str:
        """retired, unpublished, coming, overdue, repealed or in_force: the first that holds on the day."""
        if self.in_force_to is not None and self.in_force_to < day:
            return "retired"
        if self.published_on is None:
            return "unpublished"
        if self.published_on > day or self.in_force_from > day:
            return "coming"
        if self.overdue(day, republish_days):
            return "overdue"
        return "repealed" if self.repealed_on is not None and self.repealed_on <= day else "in_force"

    def overdue(self, day: date, republish_days: int) -> bool:
        """Whether the basis was repealed more than `republish_days` ago and the item still stands (B-16)."""
        return self.repealed_on is not None and day > self.repealed_on + timedelta(days=republish_days)

    def why_not(self, day: date) -> tuple[str, str, str] | None:
        """Why it may not be inspected on the day: reason, Chinese, English; None if it may (B-15)."""
        if self.published_on is None:
            return "not_published", "还没有公布", "has not been published"
        if self.published_on > day:
            return "published_later", f"于 {self.published_on} 公布", f"is published on {self.published_on}"
        if self.in_force_from > day:
            return "not_yet", f"于 {self.in_force_from} 起施行", f"comes into force on {self.in_force_from}"
        if self.in_force_to is not None and self.in_force_to < day:
            return "retired", f"已于 {self.in_force_to} 停用", f"was retired on {self.in_force_to}"
        return None
