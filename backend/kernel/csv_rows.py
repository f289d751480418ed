"""Tables that other people made: CSV in UTF-8, with or without BOM, or GB18030, and XLSX. Nothing in them is cleaned."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from backend.kernel.sheets import TableError as TableError
from backend.kernel.sheets import sheet_lines

KEPT_NOTES = 100
"""So many notes are told in full; the others are only counted."""

PROGRESS_EVERY = 2000
MOST_OF_A_ROW = 1024 * 1024
MOST_LINES = 1_000_000


@dataclass(frozen=True, slots=True)
class Note:
    """What is wrong with one cell. A `warning` is about a row that is kept all the same."""

    row: int
    column: str
    reason: str
    warning: bool = False
    zh: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its number in the table (the header is 1): known columns by our names, the others as they were."""

    number: int
    known: Mapping[str, str]
    rest: Mapping[str, str]

    def get(self, name: str) -> str:
        """The trimmed text of a known column; empty where the table does not have it."""
        return self.known.get(name, "")


NOTHING = "（没有符合条件的记录）"
"""What a table of ours without rows says under its titles: that it is whole, and that nothing fits."""


@dataclass
class Notes:
    """Collects notes while rows go by; `most` of them in full."""

    first: list[Note] = field(default_factory=list)
    refused: int = 0
    warned: int = 0
    most: int = KEPT_NOTES

    def add(self, note: Note) -> None:
        """Count the note, and keep it while there is room."""
        self.warned, self.refused = self.warned + note.warning, self.refused + (not note.warning)
        if len(self.first) < self.most:
            self.first.append(note)


def read_rows(path: Path, names: Mapping[str, str], required: Iterable[str], notes: Notes) -> Iterator[Row]:
    """Stream the rows of a CSV file, which may be gzipped, or of an XLSX file. `names` maps headers to our names.

    Raises TableError for an empty table, a missing or doubled column, or text in no known encoding. A row with another
    number of cells is noted and left out; the sentence of a table that went out empty is no row.
    """
    lines = sheet_lines(path) if path.suffix == ".xlsx" else _csv_lines(path)
    _, header = next(lines, (1, []))
    header = [each.strip() for each in header]
    columns = [names.get(each.casefold()) for each in header]
    _check_header(columns, required)
    for number, cells in lines:
        if [cell for each in cells if (cell := each.strip())] in ([], [NOTHING]):
            continue
        if len(cells) != len(header):
            reason, zh = (
                f"{len(cells)} cells under {len(header)} headers",
                f"{len(header)} 个表头下有 {len(cells)} 个单元格",
            )
            notes.add(Note(number, "", reason, zh=zh))
            continue
        yield _row(number, header, columns, cells)


class _Lines:
    """The lines of a text. A record may not grow without end, however it is quoted, nor the text in lines.

    Raises TableError.
    """

    def __init__(self, text: io.TextIOWrapper):
        self.text, self.taken, self.count = text, 0, 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.text.readline(MOST_OF_A_ROW)
        self.taken, self.count = self.taken + len(line), self.count + 1
        if not line:
            raise StopIteration
        if self.taken >= MOST_OF_A_ROW:
            raise TableError(
                f"a row is longer than {MOST_OF_A_ROW:,} characters", f"有一行超过 {MOST_OF_A_ROW:,} 个字符"
            )
        if self.count > MOST_LINES:
            raise TableError(f"more than {MOST_LINES:,} lines; part the table", f"超过 {MOST_LINES:,} 行，请拆分后导入")
        return line


def _csv_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    with _text(path) as text:
        lines = _Lines(text)
        reader = csv.reader(lines)
        try:
            for cells in reader:
                lines.taken = 0
                yield reader.line_num, cells
        except csv.Error as error:
            raise TableError(f"line {reader.line_num}: {error}", f"第 {reader.line_num} 行无法读取") from error


def with_progress(rows: Iterable[Row], tell: Callable[[int], None]) -> Iterator[Row]:
    """Pass rows on and tell how many went by, every 2,000 and at the end."""
    count = 0
    for count, each in enumerate(rows, 1):
        yield each
        if count % PROGRESS_EVERY == 0:
            tell(count)
    tell(count)


def _row(number: int, header: list[str], columns: list[str | None], cells: list[str]) -> Row:
    known = {name: cell.strip() for name, cell in zip(columns, cells, strict=True) if name}
    rest = {title: cell for title, name, cell in zip(header, columns, cells, strict=True) if not name}
    return Row(number, known, rest)


def _check_header(columns: list[str | None], required: Iterable[str]) -> None:
    known = [each for each in columns if each]
    if doubled := {each for each in known if known.count(each) > 1}:
        told = ", ".join(sorted(doubled))
        raise TableError(f"two columns mean {told}", f"有两列都是 {told}")
    if missing := [each for each in required if each not in known]:
        told = ", ".join(missing)
        raise TableError(f"there is no column for {told}", f"缺少必需的列：{told}")


def _text(path: Path) -> io.TextIOWrapper:
    encoding = _encoding(path)
    return io.TextIOWrapper(_bytes(path), encoding=encoding, newline="")


def _bytes(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path) if path.suffix == ".gz" else path.open("rb"))


def _encoding(path: Path) -> str:
    """The first encoding in which the whole file can be read: GB18030 accepts much, so UTF-8 goes first."""
    for name in ("utf-8-sig", "gb18030"):
        try:
            with _bytes(path) as file:
                for _ in codecs.iterdecode(iter(lambda: file.read(65536), b""), name):
                    pass
            return name
        except UnicodeDecodeError:
            continue
    raise TableError("the text is neither UTF-8 nor GB18030", "文字编码既不是 UTF-8 也不是 GB18030")
