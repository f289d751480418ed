"""`liangma import-visits` and `liangma replay`."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from sqlalchemy.orm import Session

from backend.enterprises.commands import in_one_transaction, progress, tell_notes
from backend.enterprises.importing import Imported
from backend.identity.places import organ_for_import, region_for_import
from backend.inspections import replaying
from backend.inspections.importing import import_visits, read_purposes
from backend.kernel.csv_rows import Notes, TableError
from backend.kernel.transaction import transaction

TABLE = click.Path(exists=True, dir_okay=False, path_type=Path)
COLUMNS = tuple(each.name for each in fields(replaying.Tally))


class Calendar(click.ParamType):
    """'1-20' or 'none'."""

    name = "FIRST-LAST"

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """The first and the last quiet day of each month, or None."""
        found = re.fullmatch(r"(\d{1,2})-(\d{1,2})", str(value))
        if value == "none":
            return ()
        if not found or not 1 <= int(found[1]) <= int(found[2]) <= 31:
            self.fail("give the first and the last quiet day of each month, for example 1-20, or none")
        return int(found[1]), int(found[2])


@click.command("import-visits")
@click.argument("table", type=TABLE)
@click.option("--purposes", required=True, type=TABLE, help="What each spelling of a purpose means.")
@click.option("--region", help="Region code; REGION from the environment when left out.")
@click.option("--organ", help="Code of the organ that made the visits; needed where the region has several.")
@click.option("--dry-run", is_flag=True, help="Read and check everything, store nothing.")
@click.pass_obj
def import_visits_command(
    operator: Any, table: Path, purposes: Path, region: str | None, organ: str | None, dry_run: bool
) -> None:
    """Bring in past visits from a CSV file (UTF-8 or GB18030, also .gz), after their enterprises.

    Columns: date, time, identifier (or license), inspector, purpose, result, or 日期, 到场时间, 统一社会信用代码,
    执法人员, 检查类型, 检查结果. A day without a time stays a local day. A purpose that the table of purposes does not
    have is kept and marked for review. A second run brings in only what is new. The exit code is 1 only if nothing
    could be used.
    """
    done: list[Imported] = []

    def work(tx: Session) -> None:
        place = _region(tx, region or operator.settings.region)
        organ_id = organ_for_import(tx, place.code, organ)
        if organ_id is None:
            raise TableError(f"say with --organ which organ of {place.code} made these visits")
        done.append(import_visits(tx, table, read_purposes(purposes), place, organ_id, progress("visits")))

    in_one_transaction(operator, work, dry_run=dry_run)
    result = done[0]
    tell_notes(result.notes)
    click.echo(
        f"{result.new + result.known:,} visits: {result.new:,} {'would be new' if dry_run else 'new'}, "
        f"{result.known:,} known; {result.notes.refused:,} rows refused."
    )
    if result.new + result.known == 0:
        raise SystemExit(1)


@click.command("replay")
@click.option(
    "--calendar", type=Calendar(), default="1-20", show_default=True, help="Quiet days of each month, or none."
)
@click.option("--cap", type=click.IntRange(min=0), default=2, show_default=True, help="Visits a year.")
@click.option("--region", default="chicago", show_default=True, help="Region code.")
@click.option("--csv", "table", type=TABLE, help="Judge this file instead of the imported visits.")
@click.option("--purposes", type=TABLE, help="With --csv: what each spelling of a purpose means.")
@click.option("--json", "as_json", is_flag=True, help="Print the totals as JSON.")
@click.pass_obj
def replay_command(
    operator: Any, calendar: Any, cap: int, region: str, table: Path | None, purposes: Path | None, as_json: bool
) -> None:
    """Judge past visits by a proposed quiet calendar and cap; print per year and ground what would have become of them.

    Visits are taken in the order of their local day; visits of one day keep the order of their table. One organ's
    visits to one enterprise (its identifier) are compared with each other. What the table of purposes says (kind,
    trigger, outcome, cap_exempt, quiet_ground, counts) is taken as it stands, and a ground counts as evidenced and
    approved.
    The year is the calendar year of the local arrival day (B-05); the ground is quiet_ground.

    \b
    visits        every row of the table
    inside_quiet  the local day of arrival lies in the quiet calendar (B-37), whatever the kind of visit
    exempt        inside quiet, an inspection (B-24), and it has a ground (B-40)
    violation     inside quiet, an inspection (B-24), and it has no ground (B-37)
    not_counted   no visit of its own for the cap. Either the kind is no inspection (B-24), or the outcome is
                  aborted_before_entry (B-33) or refused_lawful (B-34), or counts is "no"; or it would use up the cap,
                  but an earlier visit of the same organ, enterprise and local day already uses it up: both merge into
                  one (B-30)
    cap_exempt    not one of the first kind of not_counted, and cap_exempt is "yes" (B-26), or it is "first_of_batch"
                  and this is the first such follow-up of its batch (B-32)
    over_cap      neither not_counted nor cap_exempt, so that it uses up the cap, and at least CAP earlier visits of
                  the same organ, enterprise and year use it up as well (B-25)
    same_day      a second or later entry of the same organ at the same enterprise on one local day (B-30); a visit
                  with outcome aborted_before_entry, refused_lawful or refused_other is no entry, neither as the
                  first nor as the second
    needs_review  the quiet period or the cap cannot be decided: the purpose is unknown and the visit is inside the
                  quiet period or uses up the cap (a visit of unknown purpose counts as one that uses up the cap),
                  or the arrival may lie on both sides of a border (B-02)

    A batch of findings (B-32) is opened by an inspection that is no follow-up itself, has counts "yes", and is an entry
    in the sense of same_day; a visit of unknown purpose opens none. A follow-up belongs to the latest batch before it;
    follow-ups before the first batch of the records form one batch together. Only follow-ups with cap_exempt
    "first_of_batch" take up the free place of a batch.
    """
    notes = Notes()
    try:
        totals = _totals(operator, region, table, purposes, (calendar or None, cap), notes)
    except TableError as error:
        raise click.ClickException(str(error)) from error
    tell_notes(notes)
    told = {"region": region, "calendar": list(calendar), "cap": cap, **replaying.as_data(totals)}
    click.echo(json.dumps(told, ensure_ascii=False, indent=1) if as_json else _as_table(told))


def _totals(
    operator: Any, region: str, table: Path | None, purposes: Path | None, proposal: tuple[Any, int], notes: Notes
) -> replaying.Totals:
    with transaction(operator.sessions) as tx:
        place = _region(tx, region)
        rules = replaying.replay_rules(place, calendar=proposal[0], cap=proposal[1])
        if table is None:
            return replaying.replay(replaying.imported_visits(tx, place), place.code, rules)
        if purposes is None:
            raise TableError("--csv needs --purposes")
        visits = replaying.visits_of_table(table, read_purposes(purposes), ZoneInfo(place.zone), notes)
        return replaying.replay(visits, place.code, rules)


def _region(tx: Session, code: str) -> Any:
    place = region_for_import(tx, code)
    if place is None:
        raise TableError(f"there is no region {code}")
    return place


def _as_table(told: dict[str, Any]) -> str:
    lines = [f"{'year':<6}{'ground':<20}" + "".join(f"{name:>14}" for name in COLUMNS)]
    for each in told["rows"]:
        lines.append(f"{each['year']:<6}{each['ground'] or '-':<20}" + _figures(each))
    for each in told["years"]:
        lines.append(f"{each['year']:<6}{'all':<20}" + _figures(each))
    return "\n".join([*lines, f"{'all':<6}{'all':<20}" + _figures(told["total"])])


def _figures(counts: dict[str, int]) -> str:
    return "".join(f"{counts[name]:>14,}" for name in COLUMNS)


COMMANDS = (import_visits_command, replay_command)
