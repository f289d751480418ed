"""A supervisor observes without network, adds what comes to mind later, and the bureau reads both at its desk (B-78)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages.desk import Desk
from tests.browser.pages.phone import Phone

pytestmark = pytest.mark.browser

WHERE, SAW, LATER = "平安里农贸市场北门", "没有请店主扫码", "离开后想起，通知书也没有看到"
NO = 3


def test_a_sheet_and_what_was_added_to_it_reach_the_bureau(chromium, server, shots):
    phone = Phone(
        chromium, server, server.account("supervisor"), at={"longitude": 114.8, "latitude": 30.84}, segment_s=120
    )
    page = phone.page
    expect(page.get_by_role("button", name="新的观察")).to_be_visible()
    begins_a_sheet(phone)
    phone.context.set_offline(True)
    hands_it_in(phone)
    adds_a_remark(page)
    page.screenshot(path=shots / "supervisor-remark.png", full_page=True)
    phone.context.set_offline(False)
    expect(page.locator("[data-test=remarks] li")).to_contain_text("已送达", timeout=60_000)
    reads_it(Desk(chromium, server, server.account("bureau")), shots)
    phone.close()


def begins_a_sheet(phone: Phone) -> None:
    phone.page.get_by_role("button", name="新的观察").click()
    phone.page.wait_for_url("**/observations/*")
    phone.page.get_by_label("看到的企业或地点").fill(WHERE)
    phone.page.get_by_label("补充一句话").fill(SAW)


def hands_it_in(phone: Phone) -> None:
    """Once: from then on the twelve lines are as they are."""
    for n in range(1, 13):
        group = phone.page.get_by_role("group", name=f"第 {n} 题的回答")
        group.get_by_role("button", name="否" if n == NO else "是", exact=True).click()
    phone.primary("提交")
    phone.page.get_by_role("link", name=WHERE).click()
    expect(phone.page.get_by_text("提交后不能修改")).to_be_visible()
    expect(phone.page.locator("[data-test=remarks]")).to_be_visible()


def adds_a_remark(page: Page) -> None:
    add = page.get_by_role("button", name="追加", exact=True)
    add.click()
    expect(page.get_by_text("请写明要追加的情况")).to_be_visible()
    page.get_by_label("后来想起的情况").fill(LATER)
    add.click()
    expect(page.locator("[data-test=remarks] li")).to_contain_text(LATER)
    expect(page.locator("[data-test=remarks] li")).to_contain_text("本机已存")
    card, line = (page.locator(f"[data-test=remarks]{each}").bounding_box() for each in ("", " li"))
    assert card["y"] < line["y"] < card["y"] + card["height"], "it stands in its card, not over the page"
    assert page.locator("[name=where]").is_disabled(), "what was handed in stands"


def reads_it(bureau: Desk, shots) -> None:
    page = bureau.page
    page.goto("/desk/observations?q=北门")
    page.get_by_role("link", name=WHERE).click()
    expect(page.get_by_test_id("lines").get_by_text("否", exact=True)).to_have_count(1)
    expect(page.get_by_test_id("remarks")).to_contain_text(LATER)
    page.screenshot(path=shots / "bureau-sheet.png")
    bureau.close()
