"""What a visitor's phone or computer loads, in gzipped bytes, read from the build that script/bootstrap made."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

DIST = Path(__file__).parents[3] / "pwa" / "dist"
KB = 1000


@cache
def packed(path: Path) -> int:
    """The file's size as nginx sends it: gzip -6."""
    return len(gzip.compress(path.read_bytes(), 6))


@dataclass(frozen=True)
class Load:
    """Some files of the build that travel together."""

    files: frozenset[str]

    def bytes(self, *endings: str) -> int:
        return sum(packed(DIST / name) for name in self.files if not endings or name.endswith(endings))

    def heaviest(self, count: int = 3) -> str:
        by_weight = sorted(((packed(DIST / name), name) for name in self.files), reverse=True)
        return ", ".join(f"{name.removeprefix('assets/')} {size / KB:.1f} KB" for size, name in by_weight[:count])

    def without(self, other: Load) -> Load:
        return Load(self.files - other.files)

    def __or__(self, other: Load) -> Load:
        return Load(self.files | other.files)


class Build:
    """The graph of chunks that Vite wrote down."""

    @cached_property
    def chunks(self) -> dict[str, dict]:
        return json.loads((DIST / ".vite" / "manifest.json").read_text())

    def opens(self, *sources: str) -> Load:
        """What must arrive before these sources run: themselves, what they import, and their sheets."""
        found: set[str] = set()
        waiting = list(sources)
        while waiting:
            chunk = self.chunks[waiting.pop()]
            if chunk["file"] in found:
                continue
            found |= {chunk["file"], *chunk.get("css", [])}
            waiting += chunk.get("imports", [])
        return Load(frozenset(found))

    def lazily(self, folder: str) -> list[str]:
        """The sources under a folder that stand in chunks of their own."""
        return [name for name, each in self.chunks.items() if name.startswith(folder) and each.get("isDynamicEntry")]

    def named(self, *parts: str) -> Load:
        """Files by the beginning of their name: workers and wasm, which no chunk imports."""
        names = (path.name for path in (DIST / "assets").iterdir())
        return Load(frozenset(f"assets/{name}" for name in names if name.startswith(parts)))
