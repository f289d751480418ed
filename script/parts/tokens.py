"""pwa/src/ui/tokens.css as values: the sheet parsed, references followed, and written for the server's templates.

The drawings of empty places go the same way: the public pages show the same ones.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHEET = ROOT / "pwa" / "src" / "ui" / "tokens.css"
VALUES = ROOT / "backend" / "kernel" / "tokens.json"
DRAWINGS = ROOT / "pwa" / "src" / "ui" / "drawings.json"
DRAWINGS_COPY = ROOT / "backend" / "public" / "drawings.json"

PLAIN, RECORDER, LARGE, DESK = ":root", '[data-theme="recorder"]', '[data-size="large"]', '[data-surface="desk"]'


def theme(*selectors: str) -> dict[str, str]:
    """What every token is worth where these selectors hold, later ones over earlier; references are followed."""
    sheet = re.sub(r"/\*.*?\*/", "", SHEET.read_text(), flags=re.S)
    said: dict[str, str] = {}
    for selector in (PLAIN, *selectors):
        block = sheet.split(f"\n{selector} {{", 1)[1].split("}", 1)[0]
        said |= {name: " ".join(value.split()) for name, value in re.findall(r"(--[\w-]+):([^;]+);", block)}
    return {name: _followed(value, said) for name, value in said.items()}


def _followed(value: str, said: dict[str, str]) -> str:
    """A value without references; a size is multiplied out: calc(1rem * 1.25) → 1.25rem."""
    while "var(" in value:
        value = re.sub(r"var\((--[\w-]+)\)", lambda use: said[use[1]], value)
    return re.sub(r"calc\(([\d.]+)rem \* ([\d.]+)\)", lambda it: f"{float(it[1]) * float(it[2]):g}rem", value)


def written() -> str:
    """The tokens of the plain theme as the server's copy has them."""
    return json.dumps(theme(), ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    VALUES.write_text(written())
    DRAWINGS_COPY.write_text(DRAWINGS.read_text())


if __name__ == "__main__":
    main()
