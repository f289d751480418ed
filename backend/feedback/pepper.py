"""The secret that keeps rating tokens apart from the database: 32 bytes in a file beside the keys, mode 0600."""

import os
import secrets
from pathlib import Path

_NAME = "rating.secret"


def load_or_make_pepper(folder: Path) -> bytes:
    """The pepper; made on first use. Two makers at once end with one file."""
    path = folder / _NAME
    if not path.exists():
        _make(path)
    return path.read_bytes()


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was faster; its pepper is the one
    finally:
        draft.unlink()
