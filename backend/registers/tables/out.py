"""Tables that go out, as CSV and XLSX. No cell of them is a formula to a spreadsheet program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, TextIO
from urllib.parse import quote

from flask import Response

from backend.kernel.sheets import cell_text, write_sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOM = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""


def write_csv(target: TextIO, titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """The table as CSV text, row by row."""
    target.write(BOM)
    writer = csv.writer(target)
    writer.writerow(titles)
    writer.writerows([cell_text(cell) for cell in row] for row in rows)


def csv_answer(name: str, titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """The table as a CSV file to keep."""
    text = io.StringIO()
    write_csv(text, titles, rows)
    return file_answer(text.getvalue().encode(), f"{name}.csv", "text/csv; charset=utf-8")


def xlsx_answer(
    name: str, titles: Sequence[str], rows: Iterable[Sequence[Any]], notes: Sequence[str] = (), mark: str = ""
) -> Response:
    """The table as a workbook to keep; the mark stands on every printed page."""
    target = io.BytesIO()
    write_sheet(target, titles, rows, notes, mark)
    return file_answer(target.getvalue(), f"{name}.xlsx", XLSX)


def file_answer(content: bytes, name: str, mimetype: str) -> Response:
    """Bytes that the browser keeps under a name and no cache does."""
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(
        content, content_type=mimetype, headers={"Content-Disposition": disposition, "Cache-Control": "no-store"}
    )
