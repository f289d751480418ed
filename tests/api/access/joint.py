"""Operations of joint proposals, and one laid into each place: its organ is asked to join a visit of a bystander."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from backend.kernel.ids import uuid7
from backend.planning.joint.models import JointProposal
from backend.planning.models import Task
from tests.api.access.operation import Operation, get, post, same
from tests.api.access.town import Made, Place, Town
from tests.api.coded_visit import CLEAN

REFUSED = {"answer": "refuse", "reason": "当天另有安排"}

ALREADY_THERE = {"planned_on": "2026-04-27", "starts_at": None, "reason": "企业当天停电"}
"""Where it stands: whoever may move it may, and the officers that its guests lack matter to nobody."""


def _asks_a_bystander(town: Town, place: Place) -> dict[str, str]:
    return {"organ_id": str(place.things["bystander"].id)}


JOINT: tuple[Operation, ...] = (
    get("/joint-proposals", lists="joint proposal"), get("/joint-proposals/figures"),
    post("/joint-proposals/<uuid:joint_id>/answer", on="joint proposal", body=same(REFUSED)),
    post("/tasks/<uuid:task_id>/joint/leave", on="task together", body=same({"reason": "改日单独去"})),
    post("/tasks/<uuid:task_id>/joint/move", on="task together", body=same(ALREADY_THERE)),
    post("/tasks/<uuid:task_id>/joint-invitations", on="task together", body=_asks_a_bystander),
    get("/tasks/<uuid:task_id>/joint-invitations/choices", on="task together"),
)  # fmt: skip


def lay_joint(town: Town) -> None:
    """One open proposal in every place, and one visit that its organ leads."""
    for place in town.places.values():
        _proposed(town, place)
        _together(town, place)


def _proposed(town: Town, place: Place) -> None:
    world, bystander = town.world, town.world.organ("旁边的单位", region=place.region)
    place.things["bystander"] = Made(bystander.id, place.lies())
    lead = _task(town, place, bystander.id)
    row = JointProposal(
        id=uuid7(), task_id=place.things["task approved"].id, organ_id=place.organ.id, lead_task_id=lead.id,
        lead_organ_id=bystander.id, enterprise_id=place.enterprise.id, region_path=place.region.path, state="open",
        made_at=world.clock.now(), answer_by=date(2026, 4, 25), reason="", was_on=date(2026, 4, 22),
    )  # fmt: skip
    world._add(row)
    place.things["joint proposal"] = Made(row.id, place.lies())


def _together(town: Town, place: Place) -> None:
    """The organ of the place leads, and a third body goes along."""
    lead = _task(town, place, place.organ.id)
    guest = _task(town, place, town.world.organ("同去的单位", region=place.region).id)
    with town.world.sessions() as tx:
        for each in (lead, guest):
            tx.get_one(Task, each.id).joint_lead_id = lead.id
        tx.commit()
    place.things["task together"] = Made(lead.id, place.lies())


def _task(town: Town, place: Place, organ_id: UUID) -> Task:
    task = Task(
        id=uuid7(), organ_id=organ_id, region_path=place.region.path, enterprise_id=place.enterprise.id,
        site_id=place.site.id, state="approved", kind="daily", trigger="plan", entry_reason="需现场核查",
        planned_on=date(2026, 4, 27), verdict=CLEAN, created_by=place.clerk.id, created_at=town.world.clock.now(),
    )  # fmt: skip
    town.world._add(task)
    return task
