"""Numbers that a person reads aloud: twelve Crockford characters, the last of which checks the others. Pure.

The check character is a weighted sum in GF(32), so that any one wrong character and any two swapped ones are noticed.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12

_HEARD = str.maketrans({"I": "1", "L": "1", "O": "0", "-": "", " ": "", "—": "", "－": "", "　": ""})
_POLYNOMIAL = 0b100101  # x⁵ + x² + 1


def new_short_code() -> str:
    """A random number of 55 bits with its check character, as stored: no hyphens."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + check_character(body)


def check_character(body: str) -> str:
    """The character that belongs behind these eleven."""
    total = 0
    for character in body:
        total = _double(total ^ ALPHABET.index(character))
    return ALPHABET[total]


def read_short_code(text: str) -> str | None:
    """What was typed, as stored; None when it is not such a number or the check character does not fit."""
    if len(text) > 4 * LENGTH:
        return None
    code = text.strip().upper().translate(_HEARD)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return None
    return code if check_character(code[:-1]) == code[-1] else None


def spoken(code: str) -> str:
    """The number in three groups of four."""
    return "-".join(code[at : at + 4] for at in range(0, LENGTH, 4))


def _double(number: int) -> int:
    doubled = number << 1
    return doubled ^ _POLYNOMIAL if doubled & 32 else doubled
