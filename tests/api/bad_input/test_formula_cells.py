"""T38: text that a spreadsheet program would reckon with goes in as it is and comes out as text; numbers stay numbers."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from backend.kernel.formulas import FORMULA_STARTS, harmless
from backend.kernel.sheets import cell_text
from backend.public.list_facts import edition_csv
from tests.api.registers.tables import Desk, csv_of

WRITTEN = [each for each in FORMULA_STARTS if each != "\0"]
"""NUL is refused before it comes to a table."""

IDS = ["equals", "plus", "minus", "at", "wide equals", "wide plus", "wide minus", "wide at", "tab", "return", "line"]


def exported(office, extension: str) -> list[str]:
    """The cells of the person named Zhang, as a spreadsheet program has them."""
    data = office.api.as_(office.admin).get(f"/exports/people.{extension}?q=张三").data
    if extension == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1]
    sheet = load_workbook(io.BytesIO(data)).active
    assert all(cell.data_type != "f" for row in sheet for cell in row)
    return [cell.value for cell in list(sheet)[1]]


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@pytest.mark.parametrize("start", WRITTEN, ids=IDS)
def test_no_cell_goes_out_as_a_formula(office, start, extension):
    text = f"{start}HYPERLINK(A1)"
    assert office.send(office.admin, "POST", "/people", office.person_body(name="张三", post=text)).status_code == 201
    kept = office.api.as_(office.admin).get("/people?q=张三").json["items"][0]["post"]
    cells = exported(office, extension)
    assert kept in (text, text.strip()) and harmless(kept) in cells
    assert not any(str(cell).startswith(tuple(WRITTEN)) for cell in cells)


@pytest.mark.parametrize("start", WRITTEN[:8], ids=IDS[:8])
def test_what_went_out_harmless_comes_back_as_it_was(office, start):
    table = csv_of("单位编码,工号,姓名,角色,职务", f"{office.department_organ.code},77,张三,执法人员,'{start}1+1")
    Desk(office).applied("people", table)
    assert office.api.as_(office.admin).get("/people?q=张三").json["items"][0]["post"] == f"{start}1+1"


@pytest.mark.parametrize("start", FORMULA_STARTS, ids=[*IDS, "nul"])
def test_a_public_list_holds_none_either(start):
    entries = [(f"{start}1", {"name": f"{start}2"})]
    (_, line) = csv.reader(io.StringIO(edition_csv([{"name": "name"}], entries).decode("utf-8-sig"), newline=""))
    assert line == [f"'{start}1", f"'{start}2"]


@pytest.mark.parametrize(("value", "cell"), [(-5, "-5"), (-87.63, "-87.63"), ("-5", "'-5"), (0, "0"), (None, "")])
def test_a_number_stays_a_number(value, cell):
    assert cell_text(value) == cell
