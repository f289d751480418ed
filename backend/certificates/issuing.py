"""Give somebody a card, for the first time or in place of another (B-90, B-91, B-92)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.certificates import queries, register
from backend.certificates.models import Card
from backend.certificates.photos import portrait_of
from backend.certificates.problems import (
    DAYS_WRONG,
    HAS_ONE,
    KIND_NOT_TAKEN,
    NOT_A_HOLDER,
    NOT_REPLACEABLE,
    NUMBER_TAKEN,
    PHOTO_STANDS,
)
from backend.certificates.service import CardDraft, issue_card, move_card, put_photo, state_before
from backend.certificates.states import REPLACED_AS, STATE_NAMES
from backend.identity import queries as identity
from backend.identity.access.table import Thing, may
from backend.identity.actor import Actor
from backend.identity.models import Organ, Person
from backend.kernel.problems import NOT_FOUND
from backend.kernel.transaction import CONSTRAINTS
from backend.policy.ruleset import RuleSet
from backend.rulesets import service as rulesets

CONSTRAINTS["uq_card_number"] = NUMBER_TAKEN


@dataclass(frozen=True, slots=True)
class Application:
    """What the desk fills in for a card; name, unit and issuer come from the registers."""

    number: str
    kind: str
    field: str
    area: str
    issued_on: date
    expires_on: date
    document: str | None


@dataclass(frozen=True, slots=True)
class Issued:
    """A new card, with what is unusual about it: never a reason to refuse (B-91)."""

    card: Card
    warnings: list[dict[str, Any]]


def issue(
    tx: Session, *, actor: Actor, now: datetime, keys: Path, person_id: UUID, application: Application, photo: bytes,
    state: str,
) -> Issued:  # fmt: skip
    """A first card, or one of another kind. Raises NOT_FOUND, NOT_A_HOLDER, HAS_ONE, and what `_draft` raises."""
    person, organ = _holder(tx, actor, person_id)
    rules = rulesets.in_force(tx, actor.region, now)
    draft = _draft(tx, actor, person, organ, application, portrait_of(photo), rules)
    _refuse_second(tx, person, application.kind, now)
    card = _issued(tx, draft, actor, now, keys, state, application.document, rules)
    return Issued(card, warnings(application, rules))


def replace(
    tx: Session, *, actor: Actor, now: datetime, keys: Path, card_id: UUID, application: Application,
    photo: bytes | None, reason: str,
) -> Issued:  # fmt: skip
    """A new card in place of one that runs out (换发) or was lost (补发); the old portrait stays unless another is given.

    Raises NOT_FOUND, NOT_REPLACEABLE, NOT_A_HOLDER, and what `_draft` raises.
    """
    old = register.card_seen(tx, actor, card_id, lock=True)
    if old is None:
        raise NOT_FOUND()
    becomes = _becomes(tx, old, now)
    person, organ = _holder(tx, actor, old.person_id)
    rules = rulesets.in_force(tx, actor.region, now)
    portrait = portrait_of(photo) if photo is not None else old.photo
    old.superseded_at = now
    tx.flush()  # its number may go to the new card
    draft = _draft(tx, actor, person, organ, application, portrait, rules, old.id)
    card = _issued(tx, draft, actor, now, keys, "active", application.document, rules)
    move_card(
        tx, old.id, becomes, effective_from=max(now, _begins(draft, rules.zone)), reason=reason,
        document=application.document, operator_id=actor.person_id, now=now,
    )  # fmt: skip
    return Issued(card, warnings(application, rules))


def add_photo(tx: Session, *, actor: Actor, now: datetime, keys: Path, card_id: UUID, photo: bytes) -> Card:
    """The portrait of a card that came without one, by a table. Raises NOT_FOUND, PHOTO_STANDS, PHOTO_UNREADABLE, NO_KEY."""
    card = register.card_seen(tx, actor, card_id, lock=True)
    if card is None:
        raise NOT_FOUND()
    if card.photo:
        raise PHOTO_STANDS(field="photo")
    put_photo(tx, card, portrait_of(photo), now=now, keys=keys)
    return card


def warnings(application: Application, rules: RuleSet) -> list[dict[str, Any]]:
    """What is unusual: a number of another pattern, a card that lasts longer than usual (B-91)."""
    found: list[dict[str, Any]] = []
    if not rules.card_number.search(application.number):
        found.append(
            _warning(
                "card.pattern",
                "证号不是常见的 11 位数字，请核对。",
                "The number is not the usual 11 digits; compare it.",
            )
        )
    usual = rules.card.valid_years
    if _longer_than(usual, application.issued_on, application.expires_on):
        found.append(
            _warning(
                "card.valid_years", f"有效期超过通常的 {usual} 年。", f"Valid for longer than the usual {usual} years."
            )
        )
    return found


def _longer_than(years: int, since: date, until: date) -> bool:
    """Whether `until` is later than the same day so many years on."""
    return (until.year - since.year, until.month, until.day) > (years, since.month, since.day)


def _warning(code: str, zh: str, en: str) -> dict[str, Any]:
    return {"code": code, "rule": "B-91", "sentence": {"zh": zh, "en": en}}


def _holder(tx: Session, actor: Actor, person_id: UUID) -> tuple[Person, Organ]:
    """An officer of the issuer's region with the organ. Raises NOT_FOUND, NOT_A_HOLDER."""
    person = tx.get(Person, person_id)
    organ = identity.organ(tx, person.organ_id) if person else None
    if person is None or organ is None:
        raise NOT_FOUND(field="person_id")
    if not may(actor, "card.issue", Thing(organ.id, identity.region(tx, organ.region_code).path)):
        raise NOT_FOUND(field="person_id")
    if person.role != "officer" or not person.active:
        raise NOT_A_HOLDER(field="person_id")
    return person, organ


def _draft(
    tx: Session, actor: Actor, person: Person, organ: Organ, application: Application, portrait: bytes, rules: RuleSet,
    replaces_id: UUID | None = None,
) -> CardDraft:  # fmt: skip
    """Raises DAYS_WRONG, KIND_NOT_TAKEN, NUMBER_TAKEN."""
    if application.expires_on < application.issued_on:
        raise DAYS_WRONG(field="expires_on")
    if application.kind not in rules.card.kinds:
        raise KIND_NOT_TAKEN(field="kind", kind=application.kind)
    taken = select(Card.id).where(Card.number == application.number, Card.superseded_at.is_(None))
    if tx.scalar(taken) is not None:
        raise NUMBER_TAKEN(field="number", number=application.number)
    return CardDraft(
        person_id=person.id, organ_id=organ.id, region=actor.region, number=application.number,
        holder_name=person.name, organ_name=organ.name, field=application.field, issued_on=application.issued_on,
        expires_on=application.expires_on, photo=portrait, kind=application.kind, area=application.area,
        issuer=identity.organ(tx, actor.organ_id).name, replaces_id=replaces_id,
    )  # fmt: skip


def _issued(
    tx: Session, draft: CardDraft, actor: Actor, now: datetime, keys: Path, state: str, document: str | None,
    rules: RuleSet,
) -> Card:  # fmt: skip
    return issue_card(
        tx, draft, active_from=now if state == "applied" else _begins(draft, rules.zone), now=now, keys=keys,
        state=state, operator_id=actor.person_id, document=document,
    )  # fmt: skip


def _begins(draft: CardDraft, zone: ZoneInfo) -> datetime:
    return datetime.combine(draft.issued_on, time(), zone).astimezone(UTC)


def _refuse_second(tx: Session, person: Person, kind: str, now: datetime) -> None:
    """One card of a kind for a person: whoever holds one renews it."""
    tx.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    held = tx.scalars(select(Card).where(Card.person_id == person.id, Card.kind == kind))
    for view in queries.card_views(tx, held, now):
        if view.state in ("applied", "active", "suspended"):
            raise HAS_ONE(field="person_id", number=view.number)


def _becomes(tx: Session, old: Card, now: datetime) -> str:
    before = state_before(tx, old, now)
    if before not in REPLACED_AS:
        zh, en = STATE_NAMES[before]
        raise NOT_REPLACEABLE(state=before, state_zh=zh, state_en=en)
    return REPLACED_AS[before]
