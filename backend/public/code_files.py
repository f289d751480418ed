"""/p/keys.pem and /p/status/<region>: with these two files anybody checks codes without asking us again (B-95)."""

from __future__ import annotations

import base64
from textwrap import wrap

from flask import Response

from backend.certificates import status_list
from backend.certificates.keyring import trusted_points
from backend.certificates.models import SigningKey
from backend.identity import queries as identity
from backend.kernel.http import access, gives, now, own_transaction, owns_its_transaction, settings
from backend.kernel.problems import NOT_FOUND
from backend.public.list_pages import blueprint

_SPKI_P256 = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200")
"""What stands before the point of a public key of P-256 in DER (RFC 5480)."""


@blueprint.route("/p/keys.pem", methods=["GET"])
@access("public")
@gives("application/x-pem-file")
@owns_its_transaction
def public_keys() -> Response:
    """The public keys of all codes that count now, each with its region and days; `liangma-verify code` reads it."""
    with own_transaction(read_only=True) as tx:
        text = "".join(_pem(each) for each in trusted_points(tx, now()))
    return _file(text, "application/x-pem-file")


@blueprint.route("/p/status/<region>", methods=["GET"])
@access("public")
@gives("application/cose")
@owns_its_transaction
def card_status(region: str) -> Response:
    """The signed status list of a region's cards: two bits each, no name, no number (B-95)."""
    with own_transaction(read_only=True) as tx:
        if region not in identity.region_codes(tx):
            raise NOT_FOUND()
        made = status_list.status_list(tx, settings().data_dir / "keys", region, now())
    return _file(made, "application/cose")


def _file(content: str | bytes, kind: str) -> Response:
    kept = {"Cache-Control": f"public, max-age={status_list.ASK_AGAIN_S}", "X-Content-Type-Options": "nosniff"}
    return Response(content, mimetype=kind, headers=kept)


def _pem(key: SigningKey) -> str:
    """A key in PEM under a line that says whose it is."""
    days = f"{key.not_before:%Y-%m-%d} {key.verify_until:%Y-%m-%d}"
    lines = wrap(base64.b64encode(_SPKI_P256 + key.public_key).decode(), 64)
    told = f"# {key.region_code} {key.kid.hex()} {key.algorithm} {days}"
    return "\n".join([told, "-----BEGIN PUBLIC KEY-----", *lines, "-----END PUBLIC KEY-----", ""])
