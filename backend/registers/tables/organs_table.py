"""Organs from a table, found by their code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from backend.identity import tree
from backend.identity.access.scope import inside
from backend.identity.models import Organ, Region
from backend.kernel.csv_rows import Row
from backend.kernel.ids import uuid7
from backend.registers.importers import Column, Counts, ImportWork, RowRefused, importer
from backend.registers.rules import BARRED, KINDS, refuse_barred
from backend.registers.tables.cells import day_of, texts_of, yes_of

KIND_WORDS = {
    "行政机关": "administrative", "授权组织": "authorised", "法律法规授权的组织": "authorised", "受委托组织": "entrusted",
    "司法行政机关": "bureau", "司法局": "bureau", "司法所": "supervision_office", **{each: each for each in KINDS},
    **{zh: kind for kind, (zh, _) in BARRED.items()}, **{kind: kind for kind in BARRED},
}  # fmt: skip
LENGTHS = {
    "code": 40, "name": 80, "name_en": 160, "legal_category": 40, "basis": 1000, "scope": 1000, "field": 60,
    "superior_name": 80,
}  # fmt: skip
COLUMNS = (
    Column("code", "单位编码", "code", True, ("编码",), "本区划内唯一", "unique"),
    Column("name", "单位名称", "name", True, ("名称",)),
    Column("name_en", "英文名称", "name in English", False),
    Column("region", "区划代码", "region code", True, ("行政区划",)),
    Column(
        "kind",
        "主体类别",
        "kind",
        True,
        ("类别",),
        "行政机关、授权组织、受委托组织、司法行政机关、司法所",
        ", ".join(KINDS),
    ),
    Column("legal_category", "机构性质", "legal category", False),
    Column("basis", "执法依据", "basis", False),
    Column("scope", "执法范围", "scope", False),
    Column("field", "领域", "field", False),
    Column("vertical", "垂直管理", "vertical", False, (), "是/否", "yes or no"),
    Column("superior_name", "上级主管部门", "superior", False),
    Column("published_on", "公布日期", "published on", False, (), "2026-01-31", ""),
)


@importer("organs", zh="执法主体", en="organs", action="organ.write", columns=COLUMNS)
def put_in(work: ImportWork, rows: Iterator[Row]) -> Counts:
    """New organs come in; known ones may get what the table says of them; an empty cell changes nothing."""
    regions = select(Region.code).where(inside(Region.path, work.region.path), Region.ended_on.is_(None))
    here = set(work.tx.scalars(regions))
    known = {each.code: each for each in work.tx.scalars(select(Organ))}
    counts, seen = {"new": 0, "changed": 0, "known": 0}, set[str]()
    for row in rows:
        with work.judging(row):
            values = _values(row, here, known, seen)
            before = known.get(values["code"])
            if before is None:
                tree.found_organ(work.tx, organ_id=uuid7(), values=values)
                work.tell(row.number, "new", values["name"])
                counts["new"] += 1
            else:
                told = {name: value for name, value in values.items() if value not in ("", None)}
                differing = work.differing(row, before.name, before, told)
                counts["changed" if tree.correct(work.tx, before, differing) else "known"] += 1
    return Counts(**counts)


def _values(row: Row, here: set[str], known: dict[str, Organ], seen: set[str]) -> dict[str, Any]:
    texts = texts_of(row, LENGTHS, required=("code", "name"))
    before, region = known.get(texts["code"]), row.get("region")
    if region not in here or (before is not None and before.region_code != region):
        raise RowRefused(
            "region", "不是本辖区的区划，或该编码属于其他区划", "is no region of yours, or not that of this code"
        )
    if texts["code"] in seen:
        raise RowRefused("code", "表内重复", "stands in the table twice")
    kind = KIND_WORDS.get(row.get("kind"))
    if kind is None:
        raise RowRefused("kind", "不是可用的主体类别", "is no kind of organ")
    refuse_barred(kind)
    vertical, published_on = yes_of(row, "vertical"), day_of(row, "published_on")
    seen.add(texts["code"])
    return {"region_code": region, **texts, "kind": kind, "vertical": vertical, "published_on": published_on}
