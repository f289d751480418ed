"""What happened in the past eighteen months, imagined the same way on every run: who visited whom, when, how it ended.

Pure: a day's visits come from the day alone, so that tomorrow's load adds tomorrow's and changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from backend.demo.accounts import Account, officers_of
from backend.demo.base import ALWAYS_QUIET, NEVER_QUIET, ZONE, classes_of
from backend.demo.names import COUNT, FAMOUS

MONTHS = 18
PER_WORKDAY = 6
CAP = 2
QUIET_TO = 20
"""The region's calendar: the 1st to the 20th."""

TO_CORRECT = timedelta(days=15)
"""How long an order leaves to correct what was found."""

WRONGLY = 0.02
"""This share of visits breaks a rule: in the quiet period without a ground, or with one officer only."""

_WEIGHTS = (("SC", 30), ("YJ", 22), ("ST", 14), ("XF", 20), ("ZJ", 10), ("WL", 4))
_OUTCOMES = (("none_found", 60), ("corrected_on_spot", 22), ("order_to_correct", 16), ("case_opened", 2))
_RATED = {"SC": 0.4, "YJ": 0.35, "XF": 0.3, "ST": 0.3, "ZJ": 0.05, "WL": 0.03}
"""How often enterprises rated each department: some months of the first four have five ratings and more, others fewer."""

_FIRST = len(FAMOUS) + 1
"""The enterprises of the pictures have no past: their caps are for today's scenarios."""

NEVER = tuple(n for n in range(_FIRST, COUNT + 1) if NEVER_QUIET in classes_of(n))
ALWAYS = tuple(n for n in range(_FIRST, COUNT + 1) if ALWAYS_QUIET in classes_of(n))
USUAL = tuple(n for n in range(_FIRST, COUNT + 1) if not classes_of(n))


@dataclass(frozen=True, slots=True)
class PastVisit:
    """One visit; `n` is its place in the day. `answers` are stars and the eight, where somebody rated it."""

    day: date
    n: int
    organ: str
    enterprise: int
    officers: tuple[Account, ...]
    arrived: datetime
    minutes: int
    ground: str | None
    outcome: str
    stars: int | None

    @property
    def left(self) -> datetime:
        """When they left."""
        return self.arrived + timedelta(minutes=self.minutes)

    @property
    def key(self) -> str:
        """Its name among all."""
        return f"{self.day} {self.n}"


def visits(today: date) -> Iterator[PastVisit]:
    """The visits of eighteen months up to yesterday, oldest first."""
    used: Counter[tuple[str, int, int]] = Counter()
    month = today.year * 12 + today.month - 1 - MONTHS
    day = date(month // 12, month % 12 + 1, 1)
    while day < today:
        if day.weekday() < 5:
            yield from (_settled(each, today) for each in _of_day(day, used))
        day += timedelta(days=1)


def _settled(each: PastVisit, today: date) -> PastVisit:
    """An order whose day is over reads as corrected; some of last month are left as they are, and stand overdue."""
    over = each.outcome == "order_to_correct" and each.day + TO_CORRECT < today
    left = each.n == 0 and today - each.day < timedelta(days=60)
    return replace(each, outcome="corrected_on_spot") if over and not left else each


def _of_day(day: date, used: Counter[tuple[str, int, int]]) -> Iterator[PastVisit]:
    dice = Random(f"past {day}")
    taken: set[int] = set()
    for n in range(PER_WORKDAY):
        organ = _chosen(dice, _WEIGHTS)
        wrong = dice.random() < WRONGLY
        enterprise, ground = _where(dice, day, wrong=wrong)
        counted = (organ, enterprise, day.year)
        while enterprise in taken or (ground is None and used[counted] >= CAP):
            enterprise, ground = _where(dice, day, wrong=wrong)
            counted = (organ, enterprise, day.year)
        taken.add(enterprise)
        if ground is None:
            used[counted] += 1
        yield _visit(dice, day, n, organ, enterprise, ground, alone=wrong and day.day > QUIET_TO)


def _visit(
    dice: Random, day: date, n: int, organ: str, enterprise: int, ground: str | None, *, alone: bool
) -> PastVisit:
    team = dice.sample(officers_of(organ), 2)
    arrived = datetime.combine(day, time(9), ZONE) + timedelta(
        minutes=dice.randrange(0, 420), seconds=dice.randrange(60)
    )
    stars = dice.choices((5, 4, 3, 2, 1), (52, 30, 12, 4, 2))[0] if dice.random() < _RATED[organ] else None
    return PastVisit(
        day,
        n,
        organ,
        enterprise,
        tuple(team[:1] if alone else team),
        arrived,
        dice.randrange(25, 130),
        ground,
        _chosen(dice, _OUTCOMES),
        stars,
    )


def _where(dice: Random, day: date, *, wrong: bool) -> tuple[int, str | None]:
    """An enterprise that may be visited on this day, and the ground if one is needed; or one that may not."""
    quiet = day.day <= QUIET_TO
    if wrong and quiet:
        return dice.choice(USUAL), None
    if quiet and dice.random() < 0.35:
        return dice.choice((*USUAL, *ALWAYS)), "complaint"
    return dice.choice(NEVER if quiet else (*NEVER, *USUAL)), None


def _chosen(dice: Random, weighted: tuple[tuple[str, int], ...]) -> str:
    return dice.choices([each for each, _ in weighted], [weight for _, weight in weighted])[0]
