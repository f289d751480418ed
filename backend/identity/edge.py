"""What the views of this package share: their blueprint, its cookies, and what a request says of its browser."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from flask import Response, current_app, g, request

from backend.identity.actor import Actor
from backend.identity.models import Device
from backend.identity.signin import browsers, devices, sessions
from backend.identity.signin.sessions import TOUCH, Opened
from backend.identity.signin.webauthn_check import Party
from backend.kernel.http import SESSION, Blueprint, actor, now, own_transaction, settings, tx
from backend.kernel.signing import load_or_make_secret

blueprint = Blueprint("identity", __name__, url_prefix="/api/v1")

KNOWN, CEREMONY = "lm_known", "lm_ceremony"
"""The browser in which somebody signed in before; the browser that asked for a challenge."""

KNOWN_DAYS = 400


def browser() -> str:
    """What the caller's browser is called."""
    return browsers.called(request.user_agent.string)


def keys() -> Path:
    """The folder of this installation's keys."""
    return settings().data_dir / "keys"


def secret() -> bytes:
    """The key under which buckets of tries are named."""
    return load_or_make_secret(keys(), "tries.secret")


def party() -> Party:
    """Whose passkeys are asked for: those of APP_URL's host, from APP_URL alone."""
    return Party(urlsplit(settings().app_url).hostname or "", settings().app_url)


def revoked_sender() -> Device | None:
    """The revoked device of the actor that this operation says it comes from, if it does."""
    return devices.revoked_sender(tx(), actor().person_id, request.headers.get(devices.HEADER))


def with_session(response: Response, opened: Opened, known: str) -> Response:
    """The answer with the session's cookie, and the one by which the browser is known again."""
    set_cookie(response, KNOWN, known, KNOWN_DAYS * 86_400)
    return with_token(response, opened)


def with_token(response: Response, opened: Opened) -> Response:
    """The answer with the session's cookie."""
    set_cookie(response, SESSION, opened.token, opened.hours * 3600)
    response.headers["Cache-Control"] = "no-store"
    return response


def set_cookie(response: Response, name: str, value: str, seconds: int) -> None:
    """A cookie that no script reads, no other site sends along and, over HTTPS, no neighbouring host can plant."""
    response.set_cookie(
        settings().cookie(name), value, max_age=seconds, httponly=True, samesite="Lax",
        secure=settings().cookie_secure, path="/",
    )  # fmt: skip


def gone() -> Response:
    """204: it is no more."""
    return current_app.response_class(status=204)


@blueprint.after_app_request
def note_use(response: Response) -> Response:
    """Keep a session that may not rest too long alive; after the request, whose transaction may be read-only."""
    asked: Actor | None = g.get("actor")
    if asked and asked.session_id and asked.seen_at and now() - asked.seen_at >= TOUCH:
        with own_transaction() as short:
            sessions.touch(short, asked.session_id, now())
    return response
