"""What a first visit fetches: how many requests, how many bytes over the wire, nothing from anywhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.browser.pages.desk import Desk
from tests.browser.stack import Stack

pytestmark = pytest.mark.browser
KB = 1000
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2}


@dataclass
class Fetched:
    """What a page asked for, as the browser's own network log has it."""

    addresses: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    weights: dict[str, int] = field(default_factory=dict)

    def watch(self, wire: CDPSession) -> Fetched:
        wire.on("Network.requestWillBeSent", self._asked)
        wire.on("Network.loadingFinished", lambda it: self.weights.update({it["requestId"]: it["encodedDataLength"]}))
        wire.send("Network.enable")
        return self

    def _asked(self, told: dict) -> None:
        address = told["request"]["url"]
        if not address.startswith(("data:", "blob:")):
            self.addresses[told["requestId"]] = address
            self.kinds[told["requestId"]] = told.get("type", "")

    def of(self, *kinds: str) -> list[str]:
        return [self.addresses[each] for each, kind in self.kinds.items() if kind in kinds]

    @property
    def kilobytes(self) -> float:
        return sum(self.weights.values()) / KB

    def within(self, name: str, requests: int, kilobytes: float) -> None:
        """Fails with a sentence that says by how much."""
        asked = sorted(urlsplit(each).path for each in self.addresses.values())
        assert len(asked) <= requests, f"{name} makes {len(asked)} requests, {len(asked) - requests} too many: {asked}"
        over = self.kilobytes - kilobytes
        assert over <= 0, f"{name} fetches {self.kilobytes:.1f} KB, {over:.1f} KB over {kilobytes}"


def first_visit(chromium: Browser, address: str, ready: str, **context) -> Fetched:
    """A browser that has never been here opens the address and waits until `ready` is there and the network is quiet."""
    visitor = chromium.new_context(service_workers="block", **context)
    page = visitor.new_page()
    fetched = Fetched().watch(visitor.new_cdp_session(page))
    page.goto(address, wait_until="networkidle")
    expect(page.locator(ready).first).to_be_visible()
    visitor.close()
    return fetched


def only_from(fetched: Fetched, server: Stack) -> None:
    assert {each for each in fetched.addresses.values() if not each.startswith(server.base)} == set()


PUBLIC = {
    "/": 3,
    "/v": 2,
    "/p": 2,
    "/p/lists/subjects": 2,
    "/p/lists/items": 2,
    "/p/lists/officers": 2,
    "/p/nowhere": 2,
}


@pytest.mark.parametrize("path, requests", PUBLIC.items())
def test_a_public_page_is_one_page(chromium: Browser, server: Stack, path: str, requests: int) -> None:
    fetched = first_visit(chromium, server.base + path, "h1, h2", **PHONE)
    fetched.within(path, requests, 14)
    assert fetched.of("Script", "Stylesheet", "Font") == []
    only_from(fetched, server)


@pytest.mark.parametrize("code", ["certificate_url", "visit_url"])
def test_a_scanned_code_is_one_page_and_its_photos(chromium: Browser, server: Stack, code: str) -> None:
    fetched = first_visit(chromium, server.demo[code], "h1", **PHONE)
    fetched.within(code, 5, 45)
    assert fetched.of("Script", "Stylesheet", "Font") == []
    only_from(fetched, server)


def test_an_officers_first_view(chromium: Browser, server: Stack) -> None:
    fetched = first_visit(chromium, f"{server.base}/app", "main", **PHONE)
    fetched.within("the officer's first view", 30, 220)
    only_from(fetched, server)


def test_the_desks_sign_in(chromium: Browser, server: Stack) -> None:
    fetched = first_visit(chromium, f"{server.base}/desk", "h1")
    fetched.within("the desk's sign-in", 30, 300)
    only_from(fetched, server)


def test_the_desks_first_view_and_its_map(chromium: Browser, server: Stack) -> None:
    """The list and the map together; the map may cost 450 KB, its town and tiles are the region's."""
    desk = Desk(chromium, server, server.account("bureau"))
    fetched = Fetched().watch(desk.page.context.new_cdp_session(desk.page))
    open_map(desk.page, server)
    fetched.within("the desk's first view with its map", 90, 300 + 450 + 250)
    only_from(fetched, server)
    desk.close()


def open_map(page: Page, server: Stack) -> None:
    page.goto(f"{server.base}/desk/")
    page.wait_for_function("() => window.__liangmaMap && window.__liangmaMap.loaded()", timeout=60_000)
