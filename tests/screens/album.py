"""The pictures and their list: WebP, at most 60 kilobytes each, one line in the index for each file."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.screens.table import GROUPS, SCREENS, Screen

MOST_BYTES = 60_000
QUALITIES = (90, 84, 78, 72, 66, 60, 54, 48, 42, 36)
READY = """() => document.fonts.status === 'loaded' && !document.querySelector('[aria-busy=true]')
    && !document.querySelector('.told:not(:empty)') && [...document.images].every((image) => image.complete)"""

QUIET = """() => new Promise((done) => {
    let last = performance.now();
    const watch = new MutationObserver(() => { last = performance.now(); });
    watch.observe(document.body, {subtree: true, childList: true});
    const began = last, look = setInterval(() => {
        if (performance.now() - last < 700 && performance.now() - began < 6000) return;
        clearInterval(look); watch.disconnect(); done();
    }, 100);
})"""
"""Resolves when nothing has come or gone on the page for 0.7 s: answers that were still under way are drawn."""


@dataclass
class Album:
    """A folder of pictures; what could not be taken is remembered and told at the end."""

    folder: Path
    language: str = "zh"
    missing: list[str] = field(default_factory=list)

    def take(self, page: Page, name: str) -> None:
        """Keep what the page shows now as NAME.webp, once its letters and pictures are there."""
        page.evaluate(QUIET)
        page.wait_for_function(READY, timeout=20_000)
        shot = page.screenshot(animations="disabled", caret="hide")
        (self.folder / f"{name}.webp").write_bytes(small(shot))

    def index(self) -> str:
        """README.md: each screen's name, its address and who sees it, in the order of the table."""
        lines = [HEAD]
        for code, title in GROUPS.items():
            lines += [f"\n## {title}\n", "| picture | screen | address | seen by |", "| --- | --- | --- | --- |"]
            lines += [_line(each) for each in SCREENS if each.group == code and self.holds(each)]
        return "\n".join(lines) + "\n"

    def holds(self, screen: Screen) -> bool:
        return (self.folder / f"{screen.name}.webp").is_file()


HEAD = """# Screens · 画面

Every screen as the demo shows it: 390 × 844 in the hand, 1440 × 900 at the desk. `script/screens` takes them anew; what was
changed after looking at them stands in [CHANGES.md](CHANGES.md). All people, places and numbers are invented (演示数据)."""


def _line(screen: Screen) -> str:
    link = f"[{screen.name}]({screen.name}.webp)"
    return f"| {link} | {screen.zh} · {screen.en} | `{screen.path}` | {screen.who} |"


def small(png: bytes) -> bytes:
    """The picture as WebP: the best quality that fits into 60 kilobytes, smaller in size only where none does."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    while True:
        for quality in QUALITIES:
            packed = _webp(picture, quality)
            if len(packed) <= MOST_BYTES:
                return packed
        picture = picture.resize((picture.width * 4 // 5, picture.height * 4 // 5), Image.Resampling.LANCZOS)


def _webp(picture: Image.Image, quality: int) -> bytes:
    packed = io.BytesIO()
    picture.save(packed, "WEBP", quality=quality, method=6)
    return packed.getvalue()
