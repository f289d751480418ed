"""Draft a list from the registers, and publish it as the next edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.orm import Session

from backend.identity import queries as identity
from backend.identity.actor import Actor
from backend.identity.publishing import supervised
from backend.journal.record import record
from backend.lists import (
    queries,
    subjects,  # noqa: F401 -- registers its source
)
from backend.lists.comparing import Change, changes_between, counts_of, digest_of
from backend.lists.events import ListPublished
from backend.lists.kinds import kinds
from backend.lists.models import ListEdition, ListEntry
from backend.lists.problems import DRAFT_CHANGED, NOTHING_CHANGED, NOTHING_TO_PUBLISH, TOO_EARLY
from backend.lists.sources import Line, Scope, source_of


@dataclass(frozen=True, slots=True)
class Draft:
    """The list as it would be published for a day, against the newest edition."""

    kind: str
    day: date
    last: ListEdition | None
    lines: Sequence[Line]
    changes: Sequence[Change]
    digest: bytes

    @property
    def values(self) -> Mapping[str, dict[str, Any]]:
        """The lines by key."""
        return {each.key: each.values for each in self.lines}

    @property
    def counts(self) -> dict[str, int]:
        """How many lines are added, changed, removed and kept."""
        return counts_of(self.changes, len(self.lines))

    @property
    def first_published(self) -> list[UUID]:
        """Ids of what this edition would publish first."""
        return [each.publishes for each in self.lines if each.publishes is not None]


@dataclass(frozen=True, slots=True)
class Publication:
    """What a bureau orders: from which day, by which document, and which draft it has seen (its digest in hex)."""

    effective_from: date
    document: str
    note: str
    draft: str


def today_in(tx: Session, region_code: str, now: datetime) -> date:
    """The local day of a region."""
    return now.astimezone(ZoneInfo(identity.region(tx, region_code).zone)).date()


def draft(tx: Session, *, region_code: str, kind: str, day: date) -> Draft:
    """What the list would be if it were published now and took effect on that local day."""
    region = identity.region(tx, region_code)
    organs = {each.id: each for each in supervised(tx, region.path, day)}
    lines = source_of(kind).lines(tx, Scope(organs, day, ZoneInfo(region.zone)))
    last = queries.newest(tx, region_code, kind)
    values = {each.key: each.values for each in lines}
    before = queries.lines_of(tx, last.id) if last else {}
    return Draft(kind, day, last, lines, changes_between(before, values), digest_of(values))


def publish(
    tx: Session, *, actor: Actor, now: datetime, edition_id: UUID, kind: str, order: Publication
) -> ListEdition:
    """The next edition: its lines are kept for good, and what it publishes first bears its day from now on.

    Raises TOO_EARLY, DRAFT_CHANGED, NOTHING_TO_PUBLISH, NOTHING_CHANGED. Two at once: one edition.
    """
    made = draft(tx, region_code=actor.region, kind=kind, day=order.effective_from)
    _check_day(made, today_in(tx, actor.region, now))
    _check_draft(made, order.draft)
    edition = _edition(tx, actor, now, edition_id, made, order)
    tx.add(edition)
    tx.flush()  # the entries below name the edition, and Core does not wait for the unit of work
    tx.execute(insert(ListEntry), [_entry(edition.id, n, each) for n, each in enumerate(made.lines)])
    publish_first = source_of(kind).publish
    if publish_first is not None and made.first_published:
        publish_first(tx, made.first_published, order.effective_from)
    told = ListPublished(
        edition.id, kind, actor.region, edition.n, edition.effective_from, edition.entries, made.digest.hex()
    )
    record(tx, told)
    return edition


def _check_day(made: Draft, today: date) -> None:
    earliest = max(today, made.last.effective_from) if made.last else today
    if made.day < earliest:
        raise TOO_EARLY(field="effective_from", day=earliest)


def _check_draft(made: Draft, seen: str) -> None:
    if not made.lines and made.last is None:
        raise NOTHING_TO_PUBLISH()
    if made.last is not None and not made.changes:
        raise NOTHING_CHANGED(n=made.last.n)
    if seen != made.digest.hex():
        raise DRAFT_CHANGED(field="draft")


def _edition(
    tx: Session, actor: Actor, now: datetime, edition_id: UUID, made: Draft, order: Publication
) -> ListEdition:
    return ListEdition(
        id=edition_id, kind=made.kind, region_code=actor.region, n=made.last.n + 1 if made.last else 1,
        effective_from=order.effective_from, published_at=now, published_by=actor.person_id,
        publisher=identity.organ(tx, actor.organ_id).name, document=order.document, note=order.note,
        columns=[*kinds()[made.kind].columns], entries=len(made.lines), changes=made.counts, digest=made.digest,
    )  # fmt: skip


def _entry(edition_id: UUID, n: int, line: Line) -> dict[str, Any]:
    said = [str(each) for each in line.values.values() if each not in (None, "")]
    return {"edition_id": edition_id, "position": n, "key": line.key, "data": line.values, "words": " ".join(said)}
