"""Plans of inspections as the wire shows them (B-17, B-18)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Self
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from backend.enterprises.models import Enterprise
from backend.identity import queries as identity
from backend.identity.access.table import Thing, may
from backend.identity.actor import Actor
from backend.identity.models import Organ, Region
from backend.kernel.schema import rfc3339
from backend.planning.models import Item
from backend.planning.plans import queries as plan_queries
from backend.planning.plans.models import InspectionPlan, PlanAct, PlanEdition, PlanLine
from backend.planning.plans.queries import Progress
from backend.planning.plans.states import UNFILED, WRITABLE, days_late, stands, state_of, state_of_edition
from backend.policy.plans import wanted_visits
from backend.policy.ruleset import RuleSet
from backend.rulesets import service as rulesets

NOTHING = Progress(0, 0)
NOTHING_ABOUT: dict[str, Any] = {"title": "", "document": "", "approver": "", "approved_on": None}


def rows(tx: Session, found: Sequence[Row[Any]], kind: str, year: int, now: datetime) -> list[dict[str, Any]]:
    """A page of the register; its parts are read once for all rows."""

    @cache
    def rules(region: str) -> RuleSet:
        return rulesets.or_default(tx, region, now)

    editions = plan_queries.editions_of(tx, [row.InspectionPlan.id for row in found if row.InspectionPlan is not None])
    read = [_Read.of(row, editions, rules(row.Organ.region_code), now) for row in found]
    lines = plan_queries.lines_of(tx, [each.shown.id for each in read if each.shown])
    progress = plan_queries.progress(tx, (line.line_id for each in lines.values() for line in each))
    return [_row(each, kind, year, lines, progress) for each in read]


@dataclass(frozen=True, slots=True)
class _Read:
    """A row of the register with what was read beside it."""

    organ: Organ
    plan: InspectionPlan | None
    editions: Sequence[PlanEdition]
    shown: PlanEdition | None
    rules: RuleSet
    today: date

    @classmethod
    def of(cls, row: Any, editions: Mapping[UUID, Sequence[PlanEdition]], rules: RuleSet, now: datetime) -> Self:
        plan, today = row.InspectionPlan, now.astimezone(rules.zone).date()
        mine = editions.get(plan.id, ()) if plan is not None else ()
        return cls(row.Organ, plan, mine, _shown(mine, today, None) if mine else None, rules, today)


def _row(
    read: _Read, kind: str, year: int, lines: Mapping[UUID, Sequence[PlanLine]], progress: Mapping[UUID, Progress]
) -> dict[str, Any]:
    plan, shown = read.plan, read.shown
    about: dict[str, Any] = {name: getattr(plan, name) for name in NOTHING_ABOUT} if plan is not None else NOTHING_ABOUT
    return {
        "id": str(plan.id) if plan is not None else None, "organ": _organ(read.organ), "kind": kind, "year": year,
        **about, "approved_on": _day(about["approved_on"]), **_standing(read, year),
        **_sums(lines.get(shown.id, ()) if shown else (), progress),
    }  # fmt: skip


def _standing(read: _Read, year: int) -> dict[str, Any]:
    mine, shown, today = read.editions, read.shown, read.today
    due, state = plan_queries.due_of(read.plan, year, read.rules), state_of(mine, today)
    first = (
        min((each.published_on for each in mine if each.published_on), default=None) if state == "published" else None
    )
    amends = state == "published" and mine[-1].state in UNFILED
    return {
        "state": state, "open": mine[-1].state if amends else None, "edition": shown.n if shown else None,
        "due": due.isoformat(), "days_late": days_late(due, first, today), "filed_on": _day(shown.filed_on if shown else None),
        "filing_number": shown.filing_number if shown else "", "published_on": _day(shown.published_on if shown else None),
    }  # fmt: skip


def _sums(lines: Sequence[PlanLine], progress: Mapping[UUID, Progress]) -> dict[str, Any]:
    wanted = [each for line in lines if (each := _wanted(line)) is not None]
    came = [progress.get(line.line_id, NOTHING) for line in lines]
    return {
        "lines": len(lines), "wanted": sum(wanted) if wanted else None, "done": sum(each.done for each in came),
        "planned": sum(each.planned for each in came),
    }  # fmt: skip


def _wanted(line: PlanLine) -> int | None:
    return wanted_visits(line.number, line.ratio, line.total)


def _shown(editions: Sequence[PlanEdition], today: date, n: int | None) -> PlanEdition:
    """The edition that was asked for, else the one that stands published, else the newest."""
    asked = [each for each in editions if each.n == n]
    standing = [each for each in editions if stands(each, today)]
    return [*editions[-1:], *standing, *asked][-1]


def whole(tx: Session, actor: Actor, row: Any, n: int | None, now: datetime) -> dict[str, Any]:
    """One plan with its editions, and the lines of edition `n`."""
    plan: InspectionPlan = row.InspectionPlan
    editions = plan_queries.editions_of(tx, [plan.id])[plan.id]
    rules = rulesets.or_default(tx, row.Organ.region_code, now)
    today = now.astimezone(rules.zone).date()
    shown = _shown(editions, today, n) if editions else None
    return {
        **rows(tx, [row], plan.kind, plan.year, now)[0], "editions": _editions(tx, editions, today),
        "shown": shown.n if shown else None, "content": _content(tx, editions, shown),
        "may": _may(actor, row.Organ, row.Region, editions, today),
    }  # fmt: skip


def _editions(tx: Session, editions: Sequence[PlanEdition], today: date) -> list[dict[str, Any]]:
    acts = plan_queries.acts_of(tx, [each.id for each in editions])
    names = identity.names(tx, [each.person_id for each in acts])
    filed = max((each.n for each in editions if each.state == "filed"), default=0)
    return [
        {
            "n": each.n, "state": state_of_edition(each, filed, today), "reason": each.reason, "filing_number": each.filing_number,
            "filed_on": _day(each.filed_on), "published_on": _day(each.published_on), "ended_on": _day(each.ended_on),
            "withdrawn_reason": each.withdrawn_reason, "version": each.version,
            "acts": [_act(one, names) for one in acts if one.edition_id == each.id],
        }
        for each in editions
    ]  # fmt: skip


def _act(act: PlanAct, names: Mapping[UUID, str]) -> dict[str, Any]:
    by = {"id": str(act.person_id), "name": names.get(act.person_id, "")}
    return {"act": act.act, "by": by, "at": rfc3339(act.at), "note": act.note}


def _content(tx: Session, editions: Sequence[PlanEdition], shown: PlanEdition | None) -> list[dict[str, Any]]:
    if shown is None:
        return []
    before = [each for each in editions if each.n == shown.n - 1]
    found = plan_queries.lines_of(tx, [shown.id, *(each.id for each in before)])
    earlier = {line.line_id: line for each in before for line in found[each.id]} if before else None
    return line_answers(tx, found[shown.id], earlier)


def line_answers(
    tx: Session, lines: Sequence[PlanLine], earlier: Mapping[UUID, PlanLine] | None = None
) -> list[dict[str, Any]]:
    """Lines with their items, enterprises and progress; marked where an edition before had them otherwise."""
    items = _names(tx, Item, {each for line in lines for each in line.item_ids})
    enterprises = _names(tx, Enterprise, {each for line in lines for each in line.enterprise_ids})
    progress = plan_queries.progress(tx, (each.line_id for each in lines))
    return [
        {
            "line_id": str(each.line_id), "position": each.position, "name": each.name, "method": each.method,
            "items": _named(each.item_ids, items), "number": each.number, "ratio": each.ratio, "total": each.total,
            "wanted": _wanted(each), **progress.get(each.line_id, NOTHING)._asdict(), "first_on": each.first_on.isoformat(),
            "last_on": each.last_on.isoformat(), "responsible": each.responsible,
            "enterprises": _named(each.enterprise_ids, enterprises), "change": _change(each, earlier),
        }
        for each in lines
    ]  # fmt: skip


CONTENT = (
    "name", "method", "total", "ratio", "number", "first_on", "last_on", "responsible", "item_ids", "enterprise_ids",
)  # fmt: skip


def _change(line: PlanLine, earlier: Mapping[UUID, PlanLine] | None) -> str:
    if earlier is None:
        return ""
    before = earlier.get(line.line_id)
    if before is None:
        return "new"
    return "changed" if any(getattr(before, name) != getattr(line, name) for name in CONTENT) else ""


def _names(tx: Session, kind: Any, ids: Iterable[UUID]) -> dict[UUID, str]:
    return {row.id: row.name for row in tx.execute(select(kind.id, kind.name).where(kind.id.in_(ids)))}


def _named(ids: Iterable[UUID], names: Mapping[UUID, str]) -> list[dict[str, str]]:
    return [{"id": str(each), "name": names.get(each, "")} for each in ids]


def _may(actor: Actor, organ: Organ, region: Region, editions: Sequence[PlanEdition], today: date) -> dict[str, bool]:
    newest = editions[-1].state if editions else "none"
    writes = may(actor, "plan.write", Thing(organ_id=organ.id))
    files = may(actor, "plan.file", Thing(organ.id, region_path=filed_at(region), accused_id=organ.id))
    return {
        "write": writes and newest in WRITABLE, "submit": writes and newest in WRITABLE, "amend": writes and newest == "filed",
        "file": files and newest == "submitted", "take_down": files and any(stands(each, today) for each in editions),
    }  # fmt: skip


def filed_at(region: Region) -> str:
    """As `plan_queries.FILED_AT`: a township's plan goes to the county."""
    return region.path.rpartition("/")[0] if region.level == "town" else region.path


def _organ(organ: Organ) -> dict[str, str]:
    return {"id": str(organ.id), "name": organ.name, "name_en": organ.name_en}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
