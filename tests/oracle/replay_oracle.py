"""A slow, obvious second opinion on `liangma replay`.

Written from rules B-02, B-05, B-24–B-26, B-30, B-32–B-34, B-37, B-40 and the data's own purposes.csv, in the words of the
command's help. It shares nothing with the product: it imports only the standard library, keeps every visit of an
enterprise in a list and looks back through the whole list each time.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

COLUMNS = (
    "visits",
    "inside_quiet",
    "exempt",
    "violation",
    "not_counted",
    "cap_exempt",
    "over_cap",
    "same_day",
    "needs_review",
)
NEVER_INSIDE = ("aborted_before_entry", "refused_lawful", "refused_other")


@dataclass(frozen=True)
class Visit:
    """A row of the visits with what purposes.csv says of it; `purpose` is None where the table has no such spelling."""

    day: date
    purpose: dict[str, str] | None

    def says(self, column: str) -> str:
        return self.purpose[column] if self.purpose else ""

    @property
    def is_inspection(self) -> bool:
        return not self.says("kind").startswith("noninspection") and self.says("kind") != "supervision"

    @property
    def is_followup(self) -> bool:
        return self.says("kind") == "followup"

    @property
    def enters(self) -> bool:
        return self.says("outcome") not in NEVER_INSIDE

    @property
    def first_kind_of_not_counted(self) -> bool:
        nothing = self.says("outcome") in ("aborted_before_entry", "refused_lawful")
        return not self.is_inspection or nothing or self.says("counts") == "no"


def totals(
    visits: Path, purposes: Path, *, first: int, last: int, cap: int
) -> dict[tuple[int, str | None], Counter[str]]:
    """(year, ground or None) → how many visits fall under each column."""
    counted: dict[tuple[int, str | None], Counter[str]] = defaultdict(Counter)
    for history in _histories(visits, purposes).values():
        history.sort(key=lambda visit: visit.day)  # stable: visits of one day keep the table's order
        for n, visit in enumerate(history):
            marks = _marks(history, n, first, last, cap)
            counted[visit.day.year, visit.says("quiet_ground") or None].update(marks)
    return dict(counted)


def _histories(visits: Path, purposes: Path) -> dict[str, list[Visit]]:
    meaning = {row["purpose"]: row for row in _rows(purposes)}
    histories: dict[str, list[Visit]] = defaultdict(list)
    for row in _rows(visits):
        histories[row["license"]].append(Visit(date.fromisoformat(row["date"]), meaning.get(row["purpose"])))
    return histories


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _marks(history: list[Visit], n: int, first: int, last: int, cap: int) -> list[str]:
    visit, earlier = history[n], history[:n]
    quiet = first <= visit.day.day <= last
    uses_up = _uses_up(history, n)
    marks = ["visits"]
    if quiet:
        marks.append("inside_quiet")
    if quiet and visit.is_inspection and visit.purpose:
        marks.append("exempt" if visit.says("quiet_ground") else "violation")
    if visit.first_kind_of_not_counted or (not _free(history, n) and not uses_up):
        marks.append("not_counted")
    if not visit.first_kind_of_not_counted and _free(history, n):
        marks.append("cap_exempt")
    if uses_up and visit.purpose and _used_before(history, n) >= cap:
        marks.append("over_cap")
    if visit.enters and any(other.day == visit.day and other.enters for other in earlier):
        marks.append("same_day")
    if visit.purpose is None and (quiet or uses_up):
        marks.append("needs_review")
    return marks


def _uses_up(history: list[Visit], n: int) -> bool:
    """Takes one of the year's visits: not free, and no earlier visit of the same day has already taken it (B-30)."""
    visit = history[n]
    if visit.first_kind_of_not_counted or _free(history, n):
        return False
    return not any(history[m].day == visit.day and _uses_up(history, m) for m in range(n))


def _used_before(history: list[Visit], n: int) -> int:
    year = history[n].day.year
    return sum(1 for m in range(n) if history[m].day.year == year and _uses_up(history, m))


def _free(history: list[Visit], n: int) -> bool:
    """Exempt by its trigger (B-26), or the first such follow-up of its batch (B-32)."""
    exempt = history[n].says("cap_exempt")
    if exempt == "first_of_batch":
        batch = _batch(history, n)
        return not any(
            other.says("cap_exempt") == "first_of_batch" and _batch(history, m) == batch
            for m, other in enumerate(history[:n])
            if not other.first_kind_of_not_counted
        )
    return exempt == "yes"


def _batch(history: list[Visit], n: int) -> int:
    """Where the batch of findings was opened that this follow-up looks at: the latest opening before it, or −1."""
    openings = [
        m
        for m, other in enumerate(history[:n])
        if other.is_inspection and not other.is_followup and other.says("counts") == "yes" and other.enters
    ]
    return openings[-1] if openings else -1
