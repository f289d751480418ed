"""Operations of the white list and of chosen quiet days, and one of each laid into every place."""

from __future__ import annotations

from datetime import date
from typing import Any

from backend.enterprises.whitelist_models import ChosenQuietDay, WhitelistEntry
from backend.kernel.ids import uuid7
from tests.api.access.operation import Operation, get, post, same
from tests.api.access.town import Made, Place, Town

CONDITIONS = ["no_penalty", "no_joint_sanction", "no_fatal_accident"]
GONE = {"reason": "false_statement", "words": "隐瞒处罚"}


def proposal(town: Town, place: Place) -> dict[str, Any]:
    told = {
        "organ_id": str(place.organ.id),
        "conditions": CONDITIONS,
        "reason": "信用良好",
        "document": "新司〔2026〕9号",
    }
    return {**told, "from_on": "2026-04-22", "to_on": None}


WHITELIST: tuple[Operation, ...] = (
    get("/whitelist", lists="whitelist entry"),
    post("/enterprises/<uuid:enterprise_id>/whitelist", on="organ", also={"enterprise_id": "bare enterprise"}, body=proposal),
    post("/whitelist/<uuid:entry_id>/decision", on="whitelist entry", body=same({"decision": "approve", "note": ""})),
    post("/whitelist/<uuid:entry_id>/review", on="whitelist entry"),
    post("/whitelist/<uuid:entry_id>/end", on="whitelist entry", body=same(GONE)),
    get("/enterprises/<uuid:enterprise_id>/quiet-days", on="enterprise"),
    post("/enterprises/<uuid:enterprise_id>/quiet-days", on="enterprise", body=same({"days": ["2026-05-06"], "document": "申请"})),
    post("/quiet-days/<uuid:day_id>/withdrawal", on="chosen day"),
)  # fmt: skip


def lay_whitelist(town: Town) -> None:
    """A proposal that waits, an enterprise that nobody asked for, and a chosen day in every place."""
    for place in town.places.values():
        now, clerk = town.world.clock.now(), place.clerk.id
        other, _ = town.world.enterprise(f"{place.name} 另一企业", region=place.region)
        place.things["bare enterprise"] = Made(other.id, place.lies())
        row = WhitelistEntry(
            id=uuid7(), enterprise_id=place.enterprise.id, region_code=place.region.code, region_path=place.region.path,
            organ_id=place.organ.id, state="proposed", conditions=CONDITIONS, reason="信用良好", document="新司〔2026〕9号",
            from_on=date(2026, 4, 22), proposed_by=clerk, proposed_at=now,
        )  # fmt: skip
        day = ChosenQuietDay(
            id=uuid7(),
            enterprise_id=place.enterprise.id,
            day=date(2026, 6, 8),
            document="申请",
            recorded_by=clerk,
            recorded_at=now,
        )
        town.world._add(row, day)
        place.things["whitelist entry"] = Made(row.id, place.lies(owner=clerk))
        place.things["chosen day"] = Made(day.id, place.lies())
