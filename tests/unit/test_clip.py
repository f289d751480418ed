"""The counter clip of the browser journey can be read back after scaling and JPEG, and a torn frame is noticed."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from tests.browser import clip


@pytest.mark.parametrize("number", [0, 1, 299, 1799, 65535])
@pytest.mark.parametrize("size", [(640, 480), (320, 240), (1280, 960)])
def test_a_frame_tells_its_number_at_any_size(number, size):
    picture = Image.open(io.BytesIO(clip._frame(number))).convert("L").resize(size)
    assert clip.read_number(np.asarray(picture)) == number


def test_a_frame_torn_between_two_numbers_is_no_number():
    a, b = (np.asarray(Image.open(io.BytesIO(clip._frame(n))).convert("L")) for n in (0, 65535))
    assert clip.read_number(np.vstack([a[:240], a[:240]])) is None
    assert clip.read_number(np.vstack([a[:200], b[200:]])) is None
