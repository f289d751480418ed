"""The enterprise asks that somebody stand aside, or states its view, from its own page while the visit runs (B-13, B-57)."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from backend.app import create_app
from backend.inspections.models import Statement
from backend.inspections.said import MOST
from tests.api.desk import NEVER_QUIET
from tests.api.enterprise.conftest import Enterprise
from tests.api.enterprise.kept import asked, headline, statements
from tests.api.papers.conftest import Office
from tests.api.papers.reading import text
from tests.world import Api


def head(office):
    return office.api.as_(office.head)


# --- the view of the enterprise --------------------------------------------------------------------------------------


def test_its_view_is_kept_and_read_by_the_officers_the_desk_and_itself(office, visited, told):
    enterprise, visit = visited

    page = enterprise.states("冷库温度是门刚打开造成的，\n十分钟后已回到零下十八度。")

    assert (page.status_code, headline(page)) == (200, "您的意见已送达")
    assert "门刚打开造成的" in enterprise.page("/say").text and "门刚打开造成的" in enterprise.page().text
    on_phone = office.api.as_(office.zhou).get(f"/inspections/{visit}").json["statements"]
    on_desk = office.api.as_(office.bureau).get(f"/visits/{visit}").json["said"]["statements"]
    assert [each["words"] for each in on_phone] == [each["words"] for each in on_desk] == statements(office)
    assert "statement_heard" in told(office.zhou) and "statement_heard" in told(office.lin)
    assert "statement_made" in told(office.head)
    assert told(office.planner).count("statement_made") == 0


def test_its_view_stands_in_the_record_of_the_visit(office, visited):
    enterprise, visit = visited
    enterprise.states("门刚打开")
    enterprise.wants_aside(office.lin, "与竞争店铺的店主同住")
    office.file(visit, "未发现问题", "none_found")
    office.leave(visit)

    said = text(office.paper(visit, "record").data)

    assert "企业提出的意见和申请" in said and "门刚打开" in said
    assert "申请林晓回避" in said and "与竞争店铺的店主同住" in said and "待决定" in said


def test_a_visit_of_which_nothing_was_said_has_no_such_list(office):
    _, visit = office.visited()
    assert "企业提出的意见和申请" not in text(office.paper(visit, "record").data)


def test_more_may_be_added_and_nothing_is_changed(office, visited):
    enterprise, _ = visited
    enterprise.states("第一条")
    office.world.clock.advance(minutes=1)
    enterprise.states("第二条")

    assert statements(office) == ["第一条", "第二条"]
    for change in (update(Statement).values(words="改"), delete(Statement)):
        with pytest.raises(DBAPIError, match="insert"):
            office.world.look(lambda tx, change=change: tx.execute(change))


def test_the_same_words_twice_are_one_statement(office, visited):
    enterprise, _ = visited
    right = enterprise.right()
    enterprise.states("冷库正常", token=right)

    again = enterprise.states("冷库正常", token=right)

    assert (again.status_code, headline(again)) == (200, "这条已经送达过")
    assert statements(office) == ["冷库正常"]


def test_it_may_state_its_view_until_they_left_with_a_result(office, visited):
    enterprise, visit = visited
    right = enterprise.right()
    office.leave(visit)
    assert enterprise.states("他们走了，还没有结果", token=right).status_code == 200
    office.file(visit, "未发现问题", "none_found")

    late = enterprise.states("太晚了", token=right)

    assert (late.status_code, headline(late)) == (409, "现在不能再提出")
    assert statements(office) == ["他们走了，还没有结果"]
    assert "<form" not in enterprise.page("/say").text


def test_nobody_fills_the_file_of_a_visit(office, visited):
    enterprise, _ = visited
    right = enterprise.right()
    for n in range(MOST):
        assert enterprise.states(f"第 {n} 条", token=right).status_code == 200

    assert enterprise.states("再一条", token=right).status_code == 409
    assert len(statements(office)) == MOST


@pytest.mark.parametrize("words", ["", "  \n ", "字" * 2001, "字" * 65_536, "a\0b", "a\x1bb"])
def test_no_words_and_too_many_are_not_kept_and_come_back_to_be_mended(office, visited, words):
    enterprise, _ = visited

    page = enterprise.states(words)

    assert (page.status_code, headline(page)) == (422, "还差内容，没有提交")
    assert 'value="statement" checked' in page.text and 'name="token"' in page.text
    assert statements(office) == []


@pytest.mark.parametrize(
    "form", [{}, {"act": ""}, {"act": "decide"}, {"act": ["recusal", "statement"]}, {"act": "statement\0"}]
)
def test_who_does_not_say_what_it_wants_is_asked_again(office, visited, form):
    enterprise, _ = visited
    assert enterprise.send("/say", words="理由", **form).status_code == 422
    assert statements(office) == [] and asked(office) == []


def test_odd_letters_are_kept_and_shown_harmless(office, visited):
    enterprise, _ = visited
    words = "店主𠮷野 😀 <script>alert(1)</script> \u202eabc 420117199001011230"

    page = enterprise.states(words)

    assert page.status_code == 200
    assert "<script>" not in page.text and "&lt;script&gt;" in page.text
    assert "19900101" not in statements(office)[0]


# --- recusal ---------------------------------------------------------------------------------------------------------


def test_a_request_from_the_page_is_decided_by_the_head_and_read_there_with_its_reason(office, visited, told):
    enterprise, visit = visited

    page = enterprise.wants_aside(office.lin)

    assert (page.status_code, headline(page)) == (200, "您的申请已送达")
    assert office.api.as_(office.zhou).get(f"/inspections/{visit}").json["state"] == "ongoing"
    assert "recusal_wanted" in told(office.head)
    assert "recusal_heard" in told(office.zhou) and "recusal_heard" in told(office.lin)
    waiting = head(office).get("/recusals").json["items"]
    assert [(each["officer"]["name"], each["told_by"], each["reason"]) for each in waiting] == [
        ("林晓", "enterprise", "是店主的近亲属")
    ]
    assert "等单位负责人决定" in enterprise.page().text
    decided = {"decision": "refused", "note": "经查没有亲属关系"}
    assert head(office).post(f"/recusals/{waiting[0]['id']}/decision", decided).status_code == 200
    for tail in ("", "/say"):
        assert "不予回避" in enterprise.page(tail).text and "经查没有亲属关系" in enterprise.page(tail).text
    assert "recusal_refused" in told(office.zhou) and "recusal_refused" in told(office.lin)
    on_phone = office.api.as_(office.zhou).get(f"/inspections/{visit}").json["recusals"]
    assert [(each["decision"], each["note"]) for each in on_phone] == [("refused", "经查没有亲属关系")]


def test_what_an_officer_wrote_down_for_it_stands_on_its_page_too(office, visited):
    enterprise, visit = visited
    body = {"person_id": str(office.lin.person.id), "reason": "有亲属关系", "at": office.world.clock.now().isoformat()}
    assert office.api.as_(office.zhou).post(f"/inspections/{visit}/recusal", body).status_code == 201

    assert "申请 林晓 回避" in enterprise.page().text
    assert headline(enterprise.wants_aside(office.lin)) == "这条已经送达过"
    assert len(asked(office)) == 1


def test_it_is_asked_once_a_person_and_somebody_else_may_be_named(office, visited):
    enterprise, _ = visited
    enterprise.wants_aside(office.lin)
    assert headline(enterprise.wants_aside(office.lin, "另一个理由")) == "这条已经送达过"
    assert enterprise.wants_aside(office.zhou).status_code == 200
    assert sorted(each.reason for each in asked(office)) == ["是店主的近亲属", "是店主的近亲属"]


@pytest.mark.parametrize(
    "who", ["", "x", "00000000-0000-7000-8000-00000000abcd", "0" * 65_536], ids=["empty", "no id", "unknown", "huge"]
)
def test_nobody_is_named_who_is_not_there(office, visited, who):
    enterprise, _ = visited
    page = enterprise.send("/say", act="recusal", who=who, words="理由")
    assert page.status_code == 422
    assert asked(office) == []


def test_the_head_who_is_not_there_cannot_be_named(office, visited):
    enterprise, _ = visited
    assert enterprise.wants_aside(office.head).status_code == 422
    assert asked(office) == []


@pytest.mark.parametrize("reason", ["", " ", "字" * 501])
def test_a_request_needs_its_reason_and_not_a_book(office, visited, reason):
    enterprise, _ = visited
    assert enterprise.wants_aside(office.lin, reason).status_code == 422
    assert asked(office) == []


def test_once_they_left_nobody_can_stand_aside(office, visited):
    enterprise, visit = visited
    right = enterprise.right()
    office.leave(visit)

    assert enterprise.wants_aside(office.lin, token=right).status_code == 409
    assert 'value="recusal"' not in enterprise.page("/say").text
    assert asked(office) == []


def test_english_is_complete(office, visited):
    enterprise, _ = visited
    enterprise.states("x")
    enterprise.wants_aside(office.lin)
    page = enterprise.page("/say", "?lang=en").text
    for sentence in (
        "Recusal of 林晓",
        "The head decides; the visit goes on",
        "What do you want to say?",
        "The inspecting body reads this.",
    ):
        assert sentence in page


# --- two at once -----------------------------------------------------------------------------------------------------


def test_pressed_eight_times_at_once_it_is_kept_once(committed_world):
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=committed_world.clock)
    office = Office(committed_world, Api(app, committed_world), NEVER_QUIET)
    task = office.coded()
    assert office.check_in(task).status_code == 201
    enterprise = Enterprise(office, task)
    right, ready, answers = enterprise.right(), threading.Barrier(8), []
    forms = [
        {"token": right, "act": "statement", "words": "冷库正常"},
        {"token": right, "act": "recusal", "words": "理由", "who": str(office.lin.person.id)},
    ] * 4

    def press(form):
        ready.wait()
        answers.append(app.test_client().post(f"/i/{enterprise.code}/say", data=form).status_code)

    threads = [threading.Thread(target=press, args=(form,)) for form in forms]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert answers == [200] * 8
    assert len(statements(office)) == len(asked(office)) == 1
