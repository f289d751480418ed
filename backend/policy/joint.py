"""Which two subjects' visits to one enterprise could be one (B-88)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from backend.policy.facts import Id
from backend.policy.kinds import INSPECTIONS
from backend.policy.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A visit that waits: whose, when, and what for."""

    id: Id
    organ_id: Id
    day: date
    kind: str
    ground: str | None = None

    @property
    def can_wait(self) -> bool:
        """Whether it is an inspection that others may hear of and that an emergency does not hurry."""
        return self.kind in INSPECTIONS and self.ground != "emergency"


def lead_for(mine: PlannedVisit, others: Sequence[PlannedVisit], rules: RuleSet) -> PlannedVisit | None:
    """Of other subjects' visits to the same premises the one nearest in days that this one could join; the earlier of two."""
    near = [each for each in others if _could_join(mine, each, rules)]
    return min(near, key=lambda each: (abs(each.day - mine.day), each.day, str(each.id)), default=None)


def _could_join(mine: PlannedVisit, other: PlannedVisit, rules: RuleSet) -> bool:
    apart = abs((other.day - mine.day).days)
    both = mine.can_wait and other.can_wait and mine.organ_id != other.organ_id
    return both and apart <= rules.joint.propose_days
