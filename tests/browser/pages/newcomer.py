"""Somebody who has never seen the desk: reads every line once, counts every act, and says how long it took."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.pages.still import stand_still

CHARACTERS_A_MINUTE = 300
DIGEST = re.compile(r"[0-9a-f]{64}")
"""Nobody reads a hash."""

SECONDS_AN_ACT = 3
WIDE = {"width": 1440, "height": 900}


class Newcomer:
    """A person before a browser, or before `another` one: the same person in somebody else's account.

    Lines that were read before are not read again. In a list to choose from one looks for a word and reads no other.
    """

    def __init__(self, browser: Browser, base: str, another: Newcomer | None = None):
        self.context = browser.new_context(base_url=base, viewport=WIDE, locale="zh-CN")
        self.page: Page = self.context.new_page()
        self.acts, self.typed = 0, 0
        self._read: set[str] = another._read if another else set()

    @property
    def read(self) -> int:
        """Characters read so far."""
        return sum(map(len, self._read))

    def look(self) -> None:
        """Read what stands on the page, once it stands still, and was not read before."""
        stand_still(self.page)
        lines = map(str.strip, DIGEST.sub("", self.page.locator("body").inner_text()).splitlines())
        self._read.update(set(filter(None, lines)) - set(self.page.locator("option").all_inner_texts()))

    def click(self, what: Locator) -> None:
        self._begin(what)
        what.click()

    def fill(self, what: Locator, text: str) -> None:
        self._begin(what)
        self.typed += len(text)
        what.fill(text)

    def choose(self, what: Locator, value: str) -> None:
        self._begin(what)
        what.select_option(value)

    def give(self, what: Locator, file: Path, *, typed: int = 0) -> None:
        """Choose a file; `typed` is what was written into it by hand."""
        self.look()
        self.acts, self.typed = self.acts + 2, self.typed + typed
        what.set_input_files(file)

    def _begin(self, what: Locator) -> None:
        expect(what).to_be_visible()
        self.look()
        self.acts += 1

    # -- signing in ----------------------------------------------------------------------------------------------------

    def sign_in_for_the_first_time(self, login: str, one_time: str, own: str) -> None:
        """Sign in at the desk, set a password of one's own, confirm the notice."""
        self.fill(self.page.locator("#login"), login)
        self.fill(self.page.locator("#password"), one_time)
        self.click(self.page.get_by_role("button", name="登录"))
        self.fill(self.page.locator("#password-now"), one_time)
        self.fill(self.page.locator("#password-fresh"), own)
        self.fill(self.page.locator("#password-again"), own)
        self.click(self.page.get_by_role("button", name="保存新密码"))
        expect(self.page.get_by_role("heading", name="谁能看到")).to_be_visible()
        self.click(self.page.get_by_role("button", name="已阅读，继续"))

    def close(self) -> None:
        self.context.close()


def minutes(read: int, acts: int) -> float:
    """How long a person needs for so many characters and so many clicks and fields."""
    return read / CHARACTERS_A_MINUTE + acts * SECONDS_AN_ACT / 60
