"""XLSX: the first sheet of a workbook as lines of text, and lines of text as a workbook.

A workbook is a zip of XML: what it says of its own size is judged before anything is unpacked.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException

from backend.kernel.formulas import harmless

MOST_UNPACKED = 256 * 1024 * 1024
MOST_SHARED_TEXT = 64 * 1024 * 1024
"""Held in memory as a whole by every reader of XLSX."""

MOST_PARTS = 1000
MOST_COLUMNS = 200

# openpyxl trips over a broken workbook in whatever way its parts are broken.
_BROKEN = (
    BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, OSError,
    EOFError, NotImplementedError, RuntimeError, zlib.error,
)  # fmt: skip


class TableError(Exception):
    """The table as a whole cannot be read; `str()` says why in English, `zh` in Chinese."""

    def __init__(self, reason: str, zh: str = ""):
        super().__init__(reason)
        self.zh = zh or reason


def sheet_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """(row number, cells) of the first sheet; formulas are read as the values that they had when it was saved.

    Raises TableError for what is no workbook, or one that would unpack to more than MOST_UNPACKED bytes.
    """
    _refuse_bombs(path)
    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        width = 0
        for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS), 1):
            line = [_as_text(each) for each in cells]
            width = width or _filled(line)
            if any(line):
                yield number, [*line[:width], *([""] * (width - len(line))), *_beyond(line, width)]
        book.close()
    except _BROKEN as error:
        raise TableError("this is no XLSX workbook that can be read", "不是可读取的 XLSX 文件") from error


def write_sheet(
    target: BinaryIO, titles: Sequence[str], rows: Iterable[Sequence[Any]], notes: Sequence[str] = (), mark: str = ""
) -> None:
    """A workbook with one sheet of rows, and one of notes if there are any. Every cell is text: none is a formula.

    The mark stands at the foot of every printed page and among the workbook's properties.
    """
    book = Workbook(write_only=True)
    book.properties.description = mark
    sheet = book.create_sheet("名册")
    sheet.oddFooter.center.text = mark.replace("&", "&&")
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, title, bold=True) for title in titles])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    if notes:
        told = book.create_sheet("填写说明")
        for note in notes:
            told.append([_cell(told, note)])
    book.save(target)


def cell_text(value: Any) -> str:
    """What stands in a cell that goes out: text is `harmless`, a number stays a number."""
    return harmless(value) if isinstance(value, str) else _as_text(value)


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=cell_text(value))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _refuse_bombs(path: Path) -> None:
    """A part never gives more bytes than it declares, so what is declared is what can come."""
    try:
        with ZipFile(path) as packed:
            parts = packed.infolist()
    except (BadZipFile, OSError, ValueError) as error:
        raise TableError("this is no XLSX workbook", "不是 XLSX 文件") from error
    shared = sum(each.file_size for each in parts if each.filename.endswith("sharedStrings.xml"))
    if len(parts) > MOST_PARTS or sum(each.file_size for each in parts) > MOST_UNPACKED or shared > MOST_SHARED_TEXT:
        raise TableError("the workbook would unpack to far more than a register holds", "文件解压后过大，已拒绝")


def _filled(line: list[str]) -> int:
    """How many columns the header has; empty ones at its end do not count."""
    return max((n for n, cell in enumerate(line, 1) if cell), default=0)


def _beyond(line: list[str], width: int) -> list[str]:
    """Cells that stand under no header; empty ones do not count."""
    return line[width : max(_filled(line), width)]


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else str(value)
