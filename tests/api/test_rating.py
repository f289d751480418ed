"""The enterprise's answer: three taps, one right per visit (B-58, B-73)."""

import re
import threading
from datetime import timedelta

import pytest

from backend.app import create_app
from backend.feedback.models import RatingToken
from tests.api.coded_visit import CLEAN, coded_visit
from tests.api.rated import FULL, band, counted, events, ratings, send, token_of
from tests.api.rated import browser as browser
from tests.api.rated import visit as visit

# --- the form --------------------------------------------------------------------------------------------------------


def test_three_taps_are_enough(visit, browser):
    code = visit.live()
    token = token_of(browser.get(f"/I/{code}"))

    page = send(browser, visit, {"token": token, "stars": "4", "none": "1"}, code)

    assert page.status_code == 200
    assert band(page) == ("ok", "已收到您的评价", "您已评价，可在 15 天内修改")
    assert "可以修改到 2026 年 5 月 7 日" in page.text
    assert counted(visit) == {
        "stars": 4, "answers": dict.fromkeys("12345678", "no"), "words_sealed": False,
    }  # fmt: skip


def test_nothing_is_chosen_beforehand(visit, browser):
    page = browser.get(f"/I/{visit.live()}").text

    assert " checked>" not in page
    assert page.count('type="radio"') == 5 + 16


def test_the_token_is_in_a_hidden_field_and_in_no_address(visit, browser):
    page = browser.get(f"/I/{visit.live()}")
    token = token_of(page)

    assert page.text.count(token) == 1
    assert not re.search(rf'(href|action|src)="[^"]*{token}', page.text)


def test_the_database_keeps_an_hmac_of_the_token_only(visit, browser):
    token = token_of(browser.get(f"/I/{visit.live()}"))

    kept = visit.world.look(lambda tx: tx.query(RatingToken).one())
    assert bytes.fromhex(token) not in kept.token_hmac
    assert len(kept.token_hmac) == 32
    assert (visit.world.settings.data_dir / "keys" / "rating.secret").stat().st_mode & 0o777 == 0o600


def test_a_printed_code_gives_the_right_too_and_an_old_one_does_not(visit, browser):
    assert token_of(browser.get(f"/I/{visit.printed}"))
    old = browser.get(f"/I/{visit.live(visit.now - timedelta(seconds=200))}").text
    assert "<form" not in old
    assert "想评价，请扫执法人员手机上的检查码" in old


def test_before_arrival_there_is_a_sentence_in_its_place(world, browser):
    page = browser.get(f"/I/{coded_visit(world).live()}").text

    assert "<form" not in page
    assert "检查人员签到以后，这里可以评价这次检查" in page


def test_a_device_with_a_staff_account_neither_rates_nor_learns(visit, app, api, browser):
    officer = api.as_(visit.officers[0].who).client
    page = officer.get(f"/I/{visit.live()}")
    assert "<form" not in page.text
    assert "不能评价" in page.text

    token = token_of(browser.get(f"/I/{visit.live()}"))
    assert send(officer, visit, FULL | {"token": token}).status_code == 403
    send(browser, visit, FULL | {"token": token})
    assert officer.get(f"/I/{visit.live()}").text.count("评价") == page.text.count("评价")


def test_a_reader_never_learns_whether_somebody_has_rated(visit, browser):
    code = visit.live()
    before = browser.get(f"/I/{code}")
    send(browser, visit, FULL | {"token": token_of(before)})

    after = browser.get(f"/I/{code}")

    def same(page):
        return re.sub(r'scan=[0-9a-f-]+|value="[0-9a-f]{32}"|<b>\d\d</b>', "", page.text)

    assert same(after) == same(before)


# --- what is missing -------------------------------------------------------------------------------------------------


def test_a_missing_answer_is_named_and_nothing_is_lost(visit, browser):
    token = token_of(browser.get(f"/I/{visit.live()}"))
    form = FULL | {"token": token, "words": "态度很好 <b>😀</b>"}
    del form["e3"]

    page = send(browser, visit, form)

    assert page.status_code == 422
    assert band(page)[1] == "还差 1 项没选，未提交"
    assert re.search(r"要企业出费用\s*<em>请选择</em>", page.text)
    assert 'id="s5" value="5" checked' in page.text
    assert "态度很好 &lt;b&gt;😀&lt;/b&gt;" in page.text
    assert not ratings(visit)
    assert send(browser, visit, form | {"e3": "yes", "token": token_of(page)}).status_code == 200
    assert counted(visit)["answers"]["3"] == "yes"


@pytest.mark.parametrize(
    ("form", "missing"),
    [
        ({}, 9), ({"none": "1"}, 1), ({"stars": "5"}, 8), ({"stars": "9", "none": "1"}, 1), ({"stars": "😀", "none": "1"}, 1),
        ({"stars": "5", "none": "1", "e8": "maybe"}, 1), ({"stars": "5", "none": "1", "words": "x" * 2001}, 1),
        ({"stars": "5", "none": "1", "words": "x" * 65_536}, 1), ({"stars": "5", "none": "1", "words": "a\0b"}, 1),
    ],
)  # fmt: skip
def test_incomplete_and_odd_forms_are_not_kept(visit, browser, form, missing):
    token = token_of(browser.get(f"/I/{visit.live()}"))

    page = send(browser, visit, form | {"token": token})

    assert (page.status_code, band(page)[1]) == (422, f"还差 {missing} 项没选，未提交")
    assert not ratings(visit)


@pytest.mark.parametrize("token", ["", "x", "0" * 32, "0" * 65_536, "😀" * 32, None])
def test_without_the_right_token_nothing_is_kept(visit, browser, token):
    form = FULL | ({} if token is None else {"token": token})

    page = send(browser, visit, form)

    assert (page.status_code, band(page)[1]) == (403, "不能提交评价")
    assert not ratings(visit)


def test_the_token_of_another_visit_is_refused(visit, world, browser):
    other = coded_visit(world)
    other.arrive(verdict=CLEAN)
    token = token_of(browser.get(f"/I/{other.live()}"))

    assert send(browser, visit, FULL | {"token": token}).status_code == 403
    assert send(browser, visit, FULL | {"token": token}, code="x").status_code == 403
    assert send(browser, visit, FULL | {"token": token}, code=visit.printed_card).status_code == 403
    assert not ratings(visit)


# --- twice, late, at once --------------------------------------------------------------------------------------------


def test_the_same_form_twice_is_one_rating(visit, browser):
    form = FULL | {"token": token_of(browser.get(f"/I/{visit.live()}")), "words": "谢谢"}
    send(browser, visit, form)
    visit.world.clock.advance(seconds=3)

    page = send(browser, visit, form)

    assert band(page) == ("ok", "您已评价", "您已评价，可在 15 天内修改")
    assert len(ratings(visit)) == 1
    assert len(events(visit)) == 1


def test_the_last_rating_counts_and_all_are_kept(visit, browser):
    token = token_of(browser.get(f"/I/{visit.live()}"))
    send(browser, visit, FULL | {"token": token})
    visit.world.clock.advance(days=14)

    page = send(browser, visit, FULL | {"token": token, "stars": "1", "e1": "yes"})

    assert band(page)[1] == "已按这一次更新"
    assert [rating.stars for rating in ratings(visit)] == [5, 1]
    assert (counted(visit)["stars"], counted(visit)["answers"]["1"]) == (1, "yes")


def test_after_fifteen_days_it_is_closed_with_its_date(visit, browser):
    token = token_of(browser.get(f"/I/{visit.live()}"))
    visit.world.clock.advance(days=15)

    page = send(browser, visit, FULL | {"token": token})

    assert page.status_code == 409
    assert band(page)[1:] == ("评价已截止", "截止日期是 2026 年 5 月 7 日，这次没有保存")
    assert not ratings(visit)
    assert "评价已在 2026 年 5 月 7 日 截止" in browser.get(f"/I/{visit.printed}").text


def test_two_at_once_are_both_answered_and_the_same_one_is_kept_once(committed_world):
    visit = coded_visit(committed_world)
    visit.arrive(verdict=CLEAN)
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=committed_world.clock)
    token = token_of(app.test_client().get(f"/I/{visit.live()}"))
    forms = [FULL | {"token": token, "stars": str(1 + n % 2)} for n in range(8)]
    ready, answers = threading.Barrier(len(forms)), []

    def press(form):
        client = app.test_client()
        ready.wait()
        answers.append(send(client, visit, form).status_code)

    threads = [threading.Thread(target=press, args=(form,)) for form in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [200] * 8
    assert sorted(rating.stars for rating in ratings(visit)) == [1, 2]
    assert len(events(visit)) == 2
