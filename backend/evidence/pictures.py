"""Viewing copies and thumbnails of pictures: decoded with a fixed list of formats, turned upright, drawn anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PIL import Image

from backend.kernel.pictures import NotAPicture, open_upright

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
COPY_SIDE = 2048
THUMBNAIL_SIDE = 480


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


def _open(path: Path, mime: str) -> Image.Image:
    if mime not in FORMATS:
        raise NotAPicture(f"no viewing copy is made of {mime}")
    return open_upright(path, [FORMATS[mime]], (COPY_SIDE, COPY_SIDE))
