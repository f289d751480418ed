"""Tells the record of access what each request did: who, which action, to what, why, and what the answer was.

Of requests without a session only refused sign-ins and invitations are lines; who sent them is not told. Content, tokens
and search words are never told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, cast

from flask import current_app, g, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from backend.kernel.ids import uuid7
from backend.kernel.problems import ProblemRaised
from backend.kernel.transaction import Sessions, transaction

INVALID = (400, 405, 413, 415, 422)
"""Answers to a request that could not be understood; nothing was decided."""

_SAYABLE = re.compile(r"[0-9A-Za-z._:/-]{1,64}")
_PURPOSE_MOST = 200


@dataclass(frozen=True, slots=True)
class Act:
    """One request of somebody who is signed in. `result` is allowed, refused, not_found or invalid."""

    at: datetime
    actor: Any
    action: str
    method: str
    route: str
    object: str
    purpose: str | None
    result: str
    code: str | None
    request_id: str


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody who is not signed in. `region_path` is the place whose supervisors read the line."""

    region_path: str
    role: str = "stranger"
    person_id: None = None
    organ_id: None = None
    session_id: None = None


class Recorder(Protocol):
    """Keeps acts. Given to the kernel by `audit`, which lies above it."""

    def write(self, tx: Session, act: Act) -> None:
        """Write a line in the transaction of the act itself."""
        ...

    def write_once(self, sessions: Sessions, act: Act) -> None:
        """Write a line in a short transaction, unless the same session did the same within the last minute."""
        ...


def say(*, purpose: str | None = None, object_id: object = None) -> None:
    """What a view knows better than its address: why somebody looks, and at what."""
    g.noted_purpose = purpose or g.get("noted_purpose")
    g.noted_object = str(object_id) if object_id is not None else g.get("noted_object")


def note_write(tx: Session) -> None:
    """Something was done; the line stands or falls with it."""
    if act := _act("allowed"):
        _recorder().write(tx, act)


def note_look(sessions: Sessions) -> None:
    """Something was seen, or bytes were moved. If this cannot be written, the answer does not leave."""
    if act := _act("allowed"):
        _recorder().write_once(sessions, act)


def note_refusal(sessions: Sessions, error: ProblemRaised | HTTPException) -> None:
    """The answer was no. What failed on our side is no decision and no line."""
    status, code = _told(error)
    act = _act(_result(status), code) if status < 500 else None
    if act is None:
        return
    with transaction(sessions) as tx:
        _recorder().write(tx, act)


def note_stranger(
    sessions: Sessions, error: ProblemRaised, *, action: str, at: datetime, region_path: str, object_id: str
) -> None:
    """Somebody without a session was refused; the same again within a minute is no new line, so nobody can fill the record."""
    rule, (status, code) = request.url_rule, _told(error)
    act = Act(
        at=at, actor=Stranger(region_path), action=action, method=request.method, route=rule.rule if rule else "",
        object=object_id, purpose=None, result=_result(status), code=code,
        request_id=request_id(request.headers.get("X-Request-ID", "")),
    )  # fmt: skip
    _recorder().write_once(sessions, act)


def request_id(given: str) -> str:
    """The id that the gateway gave a request, so that its log and the record lie side by side; else one of our own."""
    return given if _SAYABLE.fullmatch(given) else uuid7().hex


def _act(result: str, code: str | None = None) -> Act | None:
    actor, rule = g.get("actor"), request.url_rule
    if actor is None or rule is None or _action() == "public":
        return None
    return Act(
        at=g.now, actor=actor, action=_action(), method=request.method, route=rule.rule, object=_object(),
        purpose=_purpose(), result=result, code=code, request_id=request_id(request.headers.get("X-Request-ID", "")),
    )  # fmt: skip


def _action() -> str:
    view = current_app.view_functions[cast(str, request.endpoint)]
    return cast(str, getattr(view, "access", "public"))


def _object() -> str:
    """The ids in the address; for what is made now, the key of the request, which becomes its id."""
    parts = list((request.view_args or {}).values())
    named = "/".join(map(str, parts)) if any(not isinstance(each, int) for each in parts) else ""
    text = g.get("noted_object") or named or request.headers.get("Idempotency-Key", "")
    return text if _SAYABLE.fullmatch(text) else ""


def _purpose() -> str | None:
    """As it was given, also where it was refused; without the NUL that no column holds."""
    text = g.get("noted_purpose") or request.args.get("purpose", "")
    return " ".join(text.replace("\0", "").split())[:_PURPOSE_MOST] or None


def _told(error: ProblemRaised | HTTPException) -> tuple[int, str]:
    if isinstance(error, ProblemRaised):
        return error.problem.status, error.problem.code
    status = error.code or 500
    return status, {404: "kernel.not_found", 422: "kernel.invalid"}.get(status, f"kernel.http_{status}")


def _result(status: int) -> str:
    return "not_found" if status == 404 else "invalid" if status in INVALID else "refused"


def _recorder() -> Recorder:
    return cast(Recorder, current_app.extensions["liangma.recorder"])
