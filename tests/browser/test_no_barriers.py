"""axe-core over every page of the desk, in both languages: nothing serious or critical (WCAG 2.2 AA), no small target."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import DESK_TAP, assert_none, barriers, faults
from tests.browser.pages.desk import Desk
from tests.browser.pages.everywhere import PAGES, of_one, open_sheet, opened, sheets, tell_with_a_contact

pytestmark = pytest.mark.browser

WRONG_PEOPLE = "单位编码,工号,姓名,角色\n420117-NONE,SC-901,欧阳云帆,执法人员\n"
EXCEPTIONS = ("small: a.maplibregl", "small: button.maplibregl")
"""What is not ours to size: the credits that MapLibre draws on its map."""


def test_the_desk_has_no_barriers(chromium, server, rows):
    bureau = Desk(chromium, server, server.account("bureau"))
    found = {address: in_both_languages(bureau.page, address) for address in [*PAGES, *of_one(rows)]}
    bureau.close()
    assert_none(found)


@pytest.mark.parametrize("role", ["bureau", "department"])
def test_what_the_desk_asks_has_no_barriers(chromium, server, rows, role):
    tell_with_a_contact(chromium, server)
    desk = Desk(chromium, server, server.account(role))
    found = {}
    for sheet in (each for each in sheets(rows) if each.role == role):
        open_sheet(desk.page, sheet)
        found[f"{sheet.address} {sheet.opener}"] = in_both_languages(desk.page)
    desk.close()
    assert_none(found)


@pytest.mark.parametrize(("role", "address"), [("head", "/approvals"), ("head", "/requests"), ("department", "/clues")])
def test_a_queue_of_somebody_else_has_no_barriers(chromium, server, role, address):
    desk = Desk(chromium, server, server.account(role))
    assert in_both_languages(desk.page, address) == []
    desk.close()


def test_an_import_with_errors_has_no_barriers(chromium, server):
    admin = Desk(chromium, server, server.account("admin"))
    admin.page.goto("/desk/imports?kind=people")
    table = {"name": "人员.csv", "mimeType": "text/csv", "buffer": WRONG_PEOPLE.encode("utf-8-sig")}
    admin.page.locator("input[type=file]").set_input_files([table])
    expect(admin.page.get_by_test_id("import-verdict")).to_contain_text("1 行都不能导入", timeout=60_000)
    assert in_both_languages(admin.page) == []
    admin.close()


def test_a_page_of_other_peoples_work_says_whose_it_is(chromium, server):
    admin = Desk(chromium, server, server.account("admin"))
    for address in ("/lists", "/audit", "/items"):
        admin.page.goto(f"/desk{address}")
        expect(admin.page.get_by_test_id("not-yours")).to_contain_text("不归您的岗位")
        expect(admin.page.locator(f"a[href='/desk{address}']")).to_have_count(0)
    expect(admin.page.locator("a[href='/desk/people']").first).to_be_attached()
    assert barriers(admin.page) == []
    admin.page.get_by_role("link", name="回到我的工作").click()
    expect(admin.page.get_by_role("heading", name="人员", exact=True)).to_be_visible()
    admin.close()


def in_both_languages(page: Page, address: str | None = None) -> list[str]:
    """What is wrong with a page of the desk, in Chinese and in English."""
    if address is not None:
        opened(page, address)
    found = barriers(page) + [each for each in faults(page, least=DESK_TAP) if not each.startswith(EXCEPTIONS)]
    speak(page, "en")
    found += [
        f"en: {each}" for each in barriers(page) + faults(page, least=DESK_TAP) if not each.startswith(EXCEPTIONS)
    ]
    speak(page, "zh")
    return found


def speak(page: Page, language: str) -> None:
    """Turn the screens' language without loading them anew."""
    page.evaluate(
        "(to) => { document.querySelector('#desk').__vue_app__.config.globalProperties.$i18n.locale = to }", language
    )
