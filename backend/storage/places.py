"""So many at a time, whichever processes ask: a place is a file lock, so that nobody who died holds one."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NoPlaceFree(Exception):
    """All places are taken."""


@contextmanager
def place(folder: Path, whose: str, most: int) -> Iterator[None]:
    """Hold one of somebody's places. Raises NoPlaceFree where `most` are held, by threads or processes of this machine."""
    descriptor = _taken(folder, whose, most)
    try:
        yield
    finally:
        os.close(descriptor)


def _taken(folder: Path, whose: str, most: int) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(most):
        descriptor = os.open(folder / f"{whose}-{n}", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
        else:
            return descriptor
    raise NoPlaceFree
