"""`liangma …`: what an operator does from a shell. A command's code is loaded when it is asked for."""

from __future__ import annotations

import importlib
import json
import os
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backend.config import Settings, SettingsError

if TYPE_CHECKING:
    from alembic.config import Config

    from backend.kernel.transaction import Sessions

COMMANDS = {
    "access": ("identity.commands:access", "Write docs/access.md: who may do what."),
    "admin": ("setup.commands:admin", "Make the first administrator; new passwords for administrators and, in need, the bureau."),
    "audit": ("audit.commands:audit", "Whether the record of access is what it was: audit verify."),
    "evidence-sweep": ("evidence.commands:evidence_sweep", "Take up uploads that were left lying."),
    "evidence-verify": ("evidence.commands:evidence_verify", "Whether every sealed byte is what was sealed."),
    "held": ("identity.commands:held", "Write docs/held.md: what is kept about people, and for how long."),
    "import-establishments": ("enterprises.commands:import_establishments_command", "Bring in enterprises from a CSV file."),
    "import-visits": ("inspections.commands:import_visits_command", "Bring in past visits from a CSV file."),
    "keys": ("certificates.key_commands:keys", "See, change and end the keys that sign codes."),
    "keys-init": ("certificates.commands:keys_init", "Make each region's keys."),
    "make-playable": ("evidence.commands:make_copy", "Make the viewing copy of a recording anew."),
    "replay": ("inspections.commands:replay_command", "Judge past visits by a proposed calendar and cap."),
    "rules": ("rulesets.commands:rules", "Write docs/rules.md: every rule by its number."),
    "seed-demo": ("demo.commands:seed_demo", "Load 「示范区（样例）」; only with DEMO=1."),
}  # fmt: skip
"""Name → where below `backend` the command is, and its line in the help."""


@dataclass
class Operator:
    """What a command works with; the database is opened on first use."""

    settings: Settings

    @cached_property
    def sessions(self) -> Sessions:
        from backend.kernel.db import make_engine
        from backend.kernel.transaction import make_sessions

        return make_sessions(make_engine(self.settings.database_url, size=2))

    def close(self) -> None:
        """Give the connections back, if any were opened."""
        if "sessions" in self.__dict__:
            self.sessions.kw["bind"].dispose()


class LazyGroup(click.Group):
    """Knows the commands of COMMANDS by name and loads only the one that is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(f"backend.{module}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        lines = {name: line for name, (_, line) in COMMANDS.items()}
        lines |= {name: each.get_short_help_str(limit=100) for name, each in self.commands.items()}
        with formatter.section("Commands"):
            formatter.write_dl(sorted(lines.items()))


@click.group(cls=LazyGroup)
@click.pass_context
def main(ctx: click.Context) -> None:
    """亮码 Liangma: keep an installation."""
    try:
        ctx.obj = ctx.with_resource(closing(Operator(Settings.from_env(os.environ))))
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


@main.command()
@click.pass_obj
def migrate(operator: Operator) -> None:
    """Bring the database to this version; safe beside a running site, and safe to repeat."""
    from alembic import command

    command.upgrade(alembic_config(operator.settings.database_url), "head")


@main.command()
@click.option("--again", is_flag=True, help="Try each once more; one that fails stays.")
@click.pass_obj
def parked(operator: Operator, *, again: bool) -> None:
    """Events that a follower could not handle; ends with 1 while there are any."""
    from backend.journal.parked import parked as set_aside
    from backend.kernel.transaction import transaction

    with transaction(operator.sessions, read_only=True) as tx:
        rows = set_aside(tx)
    left = [_told(row) for row in rows if not (again and _handled(operator.sessions, row.JournalParked))]
    click.echo(
        "\n".join([*left, f"{len(left)} 条被搁置 · set aside" if left else "没有被搁置的 · nothing is set aside"])
    )
    if left:
        raise click.exceptions.Exit(1)


def _told(row: Any) -> str:
    aside = row.JournalParked
    return f"{aside.follower}  #{aside.seq} {row.Journal.name}  {aside.error}  {aside.at:%Y-%m-%d %H:%M} UTC"


def _handled(sessions: Sessions, aside: Any) -> bool:
    from backend.journal.parked import try_again
    from backend.kernel.transaction import transaction
    from backend.worker import followers

    follower = next(each for each in followers() if each.name == aside.follower)
    try:
        with transaction(sessions) as tx:
            try_again(tx, follower, aside.seq)
    except Exception as error:
        click.echo(f"✗ {aside.follower} #{aside.seq}: {type(error).__name__}", err=True)
        return False
    return True


@main.command()
@click.option("--output", type=click.Path(path_type=Path), default=Path("openapi.json"))
@click.pass_obj
def openapi(operator: Operator, output: Path) -> None:
    """Write the OpenAPI 3.1 document of the API."""
    from backend.app import create_app

    app = create_app(operator.settings)
    with app.test_client() as client:
        document = client.get("/api/openapi.json").get_json()
    output.write_text(json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def alembic_config(url: str) -> Config:
    """Alembic's configuration for a database address."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).resolve().parent.parent / "migrations"))
    config.attributes["url"] = url
    return config


if __name__ == "__main__":
    main()
