"""Pictures that others made: opened in a fixed list of formats, turned upright, on white, with nothing but their pixels."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageFile, ImageOps

MOST_PIXELS = 40_000_000


class NotAPicture(Exception):
    """The bytes are no picture of these formats, are cut off, or would open to more than MOST_PIXELS."""


def open_upright(source: Path | BinaryIO, formats: Sequence[str], needed: tuple[int, int]) -> Image.Image:
    """The picture, at least of the size that is needed where it has it. Raises NotAPicture.

    Its size is read before anything is unpacked: a small file may hold a vast picture.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # the printer's library makes half pictures good for the whole process
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(source, formats=tuple(formats)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise NotAPicture("more than 40 megapixels")
                picture.draft("RGB", needed)
                return _bare(ImageOps.exif_transpose(picture))
    except (OSError, SyntaxError, ValueError, Warning, Image.DecompressionBombError) as error:
        raise NotAPicture(str(error)) from error


def _bare(picture: Image.Image) -> Image.Image:
    """The pixels alone: comments, positions and names of cameras would be written again with the copy."""
    plain = _on_white(picture)
    plain.info.clear()
    return plain


def _on_white(picture: Image.Image) -> Image.Image:
    """A signature is ink on nothing; on a black page nobody could read it."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        ink = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", ink.size, "white"), ink).convert("RGB")
    return picture.convert("RGB")
