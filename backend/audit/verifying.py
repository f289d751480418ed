"""Whether the record of access is still what its roots say: every span, the chain, and what the journal was told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.audit.events import RootMade
from backend.audit.models import AuditEntry, Root
from backend.audit.roots import FIRST, KEPT, chained, told_of
from backend.journal.models import Journal, JournalInbox

FAULTS = {
    "chain": ("根值与前一个对不上", "the root does not stand on the one before"),
    "journal": ("日志中的根值不同或缺失", "the journal was told another root, or none"),
    "missing": ("应有 {expected} 条，现有 {held} 条", "{expected} lines were there, {held} are left"),
    "changed": ("有记录被改动", "a line was changed"),
    "number": ("缺少第 {expected} 个根值", "root {expected} is missing"),
}
"""What can be wrong with a span, in both languages."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not what it was: which span, and how."""

    n: int
    first_id: int
    last_id: int
    kind: str
    expected: int = 0
    held: int = 0

    def said(self) -> str:
        """In both languages, with the numbers of the lines among which it lies."""
        zh, en = (each.format(expected=self.expected, held=self.held) for each in FAULTS[self.kind])
        return f"#{self.n} ({self.first_id}–{self.last_id}): {zh} · {en}"


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at: spans, the lines under them, spans whose lines went after three years, lines not yet under a root."""

    spans: int
    lines: int
    let_go: int
    open_lines: int
    faults: tuple[Fault, ...]


def verify(tx: Session, now: datetime, *, since: datetime | None = None) -> Verified:
    """Reckon every span anew, or those closed since a moment; the chain is always followed from its beginning."""
    rows = tx.scalars(select(Root).order_by(Root.n)).all()
    asked = [each for each in rows if since is None or each.made_at >= since]
    gone = [each for each in asked if _gone(tx, each, now)]
    faults = [*_chain(rows, _journal(tx)), *(fault for each in asked if each not in gone for fault in _span(tx, each))]
    after = rows[-1].last_id if rows else 0
    waiting = tx.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.id > after)) or 0
    lines = sum(each.lines for each in asked if each not in gone)
    return Verified(len(asked), lines, len(gone), waiting, tuple(sorted(faults, key=lambda each: (each.n, each.kind))))


def _chain(rows: Sequence[Root], journal: Mapping[int, str]) -> Iterator[Fault]:
    before = FIRST
    for expected, row in enumerate(rows, 1):
        if row.n != expected:
            yield Fault(row.n, row.first_id, row.last_id, "number", expected)
            return
        if chained(before, row) != row.root:
            yield Fault(row.n, row.first_id, row.last_id, "chain")
        if journal.get(row.n) != row.root.hex():
            yield Fault(row.n, row.first_id, row.last_id, "journal")
        before = row.root
    for n in sorted(journal):
        if n > len(rows):
            yield Fault(n, 0, 0, "number", n)


def _span(tx: Session, row: Root) -> Iterator[Fault]:
    told = told_of(tx, row.first_id, row.last_id)
    if told["lines"] != row.lines:
        yield Fault(row.n, row.first_id, row.last_id, "missing", row.lines, told["lines"])
    elif told["digest"] != row.digest:
        yield Fault(row.n, row.first_id, row.last_id, "changed")


def _gone(tx: Session, row: Root, now: datetime) -> bool:
    """Whether the lines of a span went because their time was over: all of them, and none too early."""
    held = select(AuditEntry.id).where(AuditEntry.id.between(row.first_id, row.last_id)).limit(1)
    return row.newest_at < now - KEPT and tx.scalar(held) is None


def _journal(tx: Session) -> dict[int, str]:
    """What the journal was told first, also what it has not numbered yet."""
    told: dict[int, str] = {}
    for table, order in ((Journal, Journal.seq), (JournalInbox, JournalInbox.id)):
        for data in tx.scalars(select(table.data).where(table.name == RootMade.name).order_by(order)):
            told.setdefault(data["n"], data["root"])
    return told
