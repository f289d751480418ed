"""A published list as its page and its files write it. Reads no database."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from backend.kernel.formulas import harmless
from backend.lists.models import ListEdition
from backend.policy.checklist import questions_in
from backend.public import times

Values = Mapping[str, Any]


def shown_columns(columns: Sequence[Values], *, brief: bool) -> list[Values]:
    """The columns of the table, or those that stand below an entry's name; translations are no columns of their own."""
    return [each for each in columns if bool(each.get("brief")) == brief and "english_of" not in each]


def cell(column: Values, values: Values, columns: Sequence[Values], language: str) -> str:
    """A value as people read it: coded ones in words, days written out, a checklist as its questions, names in the reader's language."""
    value = values.get(column["name"])
    if language == "en":
        translated = next((each["name"] for each in columns if each.get("english_of") == column["name"]), "")
        value = values.get(translated) or value
    if value in (None, ""):
        return ""
    if column["name"] == "checklist":
        return ("; " if language == "en" else "；").join(asked.text for asked in questions_in(str(value)))
    if named := column.get("words", {}).get(str(value)):
        return str(named[language == "en"])
    return times.day(date.fromisoformat(str(value)), language) if _is_day(column) else str(value)


def entry_of(values: Values, columns: Sequence[Values], language: str) -> dict[str, Any]:
    """An entry for the page: the cells of the table, and what stands below its name."""
    below = [(each[language], cell(each, values, columns, language)) for each in shown_columns(columns, brief=False)]
    return {
        "cells": [cell(each, values, columns, language) for each in shown_columns(columns, brief=True)],
        "below": [(label, text) for label, text in below if text],
    }


def edition_data(
    edition: ListEdition, title: Mapping[str, str], entries: Iterable[tuple[str, Values]]
) -> dict[str, Any]:
    """The whole edition as JSON; its schema is stable: fields are only ever added."""
    return {
        "kind": edition.kind, "title": {**title}, "region": edition.region_code, "edition": edition.n,
        "effective_from": edition.effective_from.isoformat(), "publisher": edition.publisher,
        "document": edition.document, "note": edition.note, "sha256": edition.digest.hex(),
        "columns": [{"name": each["name"], "zh": each["zh"], "en": each["en"]} for each in edition.columns],
        "entries": [{"key": key, **values} for key, values in entries],
    }  # fmt: skip


def edition_csv(columns: Sequence[Values], entries: Iterable[tuple[str, Values]]) -> bytes:
    """The whole edition as CSV: UTF-8 with its mark, a first row of column names, formulas made harmless."""
    names, sheet = [each["name"] for each in columns], io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(["key", *names])
    writer.writerows([_harmless(key), *(_harmless(values.get(name)) for name in names)] for key, values in entries)
    return sheet.getvalue().encode("utf-8-sig")


def _harmless(value: Any) -> str:
    return harmless("" if value is None else str(value))


def _is_day(column: Values) -> bool:
    return str(column["name"]).endswith(("_on", "_from", "_to"))
