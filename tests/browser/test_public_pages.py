"""Every public page as an enterprise holds it: both languages, 大字版, 320 px wide, text at 200 %."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
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
    "draws": "/p/draws",
}
CODES = {
    "a visit that goes on": "SELECT v.short_code FROM visit_code v JOIN inspection i ON i.task_id = v.task_id"
    " WHERE i.left_at IS NULL ORDER BY i.arrived_at DESC LIMIT 1",
    "a visit to come": "SELECT v.short_code FROM visit_code v JOIN task t ON t.id = v.task_id WHERE t.state = 'coded' LIMIT 1",
    "a visit to rate": "SELECT v.short_code FROM visit_code v JOIN inspection i ON i.task_id = v.task_id"
    " WHERE i.left_at IS NOT NULL ORDER BY i.arrived_at DESC LIMIT 1",
}
DRAW = "SELECT id FROM draw WHERE state = 'published' LIMIT 1"
OF_A_VISIT = {
    "say": ("a visit that goes on", "/say"),
    "what was said": ("a visit to rate", "/say"),
    "papers received": ("a visit to rate", "/receipt"),
    "papers added": ("a visit to rate", "/more"),
    "a clue of a visit": ("a visit to rate", "/clue"),
    "the year's visits": ("a visit to rate", "/visits"),
}
EMPTY = ("clue", "receipt of a clue", "say", "by hand")
"""Forms that say what is missing when nothing was filled in."""
WAYS = [(language, large) for language in ("zh", "en") for large in (False, True)]


@pytest.fixture(scope="module")
def places(server, rows) -> dict[str, str]:
    """What each page shows, and its address."""
    with rows.connect() as tx:
        codes = {name: f"/i/{tx.execute(text(query)).scalar_one()}" for name, query in CODES.items()}
        draw = f"/p/draws/{tx.execute(text(DRAW)).scalar_one()}"
    of_visits = {name: f"{codes[which]}{page}" for name, (which, page) in OF_A_VISIT.items()}
    certificate = server.demo["certificate_url"].removeprefix(server.base)
    return ANSWERS | codes | of_visits | {"a draw": draw, "a certificate": certificate}


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
        for language, large in WAYS:
            page.goto(asked(address, language, large))
            found[f"{name} {language}{' 大字版' if large else ''}"] = looked_at(page, language, large)
    page.context.close()
    assert_none(found)


def test_what_a_form_answers(chromium, server, places):
    """Sent empty, each form says what is missing; a clue that was taken gives a number, and the number its state."""
    page = held(chromium, server.base, USUAL)
    found = {}
    for language, large in WAYS:
        way = f"{language}{' 大字版' if large else ''}"
        for name in EMPTY:
            page.goto(asked(places[name], language, large))
            page.locator(".foot button").click()
            expect(page.locator("[aria-invalid=true], .wrong").first).to_be_visible()
            found[f"{name}, empty {way}"] = looked_at(page, language, large)
        page.goto(asked("/clue", language, large))
        tell_of_something(page)
        found[f"told {way}"] = looked_at(page, language, large)
        number = page.locator(".no b").inner_text()
        page.goto(asked("/clue/receipt", language, large))
        page.locator("#no").fill(number)
        page.locator(".foot button").click()
        expect(page.get_by_text(number)).to_be_visible()
        found[f"its state {way}"] = looked_at(page, language, large)
    page.context.close()
    assert_none(found)


def tell_of_something(page: Page) -> None:
    """A clue about nobody in particular, taken by the server."""
    page.locator("label[for=k2]").click()
    page.locator("[name=text]").fill("来人没有说明身份就要求查看账本")
    assert page.evaluate("localStorage.length") == 1
    page.locator(".foot button").click()
    expect(page.locator(".no b")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0, "a draft that was taken is forgotten"


def looked_at(page: Page, language: str, large: bool) -> list[str]:
    """What is wrong with the page; barriers are looked for in each language and size once."""
    axe = barriers(page) if (language == "zh") != large else []
    return axe + faults(page, large=large)


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
    """A stranger's phone. What measures our pages is a script that they would not run."""
    size = {"width": width, "height": HEIGHT}
    return browser.new_context(base_url=base, viewport=size, has_touch=True, is_mobile=True, bypass_csp=True).new_page()


def asked(address: str, language: str, large: bool) -> str:
    query = "&".join([*(["lang=en"] if language == "en" else []), *(["big=1"] if large else [])])
    return address if not query else f"{address}{'&' if '?' in address else '?'}{query}"
