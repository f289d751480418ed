"""Argon2id (RFC 9106), and which passwords are taken. The memory is a setting, so that tests do not wait."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10
_EASY_TO_READ = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters and digits that look alike on paper."""

TOO_SHORT = {"zh": "不足 10 个字符。", "en": "it has fewer than 10 characters."}
COMMON = {"zh": "很多人在用，会被最先猜到。", "en": "many people use it, so it is guessed first."}
THE_LOGIN = {"zh": "它就是账号名。", "en": "it is the account name."}


def why_refused(password: str, login: str) -> dict[str, str] | None:
    """Why a new password is not taken, in both languages; None if it is. Length counts more than mixture."""
    plain = _plain(password)
    if len(plain) < SHORTEST:
        return TOO_SHORT
    if login and plain.strip() in (_plain(login), _plain(login)[::-1]):
        return THE_LOGIN
    return COMMON if plain in _common() or len(set(plain)) < 4 else None


def one_time_password() -> str:
    """Twelve letters and digits in three groups, 59 bits: to be read aloud once, and changed."""
    return "-".join("".join(secrets.choice(_EASY_TO_READ) for _ in range(4)) for _ in range(3))


def hash_password(password: str, memory_kib: int) -> str:
    """An encoded Argon2id hash with its own salt."""
    return _hasher(memory_kib).hash(password)


def password_fits(encoded: str | None, password: str, memory_kib: int) -> bool:
    """Whether the password is right. Takes as long for an unknown account as for a wrong password."""
    try:
        return _hasher(memory_kib).verify(encoded or _decoy(memory_kib), password) and encoded is not None
    except (VerificationError, InvalidHashError):
        return False


def _plain(text: str) -> str:
    """As people mean it: full-width and upper-case forms are the same guess."""
    return unicodedata.normalize("NFKC", text).lower()


@cache
def _common() -> frozenset[str]:
    lines = Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


@cache
def _hasher(memory_kib: int) -> PasswordHasher:
    return PasswordHasher(time_cost=3, memory_cost=memory_kib, parallelism=1)


@cache
def _decoy(memory_kib: int) -> str:
    return _hasher(memory_kib).hash("nobody has this password")
