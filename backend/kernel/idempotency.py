"""Twice is once: the first answer to a write is kept beside what it wrote, in the same transaction (B-52)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import cast as typed
from uuid import UUID

from flask import Response, jsonify, request
from sqlalchemy import Table, Text, bindparam, cast, select, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Session

from backend.kernel.closing import Part, change
from backend.kernel.models import Answered
from backend.kernel.problems import KEY_REUSED

_ROW = typed(Table, Answered.__table__)
_CLAIM = (
    insert(_ROW)
    .values({each: bindparam(each) for each in ("key", "actor_id", "request_hash", "at")})
    .on_conflict_do_nothing()
    .returning(_ROW.c.key)
)
"""Built once, and past the unit of work: every write asks it."""

_ANSWER = Part(
    "answer",
    update(_ROW)
    .where(_ROW.c.key == bindparam("answer_key", type_=_ROW.c.key.type))
    .values(status=bindparam("answer_status"), body=cast(bindparam("answer_body", type_=Text()), JSONB))
    .cte("answer"),
)


def once(tx: Session, key: UUID, actor_id: UUID | None, now: datetime, answer: Callable[[], Response]) -> Response:
    """Run `answer` unless this key was answered before.

    A second request with the same key waits on the unique key until the first has committed (or was rolled back, then
    it runs itself). Raises KEY_REUSED for other content or another person. A refusal is an exception: it rolls back,
    so nothing is stored and a later try is judged anew.
    """
    digest = request_hash()
    claim = {"key": key, "actor_id": actor_id, "request_hash": digest, "at": now}
    if tx.connection().execute(_CLAIM, claim).first() is None:
        return _again(tx, key, actor_id, digest)
    response = answer()
    body = response.get_data(as_text=True) if response.is_json else None
    change(tx, _ANSWER, answer_key=key, answer_status=response.status_code, answer_body=body)
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


def _again(tx: Session, key: UUID, actor_id: UUID | None, digest: bytes) -> Response:
    first = tx.execute(select(Answered).where(Answered.key == key)).scalar_one()
    if first.request_hash != digest or first.actor_id != actor_id:
        raise KEY_REUSED(field="Idempotency-Key")
    response = jsonify(first.body)
    response.status_code = first.status or 200
    response.headers["Idempotent-Replay"] = "true"
    return response
