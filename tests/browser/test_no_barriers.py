"""axe-core over every page of desk and phone: nothing serious or critical (WCAG 2.2 AA)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages.desk import Desk
from tests.browser.pages.phone import Phone
from tests.browser.stack import ROOT

pytestmark = pytest.mark.browser

AXE = ROOT / "pwa" / "node_modules" / "axe-core" / "axe.min.js"
AT_THE_DESK = [
    "/visits",
    "/alerts",
    "/plan",
    "/plan/new",
    "/approvals",
    "/inbox",
    "/enterprises",
    "/organs",
    "/people",
    "/cards",
    "/teams",
    "/hours",
    "/items",
    "/imports",
    "/setup",
    "/lists",
    "/lists/items",
    "/rule-sets",
    "/rule-sets/new",
    "/requests",
    "/audit",
    "/access",
    "/me",
    "/me/notice",
    "/nowhere",
]
ON_THE_PHONE = ["/today", "/outbox", "/me", "/me/sign-in", "/me/password", "/me/pin", "/me/notice", "/me/data"]
AT_HOME = {"latitude": 30.8416, "longitude": 114.8013, "accuracy": 18}


def test_the_desk_has_no_barriers(chromium, server):
    bureau = Desk(chromium, server, server.account("bureau"))
    found = {}
    for address in AT_THE_DESK:
        bureau.page.goto(f"/desk{address}")
        expect(bureau.page.locator("#content h1")).to_be_visible()
        expect(bureau.page.locator("#content [aria-busy=true]")).to_have_count(0)
        found[address] = barriers(bureau.page)
    bureau.close()
    assert {address: each for address, each in found.items() if each} == {}


def test_a_page_of_other_peoples_work_says_whose_it_is(chromium, server):
    admin = Desk(chromium, server, server.account("admin"))
    for address in ("/lists", "/audit", "/items"):
        admin.page.goto(f"/desk{address}")
        expect(admin.page.get_by_test_id("not-yours")).to_contain_text("不归您的岗位")
    assert barriers(admin.page) == []
    admin.page.get_by_role("link", name="回到我的工作").click()
    expect(admin.page.get_by_role("heading", name="人员", exact=True)).to_be_visible()
    admin.close()


def test_the_phone_has_no_barriers(chromium, server):
    officer = Phone(chromium, server, server.account("officer"), at=AT_HOME, segment_s=120)
    found = {}
    for address in ON_THE_PHONE:
        officer.go(f"/app{address}")
        expect(officer.page.locator("main").first).to_be_visible()
        found[address] = barriers(officer.page)
    officer.context.close()
    assert {address: each for address, each in found.items() if each} == {}


def barriers(page: Page) -> list[str]:
    """What axe calls serious or critical on the page as it stands."""
    page.evaluate(AXE.read_text())
    return page.evaluate(
        """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
            .filter((it) => ['serious', 'critical'].includes(it.impact))
            .map((it) => `${it.id}: ${it.nodes.map((node) => node.target.join(' ')).join(', ')}`)"""
    )
