"""Photos and papers that come with a form: read strictly, pictures made anew, kept under their SHA-256."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from PIL import Image

from backend.config import Settings
from backend.kernel.pictures import NotAPicture, open_upright
from backend.storage.stores import sealing_store

FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE, QUALITY = 2000, 85
_PDF, _PDF_END, _TAIL = b"%PDF-", b"%%EOF", 2048


class Unreadable(Exception):
    """The bytes are no picture of these formats and no whole PDF."""


@dataclass(frozen=True, slots=True)
class Readable:
    """What may be kept: a JPEG of our own making, or a PDF as it came."""

    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the store of sealed bytes."""

    mime: str
    sha256: bytes
    size: int
    store: str
    key: str


def readable(data: bytes) -> Readable:
    """A picture upright and without anything but its pixels, or a PDF from its first byte to its end. Raises Unreadable."""
    if data.startswith(_PDF):
        if _PDF_END not in data[-_TAIL:]:
            raise Unreadable("a PDF without its end")
        return Readable("application/pdf", data)
    try:
        picture = open_upright(BytesIO(data), FORMATS, (LONGEST_SIDE, LONGEST_SIDE))
    except NotAPicture as error:
        raise Unreadable(str(error)) from error
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    out = BytesIO()
    picture.save(out, format="JPEG", quality=QUALITY, optimize=True)
    return Readable("image/jpeg", out.getvalue())


def keep(settings: Settings, file: Readable) -> Kept:
    """Into the store, before any row points there. No transaction may be open: bytes move."""
    digest = sha256(file.content).digest()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=settings.data_dir, prefix=".handed-in-") as copy:
        copy.write(file.content)
        copy.flush()
        key = sealing_store(settings).put(digest, Path(copy.name))
    return Kept(file.mime, digest, len(file.content), settings.blob_store, key)
