"""`script/screens`: start a demo, walk through it, keep a picture of every screen and write their index.

    script/screens [--at DATA_DIR] [public|phone|desk|sheets …]     without a part: all of them, in this order

`--at` looks at a demo server that already runs with this DATA_DIR, its DATABASE_URL in the environment.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright
from sqlalchemy import Engine, create_engine

from tests.browser import stack
from tests.browser.pages.phone import Phone
from tests.conftest import Cluster
from tests.screens import desk, phone, public, scene, sheets
from tests.screens.album import Album

FOLDER = stack.ROOT / "docs" / "screens"
PARTS = ("public", "phone", "desk", "sheets")


class Walk:
    """Goes on after a leg that fails, and tells at the end which did."""

    def __init__(self) -> None:
        self.failed: list[str] = []

    def attempt(self, leg, *facts) -> None:
        try:
            leg(*facts)
        except Exception as problem:  # one broken screen must not hide the others
            names = [each for each in facts if isinstance(each, str)]
            self.failed.append(" ".join([leg.__name__, *names, "·", str(problem).splitlines()[0][:300]]))
            print(f"✗ {self.failed[-1]}{_last_seen(leg.__name__, facts)}", file=sys.stderr)


def _last_seen(leg: str, facts: tuple[object, ...]) -> str:
    """Where the picture lies of what stood on the phone when a leg failed; nothing where no phone was in it."""
    for page in (each.page for each in facts if isinstance(each, Phone)):
        target = Path(tempfile.gettempdir()) / f"liangma-screens-{leg}.png"
        page.screenshot(path=target)
        return f" · {target}"
    return ""


def main() -> None:
    asked = _asked()
    expect.set_options(timeout=20_000)
    walk, album, began = Walk(), Album(FOLDER), time.monotonic()
    with _server(asked.at) as server, _chromium() as chromium:
        rows = create_engine(server.database_url.replace("postgresql://", "postgresql+psycopg://"))
        _look(asked.parts or PARTS, chromium, server, rows, album, walk)
        rows.dispose()
    (FOLDER / "README.md").write_text(album.index())
    print(f"{len(list(FOLDER.glob('*.webp')))} pictures, {time.monotonic() - began:.0f} s")
    sys.exit(1 if walk.failed else 0)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/screens", description="Take docs/screens anew.")
    parser.add_argument("--at", type=Path, metavar="DATA_DIR", help="look at a demo server that already runs")
    parser.add_argument("parts", nargs="*", metavar="part", help="only these: " + ", ".join(PARTS))
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"no part is called {', '.join(sorted(unknown))}: there are {', '.join(PARTS)}")
    return asked


def _look(
    parts: tuple[str, ...], chromium: Browser, server: stack.Stack, rows: Engine, album: Album, walk: Walk
) -> None:
    if "public" in parts:
        walk.attempt(public.walk, chromium, server, album)
    if "phone" in parts:
        at = phone.target(rows, server)
        inspection = phone.officer(chromium, server, album, at, walk.attempt)
        walk.attempt(phone.rated, chromium, server, album)
        walk.attempt(phone.supervisor, chromium, server, album, at)
        if inspection:
            walk.attempt(desk.visit, chromium, server, album, inspection)
    if "desk" in parts:
        desk.walk(chromium, server, rows, album, walk.attempt)
    if "sheets" in parts:
        walk.attempt(sheets.walk, chromium, album)


@contextmanager
def _server(at: Path | None) -> Iterator[stack.Stack]:
    if at is not None:
        yield _running(at)
        return
    cluster = Cluster(os.environ["TEST_DATABASE_ADMIN_URL"])
    cluster.template()
    with tempfile.TemporaryDirectory(prefix="liangma-screens-") as name:
        Path(name).chmod(0o755)
        started = stack.start(cluster.clone("liangma_screens"), Path(name) / "var")
        try:
            yield started
        finally:
            started.stop()
            cluster.drop("liangma_screens")


def _running(at: Path) -> stack.Stack:
    found = stack.Stack("", at, os.environ["DATABASE_URL"], None, at / "server.log")  # type: ignore[arg-type]
    found.base = found.demo["base"]
    return found


@contextmanager
def _chromium() -> Iterator[Browser]:
    """Debian's Chromium with a drawn store room as camera."""
    with tempfile.TemporaryDirectory(prefix="liangma-camera-") as name, sync_playwright() as playwright:
        video, sound = scene.write(Path(name))
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=[
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-video-capture={video}",
                f"--use-file-for-fake-audio-capture={sound}",
            ],
        )
        yield browser
        browser.close()


if __name__ == "__main__":
    main()
