"""`liangma …`: what an operator does from a shell."""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import click
from alembic import command
from alembic.config import Config

from backend.config import Settings, SettingsError
from backend.kernel.db import make_engine
from backend.kernel.transaction import Sessions, make_sessions

PACKAGES = ("enterprises", "inspections", "certificates", "evidence", "notifications", "demo")


@dataclass
class Operator:
    """What a command works with; the database is opened on first use."""

    settings: Settings

    @cached_property
    def sessions(self) -> Sessions:
        return make_sessions(make_engine(self.settings.database_url, size=2))


@click.group()
@click.pass_context
def main(ctx: click.Context) -> None:
    """亮码 Liangma: keep an installation."""
    try:
        ctx.obj = Operator(Settings.from_env(os.environ))
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


@main.command()
@click.pass_obj
def migrate(operator: Operator) -> None:
    """Bring the database to this version; safe beside a running site, and safe to repeat."""
    command.upgrade(alembic_config(operator.settings.database_url), "head")


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
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).resolve().parent.parent / "migrations"))
    config.attributes["url"] = url
    return config


def _add_package_commands() -> None:
    for package in PACKAGES:
        name = f"backend.{package}.commands"
        if importlib.util.find_spec(f"backend.{package}") and importlib.util.find_spec(name):
            for each in importlib.import_module(name).COMMANDS:
                main.add_command(each)


_add_package_commands()

if __name__ == "__main__":
    main()
