"""`liangma import-establishments`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from backend.enterprises.importing import Imported, import_establishments
from backend.identity.places import region_for_import
from backend.kernel.clock import SystemClock
from backend.kernel.csv_rows import Note, Notes, TableError
from backend.kernel.transaction import transaction


class DryRun(Exception):
    """Ends a transaction that must leave nothing behind."""


@click.command("import-establishments")
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--region", help="Region code; REGION from the environment when left out.")
@click.option("--dry-run", is_flag=True, help="Read and check everything, store nothing.")
@click.pass_obj
def import_establishments_command(operator: Any, table: Path, region: str | None, dry_run: bool) -> None:
    """Bring in enterprises and their premises from a CSV file (UTF-8 or GB18030, also .gz).

    Columns: identifier, name, address, longitude, latitude, datum, place_type, industry, class, tier, or
    统一社会信用代码, 名称, 地址, 经度, 纬度, 坐标系, 场所类型, 行业, 类别, 等级; all others are kept as they are.
    A second run brings in only what is new. A wrong check digit is a warning (B-49). The exit code is 1 only if
    nothing could be used.
    """
    done: list[Imported] = []

    def work(tx: Session) -> None:
        place = region_for_import(tx, region or operator.settings.region)
        if place is None:
            raise TableError(f"there is no region {region or operator.settings.region}")
        done.append(import_establishments(tx, table, place, SystemClock().now(), progress("enterprises")))

    in_one_transaction(operator, work, dry_run=dry_run)
    result = done[0]
    tell_notes(result.notes)
    click.echo(
        f"{result.new + result.known:,} enterprises: {result.new:,} {'would be new' if dry_run else 'new'}, "
        f"{result.known:,} known, {result.placed:,} with a position; {result.notes.refused:,} rows refused."
    )
    if result.new + result.known == 0:
        raise SystemExit(1)


def in_one_transaction(operator: Any, work: Any, *, dry_run: bool) -> None:
    """Do the work and commit once; a dry run rolls everything back. A table that cannot be read ends the command."""
    try:
        with transaction(operator.sessions) as tx:
            work(tx)
            if dry_run:
                raise DryRun
    except DryRun:
        click.echo("Dry run: nothing was stored.", err=True)
    except TableError as error:
        raise click.ClickException(str(error)) from error


def progress(what: str) -> Any:
    """Tells on stderr how many rows went by."""
    return lambda count: click.echo(f"{count:,} {what} read", err=True)


def tell_notes(notes: Notes) -> None:
    """The first notes in full on stderr, then how many there were."""
    for each in notes.first:
        click.echo(note_line(each), err=True)
    if notes.refused + notes.warned > len(notes.first):
        click.echo(f"… {notes.refused:,} rows refused and {notes.warned:,} warnings in all", err=True)


def note_line(note: Note) -> str:
    """One note as a line."""
    kind = "warning" if note.warning else "refused"
    return f"row {note.row}{f', column {note.column}' if note.column else ''}: {note.reason} ({kind})"


COMMANDS = (import_establishments_command,)
