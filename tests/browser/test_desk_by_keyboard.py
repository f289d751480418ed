"""The desk without a mouse: found, opened, changed, turned away from, and the focus is never lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.looks import assert_none, barriers
from tests.browser.pages.desk import WIDE, Desk
from tests.browser.pages.everywhere import PAGES, of_one, open_sheet, opened, sheets, tell_with_a_contact

pytestmark = pytest.mark.browser

STEPS, ROUND = 150, 24
"""Most presses of Tab through a page, and how many go more than once round any sheet."""
ASKED = "[data-request-kind='clue.contact.unseal']"


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


def test_every_page_is_walked_through_from_end_to_end(chromium, server, rows):
    bureau = Desk(chromium, server, server.account("bureau"))
    bureau.page.emulate_media(reduced_motion="reduce")  # a calendar that closes is gone at once
    lost = {address: walked(bureau.page, address) for address in [*PAGES, *of_one(rows)]}
    bureau.close()
    assert_none(lost)


@pytest.mark.parametrize("role", ["bureau", "department"])
def test_each_sheet_holds_the_focus_and_gives_it_back(chromium, server, rows, role):
    tell_with_a_contact(chromium, server)
    desk = Desk(chromium, server, server.account(role))
    page = desk.page
    for sheet in (each for each in sheets(rows) if each.role == role):
        open_sheet(page, sheet)
        for _ in range(ROUND):
            page.keyboard.press("Tab")
            assert page.evaluate(FOCUS_IS_IN_THE_SHEET), f"{sheet}: {page.evaluate(AT)}"
            assert page.evaluate(FOCUS_IS_SEEN), f"{sheet}: {page.evaluate(AT)}"
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
        expect(page.locator(sheet.opener)).to_be_focused()
    desk.close()


@pytest.mark.parametrize("address", ["/visits", "/clues", "/enterprises", "/cards"])
def test_a_menu_of_exports_opens_and_closes_by_keys(chromium, server, address):
    bureau = Desk(chromium, server, server.account("bureau"))
    page = bureau.page
    opened(page, address)
    menu = page.get_by_test_id("export").first
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    tab_to(page, menu.get_by_role("button", name="CSV"))
    page.keyboard.press("Escape")
    expect(menu.get_by_role("button", name="CSV")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()
    bureau.close()


def test_a_contact_is_asked_for_and_opened_by_two_with_keys_alone(chromium, server, rows):
    tell_with_a_contact(chromium, server)
    asker, other = (Desk(chromium, server, each) for each in server.demo["accounts"] if each["role"] == "bureau")
    page = asker.page
    open_sheet(page, sheets(rows)[-2])
    tab_to(page, page.get_by_role("dialog").get_by_label("为什么要看"))
    page.keyboard.type("约时间当面核实")
    press(page, page.get_by_role("dialog").get_by_role("button", name="提交申请"))
    press(page, page.get_by_role("link", name="看申请"))
    expect(page.locator(ASKED).first).to_be_visible()

    opened(other.page, "/requests")
    press(other.page, other.page.locator(ASKED).first.get_by_role("button", name="批准"))
    expect(other.page.locator(ASKED)).to_have_count(0)
    opened(page, "/requests?tab=mine")
    press(page, page.locator(ASKED).first.get_by_role("button", name="打开联系方式"))
    expect(page.get_by_test_id("opened")).to_have_text("13900000000")
    assert barriers(page) == []
    press(page, page.locator(ASKED).first.get_by_role("button", name="收起"))
    expect(page.get_by_test_id("opened")).to_have_count(0)
    for desk in (asker, other):
        desk.close()


def press(page: Page, wanted: Locator) -> None:
    """Walk to a button or a link and press it."""
    tab_to(page, wanted)
    page.keyboard.press("Enter")


def walked(page: Page, address: str) -> list[str]:
    """What is wrong on the way through a page with Tab: a focus that nobody sees, that is covered, or that goes round."""
    opened(page, address)
    page.evaluate("() => { window.__walked = new Set(); document.activeElement.blur() }")
    lost = []
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        step = page.evaluate(STEP)
        if step is None:
            break
        lost += step
    return lost


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

FOCUS_IS_IN_THE_SHEET = "() => document.activeElement.closest('[role=dialog]') !== null"
AT = "() => document.activeElement.outerHTML.slice(0, 160)"
STEP = """async () => {
    const drawn = () => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
    if (document.activeElement.closest('.el-popper')) await drawn();  // a calendar that is just closing takes no focus
    if (document.activeElement.closest('.el-popper')?.checkVisibility() === false) return [];
    const at = document.activeElement, name = at.outerHTML.slice(0, 120);
    if (at === document.body || window.__walked.has(at)) return at === window.__last ? ['stuck: ' + name] : null;
    window.__walked.add(at);
    window.__last = at;
    const {left, top, width, height} = at.getBoundingClientRect(), label = at.closest('label');
    const rings = [at, at.parentElement, label].filter(Boolean).map((it) => getComputedStyle(it));
    const spots = [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]];
    const seen = spots.map(([x, y]) => document.elementFromPoint(left + width * x, top + height * y)).filter(Boolean);
    const ringed = rings.some((it) => it.outlineStyle !== 'none' || it.boxShadow !== 'none');
    const bare = seen.some((it) => at.contains(it) || it.contains(at) || label?.contains(it));
    return Object.entries({unseen: !ringed, covered: !bare, 'out of order': at.tabIndex > 0})
        .filter(([, wrong]) => wrong).map(([what]) => `${what}: ${name}`);
}"""
"""Where Tab has led: faults of this stop, or null at the end of the way round."""
