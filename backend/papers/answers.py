"""Papers as the wire shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from backend.identity import queries as identity
from backend.inspections.models import Inspection
from backend.papers import drafting, queries, receipts
from backend.papers.draft import Draft
from backend.papers.kinds import KINDS, NOTICE, Kind
from backend.papers.models import Paper
from backend.planning.models import Task


def lines(tx: Session, task: Task | None, visit: Inspection | None) -> list[dict[str, Any]]:
    """Notice, record and result of a task and its visit: what was issued, and what opening would issue now."""
    drafts = drafting.visit_drafts(tx, visit) if visit else {}
    if task is not None and (notice := drafting.notice_draft(tx, task)):
        drafts[NOTICE.code] = notice
    issued = queries.editions(tx, [each.id for each in (task, visit) if each is not None])
    kinds = [each for each in KINDS.values() if task is not None or each is not NOTICE]
    return [_line(tx, each, drafts.get(each.code), _of(issued, each), _address(each, task, visit)) for each in kinds]


def edition(paper: Paper, received_at: datetime | None) -> dict[str, Any]:
    """An edition with its own address, and when the enterprise confirmed that it has it."""
    return {
        "id": paper.id, "edition": paper.edition, "title": paper.title, "issued_at": paper.issued_at,
        "sha256": paper.sha256.hex(), "bytes": paper.size, "pages": paper.pages, "url": f"/api/v1/papers/{paper.id}",
        "received_at": received_at,
    }  # fmt: skip


def title_lines(changes: Sequence[Any], titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every kind with its title now, and who gave it others before."""
    return [
        {
            "kind": kind.code, "title": titles[kind.code], "usual": kind.zh, "name": {"zh": kind.zh, "en": kind.en},
            "changes": [_change(row, name) for row, name in changes if row.kind == kind.code],
        }
        for kind in KINDS.values()
    ]  # fmt: skip


def _change(row: Any, name: str) -> dict[str, Any]:
    scope = "region" if row.organ_id is None else "organ"
    return {
        "id": row.id, "kind": row.kind, "title": row.title, "scope": scope, "changed_at": row.changed_at,
        "changed_by": name,
    }  # fmt: skip


def _of(issued: Sequence[Paper], kind: Kind) -> list[Paper]:
    return [each for each in issued if each.kind == kind.code]


def _address(kind: Kind, task: Task | None, visit: Inspection | None) -> str | None:
    if kind is NOTICE:
        return f"/api/v1/tasks/{task.id}/papers/notice" if task else None
    return f"/api/v1/inspections/{visit.id}/papers/{kind.code}" if visit else None


def _line(tx: Session, kind: Kind, draft: Draft | None, issued: Sequence[Paper], address: str | None) -> dict[str, Any]:
    received = receipts.received(tx, [each.id for each in issued])
    return {
        "kind": kind.code, "title": _title(tx, kind, draft, issued), "state": _state(draft, issued),
        "waits": {"zh": kind.waits_zh, "en": kind.waits_en}, "url": address if draft else None,
        "editions": [edition(each, received.get(each.id)) for each in issued],
    }  # fmt: skip


def _title(tx: Session, kind: Kind, draft: Draft | None, issued: Sequence[Paper]) -> str:
    if draft is None:
        return issued[0].title if issued else kind.zh
    organ = identity.organ(tx, draft.organ_id)
    return queries.title_at(tx, kind.code, organ.id, organ.region_code, draft.dated)


def _state(draft: Draft | None, issued: Sequence[Paper]) -> str:
    if draft is None:
        return "issued" if issued else "waiting"
    if not issued:
        return "ready"
    return "issued" if issued[0].content_hash == draft.content.digest() else "changed"
