"""Who speaks for the enterprise: whoever holds the right that the page of its visit gave, and nobody else (B-13)."""

from __future__ import annotations

import re

import pytest

from tests.api.enterprise.conftest import Enterprise
from tests.api.enterprise.kept import headline, statements


def test_the_right_is_in_a_hidden_field_and_in_no_address(visited):
    enterprise, _ = visited
    page = enterprise.page("/say")
    token = re.search(r'name="token" value="([0-9a-f]{32})"', page.text)[1]
    assert page.text.count(token) == 1
    assert not re.search(rf'(href|action|src)="[^"]*{token}', page.text)


def test_before_they_arrive_there_is_nothing_to_say(office):
    enterprise = Enterprise(office, office.coded())
    assert enterprise.page("/say").status_code == 404
    assert "/say" not in enterprise.page().text


@pytest.mark.parametrize("token", ["", "x", "0" * 32, "0" * 65_536, "😀" * 32])
def test_without_the_right_nothing_is_kept(office, visited, token):
    enterprise, _ = visited
    form = {"act": "statement", "words": "冒充", "token": token}
    page = enterprise.browser.post(f"/i/{enterprise.code}/say", data=form)
    assert (page.status_code, headline(page)) == (403, "不能从这个页面提交")
    assert statements(office) == []


def test_the_right_to_another_visit_is_none(office, visited, world):
    enterprise, _ = visited
    office.enterprise, office.site = world.enterprise()
    task = office.coded()
    assert office.check_in(task).status_code == 201

    assert enterprise.states("冒充", token=Enterprise(office, task).right()).status_code == 403
    assert statements(office) == []


def test_staff_do_not_speak_for_the_enterprise(office, visited):
    enterprise, _ = visited
    officer = office.api.as_(office.zhou).client
    page = officer.get(f"/i/{enterprise.code}/say")
    assert "<form" not in page.text and "不能代企业提出" in page.text
    form = {"act": "statement", "words": "一切很好", "token": enterprise.right()}
    assert officer.post(f"/i/{enterprise.code}/say", data=form).status_code == 403
    assert statements(office) == []


def test_what_it_said_is_told_to_nobody_without_the_right(office, visited):
    """Reasons name people: the code alone, on a poster or in a picture of it, does not open them (C2)."""
    enterprise, _ = visited
    enterprise.states("冷库正常")
    assert "冷库正常" in enterprise.page().text and "冷库正常" in enterprise.page("/say").text
    for somebody in (office.zhou, office.bureau):
        reader = office.api.as_(somebody).client
        pages = [reader.get(f"/i/{enterprise.code}{tail}").text for tail in ("", "/say")]
        assert all("冷库正常" not in page for page in pages)


def test_an_unknown_code_and_a_certificate_have_no_such_page(office, visited):
    enterprise, _ = visited
    assert enterprise.browser.get("/i/AAAA-AAAA-AAAA/say").status_code == 404
    assert enterprise.browser.post("/i/x/say", data={"act": "statement", "words": "x"}).status_code == 403
    assert enterprise.browser.put(f"/i/{enterprise.code}/say").status_code == 405


def test_a_withdrawn_code_and_one_of_last_month_say_nothing_more(office, visited):
    enterprise, _ = visited
    right = enterprise.right()
    enterprise.states("冷库正常", token=right)
    office.world.clock.advance(days=32)
    assert enterprise.page("/say").status_code == 404
    assert "冷库正常" not in enterprise.page().text
    assert enterprise.states("太晚", token=right).status_code == 403
