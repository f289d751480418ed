"""Text that a spreadsheet program would reckon with: made harmless on the way out, and read back as it was meant."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\0")
"""The full-width ones begin a formula in a program that is set to Chinese or Japanese."""


def harmless(text: str) -> str:
    """Text that no spreadsheet program takes for a formula: before one of FORMULA_STARTS stands an apostrophe."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def meant(text: str) -> str:
    """What stood in a cell before it was made `harmless`."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA_STARTS) else text
