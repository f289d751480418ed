"""The lists of the desk: sorted, filtered, kept under a name, walked through by keys, and the same again from a link."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages.desk import Desk

pytestmark = pytest.mark.browser

PEOPLE = re.compile(r"/desk/people(\?.*)?$")


@pytest.fixture
def page(chromium, server):
    desk = Desk(chromium, server, server.account("bureau"))
    yield desk.page
    desk.close()


def opened(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("tbody tr").first).to_be_visible()


def test_a_list_says_in_its_address_how_it_is_narrowed_and_sorted_and_a_link_shows_the_same(page: Page):
    opened(page, "/desk/people")
    page.get_by_role("button", name="单位", exact=True).click()
    expect(page.get_by_role("columnheader", name="单位")).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("button", name="单位", exact=True).click()
    page.get_by_label("角色").select_option("officer")
    expect(page).to_have_url(re.compile(r"role=officer&sort=-organ$"))
    first = page.locator("tbody tr").first.inner_text()
    page.reload()
    expect(page.locator("tbody tr").first).to_have_text(re.compile(first.split()[0]))
    expect(page.get_by_role("columnheader", name="单位")).to_have_attribute("aria-sort", "descending")
    page.get_by_role("button", name="清除条件").click()
    expect(page).to_have_url(re.compile(r"/people\?sort=-organ$"))


def test_a_view_is_kept_opened_with_dropped_and_brought_back(page: Page):
    opened(page, "/desk/people?role=officer")
    page.get_by_test_id("keep-view").click()
    name = page.get_by_role("dialog").get_by_label("名称")
    expect(name).to_be_focused()
    name.fill("执法人员")
    name.press("Enter")
    expect(page.locator("[data-view=执法人员]")).to_have_attribute("aria-pressed", "true")
    page.get_by_label("视图“执法人员”的操作").click()
    page.get_by_role("button", name="打开列表时先显示它").click()
    expect(page.locator("[data-view=执法人员]")).to_contain_text("打开列表时先显示")

    opened(page, "/desk/people")
    expect(page).to_have_url(re.compile(r"\?role=officer$"))
    page.get_by_label("视图“执法人员”的操作").click()
    page.get_by_role("button", name="删除").click()
    expect(page.get_by_text("已删除视图“执法人员”")).to_be_visible()
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("[data-view=执法人员]")).to_contain_text("打开列表时先显示")


def test_keys_walk_through_a_list_and_may_be_turned_off(page: Page):
    opened(page, "/desk/people?sort=name")
    names = page.locator("tbody a.name")
    page.keyboard.press("j")
    expect(names.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(names.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(names.nth(0)).to_be_focused()
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="键盘操作")
    expect(help_).to_be_visible()
    help_.get_by_label("启用单键操作").uncheck()
    help_.get_by_role("button", name="关闭").click()
    names.nth(0).focus()
    page.keyboard.press("j")
    expect(names.nth(0)).to_be_focused()


def test_what_fits_nothing_says_so_and_escape_empties_the_search(page: Page):
    opened(page, "/desk/people")
    search = page.get_by_role("searchbox", name="姓名、拼音")
    search.fill("没有这个人")
    expect(page.get_by_text("没有符合条件的记录")).to_be_visible()
    search.press("Escape")
    expect(page.locator("tbody tr").first).to_be_visible()
    expect(page).to_have_url(PEOPLE)
