"""Visits that have happened, as rows: for tests of what reads them. How they come to be is tested elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.identity.models import Organ
from backend.inspections.events import RuleBroken
from backend.inspections.models import CheckIn, Inspection, OfficerPresent, VerdictRow
from backend.journal.record import record
from backend.kernel.clock import Clock
from backend.kernel.ids import uuid7
from backend.worker import followers, run_journal_once
from tests.api.coded_visit import CLEAN
from tests.world import SignedIn, World

CLOCK = {"wall": "2026-04-22T02:28:14Z", "mono_ms": 1000.0, "boot": "b1", "offset_ms": 0.0, "quality": "synced"}


def arrival(
    world: World, organ: Organ, officer: SignedIn, *, name: str = "示范区云川食品有限公司", mark: str = "clean", state: str = "ongoing",
    at: datetime | None = None, findings: tuple[dict[str, Any], ...] = (), longitude: float = 114.80, latitude: float = 30.84,
    task_id: UUID | None = None, region_path: str | None = None, region_code: str | None = None,
) -> UUID:  # fmt: skip
    """A visit that came; returns its id."""
    enterprise, site = world.enterprise(name)
    at, visit_id = at or world.clock.now(), uuid7()
    rules = world.rules or world.rule_set()
    inspection = Inspection(
        id=visit_id,
        task_id=task_id,
        organ_id=organ.id,
        region_code=region_code or world.region.code,
        region_path=region_path or world.region.path,
        enterprise_id=enterprise.id,
        site_id=site.id,
        kind="daily",
        trigger="plan",
        organ_name=organ.name,
        enterprise_name=name,
        enterprise_identifier=enterprise.identifier,
        address=site.address,
        state=state,
        mark=mark,
        arrived_at=at,
        left_at=at + timedelta(hours=1) if state == "left" else None,
        checked_in_by=officer.person.id,
    )
    position = {"longitude": longitude, "latitude": latitude, "accuracy_m": 18.0, "datum": "wgs84", "fix_at": None}
    door = CheckIn(
        inspection_id=visit_id,
        captured_at=at,
        received_at=at,
        earliest=at,
        latest=at,
        clock=CLOCK,
        position=position,
        place=f"SRID=4326;POINT({longitude} {latitude})",
        scanned_text=enterprise.identifier,
        scanned_how="scan",
        distance_m=42.0,
        place_verdict="INSIDE",
    )
    present = OfficerPresent(
        inspection_id=visit_id,
        person_id=officer.person.id,
        name=officer.person.name,
        card_number="17010100237",
        card_state="active",
        how="self",
        at=at,
    )
    body = CLEAN | {"ruleset_id": str(rules.id), "findings": list(findings), "mark": mark}
    verdict = VerdictRow(
        id=uuid7(), inspection_id=visit_id, rule_set_id=rules.id, judged_at=at, cause="arrival", inputs={}, body=body
    )
    with world.sessions() as tx:
        tx.add(inspection)
        tx.flush()
        tx.add_all([door, present, verdict])
        tx.commit()
    return visit_id


def finding(code: str = "QUIET_VIOLATION", severity: str = "violation") -> dict[str, Any]:
    """A finding as a verdict carries it."""
    sentence = {"zh": "4 月 22 日在安静期内。", "en": "22 April lies in the quiet period."}
    return {"code": code, "rule": "B-37", "severity": severity, "facts": {"day": "2026-04-22"}, "sentence": sentence}


def break_rule(
    world: World, visit_id: UUID, organ: Organ, code: str = "QUIET_VIOLATION", severity: str = "violation"
) -> None:
    """The event that a broken rule leaves."""
    broken = RuleBroken(
        visit_id,
        organ.id,
        organ.region_code,
        code,
        "B-37",
        {"day": "2026-04-22"},
        "4 月 22 日在安静期内。",
        "22 April lies in the quiet period.",
        severity,
    )
    with world.sessions() as tx:
        record(tx, broken)
        tx.commit()


def let_followers_read(world: World, clock: Clock) -> None:
    """Number what was committed and let every follower read it, and what that gave rise to."""
    while run_journal_once(world.sessions, followers(), clock):
        pass
