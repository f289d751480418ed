"""The enterprise takes the notice and the result from the page of its visit, and nobody takes them from another."""

from __future__ import annotations

import pytest

from tests.api.papers.reading import text


def test_the_page_offers_what_there_is_and_no_more(office, page):
    task = office.coded()
    assert "行政检查通知书" in page(task).text and "检查结果告知书" not in page(task).text
    visit = office.check_in(task).json["inspection_id"]
    office.file(visit, "未发现问题", "none_found")
    assert "检查结果告知书" in page(task).text and "现场检查笔录" not in page(task).text
    assert "Notice of the result" in page(task, query="?lang=en").text


def test_the_enterprise_reads_the_same_bytes_as_the_officer(office, page):
    task, visit = office.visited()
    notice, result = page(task, "/paper/notice"), page(task, "/paper/result")

    assert notice.data == office.notice(task).data and result.data == office.paper(visit, "result").data
    assert notice.mimetype == "application/pdf" and notice.headers["Cache-Control"] == "no-store"
    assert "行政检查通知书" in text(notice.data)


def test_the_record_is_not_handed_out_and_an_early_result_is_not_found(office, page):
    task = office.coded()
    assert page(task, "/paper/result").status_code == 404
    assert page(task, "/paper/record").mimetype == "text/html"


@pytest.mark.parametrize(("tail", "offer"), [("/paper/result", "检查结果告知书"), ("/visits", "/visits")])
def test_thirty_days_after_the_visit_nothing_hangs_on_the_page_any_more(office, page, tail, offer):
    task, _ = office.visited()
    office.world.clock.advance(days=30)
    assert page(task, tail).status_code == 200
    office.world.clock.advance(days=1)
    assert page(task, tail).status_code == 404 and offer not in page(task).text


@pytest.mark.parametrize("tail", ["/paper/notice", "/visits"])
def test_nothing_hangs_on_a_withdrawn_code(office, page, tail):
    task = office.coded()
    assert office.api.as_(office.planner).post(f"/tasks/{task}/cancel", {"reason": "企业停业"}).status_code == 200
    assert page(task, tail).status_code == 404


@pytest.mark.parametrize("tail", ["/paper/notice", "/visits"])
def test_a_guessed_number_finds_nothing_and_is_counted(office, tail):
    client = office.api.app.test_client()
    answers = [client.get(f"/i/AAAA-AAAA-AAAA{tail}").status_code for _ in range(32)]
    assert set(answers[:30]) == {404} and answers[-1] == 429
