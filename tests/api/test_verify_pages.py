"""What a stranger with a phone learns from a code, and what nobody learns (B-47, B-93, B-94)."""

import dataclasses
import gzip
import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from backend.certificates.models import Card, CodeScan
from backend.feedback.models import RatingToken
from backend.journal.models import JournalInbox
from backend.planning.models import Task
from backend.public.draft_names import DRAFT_SCRIPT
from tests.api.coded_visit import CLEAN, MIDNIGHT, coded_visit
from tests.api.pages import colour, count, headline, number
from tests.api.pages import get as get
from tests.api.pages import visit as visit

GOLDEN = Path(__file__).parent / "golden"
LARGEST = 14 * 1024


# --- the five golden pages ---


def normal(response):
    """A page without what changes from run to run: style, code, scan, number, token."""
    text = re.sub(r"<style>.*?</style>", "", response.text, flags=re.S)
    text = re.sub(r"/[ICic]/[A-Za-z0-9]{100,}", "/CODE", text)
    text = re.sub(r"scan=[0-9a-f-]{36}", "scan=SCAN", text)
    text = re.sub(r'(<div class="num okn"><b>)\d\d', r"\1NN", text)
    return text + "\n"


def check_golden(name, response):
    stored, text = GOLDEN / f"{name}.html", normal(response)
    if os.environ.get("UPDATE_GOLDEN"):
        stored.write_text(text, encoding="utf-8")
    assert text == stored.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_golden_valid_here_and_now(visit, get, language):
    page = get(f"/I/{visit.live()}?lang={language}")

    assert colour(page) == "ok"
    check_golden(f"valid.{language}", page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_golden_valid_but_no_visit(visit, get, language):
    visit.change(Task, visit.task_id, state="cancelled")

    page = get(f"/C/{visit.live_card()}?lang={language}")

    assert colour(page) == "warn"
    check_golden(f"no_visit.{language}", page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_golden_suspended(visit, get, language):
    visit.world.card_state(visit.officers[0].card, "suspended", since=visit.now - timedelta(days=1))

    page = get(f"/C/{visit.live_card()}?lang={language}")

    assert colour(page) == "bad"
    check_golden(f"suspended.{language}", page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_golden_expired(visit, get, language):
    visit.world.clock.moment = MIDNIGHT + timedelta(days=1)

    page = get(f"/I/{visit.live()}?lang={language}")

    assert colour(page) == "bad"
    check_golden(f"expired.{language}", page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_golden_not_genuine(visit, get, language):
    code = visit.live()
    other = "A" if code[-9] != "A" else "B"

    page = get(f"/I/{code[:-9]}{other}{code[-8:]}?lang={language}")

    assert colour(page) == "bad"
    check_golden(f"not_genuine.{language}", page)


# --- what a page says ---


def test_a_visit_page_says_who_why_and_by_what_right(visit, get):
    page = get(f"/I/{visit.live()}").text

    for said in ("周明远", "林小禾", "证件有效", "示范区云川食品有限公司", "示范区市场监督管理局", "日常检查", "年度计划",
                 "《食品安全法》第一百一十条", "食品生产日常监督检查", "不在安静期内", "第 1 次，上限 2 次", "核验于 10:28:00",
                 "申请回避", "五个严禁", "12345"):  # fmt: skip
        assert said in page


def test_of_the_reason_only_the_name_leaves_the_organ(world, get):
    """Clue numbers, texts and evidence stay inside (B-47)."""
    secret = coded_visit(world, trigger="complaint", ground="complaint", evidence_id="XS-2026-0042",
                         entry_reason="群众张某举报后院私设仓库", superior_document="示范〔2026〕7号")  # fmt: skip

    page = get(f"/I/{secret.live()}").text

    assert "投诉举报" in page
    for kept in ("XS-2026-0042", "张某", "仓库", "示范〔2026〕7号", "须进场核对", str(secret.task_id)):
        assert kept not in page


def test_a_page_holds_no_internal_id_and_no_key(visit, get):
    page = get(f"/I/{visit.live()}").text
    ids = [visit.task_id, visit.organ.id, visit.code.id, *(each.card.id for each in visit.officers),
           *(each.who.person.id for each in visit.officers)]  # fmt: skip

    assert not [each for each in ids if str(each) in page]


def test_pages_are_small_uncached_silent_without_cookie_and_run_nothing_but_what_keeps_a_draft(visit, get):
    visit.arrive(verdict=CLEAN)
    addresses = (f"/I/{visit.live()}", f"/C/{visit.live_card()}", "/", "/v", "/p", "/nothing", "/i/x")

    assert 'id="rate"' in get(addresses[0]).text
    for address in addresses:
        for query in ("", "?lang=en&big=1"):
            page = get(address + query)
            assert len(gzip.compress(page.data, 6)) <= LARGEST
            assert page.headers["Cache-Control"] == "no-store"
            assert "Set-Cookie" not in page.headers
            scripts = re.findall(r"<script[^>]*>", page.text)
            assert scripts == ([f'<script src="{DRAFT_SCRIPT}" defer>'] if 'id="rate"' in page.text else [])
            assert ("script-src 'self'" in page.headers["Content-Security-Policy"]) == bool(scripts)
            assert "default-src 'none'" in page.headers["Content-Security-Policy"]
            assert not re.search(r'(src|href|action)="(https?:)?//', page.text)


def test_a_live_card_says_in_which_field_and_area_it_holds(visit, get):
    """B-90; a card that names no area has no such line."""
    assert "执法区域" not in get(f"/C/{visit.live_card()}").text
    with visit.world.sessions() as tx:
        tx.execute(update(Card).values(area="示范区、南城街道"))
        tx.commit()

    page = get(f"/C/{visit.live_card()}").text

    assert "<dt>执法领域</dt><dd>市场监管</dd>" in page and "<dt>执法区域</dt><dd>示范区、南城街道</dd>" in page


def test_any_letter_case_of_path_and_code(visit, get):
    code = visit.live()

    for address in (f"/I/{code}", f"/i/{code.lower()}", f"/i/{code}", f"/I/{code.lower()}"):
        assert colour(get(address)) == "ok"
    for address in (f"/C/{visit.live_card()}", f"/c/{visit.live_card().lower()}"):
        assert headline(get(address)) == "证件真实有效"


def test_large_print_and_language_are_carried_in_every_link(visit, get):
    page = get(f"/I/{visit.live()}?big=1&lang=en").text

    assert '<html lang="en" class="big">' in page
    ours = re.findall(r'(?:href|action)="(/[^"]*)"', page)
    assert ours
    switches = [link for link in ours if "scan=" in link and "photo" not in link]
    assert len(switches) == 2  # each turns one of the two off
    assert all(("big=1" in link) != ("lang=en" in link) for link in switches)
    assert all("big=1" in link and "lang=en" in link for link in set(ours) - set(switches))


def test_english_pages_hold_chinese_only_in_names_and_law(visit, get):
    visit.arrive(verdict=CLEAN)
    page = re.sub(r"<style>.*?</style>", "", get(f"/I/{visit.live()}?lang=en").text, flags=re.S)
    for name in ("周明远", "林小禾", "示范区云川食品有限公司", "《食品安全法》第一百一十条", "中文"):
        page = page.replace(name, "")

    assert not re.findall(r"[\u4e00-\u9fff]+", page)


def test_demo_pages_say_so(app, visit):
    settings = app.extensions["liangma.settings"]
    app.extensions["liangma.settings"] = dataclasses.replace(settings, demo=True)

    for address in (f"/I/{visit.live()}", f"/C/{visit.live_card()}", "/", "/v", "/p", "/nothing"):
        assert app.test_client().get(address).text.count("演示数据") == 1


# --- the number ---


def test_the_number_is_the_same_on_both_screens(visit, get, api):
    officer = api.as_(visit.officers[0].who)
    assert officer.get(f"/visit-codes/{visit.code.id}/scan").status_code == 204

    page = get(f"/I/{visit.live()}")

    for id_ in (visit.code.id, visit.code.code_id.hex()):
        told = officer.get(f"/visit-codes/{id_}/scan").json
        assert told["number"] == number(page)
        assert told["scanned_at"] == "2026-04-22T02:28:00Z"
    card = get(f"/C/{visit.live_card()}")
    assert officer.get(f"/cards/{visit.officers[0].card.id}/scan").json["number"] == number(card)


def test_a_scan_is_an_event_without_the_code(visit, get):
    page = get(f"/I/{visit.live()}")

    events = visit.world.look(lambda tx: [row for row in tx.query(JournalInbox) if "scanned" in row.name])
    assert [(event.name, event.data["number"]) for event in events] == [("certificates.code_scanned.v1", number(page))]
    assert events[0].data["subject"] == "visit"
    assert events[0].data["subject_id"] == visit.code.code_id.hex()


def test_turning_a_switch_keeps_the_number_and_the_moment(visit, get, world):
    first = get(f"/I/{visit.live()}")
    switch = re.search(r'href="([^"]*big=1[^"]*)"', first.text)[1].replace("&amp;", "&")
    visit.world.clock.advance(minutes=5)

    again = get(switch)

    assert (colour(again), number(again)) == ("ok", number(first))
    assert "核验于 10:28:00" in again.text
    assert count(world, CodeScan) == 1
    visit.world.clock.advance(minutes=11)
    assert colour(get(switch)) == "warn"


@pytest.mark.parametrize("scan", ["", "x", "😀", "a" * 65_536, "01a2001e-f933-46ed-8b7e-53911e471998"])
def test_an_invented_scan_makes_no_old_code_young(visit, get, scan):
    code = visit.live(visit.now - timedelta(seconds=200))

    assert headline(get(f"/I/{code}", query_string={"scan": scan})) == "已登记，但有异常"


def test_the_scan_of_another_code_makes_no_old_code_young(visit, get, world):
    other = coded_visit(world)
    scan = re.search(r"scan=([0-9a-f-]{36})", get(f"/I/{other.live()}").text)[1]

    assert colour(get(f"/I/{visit.live(visit.now - timedelta(seconds=200))}?scan={scan}")) == "warn"


def test_a_picture_that_many_people_hold_proves_nothing(visit, get):
    code = visit.live()
    numbers = [number(get(f"/I/{code}")) for _ in range(6)]

    assert len(set(numbers[:5])) == 5
    assert numbers[5] is None
    assert "被多次扫描" in get(f"/I/{code}").text


def test_head_leaves_no_trace(visit, app, world):
    visit.arrive(verdict=CLEAN)

    for code in (visit.live(), visit.printed):
        assert app.test_client().head(f"/I/{code}").status_code == 200
    assert count(world, CodeScan) == count(world, RatingToken) == 0
