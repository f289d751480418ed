"""Names and searches that are no plain words: never a 500, stored as they came or refused, and the same through a table."""

from __future__ import annotations

import csv
import io
import json

import pytest

from backend.kernel.ids import uuid7

LISTS = ("/people", "/organs", "/regions", "/teams", "/items", "/cards", "/enterprises", "/audit", "/approvals", "/imports",
         "/hours", "/exports")  # fmt: skip
ODD = ("欧阳🐉", "𠮷野家", "a\u202etxt.exe", "é́́́", "  ", "'; DROP TABLE person; --", "<script>alert(1)</script>")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "query", ["page=1000000000", "page=99999999999999999999", "page=-1", "page_size=100000", f"q={'啊' * 10_000}",
              "q=%00", "q=%ED%A0%80", "q=%F0%9F%90%89", "q=%E2%80%AE", "q=%25%5F%5C"],
)  # fmt: skip
def test_no_list_breaks(office, path, query):
    for who in (office.bureau, office.admin):
        assert office.api.as_(who).get(f"{path}?{query}").status_code < 500


@pytest.mark.parametrize("name", ODD)
def test_a_name_is_kept_as_it_came_or_refused_and_goes_out_the_same(office, name):
    made = office.send(office.admin, "POST", "/people", office.person_body(name=name))
    assert made.status_code in (201, 422), made.json
    if made.status_code == 201:
        answer = office.api.as_(office.admin).get("/exports/people.csv")
        names = [row[2] for row in csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))]
        assert {made.json["name"], f"'{made.json['name']}"} & set(names)


@pytest.mark.parametrize("field", ["name", "post", "number", "login", "employer"])
@pytest.mark.parametrize("bad", ["a\x00b", "\ud800", "甲" * 100_000])
def test_what_cannot_be_kept_is_refused_and_not_repeated(office, field, bad):
    body = json.dumps(office.person_body(**{field: bad}))
    headers = {"Idempotency-Key": str(uuid7()), "Content-Type": "application/json"}
    answer = office.api.as_(office.admin).client.post("/api/v1/people", data=body, headers=headers)
    assert answer.status_code in (400, 413, 422)
    assert len(answer.data) < 5_000
