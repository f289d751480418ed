"""Visits of the past from a table, kept as they were: unknown purposes are marked for review, never dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.enterprises.importing import Imported, ids_by_identifier
from backend.identity.models import Region
from backend.kernel.csv_rows import Note, Notes, Row, TableError, read_rows, with_progress
from backend.policy.kinds import INSPECTIONS, NON_INSPECTIONS, OUTCOMES, TRIGGERS
from backend.policy.ruleset import RuleSet

HEADERS = {
    "date": "day", "day": "day", "日期": "day", "检查日期": "day",
    "time": "time", "时间": "time", "到场时间": "time",
    "license": "identifier", "identifier": "identifier", "统一社会信用代码": "identifier", "uscc": "identifier",
    "inspector": "inspector", "执法人员": "inspector",
    "purpose": "purpose", "检查类型": "purpose", "检查事由": "purpose",
    "result": "result", "结果": "result", "检查结果": "result",
}  # fmt: skip
PURPOSE_COLUMNS = ("purpose", "kind", "trigger", "outcome", "cap_exempt", "quiet_ground", "counts")


@dataclass(frozen=True, slots=True)
class Purpose:
    """What one spelling of a purpose means in our words."""

    kind: str
    trigger: str
    outcome: str | None
    cap_exempt: str
    ground: str | None
    counts: bool
    understood: bool = True


UNKNOWN_PURPOSE = Purpose("unknown", "unknown", None, "no", None, counts=True, understood=False)
"""A purpose that nobody explained: counted, and marked for review."""


@dataclass(frozen=True, slots=True)
class PastRow:
    """One visit of the table. `arrived_at` is absent where only a day is known."""

    source_key: str
    day: date
    arrived_at: datetime | None
    identifier: str
    purpose_text: str
    purpose: Purpose
    inspector: str | None
    result: str | None


def read_purposes(path: Path) -> dict[str, Purpose]:
    """The table of purposes, by exact spelling. Raises TableError for a word that is none of ours."""
    notes = Notes()
    names = {each: each for each in PURPOSE_COLUMNS}
    purposes = {row.get("purpose"): _purpose(row) for row in read_rows(path, names, PURPOSE_COLUMNS, notes)}
    if notes.first:
        raise TableError(f"{path.name}, row {notes.first[0].row}: {notes.first[0].reason}")
    return purposes


def past_rows(rows: Iterable[Row], purposes: Mapping[str, Purpose], zone: ZoneInfo, notes: Notes) -> Iterator[PastRow]:
    """The rows that can be used, in the order of the table."""
    seen: Counter[str] = Counter()
    for row in rows:
        read = _past_row(row, purposes, zone, notes, seen)
        if read is not None:
            yield read


def import_visits(
    tx: Session, table: Path, purposes: Mapping[str, Purpose], region: Region, organ_id: UUID,
    tell: Callable[[int], None],
) -> Imported:  # fmt: skip
    """Read the table and put in what is new; enterprises must be known already. Raises TableError."""
    notes = Notes()
    rows = with_progress(read_rows(table, HEADERS, ("day", "identifier", "purpose"), notes), tell)
    known_ids = ids_by_identifier(tx, region.scheme)
    numbers = {"read": 0}
    visits = past_rows(_of_known(rows, known_ids, notes), purposes, ZoneInfo(region.zone), notes)
    _stage(tx, _counted(visits, numbers), known_ids)
    new: Any = tx.execute(text(_INSERT), {"region": region.code, "organ": organ_id})
    return Imported(int(new.rowcount), numbers["read"] - int(new.rowcount), 0, notes)


def _purpose(row: Row) -> Purpose:
    words = {
        "kind": INSPECTIONS | NON_INSPECTIONS, "trigger": TRIGGERS, "outcome": OUTCOMES | {""},
        "cap_exempt": {"yes", "no", "first_of_batch"}, "quiet_ground": {"", *RuleSet.default().grounds},
        "counts": {"yes", "no"},
    }  # fmt: skip
    for column, allowed in words.items():
        if row.get(column) not in allowed:
            raise TableError(f"purposes, row {row.number}: {column} cannot be {row.get(column)!r}")
    return Purpose(
        row.get("kind"), row.get("trigger"), row.get("outcome") or None, row.get("cap_exempt"),
        row.get("quiet_ground") or None, row.get("counts") == "yes",
    )  # fmt: skip


def _past_row(
    row: Row, purposes: Mapping[str, Purpose], zone: ZoneInfo, notes: Notes, seen: Counter[str]
) -> PastRow | None:
    try:
        day = date.fromisoformat(row.get("day"))
        clock = time.fromisoformat(row.get("time")) if row.get("time") else None
    except ValueError as error:
        notes.add(Note(row.number, "day", str(error)))
        return None
    purpose = purposes.get(row.get("purpose"), UNKNOWN_PURPOSE)
    if not purpose.understood:
        reason = f"the purpose {row.get('purpose')!r} is unknown; kept for review"
        notes.add(Note(row.number, "purpose", reason, warning=True))
    return PastRow(
        _source_key(row, seen), day, datetime.combine(day, clock, zone) if clock else None, row.get("identifier"),
        row.get("purpose"), purpose, row.get("inspector") or None, row.get("result") or None,
    )  # fmt: skip


def _source_key(row: Row, seen: Counter[str]) -> str:
    """What the row says, and which of several equal rows it is: a second import finds it again."""
    told = "|".join(row.get(each) for each in ("day", "time", "identifier", "inspector", "purpose", "result"))
    seen[told] += 1
    return f"{told}|{seen[told]}"


def _of_known(rows: Iterable[Row], known: Mapping[str, UUID], notes: Notes) -> Iterator[Row]:
    for row in rows:
        if row.get("identifier") in known:
            yield row
        else:
            notes.add(Note(row.number, "identifier", "no enterprise has it; import the enterprises first"))


def _counted(rows: Iterable[PastRow], numbers: dict[str, int]) -> Iterator[PastRow]:
    for each in rows:
        numbers["read"] += 1
        yield each


_STAGE = """
CREATE TEMPORARY TABLE past_visit_read (
    n bigint GENERATED ALWAYS AS IDENTITY, source_key text, enterprise_id uuid, day date, arrived_at timestamptz,
    kind text, trigger text, ground text, outcome text, counts boolean, cap_exempt text, needs_review boolean,
    inspector text, purpose text, result text
) ON COMMIT DROP
"""
_COPY = """
COPY past_visit_read (source_key, enterprise_id, day, arrived_at, kind, trigger, ground, outcome, counts, cap_exempt,
    needs_review, inspector, purpose, result) FROM STDIN
"""
_INSERT = """
INSERT INTO past_visit (region_code, organ_id, enterprise_id, source_key, day, arrived_at, kind, trigger, ground,
    outcome, counts, cap_exempt, needs_review, inspector, purpose, result)
SELECT :region, :organ, enterprise_id, source_key, day, arrived_at, kind, trigger, ground, outcome, counts, cap_exempt,
    needs_review, inspector, purpose, result
FROM past_visit_read ORDER BY n
ON CONFLICT (region_code, source_key) DO NOTHING
"""


def _stage(tx: Session, rows: Iterable[PastRow], ids: Mapping[str, UUID]) -> None:
    tx.execute(text("DROP TABLE IF EXISTS past_visit_read"))
    tx.execute(text(_STAGE))
    connection: Any = tx.connection().connection.driver_connection
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for each in rows:
            is_ = each.purpose
            copy.write_row(
                (each.source_key, ids[each.identifier], each.day, each.arrived_at, is_.kind, is_.trigger, is_.ground,
                 is_.outcome, is_.counts, is_.cap_exempt, not is_.understood, each.inspector, each.purpose_text,
                 each.result)
            )  # fmt: skip
