"""The recording of the demo's lawful visit, as its phone told of it: segments of two minutes, one break with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy.orm import Session

from backend.demo.acting import Errand, actor, clock
from backend.demo.ids import demo_id
from backend.evidence import service
from backend.evidence.chain import Link, epoch_ms
from backend.evidence.models import Media
from backend.evidence.states import GENESIS
from backend.inspections import course
from backend.inspections.course import StepTaken
from backend.inspections.models import Inspection
from backend.kernel.schema import rfc3339

SEGMENT = timedelta(minutes=2)
BREAK = timedelta(seconds=75)
BYTES_PER_SECOND = 90_000

Span = tuple[datetime, datetime]


def film(tx: Session, errand: Errand, *, inspection_id: UUID, begin: datetime, end: datetime) -> None:
    """Told to the server, not sent: the bytes are still on the phone, and the desk says so."""
    lead, media_id = actor(errand.officers[0]), demo_id("media", inspection_id)
    inspection = tx.get_one(Inspection, inspection_id)
    subject = service.Subject(inspection.organ_id, inspection.region_path, inspection.id)
    told = {
        "kind": "recording", "mime": "video/webm;codecs=vp8,opus", "started_at": begin, "position": None, "caption": None,
        "settings": None, "clock": {**clock(begin), "wall": rfc3339(begin)},
    }  # fmt: skip
    media = service.declare_media(tx, actor=lead, now=begin, media_id=media_id, subject=subject, told=told)
    tx.flush()
    middle = begin + (end - begin) * 0.6
    long_enough = end - middle > 2 * BREAK
    _tell(tx, media, [*_cut(begin, middle), *_cut(middle + BREAK, end)] if long_enough else [*_cut(begin, end)])
    if long_enough:
        _explain(tx, errand, inspection_id, middle)


def _tell(tx: Session, media: Media, spans: list[Span]) -> None:
    prev, ended = GENESIS, spans[0][0]
    for n, span in enumerate(spans):
        link = _link(prev, n, span, span[0] - ended)
        prev, ended = link.digest(), span[1]
        told = {
            "n": n, "size": link.size, "sha256": link.sha256, "prev": link.prev, "link": prev, "started_at": span[0],
            "duration_ms": link.duration_ms, "gap_ms": link.gap_ms, "cause": link.cause, "final": n == len(spans) - 1,
        }  # fmt: skip
        service.declare_segment(tx, media=media, now=span[1], segment_id=demo_id("segment", media.id, n), told=told)


def _explain(tx: Session, errand: Errand, inspection_id: UUID, at: datetime) -> None:
    """The officer paused for a call and said so (B-61)."""
    step = StepTaken("recording_paused", at, clock(at), None, None, "call", None)
    course.record_step(
        tx, actor=actor(errand.officers[0]), now=at, step_id=demo_id("step", inspection_id, "paused"),
        inspection_id=inspection_id, step=step,
    )  # fmt: skip


def _cut(begin: datetime, end: datetime) -> Iterator[Span]:
    while begin < end:
        yield begin, min(begin + SEGMENT, end)
        begin += SEGMENT


def _link(prev: bytes, n: int, span: Span, gap: timedelta) -> Link:
    length = span[1] - span[0]
    digest, millisecond = sha256(f"demo segment {n}".encode()).digest(), timedelta(milliseconds=1)
    size = int(length.total_seconds() * BYTES_PER_SECOND)
    cause = "paused" if gap else None
    return Link(prev, digest, n, size, epoch_ms(span[0]), length // millisecond, gap // millisecond, cause)
