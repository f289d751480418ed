"""The enterprise confirms that it has the notice and the result: which edition, when, and once each (B-66)."""

from __future__ import annotations

import re
import threading

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import DBAPIError

from backend.app import create_app
from backend.journal.models import JournalInbox
from backend.papers.models import Paper, PaperReceipt
from tests.api.desk import NEVER_QUIET
from tests.api.enterprise.conftest import Enterprise
from tests.api.papers.conftest import Office
from tests.world import Api


def receipts(office):
    return office.world.look(lambda tx: tx.query(PaperReceipt).all())


def told(office):
    return office.world.look(
        lambda tx: [row.data for row in tx.query(JournalInbox) if row.name == "papers.received.v1"]
    )


def headline(page):
    return re.search(r"<h1>(.*?)</h1>", page.text)[1]


def test_it_confirms_the_notice_and_the_result_in_the_editions_that_it_was_shown(office, visited):
    enterprise, visit = visited
    assert len(enterprise.editions()) == 1
    office.file(visit, "未发现问题", "none_found")
    shown = enterprise.editions()
    assert len(shown) == 2

    page = enterprise.confirms()

    assert (page.status_code, headline(page)) == (200, "已确认收到")
    kept = office.world.look(
        lambda tx: {tx.get(Paper, each.paper_id).sha256.hex(): each.at for each in receipts(office)}
    )
    assert kept == dict.fromkeys(shown, office.world.clock.now())
    assert enterprise.editions() == [] and "已确认" in enterprise.page().text
    assert sorted(each["sha256"] for each in told(office)) == sorted(shown)


def test_officer_and_desk_see_when_it_was_confirmed(office, visited):
    enterprise, visit = visited
    office.file(visit, "未发现问题", "none_found")
    enterprise.page("/receipt")
    assert office.lines(visit)["result"]["editions"][0]["received_at"] is None
    enterprise.confirms()

    for who in (office.zhou, office.head, office.bureau):
        lines = office.lines(visit, by=who)
        for kind in ("notice", "result"):
            assert lines[kind]["editions"][0]["received_at"] == "2026-04-22T02:28:00Z", (kind, lines[kind])


def test_once_is_once(office, visited):
    enterprise, visit = visited
    office.file(visit, "未发现问题", "none_found")
    shown, right = enterprise.editions(), enterprise.right()
    enterprise.confirms(shown, token=right)
    first = {each.paper_id: each.at for each in receipts(office)}
    office.world.clock.advance(minutes=5)

    assert enterprise.confirms(shown, token=right).status_code == 200
    assert {each.paper_id: each.at for each in receipts(office)} == first
    assert len(told(office)) == len(shown), "the others hear of it once, too"
    with pytest.raises(DBAPIError, match="insert"):
        office.world.look(lambda tx: tx.execute(delete(PaperReceipt)))


def test_before_there_is_a_result_it_reads_when_it_will_come(office, visited):
    enterprise, visit = visited
    assert "结果将在 5 个工作日内送达" in enterprise.page().text
    office.leave(visit)
    assert "结果将在 5 个工作日内送达，最迟 2026 年 4 月 29 日" in enterprise.page("/receipt").text
    assert "within 5 working days, by 29 Apr 2026" in enterprise.page(query="?lang=en").text


def test_the_number_is_the_rule_sets(world, api):
    office = Office(world, api, {**NEVER_QUIET, "result": {"workdays": 3}})
    task = office.coded()
    office.check_in(task)
    assert "结果将在 3 个工作日内送达" in Enterprise(office, task).page().text


@pytest.mark.parametrize("editions", [[], ["x"], ["0" * 64], ["0" * 65_536], ["😀" * 64], [""] * 500])
def test_no_other_edition_is_confirmed(office, visited, editions):
    enterprise, _ = visited
    page = enterprise.confirms(editions)
    assert (page.status_code, headline(page)) == (422, "没有可确认的文书")
    assert receipts(office) == []


def test_the_paper_of_another_visit_is_not_confirmed_from_this_one(office, visited, world):
    enterprise, _ = visited
    office.enterprise, office.site = world.enterprise()
    task, _ = office.visited()
    theirs = Enterprise(office, task).editions()
    assert theirs

    assert enterprise.confirms(theirs).status_code == 422
    assert receipts(office) == []


@pytest.mark.parametrize("token", ["x", "0" * 32, "0" * 65_536])
def test_without_the_right_nothing_is_confirmed(office, visited, token):
    enterprise, _ = visited
    assert enterprise.confirms(enterprise.editions(), token=token).status_code == 403
    assert receipts(office) == []


def test_staff_do_not_confirm_for_the_enterprise(office, visited):
    enterprise, _ = visited
    form = {"token": enterprise.right(), "edition": enterprise.editions()}
    officer = office.api.as_(office.zhou).client
    assert "<form" not in officer.get(f"/i/{enterprise.code}/receipt").text
    assert officer.post(f"/i/{enterprise.code}/receipt", data=form).status_code == 403
    assert receipts(office) == []


def test_a_result_that_comes_after_rating_has_closed_is_still_confirmed(office, visited):
    enterprise, visit = visited
    office.world.clock.advance(days=16)
    office.file(visit, "未发现问题", "none_found")
    assert enterprise.confirms().status_code == 200
    assert len(receipts(office)) == 2


def test_before_they_arrive_and_after_a_month_there_is_no_such_page(office):
    task = office.coded()
    assert Enterprise(office, task).page("/receipt").status_code == 404
    office.check_in(task)
    office.world.clock.advance(days=32)
    assert Enterprise(office, task).page("/receipt").status_code == 404


def test_pressed_eight_times_at_once_it_is_confirmed_once(committed_world):
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=committed_world.clock)
    office = Office(committed_world, Api(app, committed_world), NEVER_QUIET)
    task, _ = office.visited()
    enterprise = Enterprise(office, task)
    form, ready, answers = {"token": enterprise.right(), "edition": enterprise.editions()}, threading.Barrier(8), []

    def press():
        ready.wait()
        answers.append(app.test_client().post(f"/i/{enterprise.code}/receipt", data=form).status_code)

    threads = [threading.Thread(target=press) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert answers == [200] * 8
    assert len(receipts(office)) == 2
