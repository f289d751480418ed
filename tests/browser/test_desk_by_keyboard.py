"""The desk without a mouse: found, opened, changed, turned away from, and the focus is never lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages.desk import WIDE, Desk

pytestmark = pytest.mark.browser


def test_somebody_is_found_and_a_change_is_turned_away_from_by_keys_alone(chromium, server, shots):
    page = signed_in_by_keys(chromium, server)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.goto("/desk/people")
    expect(page.locator("tbody tr").first).to_be_visible()

    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="姓名、拼音")).to_be_focused()
    page.keyboard.type("周明远")
    expect(page.locator("tbody tr")).to_have_count(1)
    tab_to(page, page.get_by_role("link", name="周明远"))
    page.screenshot(path=shots / "focus-in-a-list.png")
    page.keyboard.press("Enter")

    role = page.get_by_role("button", name="变更角色")
    expect(role).to_be_visible()
    tab_to(page, role)
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="变更角色")
    expect(dialog).to_be_visible()
    tab_to(page, dialog.get_by_label("新角色"))
    page.keyboard.press("ArrowDown")
    tab_to(page, dialog.get_by_label("原因"))
    page.keyboard.type("岗位调整")
    tab_to(page, dialog.get_by_role("button", name="保存"))
    page.screenshot(path=shots / "focus-in-a-dialog.png")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(role).to_be_focused()
    expect(page.get_by_test_id("person-facts")).to_contain_text("执法人员")
    page.context.close()


def test_a_day_is_typed_or_walked_to_and_escape_closes_the_calendar(chromium, server):
    planner = Desk(chromium, server, server.account("department"))
    page = planner.page
    page.goto("/desk/plan/new")
    day = page.locator("#planned_on")
    day.focus()
    page.keyboard.type("2099-03-21")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2099年3月21日")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".el-picker-panel:visible")).to_have_count(0)
    page.locator("#starts_at").focus()
    page.keyboard.type("930")
    page.keyboard.press("Tab")
    expect(page.locator("#starts_at")).to_have_value("09:30")
    planner.close()


def signed_in_by_keys(browser, server) -> Page:
    """The administrator, who has touched nothing but the keyboard."""
    account = server.account("admin")
    page = browser.new_context(base_url=server.base, viewport=WIDE, locale="zh-CN").new_page()
    page.goto("/desk/")
    tab_to(page, page.locator("#login"))
    page.keyboard.type(account["login"])
    page.keyboard.press("Tab")
    page.keyboard.type(account["password"])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/desk/login" not in url)
    if "/first/notice" in page.url:
        tab_to(page, page.get_by_role("button", name="已阅读，继续"))
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="人员", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="人员", exact=True)).to_be_visible()
    return page


def tab_to(page: Page, wanted: Locator, most: int = 60) -> None:
    """Press Tab until it is reached; everything on the way that has the focus shows it."""
    expect(wanted).to_be_visible()
    goal = wanted.element_handle()
    for _ in range(most):
        if page.evaluate("(goal) => document.activeElement === goal", goal):
            return
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS_IS_SEEN), page.evaluate("() => document.activeElement.outerHTML")
    raise AssertionError(f"{wanted} was not reached in {most} steps")


FOCUS_IS_SEEN = """() => {
    const at = document.activeElement;
    const rings = [at, at.parentElement, at.closest('label')].filter(Boolean).map((it) => getComputedStyle(it));
    return at === document.body || rings.some((it) => it.outlineStyle !== 'none' || it.boxShadow !== 'none');
}"""
