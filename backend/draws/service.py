"""Draft, commit, draw, publish, give up: each once, in this order, the draw itself by another person (B-85)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, Text, Uuid, func, insert, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from backend.draws import queries
from backend.draws.events import DrawCommitted, DrawMoved
from backend.draws.models import Draw, DrawAct, DrawAvoidance, DrawObject, DrawOfficer, DrawPick
from backend.draws.pools import Pool, avoided, officers_on, pool_of
from backend.draws.problems import (
    FULL_COVERAGE,
    NOBODY_IN_POOL,
    SAME_PERSON,
    SOURCE_PAST,
    SPAN_WRONG,
    TOO_FEW_OFFICERS,
    VALUE_TOO_EARLY,
    WRONG_STATE,
)  # fmt: skip
from backend.draws.sealed import salting_of, secret_of
from backend.draws.states import ABANDONED, COMMITTED, DRAFTED, DRAWN, PUBLISHED, may_move
from backend.identity import queries as identity
from backend.identity.access.table import Thing, may
from backend.identity.actor import Actor
from backend.journal.record import record
from backend.kernel.ids import uuid7
from backend.kernel.problems import NOT_FOUND
from backend.planning import queries as planning
from backend.planning.items.service import check_drawn, check_in_force
from backend.planning.matters import matters_of
from backend.policy.draw import Terms
from backend.policy.draw_proof import (
    Commitment,
    Lists,
    as_counted,
    digest,
    drawn_picks,
    lists_of,
    one_line,
    seed_of,
)  # fmt: skip
from backend.policy.ruleset import RuleSet
from backend.policy.sentences import LANGUAGES, word
from backend.rulesets import service as rulesets

SEATS = 2
"""Officers are drawn in pairs (B-87)."""

LONGEST = timedelta(days=366)
MOST = 10_000
"""Objects of one draw."""


@dataclass(frozen=True, slots=True)
class Order:
    """What shall be drawn: how many enterprises, about which item, for which days, and where the public value will stand."""

    item_id: UUID
    wanted: int
    first_day: date
    last_day: date
    industry: str
    source: str
    fixed_at: datetime


def draft(tx: Session, *, actor: Actor, now: datetime, draw_id: UUID, order: Order) -> Draw:
    """Note what shall be drawn; nothing is settled yet.

    Raises NOT_FOUND, SPAN_WRONG, SOURCE_PAST, FULL_COVERAGE, and what planning raises for an item (B-15, B-85).
    """
    rules = rulesets.or_default(tx, actor.region, now)
    _check_days(order, now.astimezone(rules.zone).date())
    if order.fixed_at <= now:
        raise SOURCE_PAST(field="fixed_at")
    _check_item(tx, actor, order, rules)
    row = Draw(
        id=draw_id, organ_id=actor.organ_id, region_path=actor.region_path, item_id=order.item_id, industry=order.industry,
        wanted=order.wanted, first_day=order.first_day, last_day=order.last_day, source=one_line(order.source),
        fixed_at=order.fixed_at, state=DRAFTED, created_by=actor.person_id, created_at=now,
    )  # fmt: skip
    tx.add(row)
    tx.flush()
    return row


def _check_days(order: Order, today: date) -> None:
    if order.first_day < today:
        raise SPAN_WRONG(field="first_day")
    if not order.first_day <= order.last_day <= order.first_day + LONGEST:
        raise SPAN_WRONG(field="last_day")


def _check_item(tx: Session, actor: Actor, order: Order, rules: RuleSet) -> None:
    item = planning.items_by_id(tx, actor.organ_id, [order.item_id]).get(order.item_id)
    if item is None:
        raise NOT_FOUND(field="item_id")
    check_in_force(item, order.first_day)
    check_drawn(tx, "draw", [item.id], order.first_day)
    full = matters_of(tx, [item.id]).fields.intersection(rules.draw.full_coverage_fields)
    if full:
        raise FULL_COVERAGE(field="item_id", area=min(full))


def settle(tx: Session, *, actor: Actor, now: datetime, draw_id: UUID, keys: Path) -> Draw:
    """Settle lists, weights and the hashed secret, and tell everybody (B-85, B-86).

    Raises NOT_FOUND, WRONG_STATE, SOURCE_PAST, NOBODY_IN_POOL, TOO_FEW_OFFICERS.
    """
    draw = _moving(tx, actor, draw_id, "draw.make", COMMITTED)
    if draw.fixed_at <= now:
        raise SOURCE_PAST()
    pool, officers = pool_of(tx, draw, now), officers_on(tx, draw.organ_id, now)
    if not pool.rows:
        raise NOBODY_IN_POOL()
    if len(officers) < SEATS:
        raise TOO_FEW_OFFICERS(count=len(officers))
    pairs = avoided(tx, draw, pool, officers)
    lists = lists_of(pool.weights, officers.keys(), pairs, salting_of(keys, draw.id))
    text = _commitment(tx, draw, pool, lists, secret_of(keys, draw.id)).text
    _write_lists(tx, draw, pool, officers, pairs)
    terms = {"wanted": draw.wanted, "seats": SEATS, "reserves": pool.rules.draw.reserves}
    draw.committed_by = actor.person_id
    _move(tx, draw, COMMITTED, actor, now, {"commitment": text, "excluded": dict(pool.excluded), "terms": terms})
    record(tx, DrawCommitted(draw.id, draw.organ_id, _region(draw), digest(text)))
    return draw


def _commitment(tx: Session, draw: Draw, pool: Pool, lists: Lists, secret: bytes) -> Commitment:
    organs, items = queries.about(tx, [draw])
    return Commitment(
        draw_id=draw.id, organ=organs[draw.organ_id].code, item=one_line(items[draw.item_id].code),
        first_day=draw.first_day, last_day=draw.last_day, rule_set=pool.rules.id, lists=lists, excluded=pool.excluded,
        terms=Terms(draw.wanted, SEATS, pool.rules.draw.reserves), secret=secret, source=draw.source,
        fixed_at=draw.fixed_at,
    )  # fmt: skip


def _write_lists(tx: Session, draw: Draw, pool: Pool, officers: dict[str, UUID], pairs: set[tuple[str, str]]) -> None:
    _write_objects(tx, draw, pool)
    tx.execute(
        insert(DrawOfficer), [{"draw_id": draw.id, "number": n, "person_id": who} for n, who in officers.items()]
    )
    if pairs:
        rows = [{"draw_id": draw.id, "object": each, "number": number} for each, number in pairs]
        tx.execute(insert(DrawAvoidance), rows)


def _write_objects(tx: Session, draw: Draw, pool: Pool) -> None:
    """A hundred thousand rows in one statement: as arrays, a column each."""
    ids, names = zip(*((row.enterprise_id, row.enterprise_name) for row in pool.rows.values()), strict=True)
    columns: dict[str, tuple[list[Any], Any]] = {
        "name": ([*pool.rows], Text), "weight": ([pool.weights[each] for each in pool.rows], Integer),
        "enterprise_id": ([*ids], Uuid), "enterprise_name": ([*names], Text),
    }  # fmt: skip
    arrays = (literal(values, ARRAY(kind)) for values, kind in columns.values())
    lines = func.unnest(*arrays).table_valued(*columns).render_derived()
    told = select(literal(draw.id), *(lines.c[each] for each in columns))
    tx.execute(insert(DrawObject).from_select(["draw_id", *columns], told))


def run(tx: Session, *, actor: Actor, now: datetime, draw_id: UUID, public_value: str, keys: Path) -> Draw:
    """Draw: the seed follows from the commitment, the secret and the public value (B-85, B-87).

    Raises NOT_FOUND, SAME_PERSON, WRONG_STATE, VALUE_TOO_EARLY.
    """
    draw = _second_person(tx, actor, draw_id)
    if now < draw.fixed_at:
        zone = ZoneInfo(identity.region(tx, _region(draw)).zone)
        raise VALUE_TOO_EARLY(day=f"{draw.fixed_at.astimezone(zone):%Y-%m-%d %H:%M}")
    settled = queries.acts_of(tx, [draw.id])[draw.id, COMMITTED].data
    lists, pairs = stored_lists(tx, draw, salting_of(keys, draw.id))
    secret, value = secret_of(keys, draw.id), as_counted(public_value)
    seed = seed_of(settled["commitment"], secret, value)
    picks = drawn_picks(lists, pairs, Terms(**settled["terms"]), seed)
    tx.execute(insert(DrawPick), [
        {"draw_id": draw.id, "n": n, "object": each.object, "officers": [*each.officers], "passed_over": [*each.passed_over]}
        for n, each in enumerate(picks, 1)
    ])  # fmt: skip
    _move(tx, draw, DRAWN, actor, now, {"secret": secret.hex(), "public_value": value})
    record(tx, DrawMoved(draw.id, draw.organ_id, _region(draw), DRAWN))
    return draw


def stored_lists(tx: Session, draw: Draw, salting: bytes) -> tuple[Lists, set[tuple[str, str]]]:
    """The lists as they were committed to, and the pairs behind the hashes."""
    pairs = queries.avoidances_of(tx, draw.id)
    objects, officers = dict(queries.objects_of(tx, draw.id)), queries.officers_of(tx, draw.id)
    return lists_of(objects, officers.keys(), pairs, salting), pairs


def publish(tx: Session, *, actor: Actor, now: datetime, draw_id: UUID) -> Draw:
    """Show everybody the outcome with all that is needed to draw again. Raises NOT_FOUND, WRONG_STATE."""
    draw = _moving(tx, actor, draw_id, "draw.publish", PUBLISHED)
    _move(tx, draw, PUBLISHED, actor, now, {})
    record(tx, DrawMoved(draw.id, draw.organ_id, _region(draw), PUBLISHED))
    return draw


def abandon(tx: Session, *, actor: Actor, now: datetime, draw_id: UUID, reason: str) -> Draw:
    """Give up what was not drawn yet, and say why; what was committed to stays on the public page. Raises as above."""
    draw = _moving(tx, actor, draw_id, "draw.make", ABANDONED)
    _move(tx, draw, ABANDONED, actor, now, {"reason": reason})
    record(tx, DrawMoved(draw.id, draw.organ_id, _region(draw), ABANDONED))
    return draw


def second_person(actor: Actor, draw: Draw) -> bool:
    """Whether this person may be the one who draws."""
    thing = Thing(organ_id=draw.organ_id, region_path=draw.region_path, owner_id=draw.committed_by)
    return may(actor, "draw.run", thing)


def _second_person(tx: Session, actor: Actor, draw_id: UUID) -> Draw:
    draw = _moving(tx, actor, draw_id, "draw.see", DRAWN)
    if draw.committed_by == actor.person_id:
        raise SAME_PERSON()
    if not second_person(actor, draw):
        raise NOT_FOUND()
    return draw


def _moving(tx: Session, actor: Actor, draw_id: UUID, action: str, to: str) -> Draw:
    draw = queries.draw(tx, actor, draw_id, action, lock=True)
    if draw is None:
        raise NOT_FOUND()
    if not may_move(draw.state, to):
        raise WRONG_STATE(state=draw.state, **{f"state_{lang}": word("draw", draw.state, lang) for lang in LANGUAGES})
    return draw


def _move(tx: Session, draw: Draw, act: str, actor: Actor, now: datetime, data: dict[str, Any]) -> None:
    draw.state = act
    tx.add(DrawAct(id=uuid7(), draw_id=draw.id, act=act, at=now, person_id=actor.person_id, data=data))
    tx.flush()


def _region(draw: Draw) -> str:
    return draw.region_path.rpartition("/")[2]
