"""The notice is one canonical text: the same facts, the same hash (B-22)."""

from dataclasses import replace
from datetime import date, time

from backend.planning.notice import NoticeFacts, hash_of, text_of

FACTS = NoticeFacts(
    organs=["示范区市场监督管理局"], enterprise="示范区云川食品有限公司", identifier="91420117MA0DEM001C", address="示范大道 1 号",
    planned_on=date(2026, 4, 22), starts_at=time(9, 30), items=[("C60-1", "食品生产日常监督检查", "《食品安全法》第一百一十条")],
    officers=[("周明远", "17010100001"), ("林晓", "17010100002")], grounds=[], rights=["可以陈述和申辩。"],
)  # fmt: skip


def test_it_names_subject_object_day_basis_officers_and_rights():
    text = text_of(FACTS)
    for said in (
        "示范区市场监督管理局",
        "91420117MA0DEM001C",
        "2026-04-22 09:30",
        "第一百一十条",
        "林晓 17010100002",
        "陈述和申辩",
    ):
        assert said in text
    assert text.endswith("\n")
    assert "例外情形" not in text


def test_every_fact_changes_the_hash():
    first = hash_of(text_of(FACTS))
    assert hash_of(text_of(replace(FACTS))) == first
    others = [
        replace(FACTS, planned_on=date(2026, 4, 23)), replace(FACTS, starts_at=None), replace(FACTS, grounds=["投诉举报"]),
        replace(FACTS, officers=FACTS.officers[:1]), replace(FACTS, items=()),
    ]  # fmt: skip
    assert first not in {hash_of(text_of(each)) for each in others}
