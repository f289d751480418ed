"""Every public page as an enterprise holds it: both languages, 大字版, 320 px wide, text at 200 %."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import text

from tests.browser.looks import assert_none, barriers, faults

pytestmark = pytest.mark.browser

NARROW, USUAL, HEIGHT = 320, 390, 844
ANSWERS = {
    "front": "/",
    "by hand": "/v",
    "clue": "/clue",
    "receipt of a clue": "/clue/receipt",
    "a slip in the number": "/v?no=AAAA-AAAA-AAA",
    "not genuine": "/i/ABCDEFGH",
    "no such page": "/nowhere",
    "lists": "/p",
    "figures": "/p/figures",
    "a list": "/p/lists/subjects",
    "nothing found": "/p/lists/items?q=zzzz",
    "nothing of that day": "/p/lists/items?on=2000-01-01",
}
CODES = {
    "a visit to come": "SELECT v.short_code FROM visit_code v JOIN task t ON t.id = v.task_id WHERE t.state = 'coded' LIMIT 1",
    "a visit to rate": "SELECT v.short_code FROM visit_code v JOIN inspection i ON i.task_id = v.task_id"
    " WHERE i.left_at IS NOT NULL ORDER BY i.arrived_at DESC LIMIT 1",
}


@pytest.fixture(scope="module")
def places(server, rows) -> dict[str, str]:
    """What each page shows, and its address."""
    with rows.connect() as tx:
        codes = {name: f"/i/{tx.execute(text(query)).scalar_one()}" for name, query in CODES.items()}
    past = {"the year's visits": f"{codes['a visit to rate']}/visits"}
    return ANSWERS | codes | past | {"a certificate": server.demo["certificate_url"].removeprefix(server.base)}


@pytest.fixture(scope="module")
def doubled(playwright) -> Iterator[Browser]:
    """A browser whose owner reads at 200 %."""
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    browser = playwright.chromium.launch(executable_path=path, args=["--blink-settings=defaultFontSize=32"])
    yield browser
    browser.close()


def test_in_both_languages_and_sizes(chromium, server, places):
    page = held(chromium, server.base, USUAL)
    found = {}
    for name, address in places.items():
        for language, large in (("zh", False), ("zh", True), ("en", False), ("en", True)):
            page.goto(asked(address, language, large))
            axe = barriers(page) if (language == "zh") != large else []
            found[f"{name} {language}{' 大字版' if large else ''}"] = axe + faults(page, large=large)
    page.context.close()
    assert_none(found)


def test_at_320_px_nothing_is_cut(chromium, server, places):
    assert_none(read_through(held(chromium, server.base, NARROW), places))


def test_at_twice_the_text_nothing_is_cut(doubled, server, places):
    assert_none(read_through(held(doubled, server.base, USUAL), places))


def read_through(page: Page, places: dict[str, str]) -> dict[str, list[str]]:
    """What is wrong with each page in either language."""
    found = {}
    for name, address in places.items():
        for language in ("zh", "en"):
            page.goto(asked(address, language, large=False))
            found[f"{name} {language}"] = faults(page)
    page.context.close()
    return found


def held(browser: Browser, base: str, width: int) -> Page:
    """A stranger's phone. Our pages run no script; what measures them does."""
    size = {"width": width, "height": HEIGHT}
    return browser.new_context(base_url=base, viewport=size, has_touch=True, is_mobile=True, bypass_csp=True).new_page()


def asked(address: str, language: str, large: bool) -> str:
    query = "&".join([*(["lang=en"] if language == "en" else []), *(["big=1"] if large else [])])
    return address if not query else f"{address}{'&' if '?' in address else '?'}{query}"
