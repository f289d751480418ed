"""What bodies of one field at several levels used up of the cap that they share (B-25, B-29)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from backend.policy.counting import Tally, Weight, in_joint_window, weigh
from backend.policy.facts import Facts, Id, Visit
from backend.policy.levels import LevelCap
from backend.policy.periods import periods_of
from backend.policy.ruleset import RuleSet


@dataclass
class Together:
    """Entries by period, whoever of them came: those that come together as one joint visit are one entry (B-29)."""

    cap: LevelCap
    of_field: str
    used: dict[str, int] = field(default_factory=dict)
    joint: set[tuple[Id, str]] = field(default_factory=set)
    """Joint visits that are among the entries of a period."""

    def add(self, visit: Visit, weight: Weight, rules: RuleSet) -> None:
        """Count the visit in every period that its arrival touches, unless it came along with one that counts."""
        for period in periods_of(visit, rules) if weight.uses_cap else ():
            if not self.has(visit, period, rules):
                self.used[period] = self.used.get(period, 0) + 1
            if visit.joint_group is not None and in_joint_window(visit, rules):
                self.joint.add((visit.joint_group, period))

    def has(self, visit: Visit, period: str, rules: RuleSet) -> bool:
        """Whether the visit is part of a joint one that is counted already."""
        return (
            visit.joint_group is not None
            and (visit.joint_group, period) in self.joint
            and in_joint_window(visit, rules)
        )

    def used_in(self, period: str) -> int:
        """How many entries of the period are used up."""
        return self.used.get(period, 0)

    def left(self, period: str) -> int:
        """How many entries of the period are still free."""
        return max(0, self.cap.most - self.used_in(period))

    def facts(self, period: str, rules: RuleSet) -> Facts:
        """What `levels.used` says, and what is left: how many, at which levels, in which field; never whose."""
        told: Facts = {
            "used": self.used_in(period),
            "most": self.cap.most,
            "left": self.left(period),
            "unit": rules.cap.unit,
        }
        return told | {"levels": [*self.cap.levels], "of_field": self.of_field}

    def is_full(self, visit: Visit, period: str, rules: RuleSet) -> bool:
        """Whether the period has no room for one more entry, and the visit would be one."""
        return not self.left(period) and not self.has(visit, period, rules)


def entries(cap: LevelCap, of_field: str, histories: Iterable[Sequence[Visit]], rules: RuleSet) -> Together:
    """Count the visits of several subjects, each weighed among those of its own subject (B-30 to B-32)."""
    found = Together(cap, of_field)
    for history in histories:
        tally = Tally()
        for each in history:
            weight = weigh(each, tally, rules)
            found.add(each, weight, rules)
            tally.note(each, weight, rules)
    return found


def tightest(several: Iterable[Together], period: str) -> Together | None:
    """The shared cap that leaves the least of a period, the first of equals; none where nothing is shared."""
    return min(several, key=lambda each: each.left(period), default=None)


def room(most: int, used: int, together: Together | None, period: str) -> int:
    """How many visits of a period are left under the own cap and the shared one (B-25)."""
    own = max(0, most - used)
    return own if together is None else min(own, together.left(period))
