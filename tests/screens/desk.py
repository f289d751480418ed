"""The desk as bureau, department, head and administrator see it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine, text

from tests.browser.pages.desk import Desk
from tests.browser.stack import Stack
from tests.screens.album import Album

HAND = {"width": 390, "height": 844}
SHANGHAI = ZoneInfo("Asia/Shanghai")
ADDRESSES = {
    "bureau": {
        "desk-visits": "/visits",
        "desk-alerts": "/alerts",
        "desk-clues": "/clues",
        "desk-sheets": "/observations",
        "desk-enterprises": "/enterprises",
        "desk-whitelist": "/whitelist",
        "desk-nothing-found": "/enterprises?q=查无此企业",
        "desk-organs": "/organs",
        "desk-cards": "/cards",
        "desk-items": "/items",
        "desk-lists": "/lists",
        "desk-list": "/lists/items",
        "desk-rule-sets": "/rule-sets",
        "desk-rule-set-new": "/rule-sets/new",
        "desk-plans": "/plans",
        "desk-draws": "/draws",
        "desk-audit": "/audit",
        "desk-access": "/access",
        "desk-me": "/me",
        "desk-unknown": "/nowhere",
    },
    "department": {
        "desk-plan": "/plan",
        "desk-planner": "/planner",
        "desk-plan-new": "/plan/new",
        "desk-plan-of-year-new": "/plans/new",
        "desk-inbox": "/inbox",
    },
    "head": {"desk-approvals": "/approvals"},
    "admin": {
        "desk-people": "/people",
        "desk-teams": "/teams",
        "desk-hours": "/hours",
        "desk-imports": "/imports",
        "desk-requests": "/requests",
        "desk-setup": "/setup",
        "desk-not-yours": "/audit",
    },
}
NARROW = {
    "bureau": {
        "narrow-visits": "/visits",
        "narrow-alerts": "/alerts",
        "narrow-enterprises": "/enterprises",
        "narrow-map": "/",
    },
    "department": {"narrow-planner": "/planner"},
    "head": {"narrow-approvals": "/approvals"},
}
DETAILS = {
    "bureau": {
        "desk-clue": "/clues",
        "desk-sheet": "/observations",
        "desk-enterprise": "/enterprises",
        "desk-organ": "/organs",
        "desk-card": "/cards",
        "desk-draw": "/draws",
        "desk-plan-of-year": "/plans",
    },
    "admin": {"desk-person": "/people"},
    "department": {"desk-task": "/plan"},
}


def walk(chromium: Browser, server: Stack, rows: Engine, album: Album, attempt: Callable[..., None]) -> None:
    """Sign in as each role and open its pages; what fails does not keep the others."""
    attempt(sign_in, chromium, server, album)
    for role, addresses in ADDRESSES.items():
        desk = Desk(chromium, server, server.account(role))
        for name, address in addresses.items():
            attempt(look, desk.page, album, name, address)
        for name, address in DETAILS.get(role, {}).items():
            attempt(first_of, desk.page, album, name, address)
        if role == "bureau":
            attempt(refused_clue, desk.page, album)
            attempt(corrected, desk.page, album)
            attempt(the_map, desk.page, album)
            attempt(trial, desk.page, album)
        if role == "department":
            attempt(refused, desk, rows, album)
            attempt(followed, desk, album)
            attempt(asked_along, desk.page, album)
        attempt(narrow, desk.page, album, NARROW.get(role, {}))
        desk.close()


def settled(page: Page) -> None:
    expect(page.locator("#content h1").first).to_be_visible()
    expect(page.locator("#content [aria-busy=true]")).to_have_count(0)


def look(page: Page, album: Album, name: str, address: str) -> None:
    page.goto(f"/desk{address}")
    settled(page)
    album.take(page, name)


def first_of(page: Page, album: Album, name: str, address: str) -> None:
    """The page behind the first line of a list."""
    page.goto(f"/desk{address}")
    settled(page)
    page.locator("#content .data tbody a").first.click()
    page.wait_for_url(lambda url: not url.endswith(address))
    settled(page)
    album.take(page, name)


def refused_clue(page: Page, album: Album) -> None:
    """What is asked before a clue is not taken up."""
    page.goto("/desk/clues")
    settled(page)
    page.locator("#content .data tbody a").first.click()
    page.locator("[data-deed=refusal]").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    album.take(page, "desk-clue-refusal")


def corrected(page: Page, album: Album) -> None:
    """The form of an enterprise with its place on the map."""
    page.goto("/desk/enterprises")
    settled(page)
    page.locator("#content .data tbody a").first.click()
    page.get_by_test_id("edit-enterprise").click()
    expect(page.get_by_test_id("pick-place").locator("canvas")).to_be_visible()
    album.take(page, "desk-enterprise-edit")


def the_map(page: Page, album: Album) -> None:
    page.goto("/desk/")
    drawn(page)
    album.take(page, "desk-map")


def drawn(page: Page) -> None:
    """The map has its tiles."""
    page.wait_for_function("() => window.__liangmaMap && window.__liangmaMap.loaded()", timeout=60_000)


def sign_in(chromium: Browser, server: Stack, album: Album) -> None:
    context = chromium.new_context(base_url=server.base, viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page = context.new_page()
    page.goto("/desk/login")
    expect(page.locator("#login")).to_be_visible()
    album.take(page, "desk-sign-in")
    context.close()


def refused(desk: Desk, rows: Engine, album: Album) -> None:
    """A visit planned on a quiet day: the refusal names its rule."""
    with rows.connect() as asked:
        enterprise = str(asked.execute(text(ALWAYS_QUIET)).scalar_one())
    desk.plan(enterprise, ["周明远", "林小禾"], datetime.now(SHANGHAI).date())
    refusal = desk.page.get_by_test_id("refusal")
    expect(refusal).to_contain_text("B-37")
    refusal.scroll_into_view_if_needed()
    album.take(desk.page, "desk-refusal")


ALWAYS_QUIET = """
    SELECT e.name FROM enterprise e JOIN site s ON s.enterprise_id = e.id
    WHERE 'always_quiet' = ANY(e.classes) AND NOT EXISTS (SELECT FROM task t WHERE t.enterprise_id = e.id)
    ORDER BY e.identifier LIMIT 1
"""


def followed(desk: Desk, album: Album) -> None:
    """A visit of the demo left something to put right; its follow-up is planned from there."""
    read = "async (path) => (await (await fetch('/api/v1' + path)).json()).items"
    found = desk.page.evaluate(read, "/follow-ups")
    desk.page.goto(f"/desk/plan/new?follows={found[0]['inspection_id']}")
    settled(desk.page)
    album.take(desk.page, "desk-follow-up")


def trial(page: Page, album: Album) -> None:
    """A preset is tried on the visits of a year."""
    page.goto("/desk/rule-sets/replays")
    settled(page)
    page.locator("#what").select_option(index=4)
    album.take(page, "desk-replays")
    page.locator("form.ask button[type=submit]").click()
    expect(page.get_by_test_id("differences")).to_be_visible(timeout=120_000)
    album.take(page, "desk-replay")


def asked_along(page: Page, album: Album) -> None:
    """Another department asks to go together: why one would rather not."""
    page.goto("/desk/planner")
    settled(page)
    page.locator("[data-answer=refuse]").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    album.take(page, "desk-joint-refuse")
    page.keyboard.press("Escape")


def narrow(page: Page, album: Album, addresses: dict[str, str]) -> None:
    page.set_viewport_size(HAND)
    for name, address in addresses.items():
        page.goto(f"/desk{address}")
        settled(page)
        if name == "narrow-map":
            drawn(page)
        album.take(page, name)


def in_english(page: Page, *, end: bool = False) -> None:
    page.evaluate(f"() => localStorage.setItem('liangma.desk.language', '{'zh' if end else 'en'}')")
    page.reload()
    settled(page)


def visit(chromium: Browser, server: Stack, album: Album, inspection: str) -> None:
    """The visit that was just walked, told from top to bottom."""
    desk = Desk(chromium, server, server.account("bureau"))
    desk.open_visit(inspection)
    settled(desk.page)
    album.take(desk.page, "desk-visit")
    in_english(desk.page)
    album.take(desk.page, "desk-visit-english")
    in_english(desk.page, end=True)
    desk.page.set_viewport_size(HAND)
    album.take(desk.page, "narrow-visit")
    desk.close()
