"""Sealed bytes: whole files under their SHA-256, never changed. A narrow port; each driver is native to its store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Protocol

PIECE = 1024 * 1024


class BlobMissing(Exception):
    """The store has nothing under this key."""


class BlobDiffers(Exception):
    """The source's bytes do not have the digest they were to be kept under; nothing was stored."""


class StoreAway(Exception):
    """The store cannot take bytes now; the text says why, without a secret."""


@dataclass(frozen=True, slots=True)
class BlobStat:
    """What the store says about a blob without opening it."""

    bytes: int


class BlobStore(Protocol):
    """A place for sealed bytes. `name` stands on every row that points into it, so that a store can be retired."""

    name: str

    def insist_ready(self) -> None:
        """Ask the store itself, for seconds at the most, whether it can be written to. Raises StoreAway."""
        ...

    def put(self, digest: bytes, source: Path) -> str:
        """Store the file under its SHA-256 and give the key.

        MUST survive power loss once it returns. MUST be repeatable: the same bytes again change nothing.
        MUST NOT replace bytes that are there. MUST NOT store bytes with another digest (raises BlobDiffers).
        """
        ...

    def open(self, key: str) -> BinaryIO:
        """The bytes, seekable. MUST NOT allow writing. Raises BlobMissing."""
        ...

    def stat(self, key: str) -> BlobStat:
        """Length of the blob. Raises BlobMissing."""
        ...

    def url(self, key: str, seconds: int) -> str | None:
        """An address where a browser may fetch the bytes itself for so long; None when they must go through us."""
        ...

    def local(self, key: str, folder: Path) -> Path:
        """A file to read the bytes from: the stored one itself, or a copy in `folder`. MUST NOT be written to."""
        ...


def key_of(digest: bytes) -> str:
    """`ab/abcdef…`: two levels, because a flat folder of a million names is slow to list."""
    return f"{digest[:1].hex()}/{digest.hex()}"


def digest_of(path: Path) -> bytes:
    """SHA-256 of a file, read in pieces."""
    running = sha256()
    with open(path, "rb") as file:
        for piece in pieces(file):
            running.update(piece)
    return running.digest()


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """The rest of the file in pieces of at most PIECE bytes."""
    while piece := file.read(PIECE):
        yield piece


def verified(file: BinaryIO, digest: bytes) -> Iterator[bytes]:
    """The pieces of a file; raises BlobDiffers before the last one when they do not have this digest."""
    running, last = sha256(), b""
    for piece in pieces(file):
        running.update(piece)
        if last:
            yield last
        last = piece
    if running.digest() != digest:
        raise BlobDiffers
    yield last
