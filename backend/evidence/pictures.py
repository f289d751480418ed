"""Viewing copies and thumbnails of pictures: decoded with a fixed list of formats, turned upright, drawn anew."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
MOST_PIXELS = 40_000_000
COPY_SIDE = 2048
THUMBNAIL_SIDE = 480


class NotAPicture(Exception):
    """The bytes are not a picture of the declared kind, or it is too large to open."""


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
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        picture = Image.open(path, formats=[FORMATS[mime]])
        if picture.width * picture.height > MOST_PIXELS:
            raise NotAPicture("more than 40 megapixels")
        picture.draft("RGB", (COPY_SIDE, COPY_SIDE))
        upright = ImageOps.exif_transpose(picture)
    return _on_white(upright)


def _on_white(picture: Image.Image) -> Image.Image:
    """A signature is ink on nothing; on a black page nobody could read it."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        ink = picture.convert("RGBA")
        paper = Image.new("RGBA", ink.size, "white")
        return Image.alpha_composite(paper, ink).convert("RGB")
    return picture.convert("RGB")
