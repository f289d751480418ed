"""/joint-proposals: two subjects' visits to one enterprise as one (B-88)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from backend.enterprises.models import Enterprise
from backend.identity import queries as identity
from backend.identity.access.table import Thing, may
from backend.identity.models import Organ
from backend.kernel.http import access, actor, idempotency_key, idempotent, now, tx
from backend.kernel.schema import page_of, rfc3339
from backend.planning.joint import inviting as joint_inviting
from backend.planning.joint import queries as joint_queries
from backend.planning.joint import service as joint
from backend.planning.joint.models import JointProposal
from backend.planning.joint.schemas import (
    JointAnswer,
    JointAnswerBody,
    JointArgs,
    JointFigures,
    JointInvitationArgs,
    JointInvitationBody,
    JointInvitationChoices,
    JointPage,
)
from backend.planning.models import Task
from backend.planning.planner.api import blueprint
from backend.planning.states import WAITING

__all__ = ["blueprint"]


@blueprint.route("/joint-proposals", methods=["GET"])
@access("joint.see")
@blueprint.arguments(JointArgs, location="query")
@blueprint.response(200, JointPage)
def list_proposals(args: dict[str, Any]) -> dict[str, Any]:
    """A page of proposals for joint visits, those that wait for an answer first; both subjects see theirs."""
    number, size = args.pop("page"), args.pop("page_size")
    rows, total = joint_queries.page(tx(), joint_queries.listed(actor(), **args), number, size)
    return page_of(_answers(rows), total, number, size)


@blueprint.route("/joint-proposals/figures", methods=["GET"])
@access("joint.see")
@blueprint.response(200, JointFigures)
def figures() -> dict[str, Any]:
    """How often each subject was asked to join, and how often it refused."""
    return {"items": [_figure(row) for row in joint_queries.figures(tx(), actor())]}


@blueprint.route("/joint-proposals/<uuid:joint_id>/answer", methods=["POST"])
@access("joint.answer")
@idempotent
@blueprint.arguments(JointAnswerBody)
@blueprint.response(200, JointAnswer)
def answer(body: dict[str, str], joint_id: UUID) -> dict[str, Any]:
    """Accept, and the task moves to the lead's day and hour; or refuse, and say why."""
    joint.answer(tx(), actor=actor(), now=now(), proposal_id=joint_id, **body)
    tx().flush()  # read back with both tasks
    return _answers([joint_queries.one(tx(), joint_id)])[0]


@blueprint.route("/tasks/<uuid:task_id>/joint-invitations", methods=["POST"])
@access("joint.plan")
@idempotent
@blueprint.arguments(JointInvitationBody)
@blueprint.response(201, JointAnswer)
def invite(body: dict[str, UUID], task_id: UUID) -> dict[str, Any]:
    """Ask another body to come along on the day of this visit, which leads (B-29); it must still accept."""
    row = joint_inviting.invite(
        tx(), actor=actor(), now=now(), invitation_id=idempotency_key(), task_id=task_id, organ_id=body["organ_id"]
    )
    tx().flush()
    return _answers([joint_queries.one(tx(), row.id)])[0]


@blueprint.route("/tasks/<uuid:task_id>/joint-invitations/choices", methods=["GET"])
@access("joint.plan")
@blueprint.arguments(JointInvitationArgs, location="query")
@blueprint.response(200, JointInvitationChoices)
def invitation_choices(args: dict[str, str], task_id: UUID) -> dict[str, Any]:
    """The bodies of the city that may be asked to come along, by name or pinyin."""
    return {"items": [_named(each) for each in joint_inviting.choices(tx(), actor(), task_id, args["q"])]}


def _answers(rows: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    proposals: list[JointProposal] = [row[0] for row in rows]
    organs = identity.organs_by_id(tx(), {each for row in proposals for each in (row.organ_id, row.lead_organ_id)})
    names = identity.names(tx(), [each.answered_by for each in proposals if each.answered_by])
    wanted = select(Enterprise.id, Enterprise.name).where(Enterprise.id.in_({each.enterprise_id for each in proposals}))
    enterprises = {row.id: row.name for row in tx().execute(wanted)}
    return [_answer(row, organs, names, enterprises[row[0].enterprise_id]) for row in rows]


def _answer(
    found: Any, organs: dict[UUID, Organ], names: dict[UUID, str], enterprise: str
) -> dict[str, Any]:  # fmt: skip
    row, asked, lead = found
    waits = (asked is None or asked.state in WAITING) and lead.state in WAITING
    state = "gone" if row.state == "open" and not waits else row.state
    return {
        "id": str(row.id), "state": state, "enterprise": {"id": str(row.enterprise_id), "name": enterprise},
        "asked": _side(asked, organs) if asked else _invited(row, lead, organs), "lead": _side(lead, organs),
        "made_at": rfc3339(row.made_at), "answer_by": row.answer_by.isoformat(), "overdue": row.told_at is not None,
        "was_on": row.was_on.isoformat() if row.was_on else None,
        "was_at": _clock(row.was_at), "answered_at": rfc3339(row.answered_at) if row.answered_at else None,
        "answered_by": {"id": str(row.answered_by), "name": names[row.answered_by]} if row.answered_by else None,
        "reason": row.reason,
        "mine_to_answer": state == "open" and may(actor(), "joint.answer", Thing(organ_id=row.organ_id)),
    }  # fmt: skip


def _side(task: Task, organs: dict[UUID, Organ]) -> dict[str, Any]:
    return {
        "task_id": str(task.id), "organ": _named(organs[task.organ_id]), "planned_on": task.planned_on.isoformat(),
        "starts_at": _clock(task.starts_at), "state": task.state,
    }  # fmt: skip


def _invited(row: JointProposal, lead: Task, organs: dict[UUID, Organ]) -> dict[str, Any]:
    """Whoever has planned nothing there would come on the day and at the hour of the lead."""
    return _side(lead, organs) | {"task_id": None, "organ": _named(organs[row.organ_id]), "state": None}


def _named(organ: Any) -> dict[str, str]:
    return {"id": str(organ.id), "name": organ.name, "name_en": organ.name_en}


def _clock(moment: time | None) -> str | None:
    return f"{moment:%H:%M}" if moment else None


def _figure(row: Row[Any]) -> dict[str, Any]:
    answered = row.accepted + row.refused
    return {
        "organ": _named(row), "asked": row.asked, "accepted": row.accepted,
        "refused": row.refused, "overdue": row.overdue,
        "refusal_rate": round(row.refused / answered, 3) if answered else None,
    }  # fmt: skip
