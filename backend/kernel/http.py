"""The edge: a request is one transaction, says who may make it, and fails with a problem from the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from http import HTTPStatus
from typing import Any, Protocol, TypeVar, cast
from uuid import UUID

import structlog
from flask import Flask, Response, current_app, g, request
from flask_smorest import Api as SmorestApi
from flask_smorest import Blueprint as SmorestBlueprint
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from backend.config import Settings
from backend.kernel import idempotency
from backend.kernel.claims import Claim
from backend.kernel.clock import Clock
from backend.kernel.content import ContentParser, StrictJson
from backend.kernel.document import KEYED, as_others_read
from backend.kernel.logs import fault
from backend.kernel.noting import note_look, note_refusal, note_write
from backend.kernel.problems import (
    CONFLICT,
    FOREIGN_ORIGIN,
    KEY_MISSING,
    NOT_FOUND,
    OUT_OF_REACH,
    ProblemRaised,
)
from backend.kernel.refusals import language as language
from backend.kernel.refusals import problem_response as problem_response
from backend.kernel.refusals import refusal
from backend.kernel.schema import ProblemAnswer
from backend.kernel.transaction import Sessions, out_of_reach, transaction

View = TypeVar("View", bound=Callable[..., Any])
SAFE = ("GET", "HEAD", "OPTIONS")
SESSION = "lm_session"
log = structlog.get_logger()


class Gate(Protocol):
    """Who is asking, and may they? Given to the kernel by `identity`, which lies above it."""

    def actor(self, tx: Session, token: str | None, now: datetime, claim: Claim | None) -> Any: ...

    def check(self, actor: Any, action: str, now: datetime, thing: Any = None) -> None: ...


def access(action: str) -> Callable[[View], View]:
    """Say which action of the access table a view is; the dispatcher asks before the view runs. 'public' is for all."""

    def mark(view: View) -> View:
        view.access = action  # type: ignore[attr-defined]
        return _documented(view, **{"x-access": action})

    return mark


def gives(*media_types: str, status: int = 200) -> Callable[[View], View]:
    """Document an answer that no schema describes: a file, a picture; one without content where no type is named."""

    def mark(view: View) -> View:
        content = {each: {"schema": {"type": "string"}} for each in media_types}
        answer = {"description": HTTPStatus(status).phrase, **({"content": content} if content else {})}
        answers = getattr(view, "_apidoc", {}).get("manual_doc", {}).get("responses", {})
        return _documented(view, responses={**answers, status: answer})

    return mark


def idempotent(view: View) -> View:
    """The same Idempotency-Key with the same content gets the first answer again; with other content 409 (B-52)."""
    view.idempotent = True  # type: ignore[attr-defined]
    return _documented(view, **{KEYED: "replayed"})


def keyed(view: View) -> View:
    """The Idempotency-Key names what this view makes; the view asks for it itself and answers a second time anew."""
    return _documented(view, **{KEYED: "named"})


def _documented(view: View, **said: Any) -> View:
    """Say this in the OpenAPI document of the view, beside what is said already."""
    known = getattr(view, "_apidoc", {})
    view._apidoc = {**known, "manual_doc": {**known.get("manual_doc", {}), **said}}  # type: ignore[attr-defined]
    return view


def owns_its_transaction(view: View) -> View:
    """No transaction is opened for this view: it moves bytes, or writes during a GET, and opens short ones itself."""
    view.owns_transaction = True  # type: ignore[attr-defined]
    return view


def tx() -> Session:
    """The session of this request's transaction; read-only for GET and HEAD."""
    return cast(Session, g.tx)


def actor() -> Any:
    """The signed-in person. Views marked `@access('public')` may find None here."""
    return g.get("actor")


def now() -> datetime:
    """The moment of this request, one for all that it does."""
    if "now" not in g:
        g.now = clock().now()
    return cast(datetime, g.now)


def clock() -> Clock:
    return cast(Clock, current_app.extensions["liangma.clock"])


def settings() -> Settings:
    return cast(Settings, current_app.extensions["liangma.settings"])


def sessions() -> Sessions:
    return cast(Sessions, current_app.extensions["liangma.sessions"])


def own_transaction(*, read_only: bool = False) -> AbstractContextManager[Session]:
    """A short transaction for a view that `owns_its_transaction`."""
    return transaction(sessions(), read_only=read_only)


def identify(tx: Session | None = None) -> Any:
    """Find the actor, in this transaction or in one of its own; for views that own their transactions."""
    if tx is not None:
        return _admit(tx, _view())
    with own_transaction() as short:
        return _admit(short, _view())


def insist(action: str, thing: Any = None) -> None:
    """Ask the gate about a further action in the middle of a view, or about this very thing (`access.Thing`).

    Raises what the gate raises: not allowed, not found, step-up needed.
    """
    gate: Gate = current_app.extensions["liangma.gate"]
    gate.check(actor(), action, now(), thing)


def idempotency_key() -> UUID:
    """The client-made id of this write. Raises KEY_MISSING."""
    try:
        return UUID(request.headers["Idempotency-Key"])
    except (KeyError, ValueError) as error:
        raise KEY_MISSING(field="Idempotency-Key") from error


def cookie(name: str) -> str:
    """What the caller's browser holds under this name; empty where it holds nothing."""
    return request.cookies.get(settings().cookie(name), "")


def address() -> str:
    """The caller's address as the gateway saw it."""
    return request.headers.get("X-Forwarded-For", request.remote_addr or "").rsplit(",", 1)[-1].strip()


class App(Flask):
    """Flask with a spine: a request opens one transaction, asks the gate, and commits after the answer is made.

    Every decision becomes a line of the record of access: with the fact that it is about, or after the look.
    """

    json_provider_class = StrictJson

    def log_exception(self, exc_info: Any) -> None:
        """A fault of ours: where and what kind, without the words of anybody's row."""
        log.error("request_failed", method=request.method, route=str(request.url_rule), fault=fault(exc_info[1]))

    def dispatch_request(self) -> Any:
        view = _view()
        if view is None:
            return super().dispatch_request()
        try:
            return self._noted(view)
        except (OperationalError, NoneFree) as error:
            if out_of_reach(error):
                raise OUT_OF_REACH() from error
            raise

    def _noted(self, view: Callable[..., Any]) -> Any:
        try:
            answer = self._answered(view)
        except (ProblemRaised, HTTPException) as refused:
            note_refusal(sessions(), refused)
            raise
        if _owns(view) or request.method in SAFE:
            note_look(sessions())
        return answer

    def _answered(self, view: Callable[..., Any]) -> Any:
        if _owns(view):
            return super().dispatch_request()
        try:
            return self._in_transaction(view)
        except ProblemRaised as raised:
            if raised.problem is not CONFLICT:
                raise
        # Somebody wrote the same thing between our look and our write. Now the look finds it, and the answer is the
        # one that the next try would get.
        return self._in_transaction(view)

    def _in_transaction(self, view: Callable[..., Any]) -> Any:
        with transaction(sessions(), read_only=request.method in SAFE) as g.tx:
            g.claim = _claim(view)
            _admit(g.tx, view, g.claim)
            answer = self._once(view)
            if request.method not in SAFE:
                note_write(g.tx)
            return answer

    def _once(self, view: Callable[..., Any]) -> Any:
        if not getattr(view, "idempotent", False):
            return self._answer()
        claim = g.claim or Claim(idempotency_key(), idempotency.request_hash(), now())
        return idempotency.once(g.tx, claim, getattr(g.actor, "person_id", None), self._answer)

    def _answer(self) -> Response:
        return self.make_response(super().dispatch_request())


def _view() -> Callable[..., Any] | None:
    if request.routing_exception is not None or request.url_rule is None or request.method == "OPTIONS":
        return None
    return current_app.view_functions[request.url_rule.endpoint]


def _owns(view: Callable[..., Any]) -> bool:
    return getattr(view, "owns_transaction", False)


def _admit(tx: Session, view: Callable[..., Any] | None, claim: Claim | None = None) -> Any:
    gate: Gate = current_app.extensions["liangma.gate"]
    action = getattr(view, "access", None)
    if action is None:
        raise NOT_FOUND()
    _refuse_foreign_origin(action)
    g.actor = gate.actor(tx, cookie(SESSION), now(), claim)
    gate.check(g.actor, action, now())
    return g.actor


def _claim(view: Callable[..., Any]) -> Claim | None:
    """What can be claimed while we look who asks; what is wrong with it is told after that, by `_once`."""
    if not getattr(view, "idempotent", False) or not cookie(SESSION):
        return None
    try:
        return Claim(idempotency_key(), idempotency.request_hash(), now())
    except (ProblemRaised, HTTPException):
        return None


def _refuse_foreign_origin(action: str) -> None:
    origin = request.headers.get("Origin")
    if action == "public" or request.method in SAFE or origin is None:
        return
    if origin not in (settings().app_url, _asked_origin()):
        raise FOREIGN_ORIGIN()


def _asked_origin() -> str:
    """The address that the browser asked, as the gateway saw it: one installation answers to several names."""
    return f"{request.headers.get('X-Forwarded-Proto', request.scheme)}://{request.host}"


class Blueprint(SmorestBlueprint):
    """A smorest blueprint; every view must carry `@access`."""

    ARGUMENTS_PARSER = ContentParser()

    def arguments(self, schema: Any, **options: Any) -> Any:
        """What a view asks for; the schema is made here and not anew, with copies of all its fields, for every request."""
        return super().arguments(schema() if isinstance(schema, type) else schema, **options)

    def add_url_rule(self, rule: str, endpoint: str | None = None, view_func: Any = None, **options: Any) -> None:
        if view_func is not None and not hasattr(view_func, "access"):
            raise TypeError(f"{self.name}: the view of {rule} says nothing about access")
        super().add_url_rule(rule, endpoint, view_func, **options)


class Api(SmorestApi):
    """Answers every error as application/problem+json."""

    ERROR_SCHEMA = ProblemAnswer

    def document(self) -> dict[str, Any]:
        """The OpenAPI 3.1 document."""
        return as_others_read(self.spec.to_dict())

    def handle_http_exception(self, error: HTTPException) -> Response:
        page = current_app.extensions.get("liangma.error_page")
        if page is not None and not request.path.startswith("/api/"):
            return cast(Response, page(error))
        return refusal(error)
