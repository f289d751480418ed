"""The viewing copy of a medium: made from sealed originals, by a program of its own, never the evidence itself."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.config import Settings
from backend.evidence import queries, service
from backend.evidence.models import Media, Playable, Segment
from backend.evidence.states import base_mime
from backend.kernel.jobs import Tools, job
from backend.kernel.transaction import transaction
from backend.storage.stores import store_named

LONGEST_OVERLAP_MS = 3000
LONGEST = timedelta(minutes=30)
OUTLIVES = timedelta(hours=6)
"""A copy that was replaced stays so long: somebody may be in the middle of watching it."""


class CopyFailed(Exception):
    """The originals could not be made into a viewing copy; they are sealed all the same."""


@job("evidence.make_playable", tries=4)
def make_playable(tools: Tools, media_id: str) -> None:
    """Make a copy of all that is sealed of a medium and point to it. Run again, it makes an equal copy."""
    with transaction(tools.sessions, read_only=True) as tx:
        media = tx.get_one(Media, UUID(media_id))
        (file,) = queries.files(tx, [media])
    if not file.sealed:
        return
    made = _make(tools.settings, file)
    with transaction(tools.sessions) as tx:
        service.settle_playable(tx, media=media, now=tools.clock.now(), made=made)


def sweep_copies(tools: Tools) -> None:
    """Remove copies that no row points to, once nobody can be watching them any more."""
    folder = _folder(tools.settings)
    with transaction(tools.sessions, read_only=True) as tx:
        rows = tx.execute(select(Playable.file, Playable.thumbnail)).all()
    used = {name for row in rows for name in row}
    eldest = (tools.clock.now() - OUTLIVES).timestamp()
    for path in folder.glob("[!.]*/*"):
        if str(path.relative_to(folder)) not in used and path.stat().st_mtime < eldest:
            path.unlink(missing_ok=True)


def _make(settings: Settings, file: queries.File) -> dict[str, Any]:
    folder = _folder(settings)
    with TemporaryDirectory(dir=folder, prefix=".making-") as work:
        told = _run(_request(settings, file, Path(work)), Path(work))
        stem = f"{file.media.id.hex[-2:]}/{file.media.id}-{told['segments']}-{told['digest'][:8]}"
        (folder / stem).parent.mkdir(exist_ok=True)
        (Path(work) / told["file"]).replace(folder / f"{stem}{told['suffix']}")
        if told["thumbnail"]:
            (Path(work) / told["thumbnail"]).replace(folder / f"{stem}.thumb.jpg")
    made = {"file": f"{stem}{told['suffix']}", "thumbnail": f"{stem}.thumb.jpg" if told["thumbnail"] else None}
    return {**made, "mime": told["mime"], "duration_s": told["duration_s"], "segments": told["segments"]}


def _request(settings: Settings, file: queries.File, work: Path) -> dict[str, Any]:
    """What the copying program is told: sealed files, and where each stands in time. Times are milliseconds."""
    sealed, clock = [], 0
    for before, piece in zip([None, *file.pieces], file.pieces, strict=False):
        clock += _step_ms(before.declared if before else None, piece.declared)
        if item := piece.best:
            path = store_named(item.store, settings).local(item.key, work)
            sealed.append({"path": str(path), "at_ms": clock})
    return {"mime": base_mime(file.media.mime), "segments": sealed, "work": str(work)}


def _step_ms(before: Segment | None, declared: Segment | None) -> int:
    """From the start of one segment to the start of the next.

    Where a phone starts a recorder before it stops the last one the two overlap; the starts tell by how
    much. A difference that no overlap explains is a clock that jumped: then length and declared hole count.
    """
    if before is None:
        return 0
    told = before.duration_ms + (declared.gap_ms if declared else 0)
    if declared is None:
        return told
    between = round((declared.started_at - before.started_at).total_seconds() * 1000)
    return between if 0 < told - between <= LONGEST_OVERLAP_MS else told


def _run(request: dict[str, Any], work: Path) -> dict[str, Any]:
    """Let another process read the foreign bytes: a decoder that falls over takes nobody with it. Raises CopyFailed."""
    order = work / "order.json"
    order.write_text(json.dumps(request))
    command = [sys.executable, "-m", "backend.evidence.copying", str(order)]
    done = subprocess.run(  # noqa: S603 – our own program, and the arguments are ours
        command, capture_output=True, timeout=LONGEST.total_seconds(), check=False, cwd=Path(__file__).parents[2]
    )
    if done.returncode != 0:
        raise CopyFailed(done.stderr.decode(errors="replace").strip().rpartition("\n")[2][:200])
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _folder(settings: Settings) -> Path:
    folder = settings.data_dir / "playable"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
