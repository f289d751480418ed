"""Viewing copies and thumbnails of pictures: decoded with a fixed list of formats, turned upright, drawn anew."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from backend.kernel.pictures import NotAPicture, open_upright

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
COPY_SIDE = 2048
THUMBNAIL_SIDE = 480
SMALLER = ((360, 60), (320, 50), (280, 40), (220, 30), (160, 30), (96, 30), (48, 20))
"""Sides and qualities that are tried; noise alone comes to the end of it."""


def draw_anew(order: dict[str, Any]) -> dict[str, Any]:
    """A JPEG of at most 2048 pixels a side without the original's metadata, and a thumbnail. Raises NotAPicture."""
    work = Path(order["work"])
    picture = _open(Path(order["segments"][0]["path"]), order["mime"])
    picture.thumbnail((COPY_SIDE, COPY_SIDE))
    picture.save(work / "copy.jpg", quality=88, optimize=True)
    write_thumbnail(picture, work / "thumb.jpg")
    return {
        "file": "copy.jpg", "suffix": ".jpg", "thumbnail": "thumb.jpg", "mime": "image/jpeg", "duration_s": 0.0, "segments": 1,
    }  # fmt: skip


def write_thumbnail(picture: Image.Image, target: Path) -> None:
    """A JPEG of at most 480 pixels a side."""
    small = picture.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    small.save(target, quality=80, optimize=True)


def shrunk(thumbnail: Path, most: int) -> bytes:
    """A thumbnail of ours as a JPEG of at most `most` bytes, for a paper: ever smaller until it fits. One at a time in memory."""
    with Image.open(thumbnail, formats=("JPEG",)) as picture:
        small = picture.convert("RGB")
    for side, quality in SMALLER:
        small.thumbnail((side, side))
        held = BytesIO()
        small.save(held, "JPEG", quality=quality, optimize=True)
        if held.tell() <= most:
            break
    return held.getvalue()


def _open(path: Path, mime: str) -> Image.Image:
    if mime not in FORMATS:
        raise NotAPicture(f"no viewing copy is made of {mime}")
    return open_upright(path, [FORMATS[mime]], (COPY_SIDE, COPY_SIDE))
