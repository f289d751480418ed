"""What can be brought in by a table: each package registers its kinds, the engine in `imports` runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from backend.config import Settings
from backend.identity.actor import Actor
from backend.identity.models import Region
from backend.kernel.csv_rows import Note, Notes, Row
from backend.kernel.problems import ProblemRaised


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: our name, its two titles, other titles under which it is known, and what belongs into it."""

    name: str
    zh: str
    en: str
    required: bool = False
    also: tuple[str, ...] = ()
    help_zh: str = ""
    help_en: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How the rows ended that were not refused."""

    new: int = 0
    changed: int = 0
    known: int = 0


class RowRefused(Exception):
    """A row that cannot be taken: in which column, and why in both languages."""

    def __init__(self, column: str, zh: str, en: str):
        super().__init__(en)
        self.column, self.zh, self.en = column, zh, en


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a row ends that is not refused: 'new', 'changed' or 'known'; of a changed one, column → (before, after)."""

    row: int
    outcome: str
    name: str
    fields: Mapping[str, Sequence[Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportWork:
    """What an importer works with. All its writes are one transaction, which the engine ends."""

    tx: Session
    settings: Settings
    region: Region
    actor: Actor
    now: datetime
    notes: Notes = field(default_factory=Notes)
    update: bool = False
    """Whether known rows get what the table says of them; otherwise they stay as they are."""
    outcomes: list[Outcome] = field(default_factory=list)

    def tell(self, row: int, outcome: str, name: str, fields: Mapping[str, Sequence[Any]] | None = None) -> None:
        """Note how a row ends."""
        self.outcomes.append(Outcome(row, outcome, name, fields or {}))

    def differing(self, row: Row, name: str, before: Any, told: Mapping[str, Any]) -> dict[str, Any]:
        """What of `told` is to be written over a known row: nothing where known rows stay. Its outcome is noted."""
        differs = {each: value for each, value in told.items() if getattr(before, each) != value} if self.update else {}
        fields = {each: (getattr(before, each), value) for each, value in differs.items()}
        self.tell(row.number, "changed" if differs else "known", name, fields)
        return differs

    @contextmanager
    def judging(self, row: Row) -> Iterator[None]:
        """What is refused in this block leaves the row out and is told; everything before it stays."""
        try:
            yield
        except RowRefused as refused:
            self.refuse(row, refused.column, refused.zh, refused.en)
        except ProblemRaised as raised:
            self.refuse_problem(row, raised.field or "", raised)

    def refuse(self, row: Row, column: str, zh: str, en: str) -> None:
        """The row is left out; the cell and the reason are told."""
        self.notes.add(Note(row.number, column, en, zh=zh))

    def warn(self, row: Row, column: str, zh: str, en: str) -> None:
        """The row is kept; what is odd about a cell is told."""
        self.notes.add(Note(row.number, column, en, warning=True, zh=zh))

    def refuse_problem(self, row: Row, column: str, raised: ProblemRaised) -> None:
        """The row is left out for the reason that a person who enters it by hand would be told."""
        sentence = raised.as_data("zh")["sentence"]
        self.refuse(row, column, sentence["zh"], sentence["en"])


PutIn = Callable[[ImportWork, Iterator[Row]], Counts]


@dataclass(frozen=True, slots=True)
class Part:
    """A table whose rows an import wrote: the column by which the history names them, and what is put back.

    `used` are conditions on `part` under which a row that came in is in use, besides foreign keys.
    """

    table: str
    key: str
    columns: tuple[str, ...]
    used: tuple[str, ...] = ()
    spelled: bool = False
    """Whether a pinyin goes with its name."""
    versioned: bool = False


@dataclass(frozen=True, slots=True)
class Undoable:
    """How an import of a kind is undone: its kind in the history, and its tables, the one that has the name first."""

    history: str
    parts: tuple[Part, ...]
    done: Callable[[ImportWork, int], None] = lambda work, rows: None
    """Tells others that so many rows were put back or taken out."""


@dataclass(frozen=True, slots=True)
class Importer:
    """A kind of table. `action` is what the access table must allow to whoever brings one."""

    kind: str
    zh: str
    en: str
    action: str
    columns: tuple[Column, ...]
    put_in: PutIn
    undo: Undoable | None = None
    """How its rows are put back; None where an import of this kind cannot be undone."""

    def headers(self) -> dict[str, str]:
        """Every title under which a column is known, case-folded → our name."""
        titles = ((title, each.name) for each in self.columns for title in (each.name, each.zh, each.en, *each.also))
        return {title.casefold(): name for title, name in titles}

    def required(self) -> list[str]:
        """Columns without which a table is none."""
        return [each.name for each in self.columns if each.required]

    def title(self, name: str) -> str:
        """How a column is called on the sheet."""
        return next((each.zh for each in self.columns if each.name == name), name)


IMPORTERS: dict[str, Importer] = {}
"""Filled when a package's `importers` is loaded."""


def importer(
    kind: str, *, zh: str, en: str, action: str, columns: tuple[Column, ...], undo: Undoable | None = None
) -> Callable[[PutIn], PutIn]:
    """Register `put_in(work, rows) -> Counts` for a kind of table."""

    def register(put_in: PutIn) -> PutIn:
        IMPORTERS[kind] = Importer(kind, zh, en, action, columns, put_in, undo)
        return put_in

    return register
