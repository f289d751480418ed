"""A card is given to an officer: photo, number, days, kind (B-08, B-11, B-90, B-91)."""

from __future__ import annotations

import base64
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from backend.certificates.models import Card
from backend.certificates.photos import MOST_KEPT
from backend.kernel.ids import uuid7
from tests.api.cards.office import encoded, photo

PUBLIC = {
    "id", "code_id", "person_id", "organ_id", "number", "kind", "holder_name", "organ_name", "field", "area", "issuer",
    "issued_on", "expires_on", "state", "url", "photo_url", "moves", "may_become", "replaceable", "replaces",
    "replaced_by", "open_visits", "warnings",
}  # fmt: skip


def bomb() -> str:
    """A PNG of some hundred bytes that says it is 40,000 × 40,000."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    data = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )
    return base64.b64encode(data).decode()


def test_a_card_is_issued_and_holds_what_is_public_alone(office, newcomer):
    answer = office.issue(newcomer)

    assert answer.status_code == 201, answer.json
    assert set(answer.json) == PUBLIC  # no identity number, no phone (B-90)
    assert answer.json["state"] == "active" and answer.json["warnings"] == []
    assert answer.json["holder_name"] == "欧阳静" and answer.json["issuer"] == "示范区司法局"
    (first,) = answer.json["moves"]
    assert (
        first["state"] == "active"
        and first["effective_from"] == "2026-03-31T16:00:00Z"
        and first["operator"] == "孙司法"
    )


def test_the_public_page_shows_it_and_nothing_private(office, newcomer, app):
    """B-90: number, name, photo, unit, field, area and dates; never the identity number or the phone."""
    number, phone = "110101199003074477", "13800138000"
    admin = office.world.proved(office.world.person("admin", office.desk.bureau_organ))
    assert office.api.as_(newcomer).put("/me/contact", {"phone": phone}).status_code == 204
    kept = office.api.as_(admin).put(f"/people/{newcomer.person.id}/identity-number", {"number": number})
    assert kept.status_code < 300, kept.json
    url = office.issue(newcomer).json["url"]

    page = app.test_client().get("/c/" + url.rsplit("/", 1)[1]).get_data(as_text=True)

    for said in (
        "17010112345",
        "欧阳静",
        "示范区市场监督管理局",
        "市场监管",
        "<dd>示范区</dd>",
        "2026 年 4 月 1 日",
        "2031 年 3 月 31 日",
        "/photo/0",
    ):
        assert said in page
    for private in (newcomer.person.login, str(newcomer.person.id), number, phone):
        assert private not in page


@pytest.mark.parametrize(
    ("number", "warned"),
    [
        ("17010112345", []),
        ("鄂A-0001", ["card.pattern"]),
        ("1701011234", ["card.pattern"]),
        ("170101123456", ["card.pattern"]),
    ],
)
def test_an_unusual_number_warns_and_saves(office, newcomer, number, warned):
    answer = office.issue(newcomer, number=number)

    assert answer.status_code == 201 and answer.json["number"] == number
    assert [each["code"] for each in answer.json["warnings"]] == warned


@pytest.mark.parametrize(
    ("issued_on", "expires_on", "warned"),
    [
        ("2026-04-01", "2031-03-31", []),
        ("2026-04-01", "2031-04-01", []),
        ("2026-04-01", "2031-04-02", ["card.valid_years"]),
        ("2026-04-01", "2031-12-31", ["card.valid_years"]),
        ("2026-04-01", "2032-03-31", ["card.valid_years"]),
        ("2024-02-29", "2029-02-28", []),
        ("2024-02-29", "2029-03-01", ["card.valid_years"]),
    ],
)
def test_a_card_that_lasts_longer_than_usual_warns_and_is_issued(office, newcomer, issued_on, expires_on, warned):
    """B-91: five years, by the day and not by the number of the year."""
    answer = office.issue(newcomer, issued_on=issued_on, expires_on=expires_on)

    assert (answer.status_code, [each["code"] for each in answer.json["warnings"]]) == (201, warned)


def rotated() -> str:
    exif = Image.Exif()
    exif[0x0112] = 6
    return encoded(Image.new("RGB", (800, 600), "#345"), "JPEG", exif=exif)


@pytest.mark.parametrize(
    "made",
    [
        photo(), photo((4000, 3000)), photo((50, 50), "PNG"), photo((300, 900), "WEBP"), rotated(),
        encoded(Image.effect_noise((3000, 2000), 90).convert("RGB"), "JPEG", quality=60),
        encoded(Image.new("RGBA", (300, 400), (0, 0, 0, 0)), "PNG"),
    ],
    ids=["usual", "wide", "small", "tall", "turned", "noisy", "transparent"],
)  # fmt: skip
def test_any_photo_becomes_an_upright_portrait_of_20_kb(office, newcomer, made, api):
    answer = office.issue(newcomer, photo=made)

    assert answer.status_code == 201, answer.json
    kept = api.as_(office.issuer).client.get(answer.json["photo_url"]).data
    picture = Image.open(BytesIO(kept))
    assert len(kept) <= MOST_KEPT and picture.format == "JPEG" and not picture.getexif()
    assert picture.width / picture.height == pytest.approx(13 / 16, abs=0.01)


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        ({"photo": "!!!"}, 422, "certificates.photo_unreadable"),
        ({"photo": base64.b64encode(b"GIF89a" + bytes(50)).decode()}, 422, "certificates.photo_unreadable"),
        ({"photo": photo((600, 800))[:400]}, 422, "certificates.photo_unreadable"),
        ({"photo": bomb()}, 422, "certificates.photo_unreadable"),
        ({"photo": "A" * (5 * 1024 * 1024 * 4 // 3 + 100)}, 422, "certificates.photo_too_big"),
        ({"photo": ""}, 422, "kernel.invalid"),
        ({"photo": None}, 422, "kernel.invalid"),
        ({"number": "  "}, 422, "kernel.invalid"),
        ({"number": "1" * 41}, 422, "kernel.invalid"),
        ({"number": 17}, 422, "kernel.invalid"),
        ({"kind": "library"}, 422, "kernel.invalid"),
        ({"expires_on": "2026-03-31"}, 422, "certificates.days_wrong"),
        ({"expires_on": "soon"}, 422, "kernel.invalid"),
        ({"person_id": str(uuid7())}, 404, "kernel.not_found"),
        ({"phone": "13800000000"}, 422, "kernel.invalid"),
        ({"state": "revoked"}, 422, "kernel.invalid"),
    ],
)
def test_what_cannot_be_a_card_is_refused_and_leaves_nothing(office, newcomer, wrong, status, code):
    answer = office.issue(newcomer, **wrong)

    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert office.world.look(lambda tx: tx.query(Card).filter_by(person_id=newcomer.person.id).count()) == 0


@pytest.mark.parametrize("role", ["department", "head", "supervisor", "bureau"])
def test_only_officers_get_cards(office, world, role):
    somebody = world.person(role, office.desk.organ)

    assert office.issue(somebody).json["code"] == "certificates.not_a_holder"


def test_an_officer_of_a_foreign_region_is_not_found(office, world):
    foreign = world.officer(world.organ(region=world.other_region()), card=None)

    assert office.issue(foreign).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("planner", 403), ("head", 403), ("zhou", 403), ("bureau", 201)])
def test_the_bureau_issues(office, newcomer, who, status):
    assert office.issue(newcomer, by=getattr(office.desk, who)).status_code == status


def test_twice_is_once(office, newcomer):
    key = uuid7()
    first, again = office.issue(newcomer, key=key), office.issue(newcomer, key=key)

    assert first.json == again.json
    assert office.issue(newcomer, key=key, number="17010199999").json["code"] == "kernel.key_reused"


def test_a_second_card_of_the_same_kind_is_refused_and_of_another_kind_is_not(office, newcomer):
    office.issue(newcomer)

    assert office.issue(newcomer, number="17010112346").json["code"] == "certificates.has_one"
    assert office.issue(newcomer, number="J0001", kind="police").status_code == 201


def test_a_number_is_given_once(office, newcomer, world):
    office.issue(newcomer)
    other = world.officer(office.desk.organ, "甲", card=None)

    assert office.issue(other).json["code"] == "certificates.number_taken"


def test_a_kind_that_the_rules_do_not_take_is_refused(world, api):
    from tests.api.cards.office import Office

    office = Office(world, api, {"card": {"kinds": ["enforcement"]}})
    newcomer = world.officer(office.desk.organ, card=None)

    assert office.issue(newcomer, kind="police").json["code"] == "certificates.kind_not_taken"


def test_a_card_that_is_only_applied_for_is_not_valid_until_it_is_made_active(office, newcomer):
    card = office.issue(newcomer, state="applied").json

    assert card["state"] == "applied" and card["may_become"] == ["active", "cancelled"]
    assert office.move(card["id"], "active").json["state"] == "active"
