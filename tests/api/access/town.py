"""Four places with one of everything in each, and nine people who try everything on all of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.certificates.keyring import init_keys
from backend.enterprises.models import Enterprise, Site
from backend.identity.access import Thing
from backend.identity.models import Device, Organ, Person, Region, SignIn
from backend.identity.queries import token_hash
from backend.kernel.ids import uuid7
from tests.world import FOREVER_AGO, SignedIn, World

PERSONAS = ("officer", "reviewer", "supervisor", "department", "head", "bureau", "admin", "maintenance", "granted")
"""`granted` is maintenance staff with a time-limited grant in force (B-106)."""

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
        self.world = world
        world.rule_set()
        beside = world.other_region()
        city = world._region("4201", "42/4201")
        for region in (beside, city):
            world.rule_set(region=region)
        regions = {"own": world.region, "sibling": world.region, "foreign": beside, "parent": city}
        self._make_keys()
        self.bureau = world.organ("示范区司法局", kind="bureau", published_on=None)
        self.places = {name: self._place(name, region) for name, region in regions.items()}
        self.personas = {name: self._persona(name) for name in PERSONAS}
        self.mine: dict[tuple[str, str], Made] = {}

    def thing(self, kind: str, place: str, persona: str) -> Made:
        """The thing of this kind there; where things have owners, the own one is the persona's."""
        own = self.mine.get((kind, persona)) if place == "own" else None
        return own or self.places[place].things[kind]

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
        return Place(name, region, organ, enterprise, site, crew[0], crew[1], clerk)

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
        return who


def device(world: World, person: UUID, n: int) -> Made:
    """A phone of somebody."""
    row = Device(
        id=uuid7(), person_id=person, kid=n.to_bytes(4, "big"), public_key=b"\x04" + n.to_bytes(64, "big"),
        enrolled_at=FOREVER_AGO,
    )  # fmt: skip
    world._add(row)
    return Made(row.id, Thing(owner_id=person))


LONG_AGO, IN_FORCE = date(2025, 1, 1), date(2028, 12, 31)
