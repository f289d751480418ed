"""tus 1.0 under /api/v1/uploads: creation, checksum, expiration, and termination before completion.

The offset is the size of the staged file, told only after it is durable. A transaction is open before the bytes and
after them, never while they move.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast
from uuid import UUID

from flask import Flask, Response, current_app, g, request
from flask.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session
from werkzeug.exceptions import ClientDisconnected
from werkzeug.http import http_date

from backend.evidence import queries, service
from backend.evidence.flight import in_flight
from backend.evidence.models import Upload
from backend.evidence.problems import (
    BEYOND_LENGTH,
    CONTENT_TYPE,
    STAGING_FULL,
    TOO_LARGE,
    UPLOAD_GONE,
    UPLOAD_LOCKED,
    VERSION,
    WRONG_CHECKSUM,
    WRONG_OFFSET,
)
from backend.evidence.tus_headers import ALGORITHMS, Metadata, number
from backend.evidence.tus_headers import checksum as checksum_of
from backend.identity.actor import Actor
from backend.kernel.http import Blueprint, access, gives, identify, now, own_transaction, owns_its_transaction, settings
from backend.storage.staging import (
    BrokenOff,
    Locked,
    Overlong,
    Staging,
    StagingFull,
    StagingMissing,
    WrongChecksum,
    WrongOffset,
)
from backend.storage.stores import staging

PREFIX = "/api/v1/uploads"
PIECE = 64 * 1024
"""Larger pieces are fresh memory each time: they took twice as long."""
CAPABILITIES = {
    "Tus-Version": "1.0.0",
    "Tus-Extension": "creation,checksum,expiration,termination",
    "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
}

blueprint = Blueprint("uploads", __name__, url_prefix=PREFIX, description="tus 1.0 resumable uploads")


class MethodOverride:
    """Lets clients that can only POST say what they mean, here and nowhere else (tus 1.0, X-HTTP-Method-Override)."""

    def __init__(self, application: Any):
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        method = environ.get("HTTP_X_HTTP_METHOD_OVERRIDE", "").upper()
        posted = environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].startswith(PREFIX)
        if posted and method in ("PATCH", "HEAD", "DELETE", "OPTIONS"):
            environ["REQUEST_METHOD"] = method
        return self.application(environ, start_response)


@blueprint.record
def _install_override(state: BlueprintSetupState) -> None:
    application = cast(Flask, state.app)
    application.wsgi_app = MethodOverride(application.wsgi_app)  # type: ignore[method-assign]


@blueprint.after_request
def _add_headers(response: Response) -> Response:
    response.headers["Tus-Resumable"] = "1.0.0"
    response.headers["Cache-Control"] = "no-store"
    response.headers.extend(g.pop("upload_headers", {}))
    if response.status_code == 412:
        response.headers["Tus-Version"] = CAPABILITIES["Tus-Version"]
    return response


@blueprint.route("", methods=["OPTIONS"], provide_automatic_options=False)
@blueprint.route("/<uuid:upload_id>", methods=["OPTIONS"], provide_automatic_options=False, endpoint="options_of_one")
@access("public")
@gives(status=204)
@owns_its_transaction
def options(upload_id: UUID | None = None) -> Response:
    """What this server can do."""
    return _empty(204, {**CAPABILITIES, "Tus-Max-Size": str(settings().upload_max_bytes)})


@blueprint.route("", methods=["POST"])
@access("upload.write")
@gives(status=201)
@owns_its_transaction
def create() -> Response:
    """Begin an upload of one segment, or find the one that was begun for the same bytes."""
    actor = _enter()
    length, told = _length(), Metadata.of(request.headers)
    with own_transaction() as tx:
        media = queries.own_media(tx, actor, told.media_id)
        upload = service.begin_upload(
            tx, media=media, now=now(), segment=told.segment, length=length, sha256=told.sha256, mime=told.mime
        )
    if upload.state == "growing":
        _staging().begin(upload.id)
        if length == 0:
            _finish(upload.id)
    return _empty(201, {"Location": f"{PREFIX}/{upload.id}", **_expiry(upload)})


@blueprint.route("/<uuid:upload_id>", methods=["HEAD"])
@access("upload.write")
@gives()
@owns_its_transaction
def offset(upload_id: UUID) -> Response:
    """How far the upload has come."""
    upload = _own(_enter(), upload_id)
    held = _held(upload)
    if held == upload.length and upload.state == "growing":
        _finish(upload.id)  # a process that was killed after the last byte had no time to say so
    return _empty(
        200,
        {
            "Upload-Offset": str(held),
            "Upload-Length": str(upload.length),
            "Upload-Metadata": _metadata(upload),
            **_expiry(upload),
        },
    )


@blueprint.route("/<uuid:upload_id>", methods=["PATCH"])
@access("upload.write")
@gives(status=204)
@owns_its_transaction
def append(upload_id: UUID) -> Response:
    """Continue at the offset; what arrives before a broken connection is kept."""
    with own_transaction(read_only=True) as tx:
        actor = _enter(tx)
        upload = _alive(queries.own_upload(tx, actor, upload_id))
    if request.mimetype != "application/offset+octet-stream":
        raise CONTENT_TYPE(field="Content-Type")
    with in_flight(actor):
        held = _append(upload, number(request.headers, "Upload-Offset")) if upload.state == "growing" else _done(upload)
    if held == upload.length:
        _finish(upload.id)
    return _empty(204, {"Upload-Offset": str(held), **_expiry(upload)})


@blueprint.route("/<uuid:upload_id>", methods=["DELETE"])
@access("upload.write")
@gives(status=204)
@owns_its_transaction
def terminate(upload_id: UUID) -> Response:
    """Give up an upload that has not come to its end; what was received in full stays."""
    actor = _enter()
    upload = _own(actor, upload_id)
    if upload.state == "growing" and _held(upload) == upload.length:
        _finish(upload.id)
    with own_transaction() as tx:
        service.terminate_upload(tx, queries.own_upload(tx, actor, upload_id, lock=True))
    _remove(upload_id)
    return _empty(204, {})


def _append(upload: Upload, start: int) -> int:
    checksum, expected = checksum_of(request.headers)
    announced = request.content_length
    if announced is not None and start + announced > upload.length:
        raise BEYOND_LENGTH(length=upload.length)
    try:
        return _staging().append(upload.id, start, _body(upload.length - start), checksum, expected)
    except WrongOffset as wrong:
        g.upload_headers = {"Upload-Offset": str(wrong.held)}
        raise WRONG_OFFSET(field="Upload-Offset", held=wrong.held) from wrong
    except Overlong as more:
        g.upload_headers = {"Upload-Offset": str(start)}
        raise BEYOND_LENGTH(length=upload.length) from more
    except WrongChecksum as wrong:
        g.upload_headers = {"Upload-Offset": str(start)}
        raise WRONG_CHECKSUM(field="Upload-Checksum") from wrong
    except Locked as locked:
        g.upload_headers = {"Retry-After": "2"}
        raise UPLOAD_LOCKED() from locked
    except StagingMissing as missing:
        raise UPLOAD_GONE() from missing
    except StagingFull as full:
        raise STAGING_FULL() from full


def _done(upload: Upload) -> int:
    """A PATCH for an upload that is complete: right only if it adds nothing."""
    adds = request.content_length or request.stream.read(1)
    if number(request.headers, "Upload-Offset") != upload.length or adds:
        g.upload_headers = {"Upload-Offset": str(upload.length)}
        raise WRONG_OFFSET(field="Upload-Offset", held=upload.length)
    return upload.length


def _body(most: int) -> Iterator[bytes]:
    """The request's content in pieces. Raises BrokenOff when the sender goes away, Overlong behind `most` bytes.

    Of content that does not say its length, one byte more than may come is asked for: it shows that there is too much.
    """
    announced = request.content_length
    rest, one_more = (most, 1) if announced is None else (announced, 0)
    # The server's own stream: Flask's would copy every piece once more, and its limit is meant for JSON.
    read = request.environ["wsgi.input"].read
    try:
        while piece := read(min(PIECE, rest + one_more)):
            rest -= len(piece)
            if rest < 0:
                raise Overlong
            yield piece
    except (ClientDisconnected, OSError) as error:
        raise BrokenOff from error
    if announced is not None and rest > 0:
        raise BrokenOff


def _enter(tx: Session | None = None) -> Actor:
    """Who is asking, in a version of the protocol that is spoken here. Raises VERSION."""
    actor: Actor = identify(tx)
    if request.headers.get("Tus-Resumable") != "1.0.0":
        raise VERSION(field="Tus-Resumable")
    return actor


def _own(actor: Actor, upload_id: UUID) -> Upload:
    with own_transaction(read_only=True) as tx:
        return _alive(queries.own_upload(tx, actor, upload_id))


def _alive(upload: Upload) -> Upload:
    if upload.state == "terminated" or (upload.state == "growing" and upload.expires_at <= now()):
        raise UPLOAD_GONE()
    return upload


def _held(upload: Upload) -> int:
    if upload.state != "growing":
        return upload.length
    try:
        return _staging().size(upload.id)
    except StagingMissing as missing:
        raise UPLOAD_GONE() from missing


def _finish(upload_id: UUID) -> None:
    with own_transaction() as tx:
        service.finish_upload(tx, upload_id=upload_id, now=now())


def _remove(upload_id: UUID) -> None:
    try:
        _staging().remove(upload_id)
    except Locked:
        return  # a request is still writing into an upload that is given up; the sweep removes the file


def _staging() -> Staging:
    return staging(settings())


def _length() -> int:
    length = number(request.headers, "Upload-Length")
    if length > settings().upload_max_bytes:
        raise TOO_LARGE(field="Upload-Length", most=settings().upload_max_bytes)
    return length


def _metadata(upload: Upload) -> str:
    return Metadata(upload.media_id, upload.segment, upload.sha256, upload.mime).as_header()


def _expiry(upload: Upload) -> dict[str, str]:
    return {"Upload-Expires": http_date(upload.expires_at)} if upload.state == "growing" else {}


def _empty(status: int, headers: dict[str, str]) -> Response:
    response = current_app.response_class(status=status, headers=headers)
    response.headers.pop("Content-Type")  # there is nothing that could have one
    return response
