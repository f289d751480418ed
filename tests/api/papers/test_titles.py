"""What papers are called is data of the region or the organ, with who changed it and since when."""

from __future__ import annotations

import pytest

from tests.api.papers.reading import text


def give(office, by, title, scope="organ", kind="notice", **more):
    body = {"kind": kind, "title": title, "scope": scope}
    return office.api.as_(by).post("/paper-titles", body, **more)


def called(office, by=None, kind="notice"):
    items = office.api.as_(by or office.head).get("/paper-titles").json["items"]
    return {each["kind"]: each for each in items}[kind]


def test_the_organs_title_stands_before_the_regions_and_that_before_the_usual(office):
    assert called(office)["title"] == "行政检查通知书"
    assert give(office, office.bureau, "行政检查告知单", "region").status_code == 201
    assert called(office)["title"] == "行政检查告知单"
    assert give(office, office.head, "涉企检查通知书").status_code == 201
    assert called(office)["title"] == "涉企检查通知书" and called(office, office.bureau)["title"] == "行政检查告知单"


def test_a_paper_bears_the_title_of_its_day(office):
    before = office.coded()
    office.world.clock.advance(minutes=5)
    give(office, office.head, "涉企检查通知书")
    office.world.clock.advance(minutes=5)
    after = office.coded("2026-04-27")

    assert "行政检查通知书" in text(office.notice(before).data)
    assert "涉企检查通知书" in text(office.notice(after).data)


def test_who_changed_it_and_when_is_told(office):
    give(office, office.head, "涉企检查通知书")
    (change,) = called(office)["changes"]
    assert (change["changed_by"], change["title"], change["scope"]) == ("钱负责", "涉企检查通知书", "organ")


def test_the_same_order_twice_is_one_change(office):
    key = "0196f000-0000-7000-8000-000000000001"
    for _ in range(2):
        assert give(office, office.head, "涉企检查通知书", key=key).status_code == 201
    assert len(called(office)["changes"]) == 1
    assert give(office, office.head, "另一个名称", key=key).status_code == 409


def test_a_head_names_the_own_papers_alone_and_officers_none(office):
    assert give(office, office.head, "全区通知书", "region").status_code == 404
    assert give(office, office.zhou, "通知书").status_code == 403
    assert office.api.as_(office.zhou).get("/paper-titles").status_code == 200


@pytest.mark.parametrize("title", ["", "一", "x" * 41, "两\n行", "空\u0000字", None, 7, "   "])
def test_a_title_that_cannot_stand_above_a_paper_is_refused(office, title):
    assert give(office, office.head, title).status_code in (400, 422)
    assert called(office)["changes"] == []


def test_an_unknown_kind_or_place_is_refused(office):
    assert give(office, office.head, "通知书", kind="warrant").status_code == 422
    assert give(office, office.head, "通知书", scope="country").status_code == 422
