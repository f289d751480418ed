"""Work of the registers that outlives a request."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from backend.kernel.jobs import Tools, job
from backend.kernel.transaction import transaction
from backend.registers import moving
from backend.registers.models import ImportRun
from backend.registers.tables import exports, import_files, imports, organs_table, people_table, undoing

__all__ = ["organs_table", "people_table"]
KEPT = timedelta(days=7)


@job(imports.JOB, tries=5)
def run_import(tools: Tools, run_id: str) -> None:
    """Read, check and, if it was asked for, store one table."""
    imports.run_import(tools, run_id)


@job(undoing.JOB, tries=5)
def undo_import(tools: Tools, run_id: str) -> None:
    """Take back what one import stored."""
    undoing.undo(tools, run_id)


@job(moving.JOB, tries=5)
def settle_region(tools: Tools, old: str, new: str, xid: int) -> None:
    """Carry over what was written while a region moved."""
    moving.settle(tools, old, new, xid)


@job("registers.forget_tables", every="40 2 * * *")
def forget_tables(tools: Tools) -> None:
    """Tables that nobody applied within a week leave the disk; what was found in them stays told."""
    with transaction(tools.sessions, read_only=True) as tx:
        old = select(ImportRun.id).where(ImportRun.requested_at < tools.clock.now() - KEPT)
        for run_id in tx.scalars(old):
            import_files.forget(imports.folder(tools.settings), run_id)


@job(exports.JOB, tries=5)
def make_export(tools: Tools, run_id: str) -> None:
    """Write the file that two people let go out."""
    exports.make_file(tools, run_id)


@job("registers.forget_exports", every="20 * * * *")
def forget_exports(tools: Tools) -> None:
    """Files that were taken or are a day old leave the disk."""
    exports.forget_files(tools)
