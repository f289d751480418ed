"""The course of one visit in words, from its arrival, steps, holes, scans, result and departure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from backend.kernel.schema import rfc3339
from backend.monitoring import headlines, queries
from backend.monitoring.timeline import Happening, with_missing
from backend.policy.completeness import Hole
from backend.policy.sentences import word

_HOW = {"self": ("本人扫码", "own scan"), "partner_scan": ("同事扫其证", "scanned by partner"),
        "declared": ("口头申报", "declared")}  # fmt: skip


def course(tx: Session, row: Row[Any], holes: Sequence[Hole]) -> list[dict[str, Any]]:
    """The lines of the timeline; what should have happened and did not keeps its place."""
    visit_id: UUID = row.inspection_id
    happened = [
        *_arrival(tx, row),
        *(_step(each) for each in queries.steps(tx, visit_id)),
        *(Happening("code_scanned", at, None, "企业核验了检查码", "The enterprise checked the code")
          for at in queries.scans(tx, row.task_id)),
        *(_gap(each) for each in holes if each.long),
        *_end(tx, row),
    ]  # fmt: skip
    return [_as_data(each) for each in with_missing(happened, over=row.state in ("left", "closed"))]


def _arrival(tx: Session, row: Row[Any]) -> Iterator[Happening]:
    arrival, officers = queries.check_in(tx, row.inspection_id), queries.officers(tx, row.inspection_id)
    zh = "、".join(f"{each.name}（{_HOW.get(each.how, (each.how, each.how))[0]}）" for each in officers)
    en = ", ".join(f"{each.name} ({_HOW.get(each.how, (each.how, each.how))[1]})" for each in officers)
    accuracy = ((arrival.position if arrival else None) or {}).get("accuracy_m")
    if accuracy is not None:
        zh, en = f"{zh}，定位精度 {accuracy:.0f} 米", f"{en}; position within {accuracy:.0f} m"
    yield Happening("arrival", row.arrived_at, officers[0].name if officers else None, zh, en)


def _step(row: Any) -> Happening:
    """A step with its note; a reason for an interruption in words."""
    zh, en = (word("why", row.note or "", lang) for lang in ("zh", "en"))
    return Happening(row.kind, row.at, row.name, zh, en)


def _gap(hole: Hole) -> Happening:
    """A hole long enough to need a reason, with the one that was given (B-61)."""
    zh, en = (word("why", hole.why or "none", lang) for lang in ("zh", "en"))
    return Happening("gap", hole.begins, None, f"缺 {hole.seconds} 秒，原因：{zh}", f"{hole.seconds} s missing: {en}")


def _end(tx: Session, row: Row[Any]) -> Iterator[Happening]:
    filed = queries.result(tx, row.inspection_id)
    if filed is not None:
        words = headlines.outcome_words(filed.outcome)
        due = f"，{filed.deadline.month} 月 {filed.deadline.day} 日前改正" if filed.deadline else ""
        by = f", by {filed.deadline.isoformat()}" if filed.deadline else ""
        yield Happening("result", filed.at, None, words["zh"] + due, words["en"] + by)
    if row.left_at is not None:
        yield Happening("departure", row.left_at)
    if row.closed_at is not None:
        yield Happening(
            "auto_closed",
            row.closed_at,
            None,
            "没有人签退，停留多久不明",
            "Nobody checked out: how long it took is unknown",
        )


def _as_data(each: Happening) -> dict[str, Any]:
    return {
        "at": rfc3339(each.at) if each.at else None, "kind": each.kind, "by": each.by,
        "detail": {"zh": each.zh, "en": each.en}, "missing": each.missing,
    }  # fmt: skip
