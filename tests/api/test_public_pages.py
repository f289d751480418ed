"""The number read aloud, the front page, published lists, errors; and the staff side of codes (B-15, B-96)."""

import io
import re
import uuid

import numpy
import pytest
import zxingcpp
from PIL import Image

from backend.certificates import codes
from backend.certificates.models import Card
from backend.certificates.short_codes import spoken
from tests.api.coded_visit import CLEAN, coded_visit
from tests.api.pages import colour, headline
from tests.api.pages import get as get
from tests.api.pages import visit as visit

# --- by hand ---


def test_a_number_read_aloud_finds_the_visit(visit, app):
    """B-93 by hand: the same check as a scan, as of a printed code."""
    client = app.test_client()
    for typed in (spoken(visit.code.short_code), visit.code.short_code.lower(), f" {visit.code.short_code} "):
        page = client.post("/v", data={"no": typed})
        assert (colour(page), headline(page)) == ("warn", "已登记，请再核对人")
    assert colour(client.get("/v", query_string={"no": visit.code.short_code})) == "warn"


@pytest.mark.parametrize("typed", ["1", "😀", "A" * 65_536, "1234-5678-90AB", "<script>alert(1)</script>", "%", "*"])
def test_a_number_with_a_slip_says_so(app, world, typed):
    world.rule_set()
    page = app.test_client().post("/v", data={"no": typed})

    assert headline(page) == "核验号有误，请核对"
    assert "<script" not in page.text


def test_a_form_that_nobody_sent_is_just_the_form_and_one_sent_empty_says_what_is_missing(app, world):
    asked, sent = app.test_client().get("/v"), app.test_client().post("/v", data={})
    assert (asked.status_code, sent.status_code) == (200, 200)
    assert "band" not in re.sub(r"<style>.*?</style>", "", asked.text, flags=re.S)
    assert headline(sent) == "还没有填核验号"


# --- the other pages ---


def test_the_front_page_has_a_door_for_everybody(get, world):
    page = get("/").text

    for door in ('href="/app"', 'href="/desk"', 'action="/v"', 'href="/p/lists/subjects"'):
        assert door in page


def test_what_is_published_names_the_six_lists_and_hides_small_numbers(visit, get, world):
    world.organ("示范区司法局", kind="bureau")
    visit.arrive(verdict=CLEAN)

    page = get("/p").text

    for title in ("行政执法主体清单", "行政执法人员清单", "行政执法事项清单", "音像记录事项清单", "随机抽查事项清单"):
        assert title in page
    assert "还没有公布这份清单" in page
    assert "合计不足 5 次，暂不公布" in page
    assert "周明远" not in page


def test_a_lost_page_looks_like_ours_and_the_api_keeps_its_own_errors(app, world):
    client = app.test_client()

    for page in (client.get("/nothing"), client.get("/i/"), client.post("/c/x"), client.put("/v")):
        assert page.status_code in (404, 405)
        assert "没有这个页面" in page.text
    assert client.get("/api/v1/nothing").mimetype == "application/problem+json"


def test_a_form_of_three_megabytes_is_refused_with_a_sentence(app, world):
    page = app.test_client().post("/v", data={"no": "1" * 3_000_000})

    assert page.status_code == 413
    assert "内容太长" in page.text


# --- staff side ---


def test_cards_of_the_own_organ_with_state_and_address(visit, api, world):
    coded_visit(world)
    answer = api.as_(visit.officers[0].who).get("/cards").json

    assert answer["total"] == 2
    assert {card["state"] for card in answer["items"]} == {"active"}
    assert answer["items"][0]["url"].startswith("HTTP://LOCALHOST/C/")
    assert not {"photo", "phone", "identity_number"} & set(answer["items"][0])
    assert api.as_(visit.officers[0].who).get("/cards?q=林").json["total"] == 1
    assert api.as_(visit.officers[0].who).get("/cards?q=%25").json["total"] == 0


def test_the_printed_code_of_a_card_scans(visit, api, get):
    """A card's code as a visit's (B-93)."""
    picture = api.as_(visit.officers[0].who).get(f"/cards/{visit.officers[0].card.id}/qr.png")

    read = zxingcpp.read_barcodes(numpy.asarray(Image.open(io.BytesIO(picture.data)).convert("L")))
    assert len(read) == 1
    assert colour(get(read[0].text.removeprefix("HTTP://LOCALHOST"))) == "warn"


def test_codes_and_cards_of_others_are_not_found(visit, api, world):
    stranger = api.as_(coded_visit(world).officers[0].who)

    for path in (f"/visit-codes/{visit.code.id}/scan", f"/cards/{visit.officers[0].card.id}/scan",
                 f"/cards/{visit.officers[0].card.id}/qr.png", "/cards/x/scan", "/visit-codes/%F0%9F%98%80/scan",
                 f"/visit-codes/{uuid.uuid4()}/scan"):  # fmt: skip
        assert stranger.get(path).status_code == 404
    colleague = api.as_(visit.officers[1].who)
    assert colleague.get(f"/cards/{visit.officers[0].card.id}/scan").status_code == 404
    assert api.as_(None).get("/cards").status_code == 401


def test_a_code_is_watched_by_the_officers_who_are_on_the_visit(visit, api, world, get):
    get(f"/I/{visit.live()}")
    at_home = world.officer(visit.organ, "何未派")
    others = [at_home, world.officer(world.organ()), world.person("bureau", world.organ(kind="bureau")),
              world.person("head", visit.organ), world.person("department", visit.organ)]  # fmt: skip

    for id_ in (visit.code.id, visit.code.code_id.hex()):
        seen = [api.as_(each.who).get(f"/visit-codes/{id_}/scan") for each in visit.officers]
        assert [each.status_code for each in seen] == [200, 200]
        assert seen[0].json == seen[1].json
        refused = [api.as_(each).get(f"/visit-codes/{id_}/scan") for each in others]
        assert [each.status_code for each in refused] == [404, 404, 403, 403, 403]
    card = visit.officers[0].card
    assert [api.as_(each).get(f"/cards/{card.id}/scan").status_code for each in others[:2]] == [404, 404]


def test_photo_hash_and_notice_are_bound_to_the_codes(visit):
    card = visit.world.look(lambda tx: tx.get_one(Card, visit.officers[0].card.id))
    payload = codes.parse(card.cose).payload

    assert payload.photo_hash == card.photo_hash[:16]
    assert codes.parse(visit.code.cose).payload.notice_hash == visit.code.notice_hash
