"""Judge visits of the past by a proposed calendar and cap, with the same `judge` that the API uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.identity.models import Region
from backend.inspections.importing import HEADERS, PastRow, Purpose, past_rows
from backend.inspections.models import PastVisit
from backend.kernel.csv_rows import Notes, read_rows
from backend.policy.batches import link_followups
from backend.policy.defaults import GROUNDS
from backend.policy.facts import CapExemption, Interval, SiteFacts, Visit
from backend.policy.ruleset import RuleSet
from backend.policy.verdict import Verdict, judge

ONE_ORGAN = "the organ of the table"


@dataclass
class Tally:
    """What became of a number of visits; each column is defined in the help of `liangma replay`."""

    visits: int = 0
    inside_quiet: int = 0
    exempt: int = 0
    violation: int = 0
    cap_exempt: int = 0
    not_counted: int = 0
    over_cap: int = 0
    same_day: int = 0
    needs_review: int = 0

    def add(self, verdict: Verdict) -> None:
        """Count one judged visit."""
        quiet, cap = verdict.quiet.code, verdict.cap.code
        self.visits += 1
        self.inside_quiet += verdict.quiet.facts["inside"] == "all"
        self.exempt += quiet == "EXEMPT"
        self.violation += quiet == "VIOLATION"
        self.cap_exempt += cap == "EXEMPT"
        self.not_counted += cap == "NOT_COUNTED"
        self.over_cap += cap == "REACHED"
        self.same_day += any(each.code == "REPEAT_SAME_DAY" for each in verdict.findings)
        self.needs_review += "NEEDS_REVIEW" in (quiet, cap)

    def __iadd__(self, other: Tally) -> Tally:
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))
        return self


Totals = dict[tuple[int, str], Tally]
"""By year and ground; the ground is '' where there is none."""


def replay_rules(region: Region, *, calendar: tuple[int, int] | None, cap: int) -> RuleSet:
    """The proposed rules: one calendar for all, one cap for all tiers, and grounds that count as evidenced."""
    first, last = calendar or (0, 0)
    days = {"scope": "region", "key": "*", "type": "monthly_range", "from": first, "to": last}
    grounds = {code: {"evidence": "none", "approver": "none"} for code in GROUNDS}
    body = {
        "tz": region.zone,
        "holidays": {},
        "geo": {"bbox": [region.west, region.south, region.east, region.north]},
        "cap": {"default": cap, "tiers": {}, "exempt_needs_evidence": False},
        "quiet": {"calendars": [days] if calendar else [], "grounds": grounds},
    }
    return RuleSet.from_data("replay", body)


def replay(visits: Iterable[Visit], region: str, rules: RuleSet) -> Totals:
    """Judge every visit after those before it; each is compared with its own enterprise's and organ's only."""
    totals: Totals = defaultdict(Tally)
    for history in _histories(visits):
        for n, visit in enumerate(history):
            verdict = judge(visit, _site(visit, region), rules, history[:n])
            totals[visit.arrived.earliest.astimezone(rules.zone).year, visit.ground or ""].add(verdict)
    return totals


def as_data(totals: Totals) -> dict[str, Any]:
    """The totals as JSON: by year and ground, by year, and all together."""
    years: dict[int, Tally] = defaultdict(Tally)
    everything = Tally()
    for (year, _), tally in sorted(totals.items()):
        years[year] += tally
        everything += tally
    return {
        "rows": [
            {"year": year, "ground": ground or None, **asdict(totals[year, ground])} for year, ground in sorted(totals)
        ],
        "years": [{"year": year, **asdict(tally)} for year, tally in years.items()],
        "total": asdict(everything),
    }


def visits_of_table(table: Path, purposes: Mapping[str, Purpose], zone: ZoneInfo, notes: Notes) -> Iterator[Visit]:
    """The visits of a CSV file, in the order of the file. Raises TableError."""
    rows = past_rows(read_rows(table, HEADERS, ("day", "identifier", "purpose"), notes), purposes, zone, notes)
    return (_from_table(n, row, zone) for n, row in enumerate(rows))


def imported_visits(tx: Session, region: Region) -> Iterator[Visit]:
    """The visits that were imported for a region, in the order of their table."""
    wanted = select(PastVisit).where(PastVisit.region_code == region.code).order_by(PastVisit.id)
    zone = ZoneInfo(region.zone)
    return (from_row(row, zone) for row in tx.scalars(wanted))


def _histories(visits: Iterable[Visit]) -> Iterator[Sequence[Visit]]:
    """One subject's visits to one enterprise at a time, by day; visits of one day keep their order."""
    groups: dict[tuple[Any, Any], list[Visit]] = defaultdict(list)
    for each in visits:
        groups[each.organ_id, each.enterprise_id].append(each)
    for group in groups.values():
        yield list(link_followups(sorted(group, key=lambda each: each.arrived.earliest)))


def _site(visit: Visit, region: str) -> SiteFacts:
    return SiteFacts(visit.enterprise_id, visit.site_id, str(visit.enterprise_id), scheme="", region=region)


def _from_table(n: int, row: PastRow, zone: ZoneInfo) -> Visit:
    is_ = row.purpose
    return Visit(
        id=str(n), organ_id=ONE_ORGAN, enterprise_id=row.identifier, site_id=None, kind=is_.kind, trigger=is_.trigger,
        ground=is_.ground, outcome=is_.outcome, counts=is_.counts, cap_exempt=_exemption(is_.cap_exempt),
        officers_known=False, arrived=Interval.at(row.arrived_at) if row.arrived_at else Interval.of_day(row.day, zone),
    )  # fmt: skip


def from_row(row: PastVisit, zone: ZoneInfo) -> Visit:
    """An imported visit as the rules want it; a day without a time is that local day."""
    return Visit(
        id=str(row.id), organ_id=row.organ_id, enterprise_id=row.enterprise_id, site_id=None, kind=row.kind,
        trigger=row.trigger, ground=row.ground, outcome=row.outcome, counts=row.counts,
        cap_exempt=_exemption(row.cap_exempt), officers_known=False,
        arrived=Interval.at(row.arrived_at) if row.arrived_at else Interval.of_day(row.day, zone),
    )  # fmt: skip


def _exemption(word: str) -> CapExemption | None:
    return word if word in ("yes", "no", "first_of_batch") else None  # type: ignore[return-value]
