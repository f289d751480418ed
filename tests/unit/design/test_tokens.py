"""One sheet of tokens: no colour stands outside it, the server's copy is fresh, and what is read can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from script.parts import tokens
from script.parts.tokens import DESK, LARGE, RECORDER, ROOT

COLOUR = re.compile(r"#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b|\b(?:rgb|hsl)a?\(", re.I)
TYPE = re.compile(r"font(?:-size)?: ?[^;}/]*?\d(?:px|rem)\b")
LOOKED_AT = ("pwa/src", "pwa/public/app", "pwa/app.html", "pwa/desk.html", "backend", "script/nginx")
KINDS = {".css", ".vue", ".ts", ".html", ".py", ".svg", ".json", ".webmanifest"}

OUTSIDE = {
    "pwa/src/ui/tokens.css": "the source",
    "backend/kernel/tokens.json": "its copy",
    "pwa/src/capture/face.ts": "a QR code is dark on white, whatever stands round it",
    "pwa/src/capture/stamp.ts": "burnt into a photo: white with a dark outline, and a QR code",
    "backend/certificates/qr.py": "a QR code is dark on white, whatever stands round it",
    "backend/certificates/portraits.py": "the invented faces of the demo",
}
BEYOND_THE_SHEET = (
    "pwa/app.html",
    "pwa/public/app/icon.svg",
    "pwa/public/app/manifest.webmanifest",
    "script/nginx/ca.html",
)
"""Stand where no sheet of ours reaches: literals, but only those of tokens."""

DRAWN_TO_SCALE = ("BoxMap.vue", "CardFace.vue", "CoverageStrip.vue", "PlaceSketch.vue", "RecordLane.vue")
"""Pictures whose letters are measured in the picture's own units."""


def files() -> Iterator[tuple[str, str]]:
    for place in LOOKED_AT:
        path = ROOT / place
        for each in [path] if path.is_file() else sorted(path.rglob("*")):
            if each.suffix in KINDS and each.name not in {"schema.d.ts"}:
                yield str(each.relative_to(ROOT)), each.read_text()


def test_no_colour_stands_outside_the_tokens() -> None:
    strays = {
        f"{name}: {found}"
        for name, text in files()
        if name not in OUTSIDE and name not in BEYOND_THE_SHEET
        for found in COLOUR.findall(text)
    }
    assert strays == set()


def test_what_stands_beyond_the_sheet_says_only_colours_of_tokens() -> None:
    known = {value.lower() for value in tokens.theme().values()}
    for name in BEYOND_THE_SHEET:
        said = {found.lower() for found in COLOUR.findall((ROOT / name).read_text())}
        assert {each for each in said if each not in known and each != "#fff"} == set(), name


def test_letters_are_of_the_sizes_that_the_tokens_name() -> None:
    strays = [
        f"{name}: {found}"
        for name, text in files()
        if name.endswith((".css", ".vue")) and not name.startswith("backend/papers") and name not in OUTSIDE
        if Path(name).name not in DRAWN_TO_SCALE
        for found in TYPE.findall(text)
    ]
    assert strays == []


def test_every_token_that_is_used_is_one() -> None:
    ours = set(tokens.theme())
    for name, text in files():
        made_here = set(re.findall(r"(--[\w-]+)'?:", text))
        used = set(re.findall(r"var\((--[\w-]+)[,)]", text)) - made_here
        missing = {each for each in used if each not in ours and not each.startswith(("--el-", "--van-"))}
        assert name == "backend/kernel/tokens.py" or missing == set(), name


def test_the_servers_copy_is_fresh() -> None:
    assert tokens.VALUES.read_text() == tokens.written(), "run script/tokens"


# --- what is read can be read (WCAG 2.2, 1.4.3 and 1.4.6; 7:1 for the sun) ---

GROUNDS = ("--card", "--paper")
STATES = ("ok", "warn", "bad")
BODY, LARGE_LETTERS, EDGES = 7.0, 4.5, 3.0

READ = [
    *((ink, ground, BODY) for ink in ("--ink", "--ink-2", "--ink-3", "--blue") for ground in GROUNDS),
    *((f"--{state}-ink", "--card", BODY) for state in STATES),
    *((f"--{state}-ink", f"--{state}-soft", BODY) for state in (*STATES, "off")),
    *((f"--on-{state}", f"--{state}-band", BODY) for state in (*STATES, "off")),
    ("--blue-ink", "--blue-soft", BODY),
    ("--on-blue", "--blue", BODY),
    ("--ink-2", "--sunk", BODY),
    ("--ink-2", "--track", BODY),
    ("--on-bad", "--danger", LARGE_LETTERS),
    ("--edge", "--card", EDGES),
    ("--edge", "--paper", EDGES),
]
PLAIN_ONLY = [
    ("--ink", "--pass", BODY),
    ("--ink-2", "--pass-sunk", BODY),
    ("--blue", "--pass", BODY),
    ("--on-blue", "--blue-down", BODY),
    ("--on-blue", "--blue-ink", BODY),
    ("--night-ink", "--night", BODY),
    ("--night-ink-2", "--night", BODY),
    ("--night-blue", "--night", BODY),
    ("--night-warn", "--night", BODY),
    ("--night-rec", "--night", EDGES),
    ("--ink-3", "--map-land", 6.5),
    ("--map-water-name", "--map-water", LARGE_LETTERS),
    ("--seal", "--white", BODY),
    ("--chart-1", "--card", EDGES),
    ("--focus-line", "--card", EDGES),
    ("--focus-line", "--paper", EDGES),
]
RECORDERS_OWN_OFF = ("--off-ink", "--off-soft")


def luminance(colour: str) -> float:
    channels = (int(colour.lstrip("#")[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (it / 12.92 if it <= 0.03928 else ((it + 0.055) / 1.055) ** 2.4 for it in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG's ratio, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_ratio_is_wcags() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("selectors", [(), (LARGE,), (DESK,), (RECORDER,), (RECORDER, LARGE)], ids=str)
def test_what_is_read_can_be_read_in_every_theme(selectors: tuple[str, ...]) -> None:
    worth = tokens.theme(*selectors)
    pairs = READ if RECORDER in selectors else [*READ, *PLAIN_ONLY]
    short = {
        f"{ink} on {ground}": round(contrast(worth[ink], worth[ground]), 2)
        for ink, ground, least in pairs
        if contrast(worth[ink], worth[ground]) < least
    }
    assert short == {}


def test_states_differ_in_lightness_too() -> None:
    """A grey print and colour-blind eyes tell amber from the three dark bands; the shapes tell those apart."""
    worth = tokens.theme()
    amber = luminance(worth["--warn-band"])
    assert all(amber > 5 * luminance(worth[f"--{state}-band"]) for state in ("ok", "bad", "off"))


# --- sizes ---


def rem(value: str) -> float:
    return float(value.removesuffix("rem")) * 16


def test_large_type_is_a_quarter_larger_and_its_targets_are_sixty() -> None:
    plain, large = tokens.theme(), tokens.theme(LARGE)
    for name in (each for each in plain if each.startswith("--fs-")):
        assert rem(large[name]) == pytest.approx(1.25 * rem(plain[name])), name
    assert rem(large["--fs-body"]) >= 20
    assert (large["--tap"], large["--tap-main"]) == ("60px", "60px")


def test_phone_letters_are_at_least_fourteen_and_targets_forty_eight() -> None:
    plain = tokens.theme()
    assert min(rem(plain[name]) for name in ("--fs-note", "--fs-body", "--fs-lead")) == 14
    assert plain["--tap"] == "48px"


def test_only_the_recorder_changes_colours() -> None:
    plain = tokens.theme()
    for selector in (LARGE, DESK):
        other = tokens.theme(selector)
        assert {name for name in plain if plain[name].startswith("#") and plain[name] != other[name]} == set()
