"""What a page looks like to somebody picky: barriers that axe names, and what looks.js measures."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.stack import ROOT

_AXE = (ROOT / "pwa" / "node_modules" / "axe-core" / "axe.min.js").read_text()
_LOOKS = (ROOT / "tests" / "browser" / "looks.js").read_text()
_RUN_AXE = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
    .filter((it) => ['serious', 'critical'].includes(it.impact))
    .map((it) => `${it.id}: ${it.nodes.map((node) => node.target.join(' ')).join(', ')}`)"""

TAP, TAP_MAIN_LARGE, DESK_TAP = 48, 60, 24
"""Least height and width of a target in CSS pixels: on phone and public pages, of the primary in 大字版, on the desk."""


def barriers(page: Page) -> list[str]:
    """What axe calls serious or critical on the page as it stands (WCAG 2.2 AA)."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_AXE)
    return page.evaluate(_RUN_AXE)


def faults(page: Page, *, large: bool = False, least: int = TAP) -> list[str]:
    """Targets too small, text cut or over other text, words broken, sideways overflow."""
    primary = TAP_MAIN_LARGE if large else least
    return page.evaluate(_LOOKS, {"primary": primary, "other": least})


def assert_none(found: dict[str, list[str]]) -> None:
    """Fail with every fault of every place, one a line."""
    lines = [f"{place}: {each}" for place, faults in found.items() for each in faults]
    assert not lines, "\n".join(["", *lines])
