"""docs/screens: the index lists exactly the files, each is small, and every screen of the table has been taken."""

from __future__ import annotations

import io
import re

import numpy as np
from PIL import Image

from script.parts.tokens import ROOT
from tests.screens.album import MOST_BYTES, Album, small
from tests.screens.scene import store_room
from tests.screens.table import GROUPS, SCREENS

FOLDER = ROOT / "docs" / "screens"


def test_the_index_lists_exactly_the_pictures() -> None:
    listed = re.findall(r"\]\(([\w-]+\.webp)\)", (FOLDER / "README.md").read_text())
    assert sorted(listed) == sorted(path.name for path in FOLDER.glob("*.webp"))
    assert (FOLDER / "README.md").read_text() == Album(FOLDER).index()


def test_every_screen_of_the_table_has_its_picture() -> None:
    assert [each.name for each in SCREENS if not (FOLDER / f"{each.name}.webp").is_file()] == []


def test_every_picture_is_small() -> None:
    assert [path.name for path in FOLDER.glob("*.webp") if path.stat().st_size > MOST_BYTES] == []


def test_the_table_names_each_screen_once_and_in_a_group() -> None:
    names = [each.name for each in SCREENS]
    assert len(set(names)) == len(names)
    assert {each.group for each in SCREENS} == set(GROUPS)


def test_a_picture_that_no_quality_makes_small_loses_size_instead() -> None:
    noise = Image.fromarray(np.random.default_rng(7).integers(0, 255, (900, 1440, 3), dtype=np.uint8))
    for picture in (noise, store_room()):
        png = io.BytesIO()
        picture.save(png, "PNG")
        assert len(small(png.getvalue())) <= MOST_BYTES
