"""What a tree of regions must look like before it is laid. Values in, problems out."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from backend.identity.founding import Ground, Place
from backend.setup.problems import BOX_WRONG, CODE_TWICE, CODE_WRONG, LEVELS_WRONG, ZONE_UNKNOWN

LEVELS = ("province", "city", "county", "special", "town")
"""From the root down; a development zone (`special`) stands beside or below a county."""

DIGITS = {"province": 6, "city": 6, "county": 6, "special": 6, "town": 9}
"""GB/T 2260 from province to county; towns carry three digits more (GB/T 10114)."""

_WORDS = {
    "province": ("省级", "province"), "city": ("市级", "city"), "county": ("县级", "county"),
    "special": ("功能区", "special zone"), "town": ("乡镇级", "town"),
}  # fmt: skip


def check_tree(tree: Sequence[Place]) -> None:
    """Levels go down, codes have their digits and differ. Raises LEVELS_WRONG, CODE_WRONG, CODE_TWICE.

    Which code lies below which is not asked: no parent is guessed from digits.
    """
    ranks = [LEVELS.index(each.level) for each in tree]
    if ranks != sorted(set(ranks)):
        raise LEVELS_WRONG(field="regions")
    for n, each in enumerate(tree):
        _check_code(each, f"regions.{n}.code")
        if any(each.code == before.code for before in tree[:n]):
            raise CODE_TWICE(field=f"regions.{n}.code", given=each.code)


def check_ground(ground: Ground) -> None:
    """The box is one and the zone is known (B-01, B-50). Raises BOX_WRONG, ZONE_UNKNOWN."""
    box = ground.box
    if not (box.west < box.east and box.south < box.north):
        raise BOX_WRONG(field="box")
    try:
        ZoneInfo(ground.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ZONE_UNKNOWN(field="zone", given=ground.zone) from error


def _check_code(place: Place, field: str) -> None:
    digits = DIGITS[place.level]
    if len(place.code) != digits or not (place.code.isascii() and place.code.isdigit()):
        zh, en = _WORDS[place.level]
        raise CODE_WRONG(field=field, level=zh, level_en=en, digits=digits, given=place.code)
