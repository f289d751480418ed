"""The secret that keeps rating tokens apart from the database: 32 bytes in a file beside the keys, mode 0600."""

from functools import cache
from pathlib import Path

from backend.kernel.signing import load_or_make_secret


@cache
def load_or_make_pepper(folder: Path) -> bytes:
    """The pepper; made on first use, and read once by each process: every public page asks for it."""
    return load_or_make_secret(folder, "rating.secret")
