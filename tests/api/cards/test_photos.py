"""B-90: a card that came by a table gets its portrait once, and its printed code vouches for it."""

from __future__ import annotations

import base64
from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image

from backend.certificates import codes
from backend.certificates.checking import check_code
from backend.certificates.models import Card
from backend.kernel.ids import uuid7
from tests.api.cards.office import encoded, photo


@pytest.fixture
def bare(office):
    """A card as an import leaves it: signed, without a portrait."""
    return office.signed_card(office.desk.zhou, "17010100099", photo=b"")


def add(office, card, text=None, by=None, key=None):
    return office.api.as_(by or office.issuer).post(f"/cards/{card.id}/photo", {"photo": text or photo()}, key=key)


def test_the_portrait_is_kept_small_and_the_code_is_signed_anew(office, world, bare, clock):
    before = codes.to_text(bare.cose)
    answer = add(office, bare)
    assert (answer.status_code, answer.json["number"]) == (201, bare.number)
    portrait = office.api.as_(office.issuer).get(f"/cards/{bare.id}/photo").data
    assert Image.open(BytesIO(portrait)).format == "JPEG" and len(portrait) <= 20 * 1024

    now = world.look(lambda tx: tx.get_one(Card, bare.id))
    printed = codes.parse(now.cose).payload
    assert printed.photo_hash == sha256(portrait).digest()[: codes.HASH_BYTES]
    assert (now.code_id, now.status_index) == (bare.code_id, bare.status_index)
    assert world.look(lambda tx: check_code(tx, codes.to_text(now.cose), clock.now())) is not None
    assert world.look(lambda tx: check_code(tx, before, clock.now())) is None


def test_a_portrait_that_stands_is_changed_by_renewal_alone(office, bare):
    assert add(office, bare).status_code == 201
    again = add(office, bare)
    assert (again.status_code, again.json["code"], again.json["rule"]) == (409, "certificates.photo_stands", "B-90")


def test_the_same_order_twice_is_one(office, bare):
    key = uuid7()
    first, second = add(office, bare, key=key), add(office, bare, key=key)
    assert (first.status_code, second.status_code) == (201, 201)


def _bomb() -> str:
    return encoded(Image.new("1", (7000, 7000)), "PNG")


@pytest.mark.parametrize(
    "text",
    [
        "", "%%%", base64.b64encode(b"GIF89a<script>").decode(), base64.b64encode(b"%PDF-1.7 \xff\xd8\xff").decode(),
        encoded(Image.new("RGB", (60, 80)), "GIF"), _bomb(),
    ],
)  # fmt: skip
def test_what_is_no_photo_is_refused_and_nothing_changes(office, world, bare, text):
    answer = office.api.as_(office.issuer).post(f"/cards/{bare.id}/photo", {"photo": text})
    assert answer.status_code == 422
    assert world.look(lambda tx: tx.get_one(Card, bare.id)).photo == b""


@pytest.mark.parametrize("body", [{}, {"photo": None}, {"photo": 7}, {"photo": photo(), "number": "1"}])
def test_another_shape_is_refused(office, bare, body):
    assert office.api.as_(office.issuer).post(f"/cards/{bare.id}/photo", body).status_code == 422


def test_nobody_else_adds_it(office, world, bare):
    away = world.person("bureau", world.organ("邻区司法局", kind="bureau", region=world.other_region()))
    assert add(office, bare, by=away).status_code == 404
    for who in (office.desk.head, office.desk.zhou):
        assert add(office, bare, by=who).status_code == 403
    assert office.api.as_(office.issuer).post(f"/cards/{uuid7()}/photo", {"photo": photo()}).status_code == 404
