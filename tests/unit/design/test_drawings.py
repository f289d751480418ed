"""Icons and drawings: one set each, drawn alike, small."""

from __future__ import annotations

import json
import re

from backend.public.render import _environment
from script.parts import tokens
from script.parts.tokens import ROOT

UI = ROOT / "pwa" / "src" / "ui"
ICON = re.compile(r"^  (\w+): '([^']+)',$", re.M)
PARTS = ["soft", "line", "card", "ink", "light"]
NAMES = {"today", "found", "closed", "signal", "recording", "yours", "waiting", "list"}


def icons() -> dict[str, str]:
    return dict(ICON.findall((UI / "icons.ts").read_text()))


def numbers(path: str) -> list[float]:
    return [float(each) for each in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", path)]


def test_there_is_one_set_of_icons() -> None:
    """Neither a second list of shapes nor one shape under two names."""
    lists = [path for path in (ROOT / "pwa" / "src").rglob("*.ts") if "ICONS = {" in path.read_text()]
    assert lists == [UI / "icons.ts"]
    assert len(set(icons().values())) == len(icons())


def within(path: str, size: float) -> bool:
    """Every point that a capital letter names lies in the square."""
    absolute = re.findall(r"[MLHVCSQT]([^a-zA-Z]*)", path)
    return all(0 <= number <= size for part in absolute for number in numbers(part))


def test_icons_stay_in_their_square() -> None:
    assert [name for name, path in icons().items() if not within(path, 24)] == []


def test_the_public_pages_draw_the_same_icons() -> None:
    ours = set(icons().values())
    shapes = _environment.get_template("icons.html").module.shapes  # type: ignore[attr-defined]
    assert {name for name, path in shapes.items() if path not in ours} == set()


def test_a_drawing_for_each_kind_of_nothing() -> None:
    drawings = json.loads(tokens.DRAWINGS.read_text())
    assert set(drawings) == NAMES
    for name, paths in drawings.items():
        assert list(paths) == PARTS, name
        assert len(json.dumps(paths)) <= 1200, f"{name} is no small drawing"
        assert all(within(path, 160) for path in paths.values()), name


def test_a_drawing_on_a_public_page_is_at_most_two_kilobytes() -> None:
    macro = _environment.get_template("drawings.html").make_module(
        {"drawings": json.loads(tokens.DRAWINGS.read_text())}
    )
    for name in NAMES:
        assert len(str(macro.drawing(name)).encode()) <= 2000, name  # type: ignore[attr-defined]


def test_the_servers_copy_of_the_drawings_is_fresh() -> None:
    assert tokens.DRAWINGS_COPY.read_text() == tokens.DRAWINGS.read_text(), "run script/tokens"
