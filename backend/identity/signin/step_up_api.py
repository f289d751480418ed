"""/session/step-up: proving once more who one is, by password or passkey; opens what weighs more for five minutes."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify
from marshmallow import ValidationError, fields, validate, validates_schema

from backend.identity import page
from backend.identity.actor import Actor
from backend.identity.edge import blueprint, party, with_token
from backend.identity.problems import PROOF_REFUSED
from backend.identity.signin import challenges, passkeys, proving, sessions
from backend.identity.signin.challenges import STEP_UP
from backend.identity.signin.passkey_api import Options
from backend.kernel.http import access, identify, now, own_transaction, owns_its_transaction
from backend.kernel.schema import Schema, UtcDateTime


class Proof(Schema):
    """Either the password or what a passkey answered to /session/step-up/options."""

    password = fields.String(validate=validate.Length(1, 200))
    credential = fields.Dict(keys=fields.String())

    @validates_schema
    def _one_of_both(self, data: dict[str, Any], **_: Any) -> None:
        if len(data) != 1:
            raise ValidationError("Give either the password or the credential.", "password")


class SteppedUp(Schema):
    """Until when the proof holds."""

    until = UtcDateTime(required=True)


@blueprint.route("/session/step-up/options", methods=["POST"])
@access("step_up.prove")
@owns_its_transaction
@blueprint.response(200, Options)
def step_up_options() -> dict[str, Any]:
    """What a passkey must answer to; once, within two minutes, in this session."""
    who: Actor = identify()
    with own_transaction() as tx:
        challenge = challenges.make(tx, STEP_UP, bound_to=who.session_id or b"", now=now())
        return {"options": passkeys.request_options(party(), challenge, passkeys.of_person(tx, who.person_id))}


@blueprint.route("/session/step-up", methods=["POST"])
@access("step_up.prove")
@owns_its_transaction
@blueprint.arguments(Proof)
@blueprint.alt_response(200, schema=SteppedUp)
def step_up(proof: dict[str, Any]) -> Response:
    """Prove once more who one is; the session goes on under a new token."""
    who: Actor = identify()
    if "password" in proof:
        proving.prove(who, proof["password"])
    else:
        _prove_by_passkey(who, proof["credential"])
    with own_transaction() as tx:
        opened = sessions.step_up(tx, who.session_id or b"", now())
    return with_token(jsonify(SteppedUp().dump({"until": page.fresh_until(now())})), opened)


def _prove_by_passkey(who: Actor, credential: dict[str, Any]) -> None:
    with own_transaction() as tx:
        bound = who.session_id or b""
        used = passkeys.use(tx, credential, purpose=STEP_UP, bound_to=bound, party=party(), now=now())
        if used is not None and used.person_id == who.person_id:
            return
    raise PROOF_REFUSED(field="credential")
