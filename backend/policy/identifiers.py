"""Who is it? The unified social credit code with its check digit, found in whatever was scanned (B-48, B-49)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

from backend.policy.facts import Finding, Severity

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100: 31 characters without I, O, S, V, Z."""

WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
LENGTH = 18

_ALONE = re.compile(rf"(?<![0-9A-Z])[{ALPHABET}]{{{LENGTH}}}(?![0-9A-Z])")
_EMBEDDED = re.compile(rf"(?=([1-9ANY][1-59][0-9]{{6}}[{ALPHABET}]{{{LENGTH - 8}}}))")
"""Glued to other letters: then the registration authority, the kind and the six digits of the place must fit, too."""


@dataclass(frozen=True, slots=True)
class UsccCheck:
    """`normalised` is the code in its canonical form if it has one; `why` is ok, length, character or digit.

    Only `digit` is a code that may yet be in real use: it is kept and marked, never refused (B-49).
    """

    normalised: str | None
    ok: bool
    why: str


def check_uscc(text: str) -> UsccCheck:
    """Check a typed code: full-width and lower-case letters, spaces and hyphens are forgiven (B-49)."""
    code = re.sub(r"[\s\-]", "", _plain(text))
    if len(code) != LENGTH:
        return UsccCheck(None, ok=False, why="length")
    if any(each not in ALPHABET for each in code):
        return UsccCheck(None, ok=False, why="character")
    ok = check_digit(code[:-1]) == code[-1]
    return UsccCheck(code, ok, "ok" if ok else "digit")


def check_digit(first_17: str) -> str:
    """(31 − sum mod 31) mod 31: the outer mod turns remainder 0 into the digit 0 (B-49)."""
    total = sum(ALPHABET.index(each) * weight for each, weight in zip(first_17, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def find_uscc(text: str) -> str | None:
    """The first code with a right check digit in any scanned text or address; else the first that only looks like one.

    Letters around a code are no hindrance, but then only a right check digit counts.
    """
    plain = _plain(unquote(text))
    alone = [*_ALONE.findall(plain), *filter(None, [check_uscc(text).normalised])]
    right = (each for each in [*alone, *_EMBEDDED.findall(plain)] if check_uscc(each).ok)
    return next(right, alone[0] if alone else None)


def find_identifier(text: str, scheme: str) -> str | None:
    """The identifier that a scanned text tells: a code for 'uscc', the trimmed text for any other scheme."""
    return find_uscc(text) if scheme == "uscc" else (_plain(text).strip() or None)


def scan_finding(text: str, identifier: str, scheme: str) -> Finding | None:
    """What is wrong with the scan: another enterprise, or none that can be read (B-48). None if it is the right one."""
    found = find_identifier(text, scheme)
    if found is None:
        return Finding("UNKNOWN_ENTERPRISE", "B-48", Severity.REVIEW, {"expected": identifier})
    if found != _plain(identifier).strip():
        return Finding("WRONG_ENTERPRISE", "B-48", Severity.ALERT, {"expected": identifier, "scanned": found})
    return None


def _plain(text: str) -> str:
    """Full-width forms become plain ones, letters capital."""
    return unicodedata.normalize("NFKC", text).upper()
