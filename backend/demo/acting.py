"""The people of the demo at work: what they do goes through the same services as everybody's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.certificates.models import VisitCode
from backend.certificates.queries import cards_of_people
from backend.demo import base, names, town
from backend.demo.accounts import Account, officers_of, one
from backend.demo.day import Day
from backend.demo.ids import demo_id
from backend.evidence import reader  # noqa: F401 -- visits that are over are judged by their recordings, too
from backend.identity.actor import Actor
from backend.inspections import course, stated
from backend.inspections import service as inspections
from backend.inspections.course import StepTaken
from backend.inspections.door import Comer
from backend.inspections.service import Arrival
from backend.kernel.schema import rfc3339
from backend.planning import admission
from backend.planning import service as planning
from backend.planning.joint import service as joint
from backend.planning.joint.models import JointProposal
from backend.planning.service import Plan

USUAL_STEPS = (
    "show_certificate", "show_code", "notice_delivered", "rights_told", "recording_announced", "recording_started",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Errand:
    """Who is to visit whom today, and why."""

    key: str
    organ: str
    enterprise: int
    officers: tuple[Account, ...]
    ground: str | None = None
    evidence_id: str | None = None

    @property
    def trigger(self) -> str:
        """A ground of complaint comes from a complaint; everything else here from the plan."""
        return "complaint" if self.ground == "complaint" else "plan"


def actor(account: Account) -> Actor:
    """The account as somebody who is signed in."""
    return Actor(account.id, base.organ_id(account.organ), account.role, account.name, names.REGION, names.REGION, "zh")


def task_id(day: Day, key: str) -> UUID:
    """The id of today's task of this name."""
    return demo_id("task", day.date, key)


def visit_id(day: Day, key: str) -> UUID:
    """The id of today's visit of this name."""
    return demo_id("inspection", day.date, key)


def plan(tx: Session, day: Day, errand: Errand, *, at: datetime, on: date | None = None) -> None:
    """The department plans it, for today unless another day is named; the rules may refuse."""
    wanted = Plan(
        kind="case" if errand.ground else "daily", trigger=errand.trigger, enterprise_id=base.enterprise_id(errand.enterprise),
        planned_on=on or day.date, starts_at=time(9, 30), item_ids=[demo_id("item", errand.organ, n) for n in (1, 2)],
        officer_ids=[each.id for each in errand.officers], entry_reason="需现场核对实物和记录，远程核查不足以确认。",
        ground=errand.ground, evidence_id=errand.evidence_id, superior_document=None,
    )  # fmt: skip
    clerk = actor(one("department", errand.organ))
    planning.plan(tx, actor=clerk, now=at, task_id=task_id(day, errand.key), plan=wanted)


def go_along(tx: Session, day: Day, errand: Errand, *, at: datetime) -> None:
    """The department accepts to go with the visit that another one has planned there (B-88)."""
    asked = select(JointProposal.id).where(JointProposal.task_id == task_id(day, errand.key))
    clerk = actor(one("department", errand.organ))
    joint.answer(tx, actor=clerk, now=at, proposal_id=tx.scalars(asked).one(), answer=joint.ACCEPT, reason="")


def approve(tx: Session, day: Day, errand: Errand, *, at: datetime) -> None:
    """The head says yes."""
    planning.decide(
        tx, actor=actor(one("head", errand.organ)), now=at, decision_id=demo_id("decision", day.date, errand.key),
        task_id=task_id(day, errand.key), decision="approve", note="同意",
    )  # fmt: skip


def issue_code(tx: Session, day: Day, errand: Errand, *, at: datetime, keys: Any) -> VisitCode:
    """The department has the visit code made."""
    clerk = actor(one("department", errand.organ))
    return admission.issue(tx, actor=clerk, now=at, task_id=task_id(day, errand.key), keys=keys)


def arrive(
    tx: Session, errand: Errand, *, inspection_id: UUID, task: UUID | None, at: datetime, now: datetime, people: int = 2
) -> None:
    """So many of the officers scan the enterprise's code at its door."""
    lead, *others = errand.officers[:people]
    cards = cards_of_people(tx, [each.id for each in errand.officers], at)
    comers = [Comer(lead.id, cards[lead.id].id, "self"), *(Comer(o.id, cards[o.id].id, "partner_scan") for o in others)]
    told = Arrival(
        task_id=task, text=names.uscc(errand.enterprise), source="scan", captured_at=at, clock=clock(at),
        position=position(errand.enterprise, at), position_reason=None, comers=comers,
    )  # fmt: skip
    inspections.check_in(tx, actor=actor(lead), now=now, inspection_id=inspection_id, arrival=told)


def take_steps(
    tx: Session, errand: Errand, *, inspection_id: UUID, begin: datetime, end: datetime, steps: tuple[str, ...]
) -> None:
    """The lead notes these steps, evenly between two moments."""
    for n, kind in enumerate(steps, start=1):
        at = begin + (end - begin) * n / (len(steps) + 1)
        step = StepTaken(kind=kind, at=at, clock=clock(at), person_id=None, card_id=None, note=None, position=None)
        course.record_step(
            tx, actor=actor(errand.officers[0]), now=at, step_id=demo_id("step", inspection_id, kind),
            inspection_id=inspection_id, step=step,
        )  # fmt: skip


def finish(tx: Session, errand: Errand, *, inspection_id: UUID, at: datetime) -> None:
    """Nothing was found; they leave."""
    lead = actor(errand.officers[0])
    found = course.Filing("none_found", "现场检查未发现问题。", None, [], at)
    course.file_result(
        tx, actor=lead, now=at, result_id=demo_id("result", inspection_id), inspection_id=inspection_id, filing=found
    )
    course.check_out(
        tx, actor=lead, now=at, check_out_id=demo_id("check-out", inspection_id), inspection_id=inspection_id,
        captured_at=at, clock=clock(at), position=position(errand.enterprise, at),
    )  # fmt: skip


def state_ground(tx: Session, errand: Errand, *, inspection_id: UUID, told: stated.Told) -> None:
    """The lead says afterwards on which ground they came."""
    stated.state(
        tx, actor=actor(errand.officers[0]), now=told.at, statement_id=demo_id("ground", inspection_id),
        inspection_id=inspection_id, told=told,
    )  # fmt: skip


def confirm(tx: Session, *, inspection_id: UUID, note: str, at: datetime) -> None:
    """The bureau does not accept the ground: the violation stands."""
    bureau = actor(one("bureau", names.BUREAU.code))
    stated.decide(tx, actor=bureau, now=at, inspection_id=inspection_id, decision="confirmed", note=note)


def clock(at: datetime) -> dict[str, Any]:
    """What a phone says whose clock was compared with the server's just before."""
    return {"wall": at, "mono_ms": 0.0, "boot": "demo", "offset_ms": 0.0, "quality": "synced"}


def position(enterprise: int, at: datetime) -> dict[str, Any]:
    """A fix some metres from the door."""
    there = town.near(base.place_of(enterprise), Random(f"fix {enterprise} {at:%j}"), 30)
    return {
        "longitude": there.longitude, "latitude": there.latitude, "accuracy_m": 18.0, "datum": "wgs84",
        "fix_at": rfc3339(at - timedelta(seconds=2)),
    }  # fmt: skip


def team(organ: str, first: int, count: int = 2) -> tuple[Account, ...]:
    """Officers of an organ by their place in the list, from 0."""
    return officers_of(organ)[first : first + count]
