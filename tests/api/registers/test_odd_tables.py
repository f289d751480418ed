"""Tables as people really save them: each is read, or ends with a sentence; none is an error of ours."""

from __future__ import annotations

import csv
import io
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from backend.identity.models import Person
from tests.api.registers.office import Office
from tests.api.registers.tables import Desk, csv_of, xlsx_of

TITLES = ["单位编码", "工号", "姓名", "角色"]


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office)


@pytest.fixture
def code(office: Office) -> str:
    return office.department_organ.code


def saved(change: Callable[[Workbook], object], code: str) -> bytes:
    """A workbook of one good row, as somebody went on with it."""
    book, target = Workbook(), io.BytesIO()
    for row in (TITLES, [code, "7", "林晓雯", "执法人员"]):
        book.active.append(row)
    change(book)
    book.save(target)
    return target.getvalue()


def ended(run: dict) -> tuple:
    return run["state"], run["new"], run["refused"]


def problems(office: Office, run: dict) -> list[list[str]]:
    """The downloaded file of problems, as a spreadsheet program reads it: UTF-8 with its mark."""
    answer = office.api.as_(office.admin).get(f"/imports/{run['id']}/errors.csv")
    assert (answer.status_code, answer.content_type) == (200, "text/csv; charset=utf-8")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_file_of_problems_names_row_and_column_whatever_the_encoding(office, desk, encoding):
    wrong = "NOBODY,8,欧阳𠮷,执法人员"
    run = desk.checked("people", csv_of(",".join(TITLES), wrong, encoding=encoding))
    head, line = problems(office, run)
    assert head == ["行", "列", "处理", "说明", "reason"]
    assert line[:3] == ["2", "单位编码", "未导入"] and line[3] and line[4]


def test_a_cell_with_breaks_and_quotes_counts_as_the_editor_counts_lines(office, desk, code):
    table = csv_of(",".join(TITLES), f'{code},7,"林\n""晓""雯",执法人员', "NOBODY,8,李四,执法人员")
    run = desk.checked("people", table)
    assert [line[0] for line in problems(office, run)[1:]] == ["4"]


def test_titles_may_be_padded_english_or_in_other_letters(desk, code):
    run = desk.checked("people", csv_of(" ORGAN Code ,Number, 姓名 ,ROLE,备注", f"{code},7,林晓雯,officer,新人"))
    assert ended(run) == ("checked", 1, 0)


def odd_name(book: Workbook) -> None:
    book.active.title = "Sheet (1) 【最终版】&<改>"


def second_sheet(book: Workbook) -> None:
    book.create_sheet("别的").append(["完全", "不同"])


def hidden_rows(book: Workbook) -> None:
    book.active.row_dimensions[2].hidden = True


def far_cell(book: Workbook) -> None:
    book.active["A9000"] = " "


@pytest.mark.parametrize("change", [odd_name, second_sheet, hidden_rows, far_cell])
def test_the_first_sheet_is_read_whatever_it_is_called_and_stands_beside(desk, code, change):
    assert ended(desk.checked("people", saved(change, code))) == ("checked", 1, 0)


def test_a_merged_cell_is_filled_in_its_first_row_alone_and_the_others_are_told(office, desk, code):
    def merge(book: Workbook) -> None:
        book.active.append([code, "8", "李四", "执法人员"])
        book.active.merge_cells("A2:A3")

    run = desk.checked("people", saved(merge, code))
    assert ended(run) == ("checked", 1, 1)
    assert [line[:2] for line in problems(office, run)[1:]] == [["3", "单位编码"]]


def test_a_merged_title_over_the_headers_is_told_as_missing_columns(desk, code):
    def title(book: Workbook) -> None:
        book.active.insert_rows(1)
        book.active["A1"] = "执法人员名册"
        book.active.merge_cells("A1:D1")

    run = desk.checked("people", saved(title, code))
    assert run["state"] == "failed" and "缺少必需的列" in run["failure"]["zh"]


def test_a_formula_that_was_never_reckoned_is_an_empty_cell(office, desk, code):
    def formula(book: Workbook) -> None:
        book.active["C2"] = '=CONCATENATE("林","晓雯")'

    run = desk.checked("people", saved(formula, code))
    assert ended(run) == ("checked", 0, 1)
    assert problems(office, run)[1][:2] == ["2", "姓名"]


def test_a_formula_is_read_as_the_value_that_it_had(office, desk, code):
    plain = saved(lambda book: None, code)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as source, zipfile.ZipFile(target, "w") as packed:
        for each in source.infolist():
            content = source.read(each)
            if each.filename.endswith("sheet1.xml"):
                content = _reckoned(content)
            packed.writestr(each, content)
    run = desk.applied("people", target.getvalue())
    assert ended(run) == ("done", 1, 0)
    (line,) = office.api.as_(office.admin).get("/people?q=lxw").json["items"]
    assert line["number"] == "42"


def _reckoned(sheet: bytes) -> bytes:
    """The cell B2 as a spreadsheet program saves a formula: with the value that it had."""
    begin = sheet.index(b'<c r="B2"')
    end = sheet.index(b"</c>", begin) + 4
    return sheet[:begin] + b'<c r="B2"><f>6*7</f><v>42</v></c>' + sheet[end:]


def test_an_error_in_a_cell_is_its_text(office, desk, code):
    def broken(book: Workbook) -> None:
        book.active["D2"] = "#N/A"
        book.active["D2"].data_type = "e"

    run = desk.checked("people", saved(broken, code))
    assert problems(office, run)[1][:2] == ["2", "角色"]


@pytest.mark.parametrize(
    "table",
    [
        b"%PDF-1.7 not a table", b"\x89PNG\r\n\x1a\n" + bytes(100), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        b"{}", b"\x00", b"\xef\xbb\xbf", b" ", "姓名".encode("utf-16"), b"<html><table><tr><td>1</td></tr></table></html>",
        b"\x1f\x8b\x08\x00" + bytes(20),
    ],
    ids=["pdf", "png", "xls", "json", "nul", "only a mark", "blank", "utf-16", "html", "gzip"],
)  # fmt: skip
def test_what_is_no_spreadsheet_ends_with_a_sentence(desk, table):
    run = desk.checked("people", table)
    assert run["state"] == "failed" and run["failure"]["zh"] and run["failure"]["en"]
    assert run["read"] == 0


@pytest.mark.parametrize("kind", ["people", "items", "organs"])
def test_a_table_of_titles_alone_brings_nothing(office, desk, kind):
    template = office.api.as_(office.admin).get(f"/imports/templates/{kind}.csv").data
    assert ended(desk.checked(kind, template)) == ("checked", 0, 0)


@pytest.mark.parametrize("unit", [b'"', b",", b'",\n"'], ids=["quotes", "commas", "one long row"])
def test_fifty_megabytes_of_one_mark_end_with_a_sentence_in_bounded_memory(office, desk, unit):
    table = (",".join(TITLES) + "\n").encode() + unit * ((50 * 1024 * 1024 - 100) // len(unit))
    people = office.world.look(lambda tx: len(tx.scalars(select(Person.id)).all()))
    answer = desk.bring("people", table)
    assert answer.status_code == 202, answer.json
    size = len(table)
    del table
    tracemalloc.start()
    run = desk.work(answer.json["id"])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert run["state"] in ("failed", "checked") and run["new"] == 0
    assert peak < 3 * size
    assert office.world.look(lambda tx: len(tx.scalars(select(Person.id)).all())) == people


def test_more_than_fifty_megabytes_are_refused_before_they_are_kept(desk):
    assert desk.bring("people", bytes(50 * 1024 * 1024 + 1)).status_code == 413


def test_a_sheet_of_numbers_for_names_is_text(office, desk, code):
    table = xlsx_of(TITLES, [code, 7.0, "林晓雯", "执法人员"], [code, 1e20, "李四", "执法人员"])
    assert ended(desk.checked("people", table)) == ("checked", 2, 0)
