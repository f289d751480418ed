"""/clues: raised by lay supervisors, dealt with at the desk."""

from __future__ import annotations

from base64 import b64decode
from typing import Any
from uuid import UUID

from flask import Response, current_app
from marshmallow import fields, validate

from backend.approvals.answers import ApprovalAnswer, OpeningReason, approval_answers, told_once
from backend.clues import answers, photos, queries, service, unsealing
from backend.clues import scanned as scans
from backend.clues.limits import OF_A_SUPERVISOR
from backend.clues.models import Clue
from backend.clues.problems import PHOTO_UNREADABLE
from backend.clues.states import DOORS, KINDS, STATES, SUPERVISOR
from backend.feedback.pepper import load_or_make_pepper
from backend.feedback.tokens import keyed_bits
from backend.kernel import limits
from backend.kernel.http import Blueprint, access, actor, gives, idempotency_key, idempotent, now, settings, tx
from backend.kernel.noting import say
from backend.kernel.pictures import NotAPicture
from backend.kernel.problems import NOT_FOUND
from backend.kernel.schema import Named, PageArgs, Paged, Schema, UtcDateTime, page_of

blueprint = Blueprint("clues", __name__, url_prefix="/api/v1")

MOST_PHOTO = 600_000
"""Letters of one photo: three of them and the words fit one request; phones make theirs smaller."""

SAID = validate.Regexp(r"(?s).*\S.*\S")
"""Some words, not one character."""


class ClueBody(Schema):
    """What a lay supervisor tells. A fact that comes from a phone hours later: identity numbers in it are masked."""

    IDENTITY_NUMBERS = "masked"

    text = fields.String(required=True, validate=[validate.Length(4, 2000), SAID])
    place = fields.String(load_default="", validate=validate.Length(max=200))
    about = fields.String(load_default="", validate=validate.Length(max=200))
    kind = fields.String(load_default="other", validate=validate.OneOf(KINDS))
    happened_at = UtcDateTime(load_default=None, allow_none=True)
    hidden = fields.Boolean(load_default=True)
    code = fields.String(load_default="", validate=validate.Length(max=2000))
    """The visit code that was scanned on the spot; one that nobody knows is left aside."""
    photos = fields.List(
        fields.String(validate=validate.Length(max=MOST_PHOTO)),
        load_default=list,
        validate=validate.Length(max=photos.MOST),
    )
    """Each a JPEG, PNG or WebP in base64."""


class ClueArgs(PageArgs):
    """Which clues; none given means all. `open` are those that are not closed."""

    state = fields.String(load_default="", validate=validate.OneOf(["", "open", *STATES]))
    door = fields.String(load_default="", validate=validate.OneOf(["", *DOORS]))
    overdue = fields.Boolean(load_default=False)
    sort = queries.SORTING.field()


class Acceptance(Schema):
    """Whom it is about, where the bureau knows it by now."""

    organ_id = fields.UUID(load_default=None, allow_none=True)


class Refusal(Schema):
    """Why it is not taken up: whoever holds the number reads it."""

    reason = fields.String(required=True, validate=[validate.Length(max=1000), SAID])


class Extension(Refusal):
    """Why it takes longer."""


class Referral(Schema):
    """To whom it is handed, and what they should know."""

    organ_id = fields.UUID(required=True)
    note = fields.String(load_default="", validate=validate.Length(max=1000))


class Reply(Schema):
    """What was found: whoever holds the number reads it."""

    text = fields.String(required=True, validate=[validate.Length(4, 2000), SAID])


class ClueSchema(Schema):
    """A clue. `door`, `receipt`, `inspection_id`, `teller`, `contact_kept` are null for whoever may not know who told."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    state = fields.String(required=True)
    about = fields.String(required=True)
    place = fields.String(required=True)
    text = fields.String(required=True)
    happened_at = UtcDateTime(required=True, allow_none=True)
    people = fields.Integer(required=True, allow_none=True)
    received_at = UtcDateTime(required=True)
    due_at = UtcDateTime(required=True)
    overdue = fields.Boolean(required=True)
    extended = fields.Boolean(required=True)
    closed_at = UtcDateTime(required=True, allow_none=True)
    answer = fields.String(required=True, allow_none=True)
    accused = fields.Nested(Named, required=True, allow_none=True)
    handler = fields.Nested(Named, required=True, allow_none=True)
    hidden = fields.Boolean(required=True)
    door = fields.String(required=True, allow_none=True)
    receipt = fields.String(required=True, allow_none=True)
    inspection_id = fields.UUID(required=True, allow_none=True)
    teller = fields.Nested(Named, required=True, allow_none=True)
    contact_kept = fields.Boolean(required=True, allow_none=True)
    photos = fields.Integer(required=True)


class ClueActSchema(Schema):
    """One line of a clue's story."""

    act = fields.String(required=True)
    at = UtcDateTime(required=True)
    by = fields.Nested(Named, required=True, allow_none=True)
    organ = fields.Nested(Named, required=True, allow_none=True)
    words = fields.String(required=True)
    due_at = UtcDateTime(required=True, allow_none=True)


class ClueStory(ClueSchema):
    """A clue from top to bottom."""

    acts = fields.List(fields.Nested(ClueActSchema), required=True)


class OpenedContact(Schema):
    """How somebody may be asked back."""

    contact = fields.String(required=True)
    openings = fields.Integer(required=True)


class CluePage(Paged):
    """A page of clues."""

    items = fields.List(fields.Nested(ClueSchema), required=True)


@blueprint.route("/clues", methods=["POST"])
@access("clue.raise")
@idempotent
@blueprint.arguments(ClueBody)
@blueprint.response(201, ClueSchema)
def raise_clue(body: dict[str, Any]) -> dict[str, Any]:
    """Tell what one saw (B-77); the answer holds the receipt number."""
    limits.insist(tx(), [OF_A_SUPERVISOR.of(actor().person_id)], now())
    bits = keyed_bits(f"clue {idempotency_key()}", load_or_make_pepper(settings().data_dir / "keys"))
    told = service.Told(door=SUPERVISOR, supervisor_id=actor().person_id, **_seen(body))
    row = service.receive(tx(), told, clue_id=UUID(bytes=bits, version=4), region_code=actor().region, now=now())
    return _line(row)


@blueprint.route("/clues", methods=["GET"])
@access("clue.see")
@blueprint.arguments(ClueArgs, location="query")
@blueprint.response(200, CluePage)
def list_clues(args: dict[str, Any]) -> dict[str, Any]:
    """Clues by the time left: the bureau's of its region, a department's that were referred to it, a supervisor's own."""
    rows, total = queries.clues(tx(), actor(), now=now(), **args)
    return page_of(answers.clue_answers(tx(), actor(), rows, now()), total, args["page"], args["page_size"])


@blueprint.route("/clues/<uuid:clue_id>", methods=["GET"])
@access("clue.see")
@blueprint.response(200, ClueStory)
def get_clue(clue_id: UUID) -> dict[str, Any]:
    """One clue with its story."""
    row = queries.clue(tx(), actor(), clue_id)
    if row is None:
        raise NOT_FOUND()
    return _line(row) | {"acts": answers.story(tx(), actor(), row)}


@blueprint.route("/clues/<uuid:clue_id>/photos/<int:position>", methods=["GET"])
@access("clue.see")
@gives("image/jpeg")
def see_photo(clue_id: UUID, position: int) -> Response:
    """A photo that came with a clue, for whoever may read the clue."""
    row = queries.clue(tx(), actor(), clue_id)
    found = photos.photo(tx(), row.id, position) if row is not None and position <= photos.MOST else None
    if found is None:
        raise NOT_FOUND()
    response = current_app.response_class(found.jpeg, mimetype="image/jpeg")
    response.headers["Cache-Control"] = "private, no-store"
    return response


@blueprint.route("/clues/<uuid:clue_id>/acceptance", methods=["POST"])
@access("clue.decide")
@idempotent
@blueprint.arguments(Acceptance)
@blueprint.response(200, ClueSchema)
def accept_clue(body: dict[str, Any], clue_id: UUID) -> dict[str, Any]:
    """Take it up; the term to answer begins."""
    return _line(service.accept(tx(), actor=actor(), now=now(), clue_id=clue_id, **body))


@blueprint.route("/clues/<uuid:clue_id>/refusal", methods=["POST"])
@access("clue.decide")
@idempotent
@blueprint.arguments(Refusal)
@blueprint.response(200, ClueSchema)
def refuse_clue(body: dict[str, str], clue_id: UUID) -> dict[str, Any]:
    """Do not take it up, and say why."""
    return _line(service.refuse(tx(), actor=actor(), now=now(), clue_id=clue_id, reason=body["reason"].strip()))


@blueprint.route("/clues/<uuid:clue_id>/referral", methods=["POST"])
@access("clue.decide")
@idempotent
@blueprint.arguments(Referral)
@blueprint.response(200, ClueSchema)
def refer_clue(body: dict[str, Any], clue_id: UUID) -> dict[str, Any]:
    """Hand it to a department that it is not about."""
    return _line(service.refer(tx(), actor=actor(), now=now(), clue_id=clue_id, **body))


@blueprint.route("/clues/<uuid:clue_id>/extension", methods=["POST"])
@access("clue.decide")
@idempotent
@blueprint.arguments(Extension)
@blueprint.response(200, ClueSchema)
def extend_clue(body: dict[str, str], clue_id: UUID) -> dict[str, Any]:
    """Give the answer more time, once (B-71)."""
    return _line(service.extend(tx(), actor=actor(), now=now(), clue_id=clue_id, reason=body["reason"].strip()))


@blueprint.route("/clues/<uuid:clue_id>/reply", methods=["POST"])
@access("clue.answer")
@idempotent
@blueprint.arguments(Reply)
@blueprint.response(200, ClueSchema)
def answer_clue(body: dict[str, str], clue_id: UUID) -> dict[str, Any]:
    """Say what was found, and close it."""
    return _line(service.answer(tx(), actor=actor(), now=now(), clue_id=clue_id, text=body["text"].strip()))


@blueprint.route("/clues/<uuid:clue_id>/contact/unsealing", methods=["POST"])
@access("clue.contact.unseal")
@idempotent
@blueprint.arguments(OpeningReason)
@blueprint.response(201, ApprovalAnswer)
def ask_for_contact(body: dict[str, str], clue_id: UUID) -> dict[str, Any]:
    """Ask to open how somebody may be asked back; somebody else of the bureau decides (B-102)."""
    say(purpose=body["reason"])
    row = unsealing.ask(tx(), actor=actor(), now=now(), clue_id=clue_id, request_id=idempotency_key(), **body)
    return approval_answers(tx(), actor(), [row], now())[0]


@blueprint.route("/contact-unsealings/<uuid:request_id>/openings", methods=["POST"])
@access("clue.contact.open")
@blueprint.response(200, OpenedContact)
def open_contact(request_id: UUID) -> Response:
    """Read it. Not repeated by key: each reading is one opening, and no answer with it is kept."""
    opened = unsealing.open_contact(
        tx(), request_id=request_id, actor=actor(), now=now(), keys=settings().data_dir / "keys"
    )
    told = {"contact": opened.contact, "openings": opened.openings}
    return told_once(told, reason=opened.reason, object_id=opened.clue_id)


def _seen(body: dict[str, Any]) -> dict[str, Any]:
    """What was told, with the visit whose code was scanned, and the photos made anew. Raises PHOTO_UNREADABLE."""
    scanned, told = scans.visit_of(tx(), body.pop("code"), now()), {**body, "photos": _photos(body["photos"])}
    if scanned is None:
        return told
    where = {"about": told["about"] or scanned.organ, "place": told["place"] or scanned.enterprise}
    return {**told, **where, "accused_id": scanned.organ_id, "inspection_id": scanned.inspection_id}


def _photos(sent: list[str]) -> tuple[bytes, ...]:
    made = []
    for n, each in enumerate(sent, start=1):
        try:
            made.append(photos.made_anew(b64decode(each, validate=True)))
        except (NotAPicture, ValueError) as error:
            raise PHOTO_UNREADABLE(field="photos", n=n) from error
    return tuple(made)


def _line(row: Clue) -> dict[str, Any]:
    return answers.clue_answers(tx(), actor(), [row], now())[0]
