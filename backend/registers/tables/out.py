"""Tables that go out, as CSV and XLSX. No cell of them is a formula to a spreadsheet program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from flask import Response

from backend.kernel.sheets import cell_text, write_sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOM = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""


def csv_text(titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """The table as CSV text."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(titles)
    writer.writerows([cell_text(cell) for cell in row] for row in rows)
    return BOM + text.getvalue()


def csv_answer(name: str, titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """The table as a CSV file to keep."""
    return file_answer(csv_text(titles, rows).encode(), f"{name}.csv", "text/csv; charset=utf-8")


def xlsx_answer(name: str, titles: Sequence[str], rows: Iterable[Sequence[Any]], notes: Sequence[str] = ()) -> Response:
    """The table as a workbook to keep."""
    target = io.BytesIO()
    write_sheet(target, titles, rows, notes)
    return file_answer(target.getvalue(), f"{name}.xlsx", XLSX)


def file_answer(content: bytes, name: str, mimetype: str) -> Response:
    """Bytes that the browser keeps under a name and no cache does."""
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(
        content, content_type=mimetype, headers={"Content-Disposition": disposition, "Cache-Control": "no-store"}
    )
