"""`liangma evidence-sweep` and `liangma make-playable`: what an operator may start by hand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import click
from sqlalchemy.exc import NoResultFound

from backend.evidence.player import CopyFailed, make_playable
from backend.evidence.sealer import sweep
from backend.kernel.clock import SystemClock
from backend.kernel.jobs import Tools


@click.command("evidence-sweep")
@click.pass_obj
def evidence_sweep(operator: Any) -> None:
    """Take up uploads that were left lying, end expired ones, remove files nobody needs. Safe to repeat."""
    sweep(_tools(operator))


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


COMMANDS = (evidence_sweep, make_copy)
