"""Twice is once: the first answer to a write is kept beside what it wrote, in the same transaction (B-52)."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import cast as typed
from uuid import UUID

from flask import Response, jsonify, request
from sqlalchemy import Table, Text, bindparam, cast, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from backend.kernel.claims import Claim, granted
from backend.kernel.closing import Part, change
from backend.kernel.models import Answered
from backend.kernel.problems import KEY_REUSED

_ROW = typed(Table, Answered.__table__)
_ANSWER = Part(
    "answer",
    update(_ROW)
    .where(_ROW.c.key == bindparam("answer_key", type_=_ROW.c.key.type))
    .values(status=bindparam("answer_status"), body=cast(bindparam("answer_body", type_=Text()), JSONB))
    .cte("answer"),
)


def once(tx: Session, claim: Claim, actor_id: UUID | None, answer: Callable[[], Response]) -> Response:
    """Run `answer` unless this key was answered before.

    A second request with the same key waits on the unique key until the first has committed (or was rolled back, then
    it runs itself). Raises KEY_REUSED for other content or another person. A refusal is an exception: it rolls back,
    so nothing is stored and a later try is judged anew.
    """
    if not granted(tx, claim, actor_id):
        return _again(tx, claim, actor_id)
    response = answer()
    body = response.get_data(as_text=True) if response.is_json else None
    change(tx, _ANSWER, answer_key=claim.key, answer_status=response.status_code, answer_body=body)
    return response


def request_hash() -> bytes:
    """SHA-256 of method, path and content; JSON counts by value, so spacing and key order do not matter."""
    content = request.get_json(silent=True)
    body = (
        json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
        if content is not None
        else request.get_data()
    )
    return sha256(b"\n".join((request.method.encode(), request.path.encode(), body))).digest()


def _again(tx: Session, claim: Claim, actor_id: UUID | None) -> Response:
    first = tx.execute(select(Answered).where(Answered.key == claim.key)).scalar_one()
    if first.request_hash != claim.request_hash or first.actor_id != actor_id:
        raise KEY_REUSED(field="Idempotency-Key")
    response = jsonify(first.body)
    response.status_code = first.status or 200
    response.headers["Idempotent-Replay"] = "true"
    return response
