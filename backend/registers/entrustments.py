"""Letters of entrustment 委托书: who acts in whose name, for what, until when (B-09). Planning asks `letters_on`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from backend.identity.access.scope import allowed
from backend.identity.actor import Actor
from backend.identity.models import Organ, Region
from backend.kernel.problems import NOT_FOUND
from backend.registers.answers import organ_name
from backend.registers.history import because
from backend.registers.models import Entrustment
from backend.registers.places import organ_for
from backend.registers.problems import NOT_A_PRINCIPAL, NOT_AN_AGENT, SPAN_WRONG

Principal, Agent = aliased(Organ), aliased(Organ)


def letters_on(tx: Session, agent_id: UUID, day: date) -> list[Entrustment]:
    """Letters that an organ holds on a day."""
    wanted = select(Entrustment).where(Entrustment.agent_id == agent_id, Entrustment.from_on <= day)
    open_ = or_(Entrustment.ended_on.is_(None), Entrustment.ended_on > day)
    return list(tx.scalars(wanted.where(Entrustment.to_on >= day, open_)))


def of_organ(tx: Session, actor: Actor, organ_id: UUID, today: date) -> list[dict[str, Any]]:
    """Letters that the organ gave or holds, newest first. Raises NOT_FOUND."""
    organ_for(tx, actor, organ_id, "entrustment.see")
    joined = select(Entrustment, Principal, Agent).join(Principal, Principal.id == Entrustment.principal_id)
    joined = joined.join(Agent, Agent.id == Entrustment.agent_id)
    wanted = joined.where(or_(Entrustment.principal_id == organ_id, Entrustment.agent_id == organ_id))
    rows = tx.execute(wanted.order_by(Entrustment.from_on.desc(), Entrustment.id))
    return [_answer(*row, today) for row in rows]


def give(
    tx: Session, *, actor: Actor, entrustment_id: UUID, now: datetime, today: date, values: dict[str, Any]
) -> dict[str, Any]:
    """Enter a letter. Raises NOT_FOUND, NOT_A_PRINCIPAL, NOT_AN_AGENT, SPAN_WRONG."""
    principal = organ_for(tx, actor, values["principal_id"], "organ.write", field="principal_id")
    agent = organ_for(tx, actor, values["agent_id"], "organ.write", field="agent_id")
    if principal.kind not in ("administrative", "bureau"):
        raise NOT_A_PRINCIPAL(field="principal_id", organ=principal.name)
    if agent.kind != "entrusted":
        raise NOT_AN_AGENT(field="agent_id", organ=agent.name)
    if values["to_on"] < values["from_on"]:
        raise SPAN_WRONG(field="to_on")
    letter = Entrustment(id=entrustment_id, recorded_by=actor.person_id, recorded_at=now, **values)
    tx.add(letter)
    tx.flush()
    return _answer(letter, principal, agent, today)


def end(tx: Session, *, actor: Actor, entrustment_id: UUID, reason: str, today: date) -> dict[str, Any]:
    """The letter holds no more from today on; a second time changes nothing. Raises NOT_FOUND."""
    seen = select(Entrustment, Principal, Agent).join(Principal, Principal.id == Entrustment.principal_id)
    seen = seen.join(Agent, Agent.id == Entrustment.agent_id).join(Region, Region.code == Principal.region_code)
    may = allowed(actor, "entrustment.write", organ=Entrustment.principal_id, region_path=Region.path)
    row = tx.execute(seen.where(Entrustment.id == entrustment_id, may).with_for_update(of=Entrustment)).first()
    if row is None:
        raise NOT_FOUND()
    if row[0].ended_on is None:
        because(tx, reason)
        row[0].ended_on, row[0].ended_reason = today, reason
        tx.flush()
    return _answer(*row, today)


def _answer(letter: Entrustment, principal: Organ, agent: Organ, today: date) -> dict[str, Any]:
    ended = letter.ended_on is not None and letter.ended_on <= today
    return {
        "id": str(letter.id), "principal": organ_name(principal), "agent": organ_name(agent),
        "matters": letter.matters, "item_codes": letter.item_codes, "document": letter.document,
        "from_on": letter.from_on.isoformat(), "to_on": letter.to_on.isoformat(),
        "published_on": letter.published_on.isoformat() if letter.published_on else None,
        "ended_on": letter.ended_on.isoformat() if letter.ended_on else None, "ended_reason": letter.ended_reason,
        "in_force": letter.from_on <= today <= letter.to_on and not ended,
    }  # fmt: skip
