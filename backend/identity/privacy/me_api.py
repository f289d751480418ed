"""/me: what is held about oneself, the privacy notice, one's own password and telephone number."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from flask import Response, jsonify
from marshmallow import INCLUDE, fields, validate

from backend.identity import accounts, my_api, page
from backend.identity.actor import Actor
from backend.identity.edge import blueprint, gone, keys
from backend.identity.models import Person
from backend.identity.privacy import contacts, held, notices
from backend.identity.signin import passkeys, proving
from backend.identity.signin.passkey_api import PasskeyAnswer
from backend.kernel import limits
from backend.kernel.clock import rfc3339
from backend.kernel.http import access, actor, identify, now, own_transaction, owns_its_transaction, settings, tx
from backend.kernel.limits import Limit
from backend.kernel.schema import Schema, Told, UtcDateTime, Words

FILES = Limit("own data", 5, timedelta(hours=1))


class NoticeAnswer(Schema):
    """The privacy notice in force, in Markdown, and when one confirmed having been given it."""

    version = fields.String(required=True)
    zh = fields.String(required=True)
    en = fields.String(required=True)
    accepted_at = UtcDateTime(required=True, allow_none=True)


class NoticeGiven(Schema):
    """Which version was read."""

    version = fields.String(required=True, validate=validate.Length(1, 40))


class NewPassword(Schema):
    """The password that holds now, and the one that shall."""

    current = fields.String(required=True, validate=validate.Length(1, 200))
    new = fields.String(required=True, validate=validate.Length(1, 200))


class Phone(Schema):
    """A mobile number, or a landline with its area code; null takes it back."""

    phone = fields.String(required=True, allow_none=True, validate=validate.Length(1, 40))


class GivenNotice(Schema):
    """A version of the notice that one confirmed."""

    version = fields.String(required=True)
    at = UtcDateTime(required=True)


class HeldKind(Schema):
    """A kind of data about oneself: how many rows, the first and the last moment or day; the file holds them."""

    kind = fields.String(required=True)
    name = fields.Nested(Words, required=True)
    n = fields.Integer(required=True)
    first = fields.String(required=True, allow_none=True)
    last = fields.String(required=True, allow_none=True)


class MyData(Schema):
    """All that is held about oneself as somebody with an account."""

    person = fields.Nested(page.PersonAnswer, required=True)
    login = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    identity_number_sealed = fields.Boolean(required=True)
    sessions = fields.List(fields.Nested(my_api.RunningSession), required=True)
    devices = fields.List(fields.Nested(my_api.EnrolledDevice), required=True)
    passkeys = fields.List(fields.Nested(PasskeyAnswer), required=True)
    notices = fields.List(fields.Nested(GivenNotice), required=True)
    held = fields.List(fields.Nested(HeldKind), required=True)
    """What every part of the system keeps about oneself."""


class MyDataFile(Told):
    """The same as a file: beside these, each kind of `held` with all its rows."""

    class Meta:
        unknown = INCLUDE

    made_at = UtcDateTime(required=True)
    person = fields.Nested(page.PersonAnswer, required=True)


@blueprint.route("/me/data", methods=["GET"])
@access("me.see")
@blueprint.response(200, MyData)
def my_data() -> dict[str, Any]:
    """What is held about oneself (B-101)."""
    me = actor().person_id
    person = tx().get_one(Person, me)
    return {
        "person": page.of_person(tx(), person), "login": person.login, "phone": contacts.phone_of(tx(), keys(), me),
        "identity_number_sealed": contacts.has_number(tx(), me), "sessions": my_api.running(me),
        "devices": my_api.enrolled(me), "passkeys": passkeys.of_person(tx(), me), "notices": notices.given(tx(), me),
        "held": held.overview(tx(), me),
    }  # fmt: skip


@blueprint.route("/me/data/file", methods=["GET"])
@access("me.see")
@owns_its_transaction
@blueprint.response(200, MyDataFile)
def my_data_file() -> Response:
    """All that is held about oneself as a file to keep, five an hour; identity number and keys are not in it."""
    who: Actor = identify()
    with own_transaction() as short:
        limits.insist(short, [FILES.of(who.person_id)], now())
    with own_transaction(read_only=True) as short:
        account = page.of_person(short, short.get_one(Person, who.person_id))
        told = {"made_at": rfc3339(now()), "person": account, **held.rows(short, who.person_id)}
    response = jsonify(told)
    response.headers["Content-Disposition"] = "attachment; filename*=UTF-8''" + quote("我的数据.json")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.route("/me/notice", methods=["GET"])
@access("me.notice")
@blueprint.response(200, NoticeAnswer)
def see_notice() -> dict[str, Any]:
    """The privacy notice in force."""
    return _notice()


@blueprint.route("/me/notice", methods=["POST"])
@access("me.notice")
@blueprint.arguments(NoticeGiven)
@blueprint.response(200, NoticeAnswer)
def confirm_notice(body: dict[str, str]) -> dict[str, Any]:
    """Confirm having been given the notice; the version is kept with the moment (B-101). Twice is once."""
    notices.confirm(tx(), actor().person_id, body["version"], now())
    return _notice()


@blueprint.route("/me/password", methods=["PUT"])
@access("me.password")
@owns_its_transaction
@blueprint.arguments(NewPassword)
@blueprint.response(204)
def change_password(body: dict[str, str]) -> Response:
    """Set a new password; every other session ends."""
    who: Actor = identify()
    proving.prove(who, body["current"], field="current")
    with own_transaction() as tx:
        person = tx.get_one(Person, who.person_id, with_for_update=True)
        memory = settings().argon2_memory_kib
        accounts.set_password(tx, person, body["new"], memory_kib=memory, now=now(), but=who.session_id)
    return gone()


@blueprint.route("/me/contact", methods=["PUT"])
@access("me.contact")
@blueprint.arguments(Phone)
@blueprint.response(204)
def set_phone(body: dict[str, str | None]) -> Response:
    """Give one's telephone number, or take it back."""
    if body["phone"] is None:
        contacts.forget_phone(tx(), actor().person_id)
    else:
        contacts.keep_phone(tx(), keys(), actor().person_id, body["phone"], now())
    return gone()


def _notice() -> dict[str, Any]:
    version = notices.CURRENT
    given_at = notices.given_at(tx(), actor().person_id, version)
    return {
        "version": version, "zh": notices.words(version, "zh"), "en": notices.words(version, "en"),
        "accepted_at": given_at,
    }  # fmt: skip
