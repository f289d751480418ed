"""Four places with one of everything in each, and nine people who try everything on all of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.certificates.keyring import init_keys
from backend.enterprises.models import Enterprise, Site
from backend.identity.access.grants import give
from backend.identity.access.table import Thing
from backend.identity.actor import Actor
from backend.identity.models import Device, Organ, Person, Region, SignIn
from backend.identity.queries import actor_of, token_hash
from backend.kernel.ids import uuid7
from tests.world import FOREVER_AGO, SignedIn, World

PERSONAS = ("officer", "reviewer", "supervisor", "department", "head", "bureau", "admin", "maintenance", "granted")
"""`granted` is maintenance staff with a time-limited grant in force (B-106)."""

FAR_AWAY = "1101"
"""The code of a region outside all of them."""

PLACES = ("own", "sibling", "foreign", "parent")
"""The own organ; another one of the same county; one of the next county; one of the city above."""


@dataclass(frozen=True)
class Made:
    """Something that stands in a place: its name in a path, and how it lies."""

    id: Any
    lies: Thing


@dataclass
class Place:
    """An organ, its region, its people and its things."""

    name: str
    region: Region
    organ: Organ
    enterprise: Enterprise
    site: Site
    officer: SignedIn
    partner: SignedIn
    clerk: Person
    things: dict[str, Made] = field(default_factory=dict)

    def lies(self, *, owner: UUID | None = None, people: tuple[UUID, ...] = ()) -> Thing:
        """A thing of this organ."""
        return Thing(self.organ.id, self.region.path, owner, frozenset(people))

    @property
    def crew(self) -> tuple[UUID, UUID]:
        return self.officer.person.id, self.partner.person.id


class Town:
    """The county of the personas, the county beside it, and the city above both."""

    def __init__(self, world: World):
        self.world, self.grant = world, uuid7()
        beside = world.other_region()
        city = world._region("4201", "42/4201")
        world._region(FAR_AWAY, f"11/{FAR_AWAY}")
        self.rules = {each.code: world.rule_set(region=each) for each in (beside, city, world.region)}
        regions = {"own": world.region, "sibling": world.region, "foreign": beside, "parent": city}
        self._make_keys()
        self.bureau = world.organ("示范区司法局", kind="bureau", published_on=None)
        self.places = {name: self._place(name, region) for name, region in regions.items()}
        self.personas = {name: self._persona(name) for name in PERSONAS}
        self._actors: dict[str, Actor] = {}
        self.mine: dict[tuple[str, str], Made] = {}

    def thing(self, kind: str, place: str, persona: str) -> Made:
        """The thing of this kind there; where things have owners, the own one is the persona's."""
        own = self.mine.get((kind, persona)) if place == "own" else None
        return own or self.places[place].things[kind]

    def actor(self, persona: str) -> Actor:
        """The persona as the server sees it; asked once."""
        if persona not in self._actors:
            found = self.world.look(lambda tx: actor_of(tx, self.token(persona), self.world.clock.now()))
            assert found is not None
            self._actors[persona] = found
        return self._actors[persona]

    def token(self, persona: str) -> str:
        return self.personas[persona].token

    def _make_keys(self) -> None:
        with self.world.sessions() as tx:
            for code in ("420117", "420116", "4201"):
                init_keys(tx, self.world.settings.data_dir / "keys", code, self.world.clock.now() - timedelta(days=30))
            tx.commit()

    def _place(self, name: str, region: Region) -> Place:
        world = self.world
        organ = world.organ(f"{name} 局", region=region)
        enterprise, site = world.enterprise(f"{name} 企业", region=region)
        crew = [world.officer(organ, who) for who in ("周明远", "林小禾")]
        clerk = world.person("department", organ, "赵经办").person
        place = Place(name, region, organ, enterprise, site, crew[0], crew[1], clerk)
        place.things["rule set"] = Made(self.rules[region.code].id, Thing(region_path=region.path))
        return place

    def _persona(self, name: str) -> SignedIn:
        own = self.places["own"]
        if name == "officer":
            who = own.officer
        else:
            organ = own.organ if name in ("reviewer", "department", "head") else self.bureau
            who = self.world.person("maintenance" if name == "granted" else name, organ, f"persona {name}")
        with self.world.sessions() as tx:
            tx.get_one(SignIn, token_hash(who.token)).stepped_up_at = self.world.clock.now()
            tx.commit()
        if name == "granted":
            self._grant(who.person)
        return who

    def _grant(self, who: Person) -> None:
        now, clerk, other = self.world.clock.now(), self.places["own"].clerk, self.places["own"].officer.person
        with self.world.sessions() as tx:
            give(
                tx, grant_id=self.grant, person_id=who.id, region_code=self.world.region.code, reason="排查",
                asked_by=clerk.id, approved_by=other.id, now=now, until=now + timedelta(hours=4),
            )  # fmt: skip
            tx.commit()


def device(world: World, person: UUID, n: int) -> Made:
    """A phone of somebody."""
    row = Device(
        id=uuid7(), person_id=person, kid=n.to_bytes(4, "big"), public_key=b"\x04" + n.to_bytes(64, "big"),
        enrolled_at=FOREVER_AGO,
    )  # fmt: skip
    world._add(row)
    return Made(row.id, Thing(owner_id=person))
