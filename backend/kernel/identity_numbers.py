"""Resident identity numbers (GB 11643) in a text: found, so that no field keeps one by mistake (B-102).

A unified social credit code (GB 32100) has 18 characters, too. What is a sound one is none of these.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from stdnum.cn import uscc

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PROVINCES = frozenset(map(str, (
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63,
    64, 65, 71, 81, 82, 83,
)))  # fmt: skip
"""First two digits. Credit codes of enterprises begin with 91 to 93, where no number of a resident does."""

_PLACE = re.compile(r"(?<![0-9A-Za-z])(\d{6})[ -]?(\d{8})[ -]?(\d{3}[\dXx])(?![0-9A-Za-z])", re.ASCII)


def identity_number_in(text: str) -> str | None:
    """The first identity number in a text, in its plain form; None where there is none."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    found = ("".join(each.groups()).upper() for each in _PLACE.finditer(plain))
    return next((each for each in found if is_identity_number(each) and not _is_credit_code(each)), None)


def masked(text: str) -> str:
    """The text with the day of birth and what follows of every identity number in it written as asterisks."""
    while found := identity_number_in(text):
        pattern = rf"{found[:6]}[ -]?{found[6:14]}[ -]?{found[14:]}"
        plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
        text = re.sub(pattern, f"{found[:6]}************", plain, flags=re.IGNORECASE)
    return text


def is_identity_number(text: str) -> bool:
    """Whether 18 characters are a number that GB 11643 could have given: a place, a day of birth, the check digit."""
    if not re.fullmatch(r"\d{17}[\dX]", text, re.ASCII) or text[:2] not in _PROVINCES:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == text[17] and _is_birthday(text[6:14])


def _is_birthday(text: str) -> bool:
    try:
        return 1880 <= date.fromisoformat(f"{text[:4]}-{text[4:6]}-{text[6:]}").year <= 2100
    except ValueError:
        return False


def _is_credit_code(text: str) -> bool:
    """A sound credit code names a register and the place of that register; an identity number hardly ever does."""
    return text[2:4] in _PROVINCES | {"10"} and bool(uscc.is_valid(text))
