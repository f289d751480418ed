"""`liangma evidence-sweep`, `evidence-verify` and `make-playable`: what an operator may start by hand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import click
from sqlalchemy.exc import NoResultFound

from backend.evidence.player import CopyFailed, make_playable
from backend.evidence.sealer import sweep
from backend.evidence.verifying import File, Looked, verify
from backend.kernel.clock import SystemClock, rfc3339
from backend.kernel.jobs import Tools
from backend.kernel.transaction import transaction


@click.command("evidence-sweep")
@click.pass_obj
def evidence_sweep(operator: Any) -> None:
    """Take up uploads that were left lying, end expired ones, remove files nobody needs. Safe to repeat."""
    sweep(_tools(operator))


@click.command("evidence-verify")
@click.option("--media", "media_id", type=click.UUID, help="Only this recording, photo or signature.")
@click.pass_obj
def evidence_verify(operator: Any, media_id: UUID | None) -> None:
    """Read every kept file and compare it with the digest of its sealing; ends with 1 where one differs or is missing.

    Of one medium every piece is told: its digest, when it was sealed, and whether the phone had told the same digest.
    """
    files = faults = size = 0
    with transaction(operator.sessions, read_only=True) as tx:
        for looked in verify(tx, operator.settings, media_id):
            files, size = files + 1, size + looked.file.size
            faults += looked.fault is not None
            if looked.fault is not None or media_id is not None:
                click.echo(_fault_said(looked) if looked.fault else _piece_said(looked.file))
    verdict = f"有 {faults} 个不符 · {faults} faults" if faults else "字节未变 · every byte is as it was sealed"
    click.echo(f"{verdict}：{files} 个文件 files，{size} 字节 bytes")
    if faults:
        raise click.exceptions.Exit(1)


def _fault_said(looked: Looked) -> str:
    zh, en = {"missing": ("找不到", "is missing"), "differs": ("与封存时不同", "differs from what was sealed")}[
        looked.fault or ""
    ]
    file = looked.file
    return f"✗ {file.of} #{file.n} {zh} · {en}: {file.store} {file.key}"


def _piece_said(file: File) -> str:
    same = file.declared == file.sha256
    declared = (
        "与手机申报一致 · as the phone declared" if same else f"手机申报 · the phone declared {file.declared.hex()}"
    )
    return f"✓ #{file.n} {file.size} {file.sha256.hex()} 封存于 · sealed {rfc3339(file.sealed_at)} {declared}"


@click.command("make-playable")
@click.argument("media_id", type=click.UUID)
@click.pass_obj
def make_copy(operator: Any, media_id: UUID) -> None:
    """Make the viewing copy of one recording or photo anew from what is sealed."""
    try:
        make_playable(_tools(operator), str(media_id))
    except NoResultFound as error:
        raise click.ClickException(f"没有这份材料：{media_id}。There is no such medium.") from error
    except CopyFailed as error:
        raise click.ClickException(f"无法生成播放副本；原件已封存。No copy can be made of it: {error}") from error


def _tools(operator: Any) -> Tools:
    return Tools(operator.settings, operator.sessions, SystemClock())


COMMANDS = (evidence_sweep, evidence_verify, make_copy)
