"""Operations about grounds stated afterwards, and two visits on a quiet day in each place: one says nothing, one waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from backend.inspections.models import CheckIn, Inspection, OfficerPresent, VerdictRow
from backend.inspections.stated_models import StatedGround
from backend.kernel.ids import uuid7
from tests.api.access.around_visits import AT
from tests.api.access.operation import Operation, get, post, same
from tests.api.access.town import Made, Place, Town
from tests.api.coded_visit import CLEAN
from tests.world import World

GROUND = {"ground": "licence", "evidence_id": "许字〔2026〕9号", "words": "企业申请核验", "at": AT}
BROKEN = {**CLEAN, "quiet": {**CLEAN["quiet"], "code": "VIOLATION"}}

STATED: tuple[Operation, ...] = (
    post("/inspections/<uuid:inspection_id>/ground", on="quiet visit", body=same(GROUND)),
    get("/stated-grounds", lists="stated ground", key="inspection_id"),
    post(
        "/inspections/<uuid:inspection_id>/ground-decision", on="stated ground",
        body=same({"decision": "confirmed", "note": "没有记录"}),
    ),
)  # fmt: skip


def lay_stated(town: Town) -> None:
    """Both in every place; the bureau of an organ decides nothing about that organ (B-42)."""
    for place in town.places.values():
        lies = replace(place.lies(people=place.crew), accused_id=place.organ.id)
        silent, waits = _visit(town.world, place), _visit(town.world, place)
        now, who = town.world.clock.now(), place.officer.person.id
        town.world._add(StatedGround(
            inspection_id=waits, id=uuid7(), organ_id=place.organ.id, region_path=place.region.path, ground="licence",
            evidence_id="9", words="企业申请核验", at=now, received_at=now, told_by=who,
        ))  # fmt: skip
        place.things["quiet visit"], place.things["stated ground"] = Made(silent, lies), Made(waits, lies)


def _visit(world: World, place: Place) -> object:
    at, who = world.clock.now() - timedelta(hours=1), place.officer.person.id
    visit = Inspection(
        id=uuid7(), organ_id=place.organ.id, region_code=place.region.code, region_path=place.region.path,
        enterprise_id=place.enterprise.id, site_id=place.site.id, kind="daily", trigger="plan",
        organ_name=place.organ.name, enterprise_name=place.enterprise.name, address=place.site.address,
        enterprise_identifier=place.enterprise.identifier, state="ongoing", mark="violation", arrived_at=at,
        checked_in_by=who,
    )  # fmt: skip
    world._add(visit)
    arrival = CheckIn(
        inspection_id=visit.id, captured_at=at, received_at=at, earliest=at, latest=at, clock={"quality": "synced"},
        scanned_text="", scanned_how="typed", place_verdict="MISSING",
    )  # fmt: skip
    verdict = VerdictRow(
        id=uuid7(), inspection_id=visit.id, rule_set_id=world.rules and world.rules.id, judged_at=at, cause="arrival",
        inputs={}, body=BROKEN,
    )  # fmt: skip
    there = [
        OfficerPresent(inspection_id=visit.id, person_id=each, name="周明远", card_state="active", how="self", at=at)
        for each in place.crew
    ]
    world._add(arrival, verdict, *there)
    return visit.id
