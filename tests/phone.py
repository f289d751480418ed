"""A phone as the server sees it: declares media and segments, and sends their bytes by tus. Over any transport."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import cbor2
import httpx
from flask.testing import FlaskClient

from backend.inspections.models import Inspection
from backend.kernel.ids import uuid7
from tests.world import SignedIn, World

UPLOADS = "/api/v1/uploads"
MINUTES_2 = 120_000


@dataclass(frozen=True)
class Reply:
    """An answer, whatever carried it."""

    status: int
    headers: Mapping[str, str]
    json: Any
    content: bytes = b""

    @property
    def offset(self) -> int:
        return int(self.headers["Upload-Offset"])


Send = Callable[[str, str, Mapping[str, str], Any], Reply]


def over_flask(client: FlaskClient) -> Send:
    """Talk to the application in this process."""

    def send(method: str, path: str, headers: Mapping[str, str], content: Any) -> Reply:
        body = {"json": content} if isinstance(content, dict) else {"data": content}
        with client.open(path, method=method, headers=dict(headers), **body) as answer:
            return Reply(answer.status_code, answer.headers, answer.get_json(silent=True), answer.data)

    return send


def over_client(client: httpx.Client) -> Send:
    """Talk to a server through a client that the caller closes."""

    def send(method: str, path: str, headers: Mapping[str, str], content: Any) -> Reply:
        body = {"json": content} if isinstance(content, dict) else {"content": content}
        answer = client.request(method, path, headers=dict(headers), **body)
        text = answer.headers.get("Content-Type", "")
        return Reply(answer.status_code, answer.headers, answer.json() if "json" in text else None, answer.content)

    return send


@dataclass
class Phone:
    """One officer's phone. Everything returns the server's reply; nothing is checked here."""

    send: Send
    links: dict[UUID, bytes] = field(default_factory=dict)

    def declare(
        self,
        visit: UUID,
        kind: str = "recording",
        mime: str = "video/webm;codecs=vp8,opus",
        *,
        key: UUID | None = None,
        **more: Any,
    ) -> Reply:
        return self.declare_at(f"/api/v1/inspections/{visit}/media", kind, mime, key=key, **more)

    def declare_at(self, path: str, kind: str, mime: str, *, key: UUID | None = None, **more: Any) -> Reply:
        told = {
            "kind": kind, "mime": mime, "started_at": "2026-04-22T02:28:14Z",
            "clock": {"wall": "2026-04-22T02:28:14Z", "mono_ms": 1.5, "boot": "b1", "quality": "synced"}, **more,
        }  # fmt: skip
        return self._post(path, told, key)

    def segment(
        self,
        media: UUID,
        n: int,
        content: bytes,
        *,
        duration_ms: int = MINUTES_2,
        gap_ms: int = 0,
        cause: str | None = None,
        final: bool = False,
        key: UUID | None = None,
        **more: Any,
    ) -> Reply:
        started = datetime(2026, 4, 22, 2, 28, 14, tzinfo=UTC) + timedelta(milliseconds=n * MINUTES_2)
        prev, digest = self.links.get(media, bytes(32)), sha256(content).digest()
        start_ms = int(started.timestamp()) * 1000 + started.microsecond // 1000
        figures = [prev, digest, n, len(content), start_ms, duration_ms, gap_ms, cause]
        link = sha256(cbor2.dumps(figures, canonical=True)).digest()
        self.links[media] = link
        told = {
            "n": n, "bytes": len(content), "sha256": digest.hex(), "prev": prev.hex(), "link": link.hex(),
            "started_at": started.isoformat(), "duration_ms": duration_ms, "gap_ms": gap_ms, "cause": cause, "final": final,
            **more,
        }  # fmt: skip
        return self._post(f"/api/v1/media/{media}/segments", told, key)

    def begin(
        self,
        media: UUID,
        content: bytes,
        *,
        segment: int = 0,
        mime: str = "video/webm",
        digest: bytes | None = None,
        length: int | None = None,
        metadata: Mapping[str, str] | None = None,
        **headers: str,
    ) -> Reply:
        told = {
            "media_id": str(media),
            "segment": str(segment),
            "mime": mime,
            "sha256": (digest or sha256(content).digest()).hex(),
        }
        packed = ",".join(f"{name} {b64encode(value.encode()).decode()}" for name, value in (metadata or told).items())
        sent = {"Upload-Length": str(len(content) if length is None else length), "Upload-Metadata": packed, **headers}
        return self.tus("POST", UPLOADS, sent)

    def patch(self, location: str, offset: int, content: bytes | Iterable[bytes], **headers: str) -> Reply:
        sent = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream", **headers}
        return self.tus("PATCH", location, sent, content)

    def head(self, location: str) -> Reply:
        return self.tus("HEAD", location, {})

    def upload(self, media: UUID, content: bytes, **more: Any) -> str:
        """Begin and send everything; gives the location."""
        location = self.begin(media, content, **more).headers["Location"]
        self.patch(location, 0, content)
        return location

    def tus(self, method: str, path: str, headers: Mapping[str, str], content: Any = b"") -> Reply:
        return self.send(method, path, {"Tus-Resumable": "1.0.0", **headers}, content)

    def get(self, path: str, **headers: str) -> Reply:
        return self.send("GET", f"/api/v1{path}", headers, b"")

    def _post(self, path: str, told: dict[str, Any], key: UUID | None) -> Reply:
        return self.send("POST", path, {"Idempotency-Key": str(key or uuid7())}, told)


def visit_of(world: World, officer: SignedIn) -> UUID:
    """A visit of the officer's organ that is going on."""
    enterprise, site = world.enterprise()
    person = officer.person
    inspection = Inspection(
        id=uuid7(), organ_id=person.organ_id, region_code=world.region.code, region_path=world.region.path,
        enterprise_id=enterprise.id, site_id=site.id, kind="routine", trigger="plan", organ_name="示范区市场监督管理局",
        enterprise_name=enterprise.name, enterprise_identifier=enterprise.identifier, address=site.address, state="ongoing",
        mark="clean", arrived_at=world.clock.now(), checked_in_by=person.id,
    )  # fmt: skip
    with world.sessions() as tx:
        tx.add(inspection)
        tx.commit()
    return inspection.id
