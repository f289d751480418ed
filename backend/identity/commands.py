"""`liangma access` and `liangma held`: pages that say what holds here."""

from __future__ import annotations

from pathlib import Path

import click

from backend.identity.access.page import as_markdown
from backend.identity.privacy import held_page


@click.command("access")
@click.option("--output", type=click.Path(path_type=Path), default=Path("docs/access.md"))
def access(output: Path) -> None:
    """Write the access table as a page for people."""
    output.write_text(as_markdown())


@click.command("held")
@click.option("--output", type=click.Path(path_type=Path), default=Path("docs/held.md"))
def held(output: Path) -> None:
    """Write what is kept about people, for how long, and what removes it."""
    output.write_text(held_page.as_markdown())


COMMANDS = (access, held)
