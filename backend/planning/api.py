"""/tasks: plan, look, decide, issue the visit code, cancel; and who reads the code."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, current_app

from backend.certificates import queries as certificates
from backend.certificates.api import ScanAnswer, last_scan
from backend.kernel.http import access, actor, gives, idempotency_key, idempotent, now, settings, tx
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import page_of
from backend.planning import admission, queries, service, swapping
from backend.planning.answers import task_answers, visit_code_answer
from backend.planning.crew import Crew
from backend.planning.joint import inviting as joint_inviting
from backend.planning.joint import moving as joint_moving
from backend.planning.joint import service as joint
from backend.planning.joint.moving import To
from backend.planning.models import Task
from backend.planning.plans.api import blueprint
from backend.planning.schemas import CancelSchema, DecisionSchema, JointMoveSchema, OfficersSchema, PlanSchema, TaskArgs
from backend.planning.task_schemas import TaskAnswer, TaskPage, VisitCodeAnswer

__all__ = ["blueprint"]


@blueprint.route("/tasks", methods=["POST"])
@access("task.plan")
@idempotent
@blueprint.arguments(PlanSchema)
@blueprint.response(201, TaskAnswer)
def plan(body: service.Plan) -> dict[str, Any]:
    """Plan a visit; refused with the rule, a sentence and the next lawful slot (B-25, B-37 to B-41, B-46)."""
    task = service.plan(tx(), actor=actor(), now=now(), task_id=idempotency_key(), plan=body)
    if body.joint_id is not None:
        joint_inviting.take_up(tx(), actor=actor(), now=now(), proposal_id=body.joint_id, task=task)
    return _answer(task)


@blueprint.route("/tasks", methods=["GET"])
@access("task.see")
@blueprint.arguments(TaskArgs, location="query")
@blueprint.response(200, TaskPage)
def list_tasks(args: dict[str, Any]) -> dict[str, Any]:
    """A page of tasks, earliest first; officers see those that they are on."""
    found, total = queries.tasks(tx(), actor(), **args)
    answers = task_answers(tx(), found, now(), settings().public_url)
    return page_of(answers, total, args["page"], args["page_size"])


@blueprint.route("/tasks/<uuid:task_id>", methods=["GET"])
@access("task.see")
@blueprint.response(200, TaskAnswer)
def see_task(task_id: UUID) -> dict[str, Any]:
    """One task."""
    return _answer(_task(task_id))


@blueprint.route("/tasks/<uuid:task_id>/notice", methods=["GET"])
@access("task.see")
@gives("text/plain")
def see_notice(task_id: UUID) -> Response:
    """行政检查通知书 exactly as hashed; exists once the code was issued (B-22)."""
    notice = queries.newest_notice(tx(), _task(task_id).id)
    if notice is None:
        raise NOT_FOUND()
    return current_app.response_class(notice.body, mimetype="text/plain")


@blueprint.route("/tasks/<uuid:task_id>/decision", methods=["POST"])
@access("task.decide")
@idempotent
@blueprint.arguments(DecisionSchema)
@blueprint.response(200, TaskAnswer)
def decide(body: dict[str, str], task_id: UUID) -> dict[str, Any]:
    """Approve or reject before entry (B-19, B-41)."""
    task = service.decide(tx(), actor=actor(), now=now(), decision_id=idempotency_key(), task_id=task_id, **body)
    return _answer(task)


@blueprint.route("/tasks/<uuid:task_id>/officers", methods=["POST"])
@access("task.plan")
@idempotent
@blueprint.arguments(OfficersSchema)
@blueprint.response(200, TaskAnswer)
def change_officers(body: Crew, task_id: UUID) -> dict[str, Any]:
    """Let others go, with whom they bring; a code that was issued for the first ones is withdrawn (B-10 to B-13)."""
    return _answer(swapping.change(tx(), actor=actor(), now=now(), task_id=task_id, crew=body))


@blueprint.route("/tasks/<uuid:task_id>/visit-code", methods=["POST"])
@access("code.issue")
@idempotent
@blueprint.response(201, VisitCodeAnswer)
def issue(task_id: UUID) -> dict[str, Any]:
    """Issue the visit code: judged again and counted under a lock (B-25, B-47)."""
    keys = settings().data_dir / "keys"
    code = admission.issue(tx(), actor=actor(), now=now(), task_id=task_id, keys=keys)
    return {"visit_code": visit_code_answer(code, now(), settings().public_url)}


@blueprint.route("/visit-codes/<code_id>/scan", methods=["GET"])
@access("code.watch")
@blueprint.response(200, ScanAnswer)
@blueprint.alt_response(204, success=True, description="Nobody has opened the page yet.")
def visit_scan(code_id: str) -> Any:
    """The number that the last reader of this visit's live code sees, for the officers who are on the visit."""
    code = certificates.visit_code(tx(), code_id)
    if code is None or not queries.goes_by(tx(), actor().person_id, code.task_id):
        raise NOT_FOUND()
    return last_scan(tx(), code, now())


@blueprint.route("/tasks/<uuid:task_id>/cancel", methods=["POST"])
@access("task.cancel")
@idempotent
@blueprint.arguments(CancelSchema)
@blueprint.response(200, TaskAnswer)
def cancel(body: dict[str, str], task_id: UUID) -> dict[str, Any]:
    """Give a planned visit up; its place in the count is free again."""
    return _answer(service.cancel(tx(), actor=actor(), now=now(), task_id=task_id, **body))


@blueprint.route("/tasks/<uuid:task_id>/joint/leave", methods=["POST"])
@access("joint.plan")
@idempotent
@blueprint.arguments(CancelSchema)
@blueprint.response(200, TaskAnswer)
def leave_joint(body: dict[str, str], task_id: UUID) -> dict[str, Any]:
    """Go alone again on the same day; the others are told, and a code that named this visit is withdrawn (B-29)."""
    return _answer(joint.leave(tx(), actor=actor(), now=now(), task_id=task_id, **body))


@blueprint.route("/tasks/<uuid:task_id>/joint/move", methods=["POST"])
@access("joint.plan")
@idempotent
@blueprint.arguments(JointMoveSchema)
@blueprint.response(200, TaskAnswer)
def move_joint(body: To, task_id: UUID) -> dict[str, Any]:
    """Move the joint visit that this task leads to another day or hour, everybody's part of it or nobody's (B-29)."""
    return _answer(joint_moving.move(tx(), actor=actor(), now=now(), task_id=task_id, to=body))


def _task(task_id: UUID) -> Task:
    task = queries.task(tx(), actor(), task_id)
    if task is None:
        raise NOT_FOUND()
    return task


def _answer(task: Task) -> dict[str, Any]:
    tx().flush()  # the parts are read back by Core
    return task_answers(tx(), [task], now(), settings().public_url)[0]
