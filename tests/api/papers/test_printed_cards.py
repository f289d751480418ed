"""The printed certificate: what it says (B-90), that its code can be read off the print, and who may print which."""

from __future__ import annotations

import pytest

from backend.certificates import codes as wire
from tests.api.coded_visit import coded_visit
from tests.api.papers import reading


@pytest.fixture
def crew(world):
    """Two officers with cards signed by the bureau's key, and the administrator of their region."""
    made = coded_visit(world, names=("周明远", "欧阳㛃𠮷"))
    made.admin = world.person("admin", made.organ, "郑管理")
    return made


def card(api, crew, n=0, by=None):
    return api.as_(by or crew.admin).get(f"/cards/{crew.officers[n].card.id}/print")


def sheet(api, crew, ids, by=None):
    return api.as_(by or crew.admin).get(f"/card-sheet?cards={','.join(map(str, ids))}")


def address_of(card):
    return f"HTTP://LOCALHOST/C/{wire.to_text(card.cose)}"


def test_front_and_back_are_the_size_of_a_card_and_say_what_a_card_says(api, crew):
    answer = card(api, crew, 1)
    said = reading.text(answer.data)

    assert answer.status_code == 200 and reading.sizes(answer.data) == [(85.6, 54.0)] * 2
    for fact in ("行政执法证", "欧阳㛃𠮷", crew.officers[1].card.number, "示范区市场监督管理局", "市场监管", "2024年1月1日",
                 "2028年12月31日", "12345", "演示数据"):  # fmt: skip
        assert fact in said, fact


@pytest.mark.parametrize("dpi", [600, 300, 200])
def test_the_code_on_a_printed_card_leads_to_the_cards_own_page(api, app, crew, dpi):
    front, back = (reading.codes(card(api, crew).data, page, dpi=dpi) for page in (0, 1))

    assert (front, back) == ([], [address_of(crew.officers[0].card)])
    page = app.test_client().get(back[0].removeprefix("HTTP://LOCALHOST"))
    assert page.status_code == 200 and "周明远" in page.text


def test_a_code_that_was_scratched_through_is_noticed(api, crew, monkeypatch):
    """The decoder is the judge: a drawing with holes in its corners gives no address."""
    from backend.papers import cards

    real = cards.qr.svg
    monkeypatch.setattr(
        cards.qr, "svg", lambda url: real(url).replace("</svg>", '<rect width="20" height="61" fill="#fff"/></svg>')
    )
    assert reading.codes(card(api, crew).data, 1) == []


def test_a_sheet_holds_ten_to_a_page_with_every_back_behind_its_front(api, world, crew):
    cards = [each.card for each in crew.officers]
    pdf = sheet(api, crew, [each.id for each in cards]).data
    fronts, backs = reading.pages(pdf)

    assert reading.sizes(pdf) == [(210.0, 297.0)] * 2
    assert "周明远" in fronts and "欧阳" in fronts and "周明远" not in backs
    assert set(reading.codes(pdf, 1)) == {address_of(each) for each in cards}


def test_backs_lie_mirrored_so_that_turning_the_sheet_finds_the_right_one():
    from backend.papers.cards import _mirrored

    assert _mirrored(["a", "b", "c"]) == ["b", "a", None, "c"]


def test_the_same_card_twice_is_printed_once_and_the_same_card_gives_the_same_bytes(api, crew):
    (one,) = [crew.officers[0].card.id]
    assert reading.pages(sheet(api, crew, [one, one]).data)[0].count("周明远") == 1
    assert card(api, crew).data == card(api, crew).data


def test_a_card_that_is_not_valid_is_not_printed(api, world, crew):
    world.card_state(crew.officers[0].card, "suspended", since=world.clock.now())
    for answer in (card(api, crew), sheet(api, crew, [each.card.id for each in crew.officers])):
        assert (answer.status_code, answer.json["code"]) == (409, "papers.card_not_active")
        assert crew.officers[0].card.number in answer.json["detail"] and answer.json["rule"] == "B-92"


def test_only_bureau_and_administrator_of_the_region_print(api, world, crew):
    elsewhere = world.organ("邻区局", region=world.other_region())
    foreign = world.person("admin", elsewhere, "外区")
    head = world.person("head", crew.organ, "钱负责")

    assert card(api, crew, by=foreign).status_code == 404
    assert sheet(api, crew, [crew.officers[0].card.id], by=foreign).status_code == 404
    assert card(api, crew, by=head).status_code == 403 and card(api, crew, by=crew.officers[0].who).status_code == 403


SOMEBODYS = "0196f000-0000-7000-8000-000000000001"


@pytest.mark.parametrize("cards", ["", "x", ",", f"{SOMEBODYS},1", ",".join([SOMEBODYS] * 51)])
def test_a_list_that_is_none_is_refused(api, crew, cards):
    answer = api.as_(crew.admin).get(f"/card-sheet?cards={cards}")
    assert answer.status_code == 422 and answer.json["code"] == "kernel.invalid"


def test_laying_out_cards_has_a_limit_for_each_person(api, crew, monkeypatch):
    from datetime import timedelta

    from backend.kernel.limits import Limit
    from backend.papers import cards_api

    monkeypatch.setattr(cards_api, "PRINTS", Limit("card prints", 1, timedelta(minutes=10)))
    assert card(api, crew).status_code == 200
    assert (card(api, crew).status_code, card(api, crew).json["code"]) == (429, "kernel.too_often")
