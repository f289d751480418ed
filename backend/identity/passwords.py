"""Argon2id (RFC 9106). The memory is a setting, so that tests do not wait."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


def hash_password(password: str, memory_kib: int) -> str:
    """An encoded Argon2id hash with its own salt."""
    return _hasher(memory_kib).hash(password)


def password_fits(encoded: str | None, password: str, memory_kib: int) -> bool:
    """Whether the password is right. Takes as long for an unknown account as for a wrong password."""
    try:
        return _hasher(memory_kib).verify(encoded or _decoy(memory_kib), password) and encoded is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hasher(memory_kib: int) -> PasswordHasher:
    return PasswordHasher(time_cost=3, memory_cost=memory_kib, parallelism=1)


@cache
def _decoy(memory_kib: int) -> str:
    return _hasher(memory_kib).hash("nobody has this password")
