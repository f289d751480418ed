"""Photos that come with a clue: never the bytes that were sent, which may hold a place, a name, or no picture at all."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from io import BytesIO
from uuid import UUID

from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from backend.clues.models import CluePhoto
from backend.kernel.pictures import open_upright

MOST = 3
MOST_BYTES = 8 * 1024 * 1024
FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE, QUALITY = 1600, 80


def made_anew(data: bytes) -> bytes:
    """The picture as JPEG: upright, at most 1600 pixels long, nothing but pixels. Raises NotAPicture."""
    picture = open_upright(BytesIO(data), FORMATS, (LONGEST_SIDE, LONGEST_SIDE))
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    out = BytesIO()
    picture.save(out, format="JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def keep(tx: Session, clue_id: UUID, jpegs: Sequence[bytes]) -> None:
    """Keep what `made_anew` gave, in its order; at most MOST."""
    for n, jpeg in enumerate(jpegs[:MOST], start=1):
        tx.add(CluePhoto(clue_id=clue_id, position=n, sha256=sha256(jpeg).digest(), jpeg=jpeg))


def counted(tx: Session, clue_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Clue → how many photos came with it, for those that have any."""
    wanted = (
        select(CluePhoto.clue_id, func.count().label("taken"))
        .where(CluePhoto.clue_id.in_(clue_ids))
        .group_by(CluePhoto.clue_id)
    )
    return {row.clue_id: row.taken for row in tx.execute(wanted)}


def photo(tx: Session, clue_id: UUID, position: int) -> CluePhoto | None:
    """One of them with its bytes. Whoever asks must have found the clue by `queries.clue`."""
    return tx.get(CluePhoto, (clue_id, position), options=[undefer(CluePhoto.jpeg)])
