"""/people/…/password-reset: a one-time password; for who supervises or administers only with a second person's yes.

The answer holds a secret and is not kept for a second try with the same key: each try makes a new one.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields

from backend.approvals import empowering
from backend.approvals.answers import ApprovalAnswer
from backend.approvals.edge import blueprint, waits
from backend.identity import accounts
from backend.kernel.http import access, actor, now, settings, tx
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import Schema

UNKEPT = {"Cache-Control": "no-store"}
REASON = "重置密码 Reset of the password"


class OneTimePassword(Schema):
    """To be read aloud once; it holds for 72 hours and must be changed."""

    one_time_password = fields.String(required=True)


@blueprint.route("/people/<uuid:person_id>/password-reset", methods=["POST"])
@access("person.reset")
@blueprint.alt_response(202, schema=ApprovalAnswer)
@blueprint.response(201, OneTimePassword)
def reset_password(person_id: UUID) -> Any:
    """Give somebody a one-time password; all their sessions end. 202: it waits for a second person first (B-104)."""
    found = accounts.within_reach(tx(), actor(), "person.reset", person_id)
    if found is None:
        raise NOT_FOUND()
    person = found[0]
    asked = empowering.wanted_yes(
        tx(), actor=actor(), person=person, role=person.role, deed=empowering.RESET, reason=REASON, now=now()
    )
    if asked is not None:
        return waits(asked)
    given = accounts.give_one_time_password(tx(), person, memory_kib=settings().argon2_memory_kib, now=now())
    accounts.tell_reset(tx(), person, actor().person_id)
    return {"one_time_password": given}, 201, UNKEPT
