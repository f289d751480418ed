"""Every page of the desk that the bureau may open, and every sheet that those pages ask with."""

from __future__ import annotations

from typing import NamedTuple

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine, text

from tests.browser.pages.still import stand_still
from tests.browser.stack import Stack

PAGES = [
    "/",
    "/visits",
    "/alerts",
    "/clues",
    "/plan",
    "/plan/new",
    "/planner",
    "/whitelist",
    "/plans",
    "/draws",
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
    "/rule-sets/replays",
    "/requests",
    "/audit",
    "/access",
    "/me",
    "/me/notice",
    "/nowhere",
]
OF_ONE = {
    "/visits": "SELECT id FROM inspection ORDER BY left_at DESC NULLS LAST LIMIT 1",
    "/clues": "SELECT id FROM clue ORDER BY received_at LIMIT 1",
    "/plan": "SELECT task_id FROM inspection WHERE task_id IS NOT NULL ORDER BY arrived_at DESC LIMIT 1",
    "/plans": "SELECT plan_id FROM plan_edition WHERE published_on IS NOT NULL ORDER BY plan_id LIMIT 1",
    "/draws": "SELECT id FROM draw WHERE state = 'published' LIMIT 1",
    "/cards": "SELECT id FROM card ORDER BY number LIMIT 1",
    "/people": "SELECT person_id FROM card ORDER BY number LIMIT 1",
    "/organs": "SELECT organ_id FROM card ORDER BY number LIMIT 1",
    "/enterprises": "SELECT enterprise_id FROM task WHERE state = 'visited' ORDER BY planned_on DESC LIMIT 1",
}
"""Pages of one thing, and how one is found."""
RECEIVED = "SELECT id FROM clue WHERE state = 'received' AND contact IS NULL ORDER BY received_at LIMIT 1"
IN_HAND = "SELECT id FROM clue WHERE state IN ('accepted', 'referred') AND NOT extended ORDER BY received_at LIMIT 1"
ASKED_TO_JOIN = "SELECT task_id FROM joint_proposal WHERE state = 'open' ORDER BY made_at DESC LIMIT 1"
TO_FILE = "SELECT plan_id FROM plan_edition WHERE state = 'submitted' LIMIT 1"
PUBLISHED = "SELECT plan_id FROM plan_edition WHERE published_on IS NOT NULL ORDER BY plan_id LIMIT 1"
WITH_CONTACT = "SELECT id FROM clue WHERE contact IS NOT NULL ORDER BY received_at DESC LIMIT 1"


STILL = """() => document.getAnimations().every((each) =>
    each.playState !== 'running' || each.effect.getTiming().iterations === Infinity)"""
"""A sheet that still fades in has no contrast yet."""


class Sheet(NamedTuple):
    """A form over a page, the button that opens it, and the role that may."""

    address: str
    opener: str
    role: str = "bureau"


def of_one(rows: Engine) -> list[str]:
    """The addresses of the pages of one thing."""
    with rows.connect() as tx:
        return [f"{page}/{tx.execute(text(query)).scalar_one()}" for page, query in OF_ONE.items()]


def sheets(rows: Engine) -> list[Sheet]:
    """Every act on a clue, the form of an enterprise, what asks a second person, and how departments come to go together.

    One clue must carry a contact.
    """
    with rows.connect() as tx:
        received, in_hand, told = (f"/clues/{tx.scalar(text(query))}" for query in (RECEIVED, IN_HAND, WITH_CONTACT))
        joins = f"/plan/{tx.scalar(text(ASKED_TO_JOIN))}"
        to_file, stands = (f"/plans/{tx.scalar(text(query))}" for query in (TO_FILE, PUBLISHED))
        enterprise = f"/enterprises/{tx.scalar(text(OF_ONE['/enterprises']))}"
    return [
        *(Sheet("/planner", f"[data-answer={answer}]", "department") for answer in ("accept", "refuse")),
        Sheet(joins, "[data-act=invite]", "department"),
        *(Sheet(received, f"[data-deed={deed}]") for deed in ("refusal", "acceptance")),
        *(Sheet(in_hand, f"[data-deed={deed}]") for deed in ("extension", "referral", "reply")),
        *(Sheet(to_file, f"[data-act={act}]") for act in ("file", "back")),
        Sheet(stands, "[data-act=take]"),
        Sheet(told, "button:text('申请查看联系方式')"),
        Sheet(enterprise, "[data-testid=edit-enterprise]"),
    ]


def tell_with_a_contact(browser: Browser, server: Stack) -> None:
    """Somebody tells of something and leaves a number to be reached at."""
    page = browser.new_context(base_url=server.base, locale="zh-CN").new_page()
    page.goto("/clue")
    page.locator("label[for=k2]").click()
    page.locator("[name=text]").fill("来人没有说明身份就要求查看账本")
    page.locator("[name=contact]").fill("13900000000")
    page.get_by_role("button", name="提交线索").click()
    expect(page.locator(".no b")).to_be_visible()
    page.context.close()


def opened(page: Page, address: str) -> None:
    """The page, with all that it reads."""
    page.goto(f"/desk{address}")
    expect(page.locator("#content h1").first).to_be_visible()
    expect(page.locator("#content [aria-busy=true]")).to_have_count(0)
    stand_still(page)


def open_sheet(page: Page, sheet: Sheet) -> None:
    """The page of a sheet with the sheet over it, opened by the keyboard."""
    opened(page, sheet.address)
    page.locator(sheet.opener).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.wait_for_function(STILL)
