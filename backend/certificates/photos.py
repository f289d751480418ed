"""The portrait of a card: any photo that a desk has, upright, cut to the card's shape and made small (B-90)."""

from __future__ import annotations

import base64
import binascii
from io import BytesIO

from PIL import Image, ImageOps

from backend.certificates.problems import PHOTO_TOO_BIG, PHOTO_UNREADABLE
from backend.kernel.pictures import NotAPicture, open_upright

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_UPLOADED = 5 * 1024 * 1024
MOST_KEPT = 20 * 1024
SIZES = ((312, 384), (260, 320), (208, 256))
QUALITIES = (88, 80, 70, 60, 45)
HEAD_ROOM = 0.35
"""Where the cut is taken of what is too high: faces stand in the upper part."""


def read_photo(text: str) -> bytes:
    """The bytes of a base64 photo. Raises PHOTO_TOO_BIG above 5 MB, PHOTO_UNREADABLE."""
    if len(text) > MOST_UPLOADED * 4 // 3 + 4:
        raise PHOTO_TOO_BIG(field="photo")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise PHOTO_UNREADABLE(field="photo") from error


def portrait_of(data: bytes) -> bytes:
    """A JPEG of at most 20 KB and 13:16, without the original's metadata. Raises PHOTO_UNREADABLE."""
    try:
        picture = open_upright(BytesIO(data), FORMATS, (SIZES[0][0] * 2, SIZES[0][1] * 2))
    except NotAPicture as error:
        raise PHOTO_UNREADABLE(field="photo") from error
    for size in SIZES:
        cut = ImageOps.fit(picture, size, Image.Resampling.LANCZOS, centering=(0.5, HEAD_ROOM))
        for quality in QUALITIES:
            made = _as_jpeg(cut, quality)
            if len(made) <= MOST_KEPT:
                return made
    raise PHOTO_UNREADABLE(field="photo")


def _as_jpeg(picture: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    picture.save(out, format="JPEG", quality=quality, optimize=True)
    return out.getvalue()
