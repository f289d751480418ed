"""How a Chinese name is typed on a keyboard without Chinese: in full and by its initials."""

from __future__ import annotations

from functools import lru_cache

from pypinyin import Style, pinyin

MOST_READINGS = 4
"""Readings of a first character that are kept: 单 is Shan as a surname, dan elsewhere."""


@lru_cache(maxsize=4096)
def spelled(name: str) -> str:
    """Lower-case spellings of a name, parted by spaces: '周明远' → 'zhoumingyuan zmy'. Letters and digits stay.

    Where the first character has several readings each of them is spelled, because surnames are read in their own way.
    """
    syllables = [each[0].lower() for each in pinyin(name.strip(), style=Style.NORMAL) if each[0].strip()]
    if not syllables:
        return ""
    rest, words = syllables[1:], []
    for first in _first_readings(name.strip()[0], syllables[0]):
        words += ["".join([first, *rest]), "".join(each[0] for each in (first, *rest))]
    return " ".join(dict.fromkeys(words))


def _first_readings(character: str, usual: str) -> list[str]:
    if character.isascii():
        return [usual]
    others = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
    return list(dict.fromkeys([usual, *(each.lower() for each in others)]))[:MOST_READINGS]
