"""Issue a paper: once, for ever. Facts that changed since make the next edition, which names the one before."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import UUID

from sqlalchemy.orm import Session

from backend.certificates import qr, short_codes
from backend.config import Settings
from backend.identity import queries as identity
from backend.inspections.recorded import recorded
from backend.journal.record import record
from backend.kernel.clock import rfc3339
from backend.kernel.ids import uuid7
from backend.kernel.transaction import Sessions, transaction
from backend.papers import queries
from backend.papers.contact import MOST_BYTES
from backend.papers.draft import Draft
from backend.papers.events import PaperIssued
from backend.papers.models import Paper
from backend.papers.printing import Printed, printed, turn
from backend.storage.stores import sealing_store, store_named


@dataclass(frozen=True, slots=True)
class Issue:
    """Who asks for a paper, and when; nobody where it is the enterprise, from its own page."""

    by: UUID | None
    at: datetime


def current(sessions: Sessions, settings: Settings, draft: Draft, issue: Issue) -> Paper:
    """The edition that says what the draft says; issued now where there is none yet. Two at once get the same one.

    Opens transactions of its own around the printing. Raises BUSY.
    """
    if standing := _standing(sessions, draft):
        return standing
    with turn():
        if standing := _standing(sessions, draft):
            return standing
        with transaction(sessions, read_only=True) as tx:
            before, title = queries.newest(tx, draft.subject_id, draft.kind), _title(tx, draft)
            files = recorded().small_files(tx, draft.content.media_ids)
        made = _print(settings, draft, title, before, files)
        key = _keep(settings, made.pdf)
        with transaction(sessions) as tx:
            return _issue(tx, draft, title, before, made, settings.blob_store, key, issue)


def pdf_of(settings: Settings, paper: Paper) -> bytes:
    """The bytes as they were issued."""
    with store_named(paper.store, settings).open(paper.key) as file:
        return file.read()


def _standing(sessions: Sessions, draft: Draft) -> Paper | None:
    with transaction(sessions, read_only=True) as tx:
        newest = queries.newest(tx, draft.subject_id, draft.kind)
    return newest if newest is not None and newest.content_hash == draft.content.digest() else None


def _title(tx: Session, draft: Draft) -> str:
    organ = identity.organ(tx, draft.organ_id)
    return queries.title_at(tx, draft.kind, organ.id, organ.region_code, draft.dated)


def _print(settings: Settings, draft: Draft, title: str, before: Paper | None, files: Mapping[UUID, str]) -> Printed:
    code = draft.content.code
    url = qr.address(settings.public_url, "I", code) if code else None
    return printed(
        "paper.html", title=title, paper=draft.content, before=before, edition=before.edition + 1 if before else 1,
        dated=rfc3339(draft.dated.astimezone(UTC)), code=short_codes.spoken(code) if code else None,
        qr=qr.svg(url) if url else None, pictures=_pictures(settings, files),
    )  # fmt: skip


def _pictures(settings: Settings, files: Mapping[UUID, str]) -> dict[str, str]:
    """Small pictures as data addresses, by their media; one at a time is unpacked, and what is gone is left out."""
    found = {media_id: recorded().small(settings, file, MOST_BYTES) for media_id, file in files.items()}
    return {
        str(media_id): f"data:image/jpeg;base64,{b64encode(jpeg).decode()}" for media_id, jpeg in found.items() if jpeg
    }


def _keep(settings: Settings, pdf: bytes) -> str:
    """Into the store; the key under which it lies."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=settings.data_dir, prefix=".paper-", suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        return sealing_store(settings).put(sha256(pdf).digest(), Path(file.name))


def _issue(
    tx: Session, draft: Draft, title: str, before: Paper | None, made: Printed, store: str, key: str, issue: Issue
) -> Paper:
    """The row of the paper, or the one that another process issued meanwhile. Raises CONFLICT where that one differs."""
    queries.lock_subject(tx, draft.subject_id, draft.kind)
    newest = queries.newest(tx, draft.subject_id, draft.kind)
    if newest is not None and newest.content_hash == draft.content.digest():
        return newest
    paper = Paper(
        id=uuid7(), kind=draft.kind, subject_id=draft.subject_id, edition=before.edition + 1 if before else 1,
        replaces_id=before.id if before else None, task_id=draft.task_id, inspection_id=draft.inspection_id,
        organ_id=draft.organ_id, region_path=draft.region_path, title=title, content=draft.content.as_data(),
        content_hash=draft.content.digest(), sha256=sha256(made.pdf).digest(), size=len(made.pdf), pages=made.pages,
        store=store, key=key, issued_at=issue.at, issued_by=issue.by,
    )  # fmt: skip
    tx.add(paper)
    region = draft.region_path.rpartition("/")[2]
    record(tx, PaperIssued(paper.id, paper.organ_id, region, paper.kind, paper.edition, paper.sha256.hex()))
    return paper
