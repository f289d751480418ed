"""The contact sheet: the photos of a visit at the end of its record, small, each with what was said of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from backend.inspections.recorded import Photo
from backend.papers.draft import Shot

MOST = 24
"""Photos on one paper: about two pages. How many more there are is said under them."""

MOST_BYTES = 12 * 1024
"""Of one picture."""


def shots(photos: Sequence[Photo], zone: ZoneInfo) -> list[Shot]:
    """The first MOST photos; without a picture where nothing is sealed yet, or nothing can be shown."""
    return [_shot(n, each, zone) for n, each in enumerate(photos[:MOST], 1)]


def _shot(n: int, photo: Photo, zone: ZoneInfo) -> Shot:
    return Shot(
        label=f"照片 {n}", caption=photo.caption, at=f"{photo.at.astimezone(zone):%Y-%m-%d %H:%M:%S}",
        tail=f"…{photo.sha256.hex()[-8:]}" if photo.sha256 else "", kind=_kind(photo), note=_note(photo),
        media_id=str(photo.shown) if photo.shown else "",
    )  # fmt: skip


def _kind(photo: Photo) -> str:
    if photo.shown is None:
        return ""
    return "加印副本" if photo.stamped else "原图缩小"


def _note(photo: Photo) -> str:
    if photo.sha256 is None:
        return "照片尚未上传"
    if photo.differs:
        return "封存内容与手机登记不符"
    return "" if photo.shown else "已封存，缩略图还没有生成"
