"""The pages that need no account: looked at as a stranger's phone or computer shows them."""

from __future__ import annotations

from playwright.sync_api import Browser, Page

from tests.browser.stack import Stack
from tests.screens.album import Album

HAND, WIDE = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
STANDING = {
    "public-front": "/",
    "public-front-english": "/?lang=en",
    "public-front-large": "/?big=1",
    "public-by-hand": "/v",
    "public-clue": "/clue",
    "public-clue-result": "/clue/receipt",
    "public-published": "/p",
    "public-bodies": "/p/lists/subjects",
    "public-items": "/p/lists/items",
    "public-officers": "/p/lists/officers",
    "public-draws": "/p/draws",
    "public-nothing-found": "/p/lists/officers?q=查无此人",
    "public-missing": "/p/lists/nothing",
}
STANDING_WIDE = {"public-front-wide": "/", "public-published-wide": "/p", "public-bodies-wide": "/p/lists/subjects"}


def strangers_page(chromium: Browser, server: Stack, *, wide: bool = False) -> Page:
    """A browser without scripts, cookies or history."""
    size = WIDE if wide else HAND
    context = chromium.new_context(
        base_url=server.base, viewport=size, device_scale_factor=1 if wide else 2, locale="zh-CN"
    )
    return context.new_page()


def walk(chromium: Browser, server: Stack, album: Album) -> None:
    """All that stands before anybody visits: the front page, the lists, a certificate, wrong numbers and codes."""
    for addresses, wide in ((STANDING, False), (STANDING_WIDE, True)):
        page = strangers_page(chromium, server, wide=wide)
        for name, address in addresses.items():
            page.goto(address)
            album.take(page, name)
        page.context.close()
    page = strangers_page(chromium, server)
    page.goto("/p/draws")
    page.locator("li:has(em.published) a").first.click()
    album.take(page, "public-draw")
    certificate_and_wrong_codes(page, server, album)
    page.context.close()


def certificate_and_wrong_codes(page: Page, server: Stack, album: Album) -> None:
    card, visit = server.demo["certificate_url"], server.demo["visit_url"]
    page.goto(card)
    album.take(page, "public-card")
    page.goto(f"{card}?big=1")
    album.take(page, "public-card-large")
    page.goto(visit)
    album.take(page, "public-visit-printed")
    page.goto(f"{visit[:-6]}AAAAAA")
    album.take(page, "public-not-genuine")
    page.goto("/v")
    page.locator("#no").fill("12-34")
    page.locator(".foot button").click()
    album.take(page, "public-by-hand-wrong")
