"""An identity number is sealed by one, asked for by a second, agreed to by a third, and read by the second (B-102)."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import text

from tests.browser.pages.desk import Desk
from tests.browser.stack import Stack

pytestmark = pytest.mark.browser

NUMBER = "11010519491231002X"
REASON = "核实冒用身份的投诉"


def test_an_identity_number_is_opened_by_two(chromium, server, rows, shots):
    of = person_page(rows, server.account("officer")["login"])
    admin = Desk(chromium, server, server.account("admin"))
    sealed(admin, of)
    admin.close()

    asker, other = (Desk(chromium, server, each) for each in bureau_people(server)[:2])
    asker.page.goto(of)
    asker.page.get_by_role("button", name="申请查看身份证号码").click()
    dialog = asker.page.get_by_role("dialog")
    dialog.get_by_role("button", name="提交申请").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_label("为什么要看").fill(REASON)
    dialog.get_by_role("button", name="提交申请").click()
    expect(asker.page.get_by_test_id("sealed-asked")).to_be_visible()
    asker.page.get_by_role("link", name="看申请").click()
    expect(request_on(asker).get_by_test_id("sealed")).to_have_count(0)

    other.page.goto("/desk/requests")
    request_on(other).get_by_role("button", name="批准").click()
    expect(request_on(other)).to_have_count(0)
    other.page.goto("/desk/requests?tab=approved")
    expect(request_on(other)).to_be_visible()
    expect(request_on(other).get_by_test_id("sealed")).to_have_count(0)

    asker.page.goto("/desk/requests?tab=mine")
    request_on(asker).get_by_role("button", name="打开身份证号码").click()
    expect(asker.page.get_by_test_id("opened")).to_have_text(NUMBER)
    request_on(asker).screenshot(path=shots / "number-opened.png")
    request_on(asker).get_by_role("button", name="收起").click()
    expect(asker.page.get_by_test_id("opened")).to_have_count(0)
    for desk in (asker, other):
        desk.close()


def sealed(desk: Desk, of: str) -> None:
    """The administrator stores the number; a slip is told, and the number is nowhere on the page afterwards."""
    desk.page.goto(of)
    desk.page.get_by_role("button", name="密封保存身份证号码").click()
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_label("身份证号码").fill(NUMBER[:-1] + "1")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_label("身份证号码").fill(NUMBER)
    dialog.get_by_role("button", name="保存").click()
    expect(desk.page.get_by_text("已密封保存")).to_be_visible()
    desk.page.reload()
    expect(desk.page.get_by_test_id("person-facts")).to_be_visible()
    assert NUMBER not in desk.page.content()


def request_on(desk: Desk) -> Locator:
    return desk.page.locator("[data-request-kind='person.number.unseal']")


def bureau_people(server: Stack) -> list[dict[str, Any]]:
    return [each for each in server.demo["accounts"] if each["role"] == "bureau"]


def person_page(rows, login: str) -> str:
    with rows.connect() as read:
        found = read.execute(text("SELECT id FROM identity.person WHERE login = :login"), {"login": login})
        return f"/desk/people/{found.scalar_one()}"
