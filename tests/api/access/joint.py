"""Operations of joint proposals, and one laid into each place: its organ is asked to join a visit of a bystander."""

from __future__ import annotations

from datetime import date

from backend.kernel.ids import uuid7
from backend.planning.joint_models import JointProposal
from backend.planning.models import Task
from tests.api.access.operation import Operation, get, post, same
from tests.api.access.town import Made, Place, Town
from tests.api.coded_visit import CLEAN

REFUSED = {"answer": "refuse", "reason": "当天另有安排"}

JOINT: tuple[Operation, ...] = (
    get("/joint-proposals", lists="joint proposal"), get("/joint-proposals/figures"),
    post("/joint-proposals/<uuid:joint_id>/answer", on="joint proposal", body=same(REFUSED)),
)  # fmt: skip


def lay_joint(town: Town) -> None:
    """One open proposal in every place."""
    for place in town.places.values():
        _proposed(town, place)


def _proposed(town: Town, place: Place) -> None:
    world, bystander = town.world, town.world.organ("旁边的单位", region=place.region)
    lead = Task(
        id=uuid7(), organ_id=bystander.id, region_path=place.region.path, enterprise_id=place.enterprise.id,
        site_id=place.site.id, state="approved", kind="daily", trigger="plan", entry_reason="需现场核查",
        planned_on=date(2026, 4, 27), verdict=CLEAN, created_by=place.clerk.id, created_at=world.clock.now(),
    )  # fmt: skip
    world._add(lead)
    row = JointProposal(
        id=uuid7(), task_id=place.things["task approved"].id, organ_id=place.organ.id, lead_task_id=lead.id,
        lead_organ_id=bystander.id, enterprise_id=place.enterprise.id, region_path=place.region.path, state="open",
        made_at=world.clock.now(), answer_by=date(2026, 4, 25), reason="", was_on=date(2026, 4, 22),
    )  # fmt: skip
    world._add(row)
    place.things["joint proposal"] = Made(row.id, place.lies())
