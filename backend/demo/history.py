"""Writes the imagined past as files of visits. Every verdict is made by policy.judge, as it was for real ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.certificates.models import Card
from backend.demo import acting, base, names, town
from backend.demo.accounts import one
from backend.demo.ids import demo_id
from backend.demo.past import TO_CORRECT, PastVisit, visits
from backend.feedback.models import Rating
from backend.inspections.models import CheckIn, CheckOut, Inspection, OfficerPresent, Result, Step, VerdictRow
from backend.inspections.service import stored
from backend.kernel.geo import Point, distance_m
from backend.kernel.transaction import Sessions, transaction
from backend.planning.models import Decision, Task, TaskItem, TaskOfficer
from backend.policy.facts import Approval, Fix, Interval, OfficerAtDoor, SiteFacts, Visit
from backend.policy.ruleset import RuleSet
from backend.policy.verdict import Verdict, judge

TABLES = (
    Task, TaskItem, TaskOfficer, Decision, Inspection, CheckIn, OfficerPresent, VerdictRow, Step, Result, CheckOut, Rating,
)  # fmt: skip
"""In the order in which their rows refer to each other."""

Rows = dict[type[base.Base], list[dict[str, Any]]]


def write(sessions: Sessions, now: datetime) -> int:
    """Add the days that are missing; returns how many visits that were."""
    past = list(visits(now.astimezone(base.ZONE).date()))
    with transaction(sessions, read_only=True) as tx:
        ids = [_id("inspection", each) for each in past]
        known = set(tx.scalars(select(Inspection.id).where(Inspection.id.in_(ids))))
        cards = {row.person_id: row for row in tx.execute(select(Card.person_id, Card.id, Card.number))}
    if len(known) == len(past):
        return 0
    missing = [(each, verdict) for each, verdict in _judged(past) if _id("inspection", each) not in known]
    with transaction(sessions) as tx:
        _put(tx, missing, cards)
    return len(missing)


def _judged(past: Sequence[PastVisit]) -> Iterator[tuple[PastVisit, Verdict]]:
    """Each visit with its verdict, judged beside the earlier ones of the same department at the same door."""
    rules = RuleSet.from_data(demo_id("rule set", 1), base.RULES)
    own: dict[tuple[str, int], list[Visit]] = defaultdict(list)
    for each in past:
        visit, earlier = _visit(each), own[each.organ, each.enterprise]
        yield each, judge(visit, _site(each.enterprise), rules, earlier)
        earlier.append(visit)


def _visit(each: PastVisit) -> Visit:
    organ, enterprise = base.organ_id(each.organ), base.enterprise_id(each.enterprise)
    approved_at = each.arrived - timedelta(hours=20)
    there = town.near(base.place_of(each.enterprise), Random(each.key), 40)
    return Visit(
        id=_id("inspection", each), organ_id=organ, enterprise_id=enterprise, site_id=base.site_id(each.enterprise),
        kind="case" if each.ground else "daily", trigger="complaint" if each.ground else "plan",
        arrived=Interval.at(each.arrived), ground=each.ground, evidence_id=_evidence(each),
        approval=Approval(_id("decision", each), "subject_head", organ, enterprise, approved_at), outcome=each.outcome,
        officers=tuple(OfficerAtDoor(officer.id, "active") for officer in each.officers),
        position=Fix(there.longitude, there.latitude, 18.0), task_id=_id("task", each), left=each.left,
        scanned_text=names.uscc(each.enterprise),
    )  # fmt: skip


def _site(n: int) -> SiteFacts:
    return SiteFacts(
        base.enterprise_id(n), base.site_id(n), names.uscc(n), point=base.place_of(n), classes=frozenset(base.classes_of(n)),
        region=names.REGION,
    )  # fmt: skip


def _put(tx: Session, judged: Sequence[tuple[PastVisit, Verdict]], cards: dict[UUID, Any]) -> None:
    rows: Rows = {table: [] for table in TABLES}
    known = {each.n: each for each in names.enterprises()}
    for each, verdict in judged:
        _add_plan(rows, each, cards)
        _add_arrival(rows, each, verdict, known[each.enterprise], cards)
        _add_course(rows, each)
    for table in TABLES:
        base.put(tx, table, rows[table])


def _add_plan(rows: Rows, each: PastVisit, cards: dict[UUID, Any]) -> None:
    task, before = _id("task", each), each.arrived - timedelta(hours=26)
    rows[Task].append({
        "id": task, "organ_id": base.organ_id(each.organ), "region_path": names.REGION,
        "enterprise_id": base.enterprise_id(each.enterprise), "site_id": base.site_id(each.enterprise), "state": "visited",
        "kind": "case" if each.ground else "daily", "trigger": "complaint" if each.ground else "plan",
        "ground": each.ground, "evidence_id": _evidence(each), "entry_reason": "需现场核对。", "planned_on": each.day,
        "starts_at": None, "verdict": {}, "created_by": one("department", each.organ).id, "created_at": before,
    })  # fmt: skip
    rows[TaskItem].append({"task_id": task, "item_id": demo_id("item", each.organ, 1), "position": 0})
    for n, officer in enumerate(each.officers):
        card = cards[officer.id].id
        rows[TaskOfficer].append({"task_id": task, "person_id": officer.id, "card_id": card, "position": n})
    rows[Decision].append({
        "id": _id("decision", each), "task_id": task, "decided_by": one("head", each.organ).id, "decided_by_role": "head",
        "decision": "approve", "note": "同意", "decided_at": each.arrived - timedelta(hours=20),
    })  # fmt: skip


def _add_arrival(
    rows: Rows, each: PastVisit, verdict: Verdict, enterprise: names.EnterpriseName, cards: dict[UUID, Any]
) -> None:
    visit, organ = _id("inspection", each), next(o for o in names.DEPARTMENTS if o.code == each.organ)
    there = town.near(base.place_of(each.enterprise), Random(each.key), 40)
    rows[Inspection].append({
        "id": visit, "task_id": _id("task", each), "organ_id": base.organ_id(each.organ), "region_code": names.REGION,
        "region_path": names.REGION, "enterprise_id": base.enterprise_id(each.enterprise),
        "site_id": base.site_id(each.enterprise), "kind": "case" if each.ground else "daily",
        "trigger": "complaint" if each.ground else "plan", "ground": each.ground, "organ_name": organ.name,
        "enterprise_name": enterprise.name, "enterprise_identifier": names.uscc(each.enterprise),
        "address": enterprise.address, "state": "left", "mark": verdict.mark, "arrived_at": each.arrived,
        "left_at": each.left, "checked_in_by": each.officers[0].id,
    })  # fmt: skip
    position = {
        "longitude": there.longitude,
        "latitude": there.latitude,
        "accuracy_m": 18.0,
        "datum": "wgs84",
        "fix_at": None,
    }
    rows[CheckIn].append({
        "inspection_id": visit, "captured_at": each.arrived, "received_at": each.arrived, "earliest": each.arrived,
        "latest": each.arrived, "clock": _clock(each.arrived), "position": position,
        "place": f"SRID=4326;POINT({there.longitude} {there.latitude})", "scanned_text": names.uscc(each.enterprise),
        "scanned_how": "scan", "distance_m": _metres(each.enterprise, there), "place_verdict": "INSIDE",
    })  # fmt: skip
    for n, officer in enumerate(each.officers):
        rows[OfficerPresent].append({
            "inspection_id": visit, "person_id": officer.id, "name": officer.name, "card_number": cards[officer.id].number,
            "card_state": "active", "how": "partner_scan" if n else "self", "at": each.arrived,
        })  # fmt: skip
    rows[VerdictRow].append({
        "id": _id("verdict", each), "inspection_id": visit, "rule_set_id": demo_id("rule set", 1), "judged_at": each.arrived,
        "cause": "arrival", "inputs": {}, "body": verdict.as_data(),
    })  # fmt: skip


def _add_course(rows: Rows, each: PastVisit) -> None:
    visit, lead = _id("inspection", each), each.officers[0].id
    for n, kind in enumerate(acting.USUAL_STEPS, start=1):
        at = each.arrived + timedelta(minutes=n)
        rows[Step].append({
            "id": demo_id("step", each.key, kind), "inspection_id": visit, "kind": kind, "at": at, "received_at": at,
            "clock": _clock(at), "recorded_by": lead,
        })  # fmt: skip
    due = each.day + TO_CORRECT if each.outcome == "order_to_correct" else None
    rows[Result].append({
        "inspection_id": visit, "id": _id("result", each), "outcome": each.outcome, "summary": "检查完毕。", "deadline": due,
        "at": each.left, "filed_by": lead,
    })  # fmt: skip
    rows[CheckOut].append({
        "inspection_id": visit, "id": _id("check-out", each), "captured_at": each.left, "received_at": each.left,
        "clock": _clock(each.left),
    })  # fmt: skip
    if each.stars is not None:
        rows[Rating].append({
            "id": _id("rating", each), "inspection_id": visit, "stars": each.stars,
            "answers": {str(n): "no" for n in range(1, 9)}, "at": each.left + timedelta(hours=3),
        })  # fmt: skip


def _id(kind: str, each: PastVisit) -> UUID:
    return demo_id("past", kind, each.key)


def _evidence(each: PastVisit) -> str | None:
    return f"XS{each.day:%Y%m%d}-{each.n + 1:02d}" if each.ground else None


def _clock(at: datetime) -> dict[str, Any]:
    return stored(acting.clock(at)) or {}


def _metres(n: int, there: Point) -> float:
    return round(distance_m(base.place_of(n), there), 1)
