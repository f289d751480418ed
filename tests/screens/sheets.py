"""All icons and all drawings on one sheet each, for docs/design-language.md."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Browser

from script.parts import tokens
from tests.screens.album import Album

ICON = re.compile(r"^  (\w+): '([^']+)',$", re.M)
STYLE = """body { margin: 0; padding: 24px; background: var(--card); color: var(--ink-2); font: 14px/1.5 var(--font);
  display: grid; gap: 20px 8px; text-align: center; }
svg { display: block; margin: 0 auto 6px; fill: none; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.icons { grid-template-columns: repeat(10, 1fr); } .icons svg { width: 28px; stroke: var(--ink); }
.drawings { grid-template-columns: repeat(4, 1fr); gap: 32px; } .drawings svg { width: 200px; stroke-width: 2.5; }
.soft { fill: var(--blue-soft); } .line { stroke: var(--blue-line); } .card { fill: var(--card); }
.ink { stroke: var(--blue); } .light { stroke: var(--warn-band); stroke-width: 3.5; }"""


def walk(chromium: Browser, album: Album) -> None:
    page = chromium.new_page(viewport={"width": 1000, "height": 520}, device_scale_factor=1.4)
    for name, cells in (("icons", icons()), ("drawings", drawings())):
        page.set_content(f"<style>{tokens.SHEET.read_text()}{STYLE}</style><body class={name}>{''.join(cells)}")
        album.take(page, f"design-{name}")
    page.close()


def icons() -> list[str]:
    known = ICON.findall((tokens.SHEET.parent / "icons.ts").read_text())
    return [f'<div><svg viewBox="0 0 24 24"><path d="{path}"/></svg>{name}</div>' for name, path in known]


def drawings() -> list[str]:
    known = json.loads(tokens.DRAWINGS.read_text())
    return [
        f'<div><svg viewBox="0 0 160 112">{"".join(_part(*each) for each in paths.items())}</svg>{name}</div>'
        for name, paths in known.items()
    ]


def _part(kind: str, path: str) -> str:
    return f'<path class="{kind}" d="{path}"/>'
