"""The headers of tus 1.0, read strictly: what cannot be understood is refused by name, never guessed."""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from werkzeug.datastructures import Headers

from backend.evidence.problems import HEADER, METADATA, MIME_REFUSED
from backend.evidence.states import MIMES, base_mime
from backend.storage.staging import Checksum

ALGORITHMS: dict[str, Callable[[], Checksum]] = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What an upload says of itself: whose bytes they are, and what they must hash to in the end."""

    media_id: UUID
    segment: int
    sha256: bytes
    mime: str

    @classmethod
    def of(cls, headers: Headers) -> Metadata:
        """Out of Upload-Metadata; other keys are passed over. Raises METADATA, MIME_REFUSED."""
        told = dict(_pairs(headers.get("Upload-Metadata", "")))
        return cls(
            media_id=_read(told, "media_id", UUID),
            segment=_read(told, "segment", _segment),
            sha256=_read(told, "sha256", _sha256),
            mime=_mime(_read(told, "mime", str)),
        )

    def as_header(self) -> str:
        """Upload-Metadata as a client would send it."""
        told = {
            "media_id": str(self.media_id),
            "segment": str(self.segment),
            "sha256": self.sha256.hex(),
            "mime": self.mime,
        }
        return ",".join(f"{name} {b64encode(value.encode()).decode()}" for name, value in told.items())


def number(headers: Headers, name: str) -> int:
    """A length or an offset. Raises HEADER."""
    text = headers.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise HEADER(field=name, name=name)
    return int(text)


def checksum(headers: Headers) -> tuple[Checksum | None, bytes]:
    """A fresh digest and what it must come to; none where the chunk brings no checksum. Raises HEADER."""
    header = headers.get("Upload-Checksum")
    if header is None:
        return None, b""
    algorithm, _, value = header.partition(" ")
    try:
        running, expected = ALGORITHMS[algorithm](), b64decode(value, validate=True)
    except (KeyError, ValueError) as error:
        raise HEADER(field="Upload-Checksum", name="Upload-Checksum") from error
    if len(expected) != len(running.digest()):
        raise HEADER(field="Upload-Checksum", name="Upload-Checksum")
    return running, expected


def _pairs(header: str) -> Iterator[tuple[str, str]]:
    for pair in filter(None, (part.strip() for part in header.split(","))):
        name, _, value = pair.partition(" ")
        try:
            yield name, b64decode(value, validate=True).decode()
        except ValueError as error:
            raise METADATA(field="Upload-Metadata", name=name) from error


def _read(told: Mapping[str, str], name: str, read: Callable[[str], Read]) -> Read:
    try:
        return read(told[name])
    except (KeyError, ValueError) as error:
        raise METADATA(field="Upload-Metadata", name=name) from error


def _segment(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise ValueError(text)
    return int(text)


def _sha256(text: str) -> bytes:
    digest = bytes.fromhex(text)
    if len(text) != 64 or len(digest) != 32:  # fromhex passes over spaces
        raise ValueError(text)
    return digest


def _mime(text: str) -> str:
    if base_mime(text) not in MIMES or len(text) > 120 or not text.isprintable():
        raise MIME_REFUSED(field="Upload-Metadata", mime=text[:120])
    return text
