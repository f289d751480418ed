"""Every list is sorted by the columns it names, in both directions, page after page; by nothing else."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.api.registers.office import Office

LISTS = (
    "/visits", "/tasks", "/alerts", "/enterprises", "/people", "/organs", "/teams", "/cards", "/items", "/hours",
    "/imports", "/approvals", "/audit", "/clues", "/draws", "/planner",
    "/whitelist", "/plans", "/observations",
)  # fmt: skip


def asked(office: Office, question: str) -> Any:
    return office.api.as_(office.bureau).get(question)


def document(office: Office) -> Any:
    told: Any = office.api.as_(office.bureau).client.get("/api/openapi.json").json
    return told["paths"]


def names(office: Office, question: str) -> list[str]:
    answer = asked(office, question)
    assert answer.status_code == 200, answer.json
    return [each["name"] for each in answer.json["items"]]


def sorts(office: Office, path: str) -> list[str]:
    """What the document of the API lets `sort` of this list be."""
    described = document(office)[f"/api/v1{path}"]["get"]["parameters"]
    return next(each["schema"]["enum"] for each in described if each["name"] == "sort")


@pytest.mark.parametrize("path", LISTS)
def test_each_column_that_the_document_names_sorts_both_ways(office: Office, path: str):
    told = sorts(office, path)
    assert len(told) >= 3
    assert {each.removeprefix("-") for each in told if each} == {each for each in told if each and each[0] != "-"}
    for sort in told:
        answer = asked(office, f"{path}?sort={sort}")
        assert answer.status_code == 200, (sort, answer.json)


UNKNOWN = ("nothing", "--name", "-", "id;DROP TABLE person", "name,id", "password_hash", "%00", "n" * 5000, "NAME")


@pytest.mark.parametrize("path", LISTS)
def test_nothing_else_is_sorted_by(office: Office, path: str):
    for sort in UNKNOWN:
        refused = asked(office, f"{path}?sort={sort}")
        assert (refused.status_code, refused.json["field"]) == (422, "sort"), sort


def test_people_stand_in_the_order_of_their_pinyin_and_downwards_in_the_other(office: Office, world):
    for name in ("赵一", "安二", "李三", "欧阳四"):
        world.person("officer", office.department_organ, name)
    up = names(office, "/people?sort=name")
    assert [each for each in up if each in ("安二", "李三", "欧阳四", "赵一")] == ["安二", "李三", "欧阳四", "赵一"]
    assert names(office, "/people?sort=-name") == up[::-1]


def test_what_is_missing_stands_at_the_end_in_both_directions(office: Office):
    for name, number in (("甲", "A-1"), ("乙", "B-2"), ("丙", None)):
        body = office.person_body(name=name, number=number)
        assert office.send(office.admin, "POST", "/people", body).status_code == 201
    numbers = [each["number"] for each in asked(office, "/people?sort=number&role=officer").json["items"]]
    downwards = [each["number"] for each in asked(office, "/people?sort=-number&role=officer").json["items"]]
    filled = [each for each in numbers if each is not None]
    assert downwards[: len(filled)] == filled[::-1]
    assert (numbers[-1], downwards[-1]) == (None, None)


@pytest.mark.parametrize("sort", ["name", "-name", "role", "-role", "organ", "-organ"])
def test_pages_of_a_sorted_list_neither_repeat_nor_leave_out(office: Office, world, sort: str):
    for n in range(7):
        world.person("officer", office.department_organ, f"同名{n % 2}")
    whole = [each["id"] for each in asked(office, f"/people?sort={sort}").json["items"]]
    pages = [asked(office, f"/people?sort={sort}&page={n}&page_size=3").json["items"] for n in range(1, 6)]
    assert [each["id"] for page in pages for each in page] == whole
    assert len(set(whole)) == len(whole)


@pytest.mark.parametrize(("sort", "key"), [("name", "name"), ("identifier", "identifier")])
def test_enterprises_are_sorted_among_all_and_among_those_found(office: Office, world, sort: str, key: str):
    for name in ("示范区甲川食品", "示范区乙川食品", "示范区丙川食品"):
        world.enterprise(name)
    found, everyone = (asked(office, f"/enterprises?sort={sort}{q}").json["items"] for q in ("&q=川食", ""))
    if key == "identifier":
        assert all(a[key] <= b[key] for rows in (found, everyone) for a, b in pairwise(rows))
    else:
        assert [each["name"][3] for each in found] == ["丙", "甲", "乙"]
    backwards = asked(office, f"/enterprises?sort=-{sort}&q=川食").json["items"]
    assert [each["id"] for each in backwards] == [each["id"] for each in found][::-1]


def test_the_whole_house_has_no_list_that_forgot_to_say_how_it_is_sorted(office: Office):
    """A page with a search is a list that people look through; a table that goes out follows the order of its list."""
    lists = {
        path.removeprefix("/api/v1")
        for path, doors in document(office).items()
        if {"sort"} <= {each["name"] for each in doors.get("get", {}).get("parameters", ())}
    }
    assert lists == {*LISTS, "/audit/export.csv", "/exports/{kind}.{extension}"}
