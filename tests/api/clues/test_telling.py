"""E5: no scan, or a complaint: told without an account, once, with a number to read what became of it (B-56, B-71)."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from backend.app import create_app
from backend.certificates.short_codes import read_short_code
from backend.clues.contact import unseal
from backend.kernel.signing import load_or_make_key
from tests.api.clues.told import FULL, Office, Teller, acts, at, clues, events, give_keys, number_of, token_of
from tests.api.coded_visit import CLEAN, coded_visit
from tests.api.pages import colour, headline


def band_of(page):
    return re.search(r'<div class="band (\w+)".*?<h1>(.*?)</h1><p>(.*?)</p>', page.text, flags=re.S).groups()


def test_somebody_tells_that_nobody_scanned_and_gets_a_number_and_a_day(teller, world):
    page = teller.send()

    assert page.status_code == 200
    assert band_of(page) == ("ok", "线索已提交", "2026 年 4 月 29 日前告诉您是否受理")
    clue = clues(world)[0]
    assert read_short_code(number_of(page)) == clue.receipt
    assert (clue.door, clue.kind, clue.people, clue.state) == ("public", "no_scan", 3, "received")
    assert clue.happened_at == at("2026-04-22T01:30+00:00")
    assert clue.due_at == at("2026-04-29T16:00+00:00"), "five working days, until 24:00 (B-71)"
    assert acts(world) == ["received"]
    assert events(world, "clues.received.v1") == [{"clue_id": str(clue.id), "region": "420117"}]


def test_the_term_counts_working_days_alone(teller, world, clock):
    """Told on 30 April: Labour Day is off until the 5th, and the 9th is worked (B-04, B-71)."""
    clock.advance(days=8)
    teller.send(when="2026-04-30T09:30")

    assert clues(world)[0].due_at > at("2026-05-07T16:00+00:00")


def test_the_same_form_twice_is_one_clue_with_one_number(teller, world):
    token = token_of(teller.get())
    first, second = teller.send(token=token), teller.send(token=token)

    assert number_of(first) == number_of(second)
    assert len(clues(world)) == 1 and acts(world) == ["received"]


def test_two_presses_at_once_are_one_clue(committed_world):
    world = committed_world
    Office(world, None)
    app = create_app(world.settings, sessions=world.sessions, clock=world.clock)
    token = token_of(Teller(app, world).get())
    start = Barrier(4)

    def press(_):
        start.wait()
        return number_of(Teller(app, world).send(token=token))

    with ThreadPoolExecutor(4) as together:
        assert len(set(together.map(press, range(4)))) == 1
    assert len(clues(world)) == 1


@pytest.mark.parametrize(
    "change",
    [{"kind": ""}, {"kind": "x"}, {"when": ""}, {"when": "yesterday"}, {"when": "2026-02-30T10:00"}, {"when": "2027-01-01T00:00"},
     {"when": "1999-01-01T00:00"}, {"when": "9999-12-31T23:59"}, {"people": "0"}, {"people": "100"}, {"people": "三"},
     {"people": "-1"}, {"text": ""}, {"text": "短"}, {"text": "长" * 2001}, {"text": "零\0字节"},
     {"about": "长" * 201}, {"place": "长" * 201}, {"contact": "长" * 101}],
)  # fmt: skip
def test_a_form_that_is_refused_keeps_what_was_typed(teller, world, change):
    page = teller.send(**change)

    assert (page.status_code, colour(page)) == (422, "warn")
    assert "未提交" in headline(page)
    assert "没有亮证，也没有扫码" in page.text or "text" in change
    assert 'value="云川食品"' in page.text or "place" in change
    assert clues(world) == []


@pytest.mark.parametrize("token", ["", "x", "0" * 31, "G" * 32, "0" * 100_000])
def test_a_form_without_its_token_says_so_and_keeps_the_text(teller, world, token):
    page = teller.send(token=token)

    assert (page.status_code, headline(page)) == (422, "页面不完整，未提交")
    assert "没有亮证" in page.text and clues(world) == []
    assert number_of(teller.send(token=token_of(page)))


def test_a_complaint_needs_no_time_and_no_people(teller, world):
    assert teller.send(kind="other", when="", people="").status_code == 200
    assert clues(world)[0].happened_at is None


def test_identity_numbers_are_masked(teller, world):
    """B-102: nobody asks for one, so none is kept."""
    teller.send(text="带队的人说他是 11010519491231002X，没有亮证。")

    assert clues(world)[0].text.startswith("带队的人说他是 110105************")


def test_how_to_reach_somebody_is_sealed(teller, world):
    give_keys(world)
    assert 'name="contact"' in teller.get().text
    teller.send(contact="张女士 13800000000")

    kept = clues(world)[0].contact
    assert kept and b"138" not in kept
    key = load_or_make_key(world.settings.data_dir / "keys", "seal-420117")
    assert unseal(kept, key) == "张女士 13800000000"


def test_where_nothing_can_be_sealed_nobody_is_asked_how_to_reach_them(teller, world):
    assert 'name="contact"' not in teller.get().text
    assert teller.send(contact="13800000000").status_code == 422


def test_a_network_that_floods_waits_and_loses_no_text(teller, app, world):
    """Ten an hour; the eleventh keeps what was typed (B-96)."""
    for n in range(10):
        assert teller.send(text=f"第 {n} 件：没有亮证。").status_code == 200
    page = teller.send()

    assert (page.status_code, headline(page)) == (429, "提交太频繁，未提交")
    assert int(page.headers["Retry-After"]) > 0 and "没有亮证，也没有扫码" in page.text
    assert len(clues(world)) == 10
    assert Teller(app, world, "198.51.100.1").send().status_code == 200


def test_an_installation_without_a_bureau_says_whom_to_call(app, world):
    page = app.test_client().get("/clue")

    assert (page.status_code, colour(page)) == (409, "warn") and "12345" in page.text


# --- the three ways to the form ---------------------------------------------------------------------------------------


def test_the_front_page_and_the_red_page_lead_to_the_form(teller):
    for path in ("/", "/i/nonsense", "/i/nonsense?lang=en&big=1"):
        link = re.search(r'href="(/clue[?"&=\w;]*)"', teller.client.get(path).text)[1].replace("&amp;", "&")
        assert teller.client.get(link).status_code == 200


def test_the_page_of_a_visit_leads_to_a_form_about_that_visit(app, world, office):
    visit = coded_visit(world)
    visit.arrive(verdict=CLEAN)
    browser = Teller(app, world)
    link = re.search(r'href="(/i/[^"]+/clue)"', browser.get(f"/i/{visit.printed}").text)[1]

    form = browser.get(link)
    assert visit.organ.name in form.text and 'name="about"' not in form.text
    assert browser.send(link, kind="other").status_code == 200
    clue = clues(world)[0]
    assert (clue.door, clue.accused_id, clue.inspection_id) == ("visit", visit.organ.id, visit.inspection_id)
    assert clue.about == visit.organ.name


def test_a_code_that_nobody_knows_is_told_of_without_a_visit_and_counts_as_a_guess(app, world, office):
    browser = Teller(app, world)
    for n in range(30):
        assert 'action="/clue"' in browser.get(f"/i/guess{n}/clue").text
    assert browser.get("/i/guess/clue").status_code == 429


@pytest.mark.parametrize("query", [{}, {"lang": "en"}, {"big": "1"}, {"lang": "en", "big": "1"}, {"lang": "\0"}])
@pytest.mark.parametrize("path", ["/clue", "/clue/receipt"])
def test_no_cookie_nothing_from_elsewhere_and_no_script_but_the_one_for_drafts(teller, path, query):
    page = teller.get(path, **query)

    assert page.status_code == 200 and "Set-Cookie" not in page.headers
    assert page.text.count("<script") == (path == "/clue") and "http" not in re.sub(
        r"<style>.*?</style>", "", page.text, flags=re.S
    )
    assert len(page.data) < 24_000


def test_the_number_stands_in_no_address(teller):
    page = teller.send()

    assert not re.search(rf'(href|action|src)="[^"]*{number_of(page)}', page.text)


# --- what became of it ------------------------------------------------------------------------------------------------


def test_whoever_holds_the_number_reads_what_became_of_it_and_no_name(teller, world, office):
    number = number_of(teller.send())
    assert band_of(teller.look(number))[1:] == ("已收到，等待受理", "2026 年 4 月 29 日前告诉您是否受理")

    clue = clues(world)[0]
    assert office.act("acceptance", clue.id, {"organ_id": str(office.accused.id)}).status_code == 200
    assert band_of(teller.look(number.lower().replace("-", " ")))[1:] == ("处理中", "预计 2026 年 5 月 22 日前答复")

    office.act("reply", clue.id, {"text": "已责令整改。\n来的人没有出示证件。"})
    page = teller.look(number)
    assert (colour(page), headline(page)) == ("ok", "已答复")
    assert "已责令整改。\n来的人没有出示证件。" in page.text
    for hidden in ("孙司法", FULL["text"], FULL["place"], office.accused.name, str(clue.id)):
        assert hidden not in page.text


def test_why_a_clue_was_not_taken_up_is_told(teller, world, office):
    number = number_of(teller.send())
    office.act("refusal", clues(world)[0].id, {"reason": "不是行政检查。"})

    page = teller.look(number)
    assert (colour(page), headline(page)) == ("warn", "不予受理") and "不是行政检查。" in page.text


@pytest.mark.parametrize("typed", ["1", "😀", "A" * 65_536, "<script>", "%", "1234-5678-90AB", "\0"])
def test_a_number_with_a_slip_says_so(teller, typed):
    assert headline(teller.look(typed)) == "回执号有误，请核对"


def test_numbers_cannot_be_guessed_at_speed(teller, world):
    number = number_of(teller.send())
    for _ in range(30):
        assert teller.look("1").status_code == 200
    assert teller.look("1").status_code == 429
    assert headline(teller.look(number)) == "已收到，等待受理", "a genuine one is never refused (B-96)"
