"""The register of cards: search, filter, page; the state of each at a moment as the database reckons it (B-92, B-97)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, and_, case, cast, func, literal, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session, aliased

from backend.certificates.models import Card, CardState
from backend.certificates.queries import named
from backend.certificates.states import ENDS
from backend.identity.access.scope import visible
from backend.identity.actor import Actor
from backend.identity.models import Organ, Person, Region
from backend.kernel.db import UtcTimestamp
from backend.kernel.sorting import Sorting, by_name
from backend.registers.searching import paged

EXPIRING_DAYS = 60
"""Within so many days a card counts as expiring soon where nobody says otherwise."""

HOME = aliased(Region)
"""The region of the holder's organ, in every query of cards."""


SORTING = Sorting(
    Card.number, Card.id, holder=by_name(Card.holder_name), number=Card.number, organ=by_name(Card.organ_name),
    kind=Card.kind, until=Card.expires_on,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: a number, a name or its pinyin; a state; an organ; the days until a card expires."""

    q: str = ""
    state: str | None = None
    organ_id: UUID | None = None
    expiring: int | None = None


def page_of_cards(
    tx: Session, actor: Actor, wanted: Wanted, now: datetime, sort: str, page: int, page_size: int
) -> tuple[list[Any], int]:
    """Rows of card and state, sorted, else those that expire first where that was asked; and how many there are.

    States are looked up for the page alone, not for what lies before it.
    """
    order = SORTING.order(sort or ("until" if wanted.expiring is not None else ""))
    rows = cards(actor, Wanted(), now)
    shown, total = paged(tx, cards(actor, wanted, now), rows, Card.id, order, page, page_size)
    return list(shown), total


def counts(tx: Session, actor: Actor, now: datetime) -> dict[str, int]:
    """How many cards are in each state, and how many of the active ones expire soon."""
    newest = _newest_of_all(now)
    state = state_now(now, newest.c.state)
    soon = and_(_expires_within(EXPIRING_DAYS, now), state == "active")
    stmt = _scope(actor, state.label("state"), soon.label("soon"))
    counted = stmt.outerjoin(newest, newest.c.card_id == Card.id).subquery()
    rows = tx.execute(
        select(counted.c.state, func.count(), func.count().filter(counted.c.soon)).group_by(counted.c.state)
    )
    told = {name: (n, ending) for name, n, ending in rows}
    return {name: n for name, (n, _) in told.items()} | {"expiring": sum(ending for _, ending in told.values())}


def card_seen(tx: Session, actor: Actor, name: str | UUID, *, lock: bool = False) -> Card | None:
    """A card that the actor may see, by its id or by the 24 hexadecimal characters that its codes name.

    With `lock` nobody else moves it before we commit.
    """
    wanted = _scope(actor, Card).where(named(Card, str(name)))
    return tx.execute(wanted.with_for_update(of=Card) if lock else wanted).scalar_one_or_none()


def state_now(now: datetime, newest: Any = None) -> ColumnElement[str]:
    """The state of the card in an outer query, by the days of its own region: as `states.state_at` has it.

    Days are compared first: the life of a card is looked up again only where its last day has passed. `newest` is its
    change in force where the query has it beside the card.
    """
    recorded = func.coalesce(_recorded(now) if newest is None else newest, "missing")
    today = cast(func.timezone(Region.zone, literal(now, UtcTimestamp)), Date)
    over = and_(Card.expires_on < today, recorded.in_(("active", "suspended")))
    return case((over, "expired"), else_=recorded)


def _recorded(now: datetime) -> Any:
    """The newest change in force; one that ended the card stands before all that came later, unless it was corrected."""
    in_force = select(CardState.state).where(CardState.card_id == Card.id, *_in_force(now))
    return in_force.order_by(*_newest_first()).limit(1).correlate(Card).scalar_subquery()


def _newest_of_all(now: datetime) -> Any:
    """(card, its newest change in force) of every card in one pass, for those who ask about all of them."""
    in_force = select(CardState.card_id, CardState.state).where(*_in_force(now))
    return in_force.ext(distinct_on(CardState.card_id)).order_by(CardState.card_id, *_newest_first()).subquery()


def _in_force(now: datetime) -> tuple[Any, Any]:
    ends_later = or_(CardState.effective_to.is_(None), CardState.effective_to > now)
    return CardState.effective_from <= now, ends_later


def _newest_first() -> tuple[Any, ...]:
    later = aliased(CardState)
    corrected = select(later.id).where(
        later.card_id == CardState.card_id, later.effective_from == CardState.effective_from,
        later.recorded_at > CardState.recorded_at,
    )  # fmt: skip
    ended = and_(CardState.state.in_(ENDS), ~corrected.exists())
    return ended.desc(), CardState.effective_from.desc(), CardState.recorded_at.desc()


def cards(actor: Actor, wanted: Wanted, now: datetime) -> Select[Any]:
    """The rows of card and state that are looked for, as far as the actor may see them."""
    found = _scope(actor, Card, state_now(now).label("state"))
    if wanted.q:
        found = found.where(_named(wanted.q))
    if wanted.organ_id is not None:
        found = found.where(Card.organ_id == wanted.organ_id)
    if wanted.expiring is not None:
        found = _in_state(found, "active", now).where(_expires_within(wanted.expiring, now))
    return found if wanted.state is None else _in_state(found, wanted.state, now)


def _in_state(found: Select[Any], state: str, now: datetime) -> Select[Any]:
    newest = _newest_of_all(now)
    return found.outerjoin(newest, newest.c.card_id == Card.id).where(state_now(now, newest.c.state) == state)


def _scope(actor: Actor, *columns: Any) -> Select[Any]:
    """Cards by the region of the holder's organ; whoever issued them may stand higher."""
    stmt = select(*columns).select_from(Card).join(Region, Region.code == Card.region_code)
    stmt = stmt.join(Organ, Organ.id == Card.organ_id).join(HOME, HOME.code == Organ.region_code)
    return visible(stmt, actor, "card.see", organ=Card.organ_id, region_path=HOME.path)


def _named(q: str) -> ColumnElement[bool]:
    text = q.strip()
    holders = select(Person.id).where(Person.pinyin.contains(text.lower(), autoescape=True))
    return or_(
        Card.number.startswith(text, autoescape=True), Card.holder_name.contains(text, autoescape=True),
        Card.person_id.in_(holders),
    )  # fmt: skip


def _expires_within(days: int, now: datetime) -> ColumnElement[bool]:
    today = cast(func.timezone(Region.zone, literal(now, UtcTimestamp)), Date)
    return and_(Card.expires_on >= today, Card.expires_on <= today + timedelta(days=days))
