"""The canonical text of a notice, taken apart for print: nothing is lost, nothing is added (B-22). Pure."""

from __future__ import annotations

from datetime import date, time

import pytest

from backend.papers.notice import addressee_of, facts_of, sections_of
from backend.planning.notice import NoticeFacts, text_of


def notice(**changes):
    usual = {
        "organs": ["示范区市场监督管理局"], "enterprise": "示范区云川食品有限公司", "identifier": "91420117MA0DEM001C",
        "address": "示范大道 1 号", "planned_on": date(2028, 2, 29), "starts_at": time(9, 5),
        "items": [("C60-1", "食品检查", "《食品安全法》第一百一十条。另见第六十七条")], "officers": [("周明远", "17010100001")],
        "grounds": [], "rights": ["可以要求执法人员出示执法证件。"],
    }  # fmt: skip
    return text_of(NoticeFacts(**{**usual, **changes}))


def test_every_fact_has_its_label_and_the_day_is_written_out():
    told = {each.label: each.value for each in facts_of(notice(grounds=["投诉举报"]))}
    assert told == {
        "检查主体": "示范区市场监督管理局", "检查对象": "示范区云川食品有限公司", "统一社会信用代码": "91420117MA0DEM001C",
        "地址": "示范大道 1 号", "检查日期": "2028年2月29日 09:05", "例外情形": "投诉举报",
    }  # fmt: skip


def test_who_goes_together_stands_as_one_subject_with_who_leads():
    told = {each.label: each.value for each in facts_of(notice(organs=["示范区市场监督管理局", "示范区消防救援大队"]))}
    assert told["检查主体"] == "示范区市场监督管理局（牵头）、示范区消防救援大队，联合检查"


def test_items_officers_rights_and_pledge_each_have_a_section():
    items, officers, rights, pledge = sections_of(notice())
    assert items.rows == [("C60-1", "食品检查", "《食品安全法》第一百一十条。另见第六十七条")]
    assert officers.rows == [("周明远", "17010100001")] and rights.paragraphs == ["可以要求执法人员出示执法证件。"]
    assert pledge.heading == "执法人员承诺" and "不影响企业正常经营" in pledge.paragraphs[0]


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"enterprise": "云川（示范）食品（分店）"}, "云川（示范）食品（分店）"),
        ({"officers": [("Anna Maria Müller", "X-1")]}, "Anna Maria Müller"),
        ({"items": [("C1", "第一行\n第二行", "某法")]}, "第二行"),
        ({"items": [("C1", "没有依据", "")]}, "没有依据"),
        ({"address": ""}, "示范区云川食品有限公司"),
    ],
)
def test_odd_words_are_kept_whole(changes, kept):
    text = notice(**changes)
    shown = [each.value or "" for each in facts_of(text)]
    for part in sections_of(text):
        shown += [*part.paragraphs, *(cell for row in part.rows for cell in row)]
    assert kept in "".join(shown) and addressee_of(text) in shown


def test_what_was_not_said_is_empty_and_not_made_up():
    assert {each.label: each.value for each in facts_of(notice(address=""))}["地址"] is None
