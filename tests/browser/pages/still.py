"""When a page may be read or walked through: once it no longer fills."""

from __future__ import annotations

from playwright.sync_api import Page

STILL_MS = 200
SAME_AS_BEFORE = """() => {
    const before = window.__stood, now = window.__stood = document.body.innerText;
    return before === now;
}"""


def stand_still(page: Page) -> None:
    """Wait until the text of the page is the same as a moment before."""
    page.wait_for_function(SAME_AS_BEFORE, polling=STILL_MS)
