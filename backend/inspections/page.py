"""A visit as its officers see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.identity.actor import Actor
from backend.inspections import queries, said, stated_told, supplements
from backend.inspections.models import CheckIn, OfficerPresent, Result, Step, VerdictRow
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import rfc3339


def page(tx: Session, actor: Actor, inspection_id: UUID) -> dict[str, Any]:
    """The whole file without its media. Raises NOT_FOUND."""
    visit = queries.inspection(tx, actor, inspection_id)
    if visit is None:
        raise NOT_FOUND()
    arrival = tx.get_one(CheckIn, visit.id)
    newest, *older = _verdicts(tx, visit.id)
    return {
        "inspection_id": visit.id, "task_id": visit.task_id, "state": visit.state, "mark": visit.mark, "kind": visit.kind,
        "trigger": visit.trigger, "ground": visit.ground,
        "enterprise": {
            "id": str(visit.enterprise_id) if visit.enterprise_id else None, "name": visit.enterprise_name,
            "identifier": visit.enterprise_identifier, "address": visit.address,
        },
        "organ": {"id": str(visit.organ_id), "name": visit.organ_name},
        "arrived_at": visit.arrived_at, "received_at": arrival.received_at, "left_at": visit.left_at, "closed_at": visit.closed_at,
        "position": arrival.position, "place": {"code": arrival.place_verdict, "distance_m": arrival.distance_m},
        "officers": _officers(tx, visit.id), "steps": _steps(tx, visit.id),
        "verdict": newest.body, "verdicts": [{**each.body, "cause": each.cause} for each in older],
        "result": tx.get(Result, visit.id), **said.told(tx, visit.id),
        "supplements": supplements.told(tx, visit.id), "stated": stated_told.of_visit(tx, visit.id),
    }  # fmt: skip


def _verdicts(tx: Session, inspection_id: UUID) -> Sequence[VerdictRow]:
    wanted = select(VerdictRow).where(VerdictRow.inspection_id == inspection_id)
    return tx.scalars(wanted.order_by(VerdictRow.judged_at.desc(), VerdictRow.id.desc())).all()


def _officers(tx: Session, inspection_id: UUID) -> list[dict[str, Any]]:
    wanted = select(OfficerPresent).where(OfficerPresent.inspection_id == inspection_id).order_by(OfficerPresent.at)
    return [
        {
            "person_id": str(each.person_id), "name": each.name, "how": each.how, "at": rfc3339(each.at), "role": each.role,
            "card": {"number": each.card_number, "state": each.card_state},
        }
        for each in tx.scalars(wanted)
    ]  # fmt: skip


def _steps(tx: Session, inspection_id: UUID) -> list[dict[str, Any]]:
    wanted = select(Step).where(Step.inspection_id == inspection_id).order_by(Step.at, Step.id)
    return [
        {
            "id": str(each.id), "kind": each.kind, "at": rfc3339(each.at), "note": each.note,
            "person_id": str(each.person_id) if each.person_id else None,
        }
        for each in tx.scalars(wanted)
    ]  # fmt: skip
