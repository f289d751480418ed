"""Teams of towns 综合执法队: one team, items of several departments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from backend.identity.access.scope import allowed
from backend.identity.actor import Actor
from backend.identity.models import Organ, Person, Region
from backend.kernel.problems import NOT_FOUND, STALE
from backend.kernel.transaction import CONSTRAINTS
from backend.registers.answers import organ_name
from backend.registers.models import Team, TeamMember, TeamOrgan
from backend.registers.people import person_for
from backend.registers.places import organ_for
from backend.registers.problems import TEAM_NAME_TAKEN

CONSTRAINTS["uq_team_region_code_name"] = TEAM_NAME_TAKEN


def visible(actor: Actor, action: str) -> Any:
    """(team, its organ, region) that the actor may see or change."""
    joined = select(Team, Organ, Region).join(Organ, Organ.id == Team.organ_id)
    joined = joined.join(Region, Region.code == Team.region_code)
    return joined.where(allowed(actor, action, organ=Team.organ_id, region_path=Region.path))


def form(tx: Session, *, actor: Actor, team_id: UUID, values: dict[str, Any]) -> Team:
    """A new team of an organ, in that organ's region. Raises NOT_FOUND, TEAM_NAME_TAKEN."""
    organ = organ_for(tx, actor, values["organ_id"], "organ.write", field="organ_id")
    own = {name: values[name] for name in ("name", "name_en", "organ_id", "guiding_organ_id")}
    team = Team(id=team_id, region_code=organ.region_code, version=1, **own)
    tx.add(team)
    tx.flush()
    _fill(tx, actor, team, values)
    return team


def change(tx: Session, *, actor: Actor, team_id: UUID, version: int, values: dict[str, Any]) -> Team:
    """New words, organs or members. Raises NOT_FOUND, STALE, TEAM_NAME_TAKEN."""
    if tx.execute(visible(actor, "team.write").where(Team.id == team_id)).first() is None:
        raise NOT_FOUND()
    team = tx.get_one(Team, team_id, with_for_update=True, populate_existing=True)
    if team.version != version:
        raise STALE(field="version", current=answers(tx, [team])[0])
    for name in ("name", "name_en", "guiding_organ_id", "ended_on"):
        if name in values:
            setattr(team, name, values[name])
    team.version += 1
    tx.flush()
    _fill(tx, actor, team, values)
    return team


def answers(tx: Session, teams: Sequence[Team]) -> list[dict[str, Any]]:
    """Teams in full; each kind of part is loaded once."""
    ids = [each.id for each in teams]
    parts = select(TeamOrgan, Organ).join(Organ, Organ.id == TeamOrgan.organ_id).where(TeamOrgan.team_id.in_(ids))
    exercised = tx.execute(parts.order_by(Organ.code)).all()
    joined = select(TeamMember.team_id, Person).join(Person, Person.id == TeamMember.person_id)
    members = tx.execute(joined.where(TeamMember.team_id.in_(ids)).order_by(Person.pinyin)).all()
    named = {each.organ_id for each in teams} | {each.guiding_organ_id for each in teams if each.guiding_organ_id}
    organs = {each.id: each for each in tx.scalars(select(Organ).where(Organ.id.in_(named)))}
    regions = {
        each.code: each for each in tx.scalars(select(Region).where(Region.code.in_({t.region_code for t in teams})))
    }
    return [
        {
            "id": str(team.id), "name": team.name, "name_en": team.name_en,
            "region": {"code": team.region_code, "name": regions[team.region_code].name},
            "organ": organ_name(organs[team.organ_id]),
            "guiding_organ": organ_name(organs.get(team.guiding_organ_id)) if team.guiding_organ_id else None,
            "organs": [
                {"organ": organ_name(organ), "item_codes": part.item_codes}
                for part, organ in exercised if part.team_id == team.id
            ],
            "members": [
                {"person_id": str(person.id), "name": person.name, "role": person.role}
                for team_id, person in members if team_id == team.id
            ],
            "ended_on": team.ended_on.isoformat() if team.ended_on else None, "version": team.version,
        }
        for team in teams
    ]  # fmt: skip


def _fill(tx: Session, actor: Actor, team: Team, values: dict[str, Any]) -> None:
    if values.get("guiding_organ_id"):
        organ_for(tx, actor, values["guiding_organ_id"], field="guiding_organ_id")
    if "organs" in values:
        for each in values["organs"]:
            organ_for(tx, actor, each["organ_id"], field="organs")
        tx.execute(delete(TeamOrgan).where(TeamOrgan.team_id == team.id))
        once = {each["organ_id"]: each["item_codes"] for each in values["organs"]}
        tx.add_all(TeamOrgan(team_id=team.id, organ_id=organ, item_codes=codes) for organ, codes in once.items())
    if "members" in values:
        for person_id in values["members"]:
            person_for(tx, actor, person_id)
        tx.execute(delete(TeamMember).where(TeamMember.team_id == team.id))
        tx.add_all(TeamMember(team_id=team.id, person_id=each) for each in dict.fromkeys(values["members"]))
    tx.flush()
