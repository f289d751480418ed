"""/media, their segments and copies, and /receipts. The bytes come in by `tus`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Response, current_app, redirect, request, send_file

from backend.evidence import queries, reader, service, status  # noqa: F401 -- papers and pages ask the reader
from backend.evidence.models import Media, Playable, SealedItem, Upload
from backend.evidence.problems import NOT_PLAYABLE_YET, NOT_SEALED_YET
from backend.evidence.schemas import (
    Looking,
    MediaAnswer,
    MediaBody,
    MediaDeclared,
    Receipts,
    Requested,
    SegmentAnswer,
    SegmentBody,
    Since,
)
from backend.evidence.service import Subject
from backend.evidence.states import base_mime
from backend.identity.edge import revoked_sender
from backend.inspections import quarantine
from backend.inspections.course import on_visit
from backend.kernel.http import (
    Blueprint,
    access,
    actor,
    gives,
    idempotency_key,
    idempotent,
    identify,
    now,
    own_transaction,
    owns_its_transaction,
    settings,
    tx,
)
from backend.kernel.schema import rfc3339
from backend.storage.stores import staging, store_named

blueprint = Blueprint("evidence", __name__, url_prefix="/api/v1")

BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
RECEIPTS = 500
OVERLAP = timedelta(minutes=2)
"""A receipt is dated when its sealing settles and seen when that commits: look back a little, or one could be missed."""


@blueprint.route("/inspections/<uuid:inspection_id>/media", methods=["POST"])
@access("media.declare")
@idempotent
@blueprint.arguments(MediaBody)
@blueprint.response(201, MediaDeclared)
def declare_media(body: dict[str, Any], inspection_id: UUID) -> dict[str, Any]:
    """A recording, photo or signature begins. The Idempotency-Key is its id."""
    visit = on_visit(tx(), actor(), inspection_id, lock=False)
    subject = Subject(organ_id=visit.organ_id, region_path=visit.region_path, inspection_id=visit.id)
    answer = declared(body, subject)
    quarantine.note(tx(), visit.id, revoked_sender(), now())
    return answer


def declared(body: dict[str, Any], subject: Subject) -> dict[str, Any]:
    """Declare a medium of this subject in the current request; the answer says that bytes may come."""
    media = service.declare_media(
        tx(), actor=actor(), now=now(), media_id=idempotency_key(), subject=subject, told=_plain(body)
    )
    return {"media_id": media.id, "kind": media.kind, "state": "declared"}


@blueprint.route("/media/<uuid:media_id>/segments", methods=["POST"])
@access("media.declare")
@idempotent
@blueprint.arguments(SegmentBody)
@blueprint.response(201, SegmentAnswer)
def declare_segment(body: dict[str, Any], media_id: UUID) -> dict[str, Any]:
    """A segment was closed on the phone; its bytes follow by tus. The Idempotency-Key is its id."""
    media = queries.own_media(tx(), actor(), media_id)
    segment = service.declare_segment(tx(), media=media, now=now(), segment_id=idempotency_key(), told=body)
    if media.inspection_id is not None:
        quarantine.note(tx(), media.inspection_id, revoked_sender(), now())
    return {"id": segment.id, "media_id": media.id, "n": segment.n, "link_ok": segment.link_ok}


@blueprint.route("/media/<uuid:media_id>", methods=["GET"])
@access("media.see")
@blueprint.response(200, MediaAnswer)
def see_media(media_id: UUID) -> dict[str, Any]:
    """How far a medium has come, segment by segment."""
    media = queries.seen_media(tx(), actor(), media_id)
    (file,) = queries.files(tx(), [media])
    return status.as_data(file, staging(settings()))


@blueprint.route("/media/<uuid:media_id>/playable", methods=["POST"])
@access("evidence.play")
@idempotent
@blueprint.response(202, Requested)
def request_playable(media_id: UUID) -> dict[str, Any]:
    """Make a viewing copy of what is sealed so far, without waiting for the rest."""
    media = queries.seen_media(tx(), actor(), media_id, "evidence.play")
    (file,) = queries.files(tx(), [media])
    if not file.sealed:
        raise NOT_PLAYABLE_YET()
    service.request_playable(tx(), media.id)
    return {"media_id": media.id, "segments": len(file.sealed)}


@blueprint.route("/media/<uuid:media_id>/play", methods=["GET"])
@access("evidence.play")
@gives("video/webm", "video/mp4", "audio/mp4", "image/jpeg")
@gives("video/webm", "video/mp4", "audio/mp4", status=206)
@owns_its_transaction
@blueprint.arguments(Looking, location="query")
def play(args: dict[str, str], media_id: UUID) -> Response:
    """The viewing copy, by ranges. Needs a purpose, which is logged (B-65)."""
    _, copy = _look(media_id, args["purpose"], "play", _playable)
    return _copy_response(copy.file, copy.mime)


@blueprint.route("/media/<uuid:media_id>/original/<int:n>", methods=["GET"])
@access("evidence.play")
@gives("*/*")
@gives("*/*", status=206)
@owns_its_transaction
@blueprint.arguments(Looking, location="query")
def original(args: dict[str, str], media_id: UUID, n: int) -> Response:
    """The sealed bytes of one segment, as they came. Needs a purpose, which is logged (B-65)."""
    media, item = _look(media_id, args["purpose"], f"original {n}", lambda file: _item(file, n))
    return _original_response(item, media.mime)


@blueprint.route("/media/<uuid:media_id>/thumbnail", methods=["GET"])
@access("media.see")
@gives("image/jpeg")
def thumbnail(media_id: UUID) -> Response:
    """A small picture of it."""
    media = queries.seen_media(tx(), actor(), media_id)
    copy = tx().get(Playable, media.id)
    if copy is None or copy.thumbnail is None:
        raise NOT_PLAYABLE_YET()
    return _copy_response(copy.thumbnail, "image/jpeg")


@blueprint.route("/receipts", methods=["GET"])
@access("receipt.see")
@blueprint.arguments(Since, location="query")
@blueprint.response(200, Receipts)
def receipts(args: dict[str, Any]) -> dict[str, Any]:
    """What became of my uploads, so that the phone may say 已封存. At most 500 at a time, oldest change first."""
    since = args["since"] - OVERLAP if args["since"] else BEGINNING
    rows = queries.receipts(tx(), actor(), since, RECEIPTS)
    return {"items": [_receipt(upload, item) for upload, item in rows]}


def _look(media_id: UUID, purpose: str, what: str, find: Any) -> tuple[Media, Any]:
    """What is looked at, after the look was written down in a short transaction of its own."""
    viewer = identify()
    with own_transaction() as short:
        media = queries.seen_media(short, viewer, media_id, "evidence.play")
        service.note_access(short, actor=viewer, media=media, purpose=purpose, what=what, now=now())
        found = find(queries.files(short, [media])[0])
    return media, found


def _playable(file: queries.File) -> Playable:
    if file.playable is None:
        raise NOT_PLAYABLE_YET()
    return file.playable


def _item(file: queries.File, n: int) -> SealedItem:
    item = next((piece.best for piece in file.pieces if piece.n == n), None)
    if item is None:
        raise NOT_SEALED_YET()
    return item


def _copy_response(name: str, mime: str) -> Response:
    if settings().accel:
        return _guarded(current_app.response_class(headers={"X-Accel-Redirect": f"/_play/{name}"}), mime)
    path = settings().data_dir / "playable" / name
    return _guarded(send_file(path, mimetype=mime, conditional=True, etag=name), mime)


def _original_response(item: SealedItem, mime: str) -> Response:
    store = store_named(item.store, settings())
    if address := store.url(item.key, seconds=300):
        return _guarded(redirect(address, 302), mime)  # type: ignore[arg-type]
    if settings().accel:
        return _guarded(current_app.response_class(headers={"X-Accel-Redirect": f"/_sealed/{item.key}"}), mime)
    file = store.open(item.key)
    answer = send_file(file, mimetype=base_mime(mime), conditional=True, etag=item.sha256.hex(), max_age=0)
    return _guarded(answer, mime)


def _guarded(response: Response, mime: str) -> Response:
    """The stored type, never a guessed one; nothing in the file can run, whatever it holds."""
    response.headers["Content-Type"] = base_mime(mime)
    response.headers["Content-Disposition"] = f'inline; filename="{request.path.rsplit("/", 1)[-1]}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; media-src 'self'; img-src 'self'"
    response.headers["Cross-Origin-Resource-Policy"] = "same-site"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _receipt(upload: Upload, item: SealedItem | None) -> dict[str, Any]:
    state = "received" if item is None else "mismatch" if item.mismatch else "sealed"
    return {
        "media_id": upload.media_id, "segment": upload.segment, "state": state, "sha256": upload.sha256.hex(),
        "sealed_at": item.sealed_at if item else None,
    }  # fmt: skip


def _plain(body: dict[str, Any]) -> dict[str, Any]:
    """Clock and position as JSON values for their columns."""
    return {**body, "clock": _json(body["clock"]), "position": _json(body["position"]) if body["position"] else None}


def _json(values: dict[str, Any]) -> dict[str, Any]:
    return {name: rfc3339(value) if isinstance(value, datetime) else value for name, value in values.items()}
