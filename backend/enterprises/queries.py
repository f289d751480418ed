"""Finding enterprises and the facts that the rules want of their premises."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, func, or_, select, text
from sqlalchemy.orm import Session

from backend.enterprises.models import Enterprise, Site
from backend.enterprises.whitelist_models import ENDED, LISTED, ChosenQuietDay, WhitelistEntry
from backend.kernel.geo import Point
from backend.kernel.sorting import Sorting
from backend.policy.facts import ListedSpan, SiteFacts
from backend.registers.searching import holds


def _spans() -> Any:
    """When the enterprise stood on the white list: [[first, first day no longer], …]; NULL if never (B-36)."""
    end = func.least(WhitelistEntry.ended_on, WhitelistEntry.to_on + 1)
    spans = select(func.jsonb_agg(func.jsonb_build_array(WhitelistEntry.from_on, end)))
    held = spans.where(WhitelistEntry.enterprise_id == Enterprise.id, WhitelistEntry.state.in_((LISTED, ENDED)))
    return held.correlate(Enterprise).scalar_subquery()


def _chosen() -> Any:
    """The quiet days that the enterprise chose; NULL if none (B-37)."""
    days = select(func.array_agg(ChosenQuietDay.day)).where(ChosenQuietDay.enterprise_id == Enterprise.id)
    return days.where(ChosenQuietDay.withdrawn_at.is_(None)).correlate(Enterprise).scalar_subquery()


SITE_COLUMNS = (
    Enterprise.id.label("enterprise_id"),
    Enterprise.name.label("enterprise_name"),
    Enterprise.identifier,
    Enterprise.scheme,
    Enterprise.identifier_ok,
    Enterprise.industry,
    Enterprise.classes,
    Enterprise.tier,
    Enterprise.region_code.label("enterprise_region"),
    Enterprise.region_path.label("enterprise_region_path"),
    Site.id.label("site_id"),
    Site.address,
    Site.place_type,
    func.ST_X(func.geometry(Site.location)).label("longitude"),
    func.ST_Y(func.geometry(Site.location)).label("latitude"),
    _spans().label("whitelist"),
    _chosen().label("chosen_days"),
)
"""What a reader needs of an enterprise and one of its premises; `site_facts` and `point` read such a row."""


def point(row: Row[Any]) -> Point | None:
    """The place of the premises, absent where nobody measured it."""
    return None if row.longitude is None else Point(row.longitude, row.latitude)


def site_facts(row: Row[Any]) -> SiteFacts:
    """A row of SITE_COLUMNS as the rules want it."""
    return SiteFacts(
        enterprise_id=row.enterprise_id,
        site_id=row.site_id,
        identifier=row.identifier,
        scheme=row.scheme,
        place_type=row.place_type,
        point=point(row),
        classes=frozenset(row.classes),
        industry=row.industry,
        region=row.enterprise_region,
        tier=row.tier,
        chosen_quiet_days=frozenset(row.chosen_days or ()),
        whitelist=tuple(ListedSpan(_day(first), _day(end) if end else None) for first, end in row.whitelist or ()),
    )


def _day(told: str) -> date:
    return date.fromisoformat(told)


def main_site() -> Select[UUID]:
    """The premises meant when only the enterprise is named: its first one. Correlates with Enterprise."""
    return select(Site.id).where(Site.enterprise_id == Enterprise.id).order_by(Site.id).limit(1).correlate(Enterprise)


def site_ids_of(enterprise_id: Any) -> ScalarSelect[Any]:
    """All premises of the enterprise in an outer query, as an array."""
    return select(func.array_agg(Site.id)).where(Site.enterprise_id == enterprise_id).scalar_subquery()


def with_site(site_id: UUID | None = None) -> Select[Any]:
    """SITE_COLUMNS of enterprises with their main premises, or with the one named."""
    of_site = Site.id == site_id if site_id is not None else Site.id == main_site().scalar_subquery()
    return select(*SITE_COLUMNS).join(Site, of_site).where(Site.enterprise_id == Enterprise.id)


MOST_HITS = 1000
"""Hits that a search counts and pages through; whoever gets as many types another letter. A list without `q` is whole."""


SORTING = Sorting(Enterprise.id, name=Enterprise.pinyin, identifier=Enterprise.identifier)


def search(tx: Session, path: str, q: str, sort: str, page: int, page_size: int) -> tuple[list[Row[Any]], int]:
    """A page of the enterprises under a region path: `q` is part of a name or its pinyin, or how an identifier begins.

    A search stops looking after MOST_HITS, so that a frequent word costs no more than a rare one; its hits are sorted.
    """
    return narrowed(tx, path, (), q=q, sort=sort, page=page, page_size=page_size)


def narrowed(
    tx: Session, path: str, also: Collection[ColumnElement[bool]], *, q: str, sort: str, page: int, page_size: int
) -> tuple[list[Row[Any]], int]:
    """The same among the enterprises for which these conditions hold, too."""
    wanted, order = _under(path).where(*also), SORTING.order(sort)
    asked = slice((page - 1) * page_size, page * page_size)
    chosen, total = _hits(tx, wanted.where(meant(q)), order, asked) if q else _all(tx, wanted, order, asked)
    return list(tx.execute(with_site().where(Enterprise.id.in_(chosen)).order_by(*order)).all()), total


def _hits(tx: Session, wanted: Select[UUID], order: tuple[Any, ...], asked: slice) -> tuple[Sequence[UUID], int]:
    """The ids of a page of what is meant, and how many hits there are, MOST_HITS at most.

    Planned anew for each word: a plan made for any word at all would walk through the whole register.
    """
    tx.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))
    ids = tx.scalars(wanted.order_by(Enterprise.id).limit(MOST_HITS)).all()
    if order != SORTING.usual:
        ids = tx.scalars(select(Enterprise.id).where(Enterprise.id.in_(ids)).order_by(*order)).all()
    return ids[asked], len(ids)


def _all(tx: Session, wanted: Select[UUID], order: tuple[Any, ...], asked: slice) -> tuple[Sequence[UUID], int]:
    """The ids of a page of all, and how many there are; both are read in an index alone, whatever the order."""
    total = tx.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    return tx.scalars(wanted.order_by(*order).slice(asked.start, asked.stop)).all(), total


def meant(q: str) -> ColumnElement[bool]:
    """Whether an enterprise is meant by `q`. Every way is one that an index can answer, so that the database may put them together."""
    if not q.isascii():
        return holds(Enterprise.name, q)
    in_pinyin = Enterprise.pinyin.contains(q.lower().replace(" ", ""), autoescape=True)
    return or_(Enterprise.name.contains(q, autoescape=True), in_pinyin, _identifier_begins(q))


def _under(path: str) -> Select[UUID]:
    inside = or_(Enterprise.region_path == path, Enterprise.region_path.startswith(f"{path}/", autoescape=True))
    return select(Enterprise.id).where(inside)


def _identifier_begins(q: str) -> Any:
    return Enterprise.identifier.startswith(q.upper(), autoescape=True)


def one(tx: Session, path: str, enterprise_id: UUID) -> Row[Any] | None:
    """The enterprise with its main premises, if it lies under the region path."""
    stmt = with_site().where(Enterprise.id == enterprise_id, Enterprise.id.in_(_under(path).scalar_subquery()))
    return tx.execute(stmt).one_or_none()


def by_identifier(tx: Session, scheme: str, identifier: str) -> Row[Any] | None:
    """The enterprise that carries this identifier, with its main premises."""
    return tx.execute(with_site().where(Enterprise.scheme == scheme, Enterprise.identifier == identifier)).one_or_none()


def site(tx: Session, site_id: UUID) -> Row[Any] | None:
    """One premises with its enterprise."""
    return tx.execute(with_site(site_id)).one_or_none()


def sites(tx: Session, site_ids: Collection[UUID]) -> dict[UUID, Row[Any]]:
    """These premises with their enterprises, by site."""
    stmt = select(*SITE_COLUMNS).join(Site, Site.enterprise_id == Enterprise.id).where(Site.id.in_(site_ids))
    return {row.site_id: row for row in tx.execute(stmt)}
