"""`liangma rules`."""

from __future__ import annotations

from pathlib import Path

import click

from backend.rulesets.rules_page import as_markdown


@click.command("rules")
@click.option("--output", type=click.Path(path_type=Path), default=Path("docs/rules.md"))
def rules(output: Path) -> None:
    """Write every rule by its number, its parameters, and where it is decided and tested. Run it in the checkout."""
    output.write_text(as_markdown(Path.cwd()))


COMMANDS = (rules,)
