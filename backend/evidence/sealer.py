"""From staging into the store: hash our bytes, store them under that hash, settle. Every step can be repeated.

blob first, row second: a crash leaves an orphan blob, never a row without bytes. No transaction is open while bytes move.
"""

from __future__ import annotations

from uuid import UUID

import structlog

from backend.evidence import queries, service
from backend.evidence.models import Upload
from backend.evidence.player import sweep_copies
from backend.kernel.jobs import Tools, job
from backend.kernel.transaction import transaction
from backend.storage.blobs import digest_of
from backend.storage.staging import Locked, StagingMissing
from backend.storage.stores import sealing_store, staging

log = structlog.get_logger()


@job("evidence.seal")
def seal(tools: Tools, upload_id: str) -> None:
    """Seal one complete upload. Killed at any point and run again, it ends with one item and the same bytes."""
    with transaction(tools.sessions, read_only=True) as tx:
        upload = tx.get_one(Upload, UUID(upload_id))
    if upload.state == "complete":
        _store_and_settle(tools, upload)
    staging(tools.settings).remove(upload.id)


@job("evidence.sweep", every="* * * * *")
def sweep(tools: Tools) -> None:
    """Take up what was left lying: finished uploads nobody finished or sealed, expired ones, files without an owner."""
    _finish_what_is_whole(tools)
    _seal_what_is_complete(tools)
    _give_up_expired(tools)
    _remove_unneeded_files(tools)
    sweep_copies(tools)


def _store_and_settle(tools: Tools, upload: Upload) -> None:
    source = staging(tools.settings).path(upload.id)
    digest, size = digest_of(source), source.stat().st_size
    store = sealing_store(tools.settings)
    key = store.put(digest, source)
    with transaction(tools.sessions) as tx:
        service.settle(
            tx, upload_id=upload.id, now=tools.clock.now(), digest=digest, size=size, store=store.name, key=key
        )


def _finish_what_is_whole(tools: Tools) -> None:
    with transaction(tools.sessions, read_only=True) as tx:
        growing = queries.uploads_in(tx, "growing")
    for upload in growing:
        if _is_whole(tools, upload):
            with transaction(tools.sessions) as tx:
                service.finish_upload(tx, upload_id=upload.id, now=tools.clock.now())


def _seal_what_is_complete(tools: Tools) -> None:
    """Jobs can be lost with a worker; the upload's state says what is still to do. A second job does no harm."""
    with transaction(tools.sessions) as tx:
        for upload in queries.uploads_in(tx, "complete"):
            service.request_sealing(tx, upload.id)


def _give_up_expired(tools: Tools) -> None:
    with transaction(tools.sessions) as tx:
        for upload in queries.uploads_in(tx, "growing", before=tools.clock.now()):
            service.terminate_upload(tx, upload)


def _remove_unneeded_files(tools: Tools) -> None:
    """Staged bytes of uploads that are sealed, given up, or were never written down."""
    staged = list(staging(tools.settings).held())
    with transaction(tools.sessions, read_only=True) as tx:
        needed = queries.live_uploads(tx, staged)
    for upload_id in set(staged) - needed:
        try:
            staging(tools.settings).remove(upload_id)
        except Locked:
            log.info("staging_busy", upload=str(upload_id))


def _is_whole(tools: Tools, upload: Upload) -> bool:
    held = staging(tools.settings)
    try:
        # Only a file that looks whole is flushed; a look at the others costs nothing.
        return held.path(upload.id).stat().st_size == upload.length and held.size(upload.id) == upload.length
    except (FileNotFoundError, StagingMissing):
        return False
