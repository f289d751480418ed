"""`liangma audit verify`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from backend.audit.verifying import Verified, verify
from backend.kernel.clock import SystemClock
from backend.kernel.transaction import transaction

if TYPE_CHECKING:
    from backend.cli import Operator


@click.group()
def audit() -> None:
    """The record of access."""


@audit.command("verify")
@click.pass_obj
def verify_command(operator: Operator) -> None:
    """Whether every line is still what it was when its hour was closed; ends with 1 where one is not."""
    with transaction(operator.sessions, read_only=True) as tx:
        found = verify(tx, SystemClock().now())
    for fault in found.faults:
        click.echo(fault.said())
    click.echo(_summary(found))
    if found.faults:
        raise click.exceptions.Exit(1)


def _summary(found: Verified) -> str:
    verdict = "有 {n} 处不符 · {n} faults" if found.faults else "未发现改动 · nothing was changed"
    return (
        f"{verdict.format(n=len(found.faults))}：{found.spans} 段 spans，{found.lines} 条 lines，"
        f"到期删除 {found.let_go} 段 let go after three years，尚未封存 {found.open_lines} 条 not closed yet"
    )


COMMANDS = (audit,)
