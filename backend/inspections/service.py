"""Arriving: a fact is recorded, whatever rule it breaks; what it breaks is recorded with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.certificates.fitting import Measure
from backend.identity.actor import Actor
from backend.inspections import door
from backend.inspections.arrival_rows import RECORD
from backend.inspections.beside import beside
from backend.inspections.companions import companions
from backend.inspections.door import Comer, Door, Present, Threshold
from backend.inspections.events import CheckedIn, RuleBroken
from backend.inspections.joint import opened_at
from backend.inspections.known_here import (
    cross_region,
    no_code,
    no_rule_set,
    no_task,
    not_drawn,
    with_findings,
    without_code,
)
from backend.inspections.models import Quarantine
from backend.inspections.visits import fix
from backend.journal.record import record
from backend.kernel.ids import uuid7
from backend.kernel.problems import KEY_REUSED
from backend.kernel.schema import rfc3339
from backend.kernel.transaction import CONSTRAINTS
from backend.planning import arriving
from backend.planning import queries as planning_queries
from backend.policy.clocks import EventTime, clock_finding, event_time
from backend.policy.codeless import late_backfill
from backend.policy.facts import Finding, Severity, Visit
from backend.policy.identifiers import find_identifier
from backend.policy.place import PlaceVerdict, judge_place
from backend.policy.ruleset import RuleSet
from backend.policy.sentences import both
from backend.policy.verdict import Verdict, judge
from backend.rulesets import service as rulesets

CONSTRAINTS["pk_inspection"] = KEY_REUSED

ORDINARY = ("daily", "plan")
"""Kind and trigger of an arrival that no task explains: judged as an ordinary inspection, no exception claimed."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A check-in as the phone told it. `clock` and `position` are kept as they came."""

    task_id: UUID | None
    text: str
    source: str
    captured_at: datetime
    clock: dict[str, Any]
    position: dict[str, Any] | None
    position_reason: str | None
    comers: Sequence[Comer]
    kind: str | None = None
    """What it is where no task says so: one of the kinds that are no inspection; none for an inspection (B-24)."""
    revoked_device_id: UUID | None = None
    """The device it says it comes from, where that had been revoked: the visit is kept apart."""


@dataclass(frozen=True)
class CheckedInVisit:
    """What the phone is told."""

    inspection_id: UUID
    arrived_at: datetime
    received_at: datetime
    verdict: dict[str, Any]
    task_id: UUID | None
    door: Door


@dataclass(frozen=True)
class _Judged:
    visit: Visit
    time: EventTime
    place: PlaceVerdict
    verdict: Verdict
    earlier: Sequence[str]


def check_in(tx: Session, *, actor: Actor, now: datetime, inspection_id: UUID, arrival: Arrival) -> CheckedInVisit:
    """Record that officers arrived. Never refused for a broken rule: the verdict says all that is wrong (B-39, B-48).

    A task of another organ counts as none, unless the actor is lent to it; the answer does not tell the difference.
    """
    at = min(corrected(arrival.captured_at, arrival.clock), now)
    found = door.by_task(tx, actor, arrival.task_id, at) if arrival.task_id else None
    where = found or door.by_text(tx, actor, arrival.text, at)
    rules = rulesets.by_id(tx, where.rule_set_id) if where.rule_set_id else rulesets.or_default(tx, where.region, at)
    comers, task_id = _with_self(arrival.comers, actor), where.task.id if where.task else None
    present = [
        *door.people(tx, comers, Threshold(where.organ_id, task_id, at, where.zone, _measure(tx, where, rules))),
        *companions(tx, where.organ_id, comers, task_id),
    ]
    judged = _judge(tx, actor, inspection_id, arrival, where, rules, present, now)
    _write(tx, actor, arrival, where, rules, present, judged, now)
    if arrival.revoked_device_id is not None:
        tx.add(Quarantine(inspection_id=inspection_id, device_id=arrival.revoked_device_id, at=now))
    moment = judged.time.interval.latest
    return CheckedInVisit(
        inspection_id, moment, now, judged.verdict.as_data(), where.task.id if where.task else None, where
    )


def _measure(tx: Session, where: Door, rules: RuleSet) -> Measure:
    return Measure(tx, where.matters.fields, where.region_path, rules)


def corrected(captured_at: datetime, clock: dict[str, Any]) -> datetime:
    """The device's moment with the offset that it measured against the server (B-02)."""
    return captured_at + timedelta(milliseconds=clock["offset_ms"] or 0)


def time_of(captured_at: datetime, now: datetime, clock: dict[str, Any], rules: RuleSet) -> EventTime:
    """The interval in which something happened that the phone tells (B-02)."""
    offset = clock["offset_ms"]
    return event_time(captured_at, now, clock["quality"], None if offset is None else int(offset), rules)


def _with_self(comers: Sequence[Comer], actor: Actor) -> list[Comer]:
    """Each person once; who checks in is there."""
    named = {each.person_id: each for each in reversed([*comers, Comer(actor.person_id, None, "self")])}
    return [*reversed(named.values())]


def _judge(
    tx: Session, actor: Actor, inspection_id: UUID, arrival: Arrival, where: Door, rules: RuleSet,
    present: Sequence[Present], now: datetime,
) -> _Judged:  # fmt: skip
    time = time_of(arrival.captured_at, now, arrival.clock, rules)
    visit = _visit(inspection_id, arrival, where, time, present, opened_at(tx, where.task))
    people = [each.comer.person_id for each in present]
    span = time.interval.earliest - planning_queries.PREVIOUS, time.interval.latest
    others = beside(tx, visit, people, *span, rules, imported=where.imported)
    point = where.site.point if where.site else None
    place = judge_place(visit.position, point, where.site.place_type if where.site else "urban", rules.box, rules)
    drawn = not_drawn(tx, where, time.interval.earliest.astimezone(rules.zone).date())
    late = late_backfill(time.interval, now, rules)
    unasked = [cross_region(tx, actor, where, visit), no_task(where, visit), no_code(where, visit, rules)]
    extra = [clock_finding(time), *unasked, no_rule_set(rules), drawn, late]
    verdict = with_findings(judge(visit, where.site, rules, others.earlier, others.later), extra)
    return _Judged(visit, time, place, verdict, others.ids)


def _visit(
    inspection_id: UUID, arrival: Arrival, where: Door, time: EventTime, present: Sequence[Present],
    opened: datetime | None,
) -> Visit:  # fmt: skip
    task = where.task
    kind, trigger = (task.kind, task.trigger) if task else (arrival.kind or ORDINARY[0], ORDINARY[1])
    site_id = where.row.site_id if where.row is not None else None
    strangers = _strangers(arrival.comers, present)
    return Visit(
        id=inspection_id, task_id=task.id if task else None, organ_id=where.organ_id, site_id=site_id,
        enterprise_id=where.row.enterprise_id if where.row is not None else inspection_id, kind=kind, trigger=trigger,
        ground=task.ground if task else None, evidence_id=task.evidence_id if task else None,
        superior_document=task.superior_document if task else None, approval=where.approval, item_ids=where.item_ids,
        arrived=time.interval, officers=(*(each.at_door() for each in present), *strangers),
        position=fix(arrival.position), position_expected=True, scanned_text=arrival.text,
        kept_apart="open" if arrival.revoked_device_id else "", fields=where.matters.fields,
        item_caps=where.matters.caps, plans=where.plans, followup_batch=task.followup_batch if task else None,
        followup_due=task.followup_due if task else None, notice_days=task.notice_days if task else frozenset(),
        joint_group=task.joint_lead_id if task else None, joint_lead=task.leads if task else False, joint_opened=opened,
        rank=where.rank,
    )  # fmt: skip


def _strangers(comers: Sequence[Comer], present: Sequence[Present]) -> list[Any]:
    """Named people whom we do not know, or who are another organ's: nobody with a card, and nothing more is told."""
    known = {each.comer.person_id for each in present}
    unknown = dict.fromkeys(each for each in comers if each.person_id not in known)
    return [Present(each, "", None, "missing", None, declared=False).at_door() for each in unknown]


def _write(
    tx: Session, actor: Actor, arrival: Arrival, where: Door, rules: RuleSet, present: Sequence[Present],
    judged: _Judged, now: datetime,
) -> None:  # fmt: skip
    """The file, the arrival, the people and the verdict in one statement: one round trip, all or nothing."""
    visit = judged.visit
    at = judged.time.interval.latest
    came_from = tx.connection().execute(RECORD, {
        **_named("file", _file(actor, arrival, where, judged)), **_named("arrival", _arrival_row(arrival, judged, now)),
        **_named("verdict", verdict_row(visit, judged.verdict, rules, "arrival", judged.earlier, now)),
        "people": [_present_row(visit, each, at) for each in present], "came_task_id": visit.task_id,
        "codeless_id": visit.id if without_code(judged.verdict) else None,
    }).scalar()  # fmt: skip
    if where.task is not None:
        arriving.settle(tx, where.task.code_task_id, came_from)
    point = judged.place.point
    told = CheckedIn(
        inspection_id=_id(visit.id), organ_id=where.organ_id, region=where.region, task_id=where.task.id if where.task else None,
        enterprise_id=where.row.enterprise_id if where.row is not None else None, mark=judged.verdict.mark,
        arrived_at=judged.time.interval.latest, longitude=point.longitude if point else None,
        latitude=point.latitude if point else None,
    )  # fmt: skip
    record(tx, told, *rule_broken(_id(visit.id), where.organ_id, where.region, judged.verdict.findings))


def _named(part: str, row: dict[str, Any]) -> dict[str, Any]:
    return {f"{part}_{column}": value for column, value in row.items()}


def _file(actor: Actor, arrival: Arrival, where: Door, judged: _Judged) -> dict[str, Any]:
    visit, row = judged.visit, where.row
    scheme = where.site.scheme if where.site else "uscc"
    return {
        "id": visit.id, "task_id": visit.task_id, "organ_id": where.organ_id, "region_code": where.region,
        "region_path": where.region_path, "enterprise_id": row.enterprise_id if row is not None else None,
        "site_id": visit.site_id, "kind": visit.kind, "trigger": visit.trigger, "ground": visit.ground,
        "organ_name": where.organ_name,
        "enterprise_name": row.enterprise_name if row is not None else "",
        "enterprise_identifier": row.identifier if row is not None else find_identifier(arrival.text, scheme) or "",
        "address": row.address if row is not None else "", "state": "ongoing", "mark": judged.verdict.mark,
        "arrived_at": judged.time.interval.latest, "left_at": None, "closed_at": None, "checked_in_by": actor.person_id,
    }  # fmt: skip


def _arrival_row(arrival: Arrival, judged: _Judged, now: datetime) -> dict[str, Any]:
    place, interval = judged.place, judged.time.interval
    point = place.point
    return {
        "inspection_id": judged.visit.id, "captured_at": arrival.captured_at, "received_at": now,
        "earliest": interval.earliest, "latest": interval.latest, "clock": stored(arrival.clock),
        "position": stored(arrival.position), "position_reason": arrival.position_reason, "scanned_text": arrival.text,
        "place": f"SRID=4326;POINT({point.longitude} {point.latitude})" if point else None,
        "scanned_how": arrival.source, "distance_m": place.distance_m, "place_verdict": str(place.code),
    }  # fmt: skip


def _present_row(visit: Visit, present: Present, at: datetime) -> dict[str, Any]:
    return {
        "inspection_id": str(visit.id), "person_id": str(present.comer.person_id), "name": present.name,
        "card_number": present.card_number, "card_state": present.card_state, "how": present.comer.how,
        "role": present.comer.role, "at": rfc3339(at), "card_field": present.card_field, "card_area": present.card_area,
        "in_area": present.in_area,
    }  # fmt: skip


def verdict_row(
    visit: Visit, verdict: Verdict, rules: RuleSet, cause: str, earlier: Sequence[str], now: datetime
) -> dict[str, Any]:
    """A verdict with what it was made from (B-03); `earlier` are the ids of all visits that it knew."""
    inputs = {
        "arrived": [rfc3339(visit.arrived.earliest), rfc3339(visit.arrived.latest)],
        "kind": visit.kind, "trigger": visit.trigger, "ground": visit.ground, "evidence_id": visit.evidence_id,
        "approval": str(visit.approval.id) if visit.approval else None,
        "officers": [[str(each.person_id), each.card_state] for each in visit.officers],
        "earlier": list(earlier),
    }  # fmt: skip
    return {
        "id": uuid7(), "inspection_id": visit.id, "rule_set_id": _adopted(rules), "judged_at": now, "cause": cause,
        "inputs": inputs, "body": verdict.as_data(),
    }  # fmt: skip


def _adopted(rules: RuleSet) -> UUID | None:
    """The id of the rule set's row; None for the default, which nobody adopted."""
    return None if rules.id == rulesets.DEFAULT else UUID(rules.id)


def rule_broken(inspection_id: UUID, organ_id: UUID, region: str, findings: Sequence[Finding]) -> list[RuleBroken]:
    """An event for every finding that somebody must look at; remarks (severity info) stand in the verdict alone."""
    return [
        RuleBroken(
            inspection_id, organ_id, region, each.code, each.rule, dict(each.facts), str(said["zh"]), str(said["en"]),
            str(each.severity),
        )
        for each in findings
        if each.severity is not Severity.INFO and (said := both(each.code, each.facts))
    ]  # fmt: skip


def stored(told: dict[str, Any] | None) -> dict[str, Any] | None:
    """What the phone told, as JSON keeps it: moments as text."""
    if told is None:
        return None
    return {key: rfc3339(value) if isinstance(value, datetime) else value for key, value in told.items()}


def _id(value: object) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))
