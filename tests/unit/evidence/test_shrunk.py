"""A picture on a paper is small, whatever it shows."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from backend.evidence.pictures import SMALLER, shrunk

MOST = 12 * 1024


def kept(tmp_path: Path, picture: Image.Image) -> Image.Image:
    path = tmp_path / "thumb.jpg"
    picture.save(path, "JPEG", quality=95)
    jpeg = shrunk(path, MOST)
    assert len(jpeg) <= MOST
    return Image.open(BytesIO(jpeg))


@pytest.mark.parametrize("size", [(480, 360), (360, 480), (480, 20), (5, 5)])
def test_a_plain_picture_keeps_its_shape(tmp_path, size):
    small = kept(tmp_path, Image.linear_gradient("L").resize(size))
    assert max(small.size) == min(max(size), SMALLER[0][0])
    assert small.width / small.height == pytest.approx(size[0] / size[1], rel=0.1)


def test_noise_alone_is_made_smaller_until_it_fits(tmp_path):
    small = kept(tmp_path, Image.effect_noise((480, 360), 200))
    assert max(small.size) < SMALLER[0][0]


def test_the_same_picture_gives_the_same_bytes(tmp_path):
    path = tmp_path / "thumb.jpg"
    Image.linear_gradient("L").save(path, "JPEG")
    assert shrunk(path, MOST) == shrunk(path, MOST)
