"""`liangma access`."""

from __future__ import annotations

from pathlib import Path

import click

from backend.identity.access.page import as_markdown


@click.command("access")
@click.option("--output", type=click.Path(path_type=Path), default=Path("docs/access.md"))
def access(output: Path) -> None:
    """Write the access table as a page for people."""
    output.write_text(as_markdown())


COMMANDS = (access,)
