"""Enterprises as a kind of table that the desk may bring."""

from __future__ import annotations

from collections.abc import Iterator

from backend.enterprises import importing, storing
from backend.enterprises.events import EnterprisesImported
from backend.enterprises.importing import HEADERS
from backend.journal.record import record
from backend.kernel.csv_rows import Row
from backend.registers.importers import Column, Counts, ImportWork, Part, Undoable, importer


def _also(name: str) -> tuple[str, ...]:
    return tuple(header for header, meaning in HEADERS.items() if meaning == name)


COLUMNS = tuple(
    Column(name, zh, en, required, _also(name), help_zh)
    for name, zh, en, required, help_zh in (
        ("identifier", "统一社会信用代码", "identifier", True, "18 位"),
        ("name", "企业名称", "name", True, ""),
        ("address", "住所", "address", False, ""),
        ("longitude", "经度", "longitude", False, "度，如 114.80"),
        ("latitude", "纬度", "latitude", False, "度，如 30.84"),
        ("datum", "坐标系", "datum", False, "WGS84、CGCS2000 或 GCJ02；空为 WGS84"),
        ("place_type", "场所类型", "place type", False, "城镇、农村、矿山、养殖场"),
        ("industry", "行业", "industry", False, ""),
        ("classes", "类别", "classes", False, "多个用顿号分开"),
        ("tier", "风险等级", "tier", False, ""),
    )
)


def _count_anew(work: ImportWork, _: int) -> None:
    record(work.tx, EnterprisesImported(work.region.code, 0))


UNDO = Undoable(
    history="enterprise",
    parts=(
        Part(
            "enterprise", "id", ("name", "industry", "classes", "tier", "source"), spelled=True,
            used=(
                "SELECT FROM conflict WHERE (scheme, identifier) = (part.scheme, part.identifier)",
                "SELECT FROM plan_line WHERE part.id = ANY (plan_line.enterprise_ids)",
            ),
        ),
        Part("site", "enterprise_id", ("address", "place_type", "location")),
    ),
    done=_count_anew,
)  # fmt: skip


@importer("enterprises", zh="企业", en="enterprises", action="import.run", columns=COLUMNS, undo=UNDO)
def put_in(work: ImportWork, rows: Iterator[Row]) -> Counts:
    """New enterprises with their premises; known ones may get what the table says of them."""
    done = importing.put_in(work.tx, rows, work.region, work.now, work.notes, update=work.update)
    for each in storing.outcomes(work.tx):
        changed = work.update and each.outcome == "changed"
        outcome = each.outcome if changed or each.outcome == "new" else "known"
        work.tell(each.row, outcome, each.name, each.fields if changed else {})
    return Counts(done.new, done.changed, done.known)
