"""Every screen of the phone as it is held: two languages, two sizes; no barrier, nothing cut, every target big enough."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import assert_none, barriers, faults
from tests.browser.pages.phone import PHONE, Phone

pytestmark = pytest.mark.browser

AT_HOME = {"latitude": 30.8416, "longitude": 114.8013, "accuracy": 18}
FOR_EVERYBODY = ["/outbox", "/me", "/me/sign-in", "/me/password", "/me/notice", "/me/data"]
WAYS = [(language, large) for language in ("zh", "en") for large in (False, True)]


def test_an_officers_screens(chromium, server):
    phone = Phone(chromium, server, server.account("officer"), at=AT_HOME, segment_s=120)
    page = phone.page
    page.locator("a[href*='/tasks/']").first.click()
    task = page.url.rsplit("/app", 1)[-1]
    phone.set_out()
    page.wait_for_url("**/code")
    visit = page.url.rsplit("/app", 1)[-1].rsplit("/", 1)[0]
    places = ["/today", task, *screens_of(page, visit), "/scan", *FOR_EVERYBODY, "/me/pin"]
    assert_none(looked_at(page, places))
    shut(page)
    assert_none({f"locked {way}": each for way, each in in_every_way(page)})
    phone.close()


def test_a_supervisors_screens(chromium, server):
    phone = Phone(chromium, server, server.account("supervisor"), at=AT_HOME, segment_s=120)
    phone.page.get_by_role("button", name="新的观察").click()
    phone.page.wait_for_url("**/observations/*")
    sheet = phone.page.url.rsplit("/", 1)[-1]
    places = ["/observations", f"/observations/{sheet}", f"/visits/{sheet}/photo", *FOR_EVERYBODY]
    assert_none(looked_at(phone.page, places))
    phone.close()


def test_the_screens_before_signing_in(chromium, server):
    context = chromium.new_context(base_url=server.base, viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto("/app/")
    expect(page.get_by_label("账号")).to_be_visible()
    assert_none(looked_at(page, ["/login", "/join#AAAA"]))
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Accept the invitation")).to_be_visible()
    context.close()


def looked_at(page: Page, places: list[str]) -> dict[str, list[str]]:
    """What is wrong in each place, in each way of reading it."""
    found = {}
    for place in places:
        open_screen(page, place)
        found |= {f"{place} {way}": each for way, each in in_every_way(page)}
    return found


def in_every_way(page: Page) -> Iterator[tuple[str, list[str]]]:
    """The screen that is open in both languages and sizes. Barriers are looked for in each language and size once."""
    for language, large in WAYS:
        read_as(page, language, large)
        axe = barriers(page) if (language == "zh") != large else []
        yield f"{language}{' 大字版' if large else ''}", axe + faults(page, large=large)
    read_as(page, "zh", False)


def screens_of(page: Page, visit: str) -> list[str]:
    """The addresses of every screen of a visit that the app has."""
    router = "document.querySelector('#app').__vue_app__.config.globalProperties.$router"
    paths = page.evaluate(f"{router}.getRoutes().map((route) => route.path)")
    return [path.replace("/visits/:id", visit) for path in paths if path.startswith("/visits/:id/")]


def open_screen(page: Page, place: str) -> None:
    """Go there as a link does, without loading the app anew."""
    page.evaluate("(to) => document.querySelector('#app').__vue_app__.config.globalProperties.$router.push(to)", place)
    expect(page.locator("main").first).to_be_visible()
    page.wait_for_load_state("networkidle")


def read_as(page: Page, language: str, large: bool) -> None:
    page.evaluate(
        """async ([language, large]) => {
            const session = document.querySelector('#app').__vue_app__.config.globalProperties.$pinia._s.get('session')
            if (session.large !== large) session.toggleLarge()
            await session.chooseLanguage(language)
        }""",
        [language, large],
    )
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


def shut(page: Page) -> None:
    """Lock the phone as minutes in the background do."""
    page.evaluate(
        "() => document.querySelector('#app').__vue_app__.config.globalProperties.$pinia._s.get('lock').close()"
    )
    expect(page.get_by_role("heading", name="解锁")).to_be_visible()
