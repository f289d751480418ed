"""How heavy each entry may be, gzipped: the build that script/bootstrap made, weighed. Kilobytes are of 1000 bytes."""

from __future__ import annotations

import re

import pytest

from tests.unit.design.weights import DIST, KB, Build, Load, packed

SCREENS = "src/screens"
DESK_SCREENS = "src/desk/screens"
MAP = "src/map/LiveMap.vue"


@pytest.fixture(scope="module")
def build() -> Build:
    assert (DIST / ".vite" / "manifest.json").is_file(), "There is no build to weigh: run script/bootstrap pwa."
    return Build()


def keeps(name: str, load: Load, limit: float, *endings: str) -> None:
    """Fails with a sentence that names what is too heavy, by how much, and its heaviest files."""
    weight = load.bytes(*endings) / KB
    assert weight <= limit, f"{name} weighs {weight:.1f} KB, {weight - limit:.1f} KB over {limit}: {load.heaviest()}"


@pytest.mark.parametrize("first", ["officer/Today.vue", "shared/Login.vue", "shared/Unlock.vue"])
def test_an_officers_first_view(build: Build, first: str) -> None:
    view = build.opens("app.html", f"{SCREENS}/{first}") if is_lazy(build, first) else build.opens("app.html")
    keeps(f"the officer's {first}: script", view, 170, ".js")
    keeps(f"the officer's {first}: style", view, 25, ".css")
    keeps(f"the officer's {first}", view, 220 - 3)


def is_lazy(build: Build, screen: str) -> bool:
    return f"{SCREENS}/{screen}" in build.lazily(SCREENS)


def test_each_further_screen_of_the_phone(build: Build) -> None:
    start = build.opens("app.html")
    screens = build.lazily(SCREENS)
    assert len(screens) > 20
    for screen in screens:
        keeps(f"the phone's {screen}", build.opens(screen).without(start), 30)


def test_the_recorder_the_scanner_and_the_uploader(build: Build) -> None:
    start = build.opens("app.html")
    before = build.opens("app.html", f"{SCREENS}/officer/CheckIn.vue")  # nobody records who has not arrived
    recorder = build.opens(f"{SCREENS}/officer/Record.vue") | build.named("store.worker")
    keeps("the recorder with its worker", recorder.without(before), 25, ".js")
    keeps("the scanner", build.opens("src/capture/scanner.ts").without(start), 16, ".js")
    keeps("the scanner's program", build.named("zxing_reader"), 460)
    uploader = next(name for name in build.chunks if "tus-js-client" in name)
    keeps("the uploader", build.opens(uploader).without(start), 16)


def test_what_the_phone_keeps_for_a_start_without_network(build: Build) -> None:
    worker = (DIST / "app" / "sw.js").read_text()
    kept = set(re.findall(r'"?url"?:\s*"/([^"]*)"', worker))
    assert len(kept) > 50
    assert not [name for name in kept if re.search(r"desk|LiveMap|maplibre|basemap", name)], (
        "the desk is kept on phones"
    )
    files = Load(frozenset("app.html" if name == "app/" else name for name in kept))
    keeps("what a phone keeps", files, 1600)


def test_the_desks_first_view_without_the_map(build: Build) -> None:
    for first in ("Login.vue", "Situation.vue"):
        view = build.opens("desk.html", f"{DESK_SCREENS}/{first}")
        keeps(f"the desk's {first}: script", view, 260, ".js")
        keeps(f"the desk's {first}: style", view, 40, ".css")
        keeps(f"the desk's {first}", view, 300 - 3)
        assert not [name for name in view.files if "maplibre" in name or "LiveMap" in name]


def test_the_map_with_its_worker(build: Build) -> None:
    first = build.opens("desk.html", f"{DESK_SCREENS}/Situation.vue")
    keeps("the map", (build.opens(MAP) | build.named("maplibre-gl-worker")).without(first), 450)


def test_each_further_screen_of_the_desk(build: Build) -> None:
    """190 KB is what a page with charts may add; every other page stays below it too."""
    start = build.opens("desk.html")
    screens = [name for name in build.lazily(DESK_SCREENS) if not name.endswith("Situation.vue")]
    assert len(screens) > 20
    for screen in screens:
        keeps(f"the desk's {screen}", build.opens(screen).without(start), 190)


def test_the_two_pages_that_begin_everything() -> None:
    for name in ("app.html", "desk.html"):
        assert packed(DIST / name) <= 3 * KB, name
