"""tus uploads in PATCHes of 5 MiB: ours with SHA-256 of chunk and file and fsync, the peer without either.

`ours` asks the upload process itself, as the peer is asked; `gateway` goes through nginx.

The bytes are one random block with another beginning each time. Between runs both stores are emptied, and ours has sealed
what it received.
"""

from __future__ import annotations

import base64
import hashlib
import os
import resource
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from bench.frame import crowd, peers
from bench.frame.house import House
from bench.frame.posting import Client
from bench.frame.rounds import Case, Load, interleave, quick, ratio, told
from script.parts import processes

CHUNK = 5 << 20
HEAD = 16
BLOCK = memoryview(os.urandom(CHUNK))
ROUNDS = 3
UNSEALED = "SELECT EXISTS (SELECT FROM upload WHERE state IN ('growing', 'complete'))"


@dataclass(frozen=True, slots=True)
class Target:
    """Where to upload to; `checked` sends the SHA-256 of every chunk and of the whole."""

    url: str
    headers: dict[str, str]
    media: tuple[UUID, ...] = ()

    @property
    def checked(self) -> bool:
        return bool(self.media)


def measure(name: str, clients: int, mib: int, goal: float) -> None:
    """So many clients with so many MiB each, in rounds with the peer and with the disk alone; prints the result."""
    mib = min(mib, 32 if quick() else mib)
    with House() as house:
        officer = crowd.people(house, "officer", 1)[0]
        media = _media(house, officer.id, clients)
        alone = f"http://127.0.0.1:{house.port + processes.STEP['upload']}"
        cases = [
            _ours(house, "ours", alone, officer, media, clients, mib),
            _ours(house, "gateway", house.base, officer, media, clients, mib),
        ]
        if (peer := peers.tus(house, house.port + 10)) is not None:
            pid, folder = peer
            theirs = Target(f"http://127.0.0.1:{house.port + 10}/files", {})
            cases.append(Case("peer", lambda: _load(theirs, clients, mib), {"server": [pid]}, lambda: _empty(folder)))
        cases.append(Case("disk", lambda: _disk(house.folder, mib * clients), {}))
        runs = interleave(cases, ROUNDS)
    of_disk = {
        f"{each}_to_disk": round(ratio(runs[each], runs["disk"]), 2) for each in ("ours", "peer") if each in runs
    }
    beside = "peer" if "peer" in runs else "disk"
    of_disk["gateway_ratio"] = round(ratio(runs["gateway"], runs[beside]), 2)
    words = "@tus/server 2.4 with file store" if beside == "peer" else "the disk alone: @tus/server is not installed"
    told(
        name, runs, beside=words, ratio=round(ratio(runs["ours"], runs[beside]), 2), goal=goal, unit="MiB/s", **of_disk
    )


def _ours(
    house: House, name: str, base: str, officer: crowd.Somebody, media: tuple[UUID, ...], clients: int, mib: int
) -> Case:
    """Our uploads at this address: of the upload process itself, as the peer is asked, or of nginx before it."""
    target = Target(f"{base}/api/v1/uploads", {"Cookie": officer.cookie}, media)
    front = house.gateway if name == "gateway" else []
    works = {"server": [*house.upload, *front], "database": house.postgres, "worker": house.worker}
    return Case(name, lambda: _load(target, clients, mib), works, lambda: _sealed(house))


def _load(target: Target, clients: int, mib: int) -> Load:
    before, begun = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    seeds = [_seed() for _ in range(clients)]
    for seed in seeds if target.checked else ():
        _whole(seed, mib << 20)  # known beforehand: not the client's hashing is measured
        _chunk(seed, CHUNK), _chunk(seed, (mib << 20) % CHUNK or CHUNK)
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    with ThreadPoolExecutor(clients) as pool:
        took = sorted(
            each
            for times in pool.map(lambda n: [*_upload(target, n, seeds[n], mib << 20)], range(clients))
            for each in times
        )
    seconds, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF)
    client_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Load(clients * mib, seconds, median(took) * 1000, took[int(len(took) * 0.99)] * 1000, client_s=client_s)


def _upload(target: Target, n: int, seed: bytes, size: int) -> Iterator[float]:
    """Upload one file; the seconds of each PATCH."""
    client, plain = Client(target.url), {"Tus-Resumable": "1.0.0", **target.headers}
    path = _created(client, target, n, seed, size, plain)
    for offset in range(0, size, CHUNK):
        length = min(CHUNK, size - offset)
        headers = {**plain, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        if target.checked:
            headers["Upload-Checksum"] = f"sha256 {_chunk(seed, length)}"
        begun = time.perf_counter()
        status, _, content = client.send("PATCH", path, headers, seed, BLOCK[HEAD:length])
        yield time.perf_counter() - begun
        _insist(status == 204, status, content)
    client.close()


def _created(client: Client, target: Target, n: int, seed: bytes, size: int, headers: dict[str, str]) -> str:
    told = {"filename": "segment.mp4"}
    if target.checked:
        told = {"media_id": str(target.media[n]), "segment": str(time.time_ns() % 10**6), "mime": "video/mp4"}
        told["sha256"] = _whole(seed, size)
    pairs = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())
    status, head, content = client.send(
        "POST", client.url.path, {**headers, "Upload-Length": str(size), "Upload-Metadata": pairs}
    )
    _insist(status == 201, status, content)
    location = next(line for line in head.decode().split("\r\n") if line.lower().startswith("location:"))
    return urlsplit(location.partition(":")[2].strip()).path


def _insist(right: bool, status: int, content: bytes) -> None:
    if not right:
        raise SystemExit(f"✗ an upload was answered {status}: {content[:300]!r}")


def _seed() -> bytes:
    return os.urandom(HEAD)


@cache
def _chunk(seed: bytes, length: int) -> str:
    return base64.b64encode(hashlib.sha256(seed + BLOCK[HEAD:length]).digest()).decode()


@cache
def _whole(seed: bytes, size: int) -> str:
    running = hashlib.sha256()
    for offset in range(0, size, CHUNK):
        running.update(seed)
        running.update(BLOCK[HEAD : min(CHUNK, size - offset)])
    return running.hexdigest()


def _media(house: House, owner: UUID, count: int) -> tuple[UUID, ...]:
    """So many recordings of an officer, declared on a visit of the demo."""
    ids, now = tuple(uuid4() for _ in range(count)), datetime.now(UTC)
    with house.quiet_registers() as database:
        visit, organ = database.execute("SELECT id, organ_id FROM inspection LIMIT 1").fetchone()
        rows = ((id_, visit, owner, organ, crowd.REGION, "recording", "video/mp4", now, now, "{}") for id_ in ids)
        columns = "id inspection_id owner_id organ_id region_path kind mime started_at declared_at clock"
        crowd.copy(database, "media", columns, rows)
    return ids


def _sealed(house: House) -> None:
    """Wait until the worker has sealed everything, and empty the store."""
    deadline = time.monotonic() + 120
    with house.connect() as database:
        while database.execute(UNSEALED).fetchone()[0]:
            if time.monotonic() > deadline:
                raise SystemExit("✗ uploads were not sealed within two minutes")
            time.sleep(0.2)
    _empty(house.folder / "blobs")


def _empty(folder: Path) -> None:
    for each in folder.iterdir():
        if each.is_dir():
            shutil.rmtree(each)
        else:
            each.unlink()


def _disk(folder: Path, mib: int) -> Load:
    """The least that an honest upload costs: write, SHA-256 and fsync of every chunk, without a network."""
    running, path, begun = hashlib.sha256(), folder / "floor.bin", time.perf_counter()
    before = time.process_time()
    with path.open("wb", buffering=0) as file:
        for offset in range(0, mib << 20, CHUNK):
            piece = BLOCK[: min(CHUNK, (mib << 20) - offset)]
            file.write(piece)
            running.update(piece)
            os.fdatasync(file.fileno())
    seconds = time.perf_counter() - begun
    path.unlink()
    return Load(mib, seconds, client_s=time.process_time() - before)
