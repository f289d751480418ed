"""`liangma seed-demo`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from backend.demo.load import load_demo
from backend.kernel.clock import SystemClock

if TYPE_CHECKING:
    from backend.cli import Operator


@click.command("seed-demo")
@click.pass_obj
def seed_demo(operator: Operator) -> None:
    """Load 「示范区（样例）」 and renew today's visits; safe to repeat. Only with DEMO=1."""
    if not operator.settings.demo:
        raise click.ClickException("this is not a demo: set DEMO=1 to load invented people and visits")
    path = load_demo(operator.settings, operator.sessions, SystemClock())
    click.echo(f"demo loaded; accounts and addresses are in {os.path.relpath(path)}")


COMMANDS = [seed_demo]
