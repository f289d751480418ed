"""An installation before and at its founding.

Until there is a bureau, the first administrator stands in a provisional organ of the region `setup`. Founding turns that
organ into the bureau, so that whatever names it stays true, and removes the region.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.identity.models import Organ, Person, Region
from backend.kernel.geo import Box
from backend.kernel.ids import uuid7

PROVISIONAL = "setup"
"""Code of the region in which nothing is but the first administrator; no region of GB/T 2260 has letters."""

_FOUNDING = 7240008
"""Number of the lock under which one installation is founded once, however many ask."""


@dataclass(frozen=True, slots=True)
class Place:
    """A region of the tree as its founder names it: nothing is guessed from the digits of its code."""

    code: str
    level: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What all regions of a founded tree share until somebody corrects one of them."""

    zone: str
    box: Box


@dataclass(frozen=True, slots=True)
class BureauName:
    """How the bureau is called, and the code under which registers name it."""

    code: str
    name: str
    name_en: str


def wait_for_others(tx: Session) -> None:
    """Until this transaction ends nobody else founds anything."""
    tx.execute(select(func.pg_advisory_xact_lock(_FOUNDING)))


def bureau_stands(tx: Session) -> bool:
    """Whether this installation belongs to somebody."""
    founded = select(Organ.id).where(Organ.kind == "bureau", Organ.region_code != PROVISIONAL).limit(1)
    return tx.scalar(founded) is not None


def administrator(tx: Session) -> Person | None:
    """An administrator who can sign in; the one who came first."""
    wanted = select(Person).where(Person.role == "admin", Person.active, Person.login.is_not(None))
    return tx.scalars(wanted.order_by(Person.id).limit(1)).first()


def login_taken(tx: Session, login: str) -> bool:
    """Whether anybody, also somebody who left, has this account name."""
    return tx.scalar(select(Person.id).where(Person.login == login)) is not None


def organ_for_administrator(tx: Session) -> Organ:
    """The bureau highest in the tree; before there is one, the provisional organ, which is made when it is not there."""
    bureaus = select(Organ).join(Region).where(Organ.kind == "bureau").order_by(func.length(Region.path), Region.path)
    found = tx.scalars(bureaus.limit(1)).first()
    return found or _provisional(tx)


def bureau(tx: Session, code: str) -> Organ | None:
    """The bureau of this code."""
    return tx.scalars(select(Organ).where(Organ.kind == "bureau", Organ.code == code)).one_or_none()


def highest_path(tx: Session) -> str | None:
    """The path of the region whose bureau stands highest in the tree; None before there is one."""
    wanted = select(Region.path).join(Organ).where(Organ.kind == "bureau")
    return tx.scalar(wanted.order_by(func.length(Region.path), Region.path).limit(1))


def code_taken(tx: Session, code: str) -> bool:
    """Whether an organ other than the provisional one goes by this code."""
    return tx.scalar(select(Organ.id).where(Organ.code == code, Organ.code != PROVISIONAL)) is not None


def found(tx: Session, tree: Sequence[Place], ground: Ground, bureau: BureauName) -> Organ | None:
    """Lay the regions from the root down and make the provisional organ the bureau of the last one.

    None where there is no provisional organ any more: the installation has its bureau.
    """
    wait_for_others(tx)
    organ = tx.scalars(select(Organ).where(Organ.code == PROVISIONAL).with_for_update()).first()
    if organ is None or bureau_stands(tx):
        return None
    _lay(tx, tree, ground)
    organ.region_code, organ.code = tree[-1].code, bureau.code
    organ.name, organ.name_en = bureau.name, bureau.name_en
    tx.flush()
    _move_in(tx, tree[-1].code)
    return organ


def _provisional(tx: Session) -> Organ:
    tx.execute(insert(Region).values(_PROVISIONAL_REGION).on_conflict_do_nothing())
    organ = Organ(id=uuid7(), **_PROVISIONAL_ORGAN)
    tx.add(organ)
    tx.flush()
    return organ


def _lay(tx: Session, tree: Sequence[Place], ground: Ground) -> None:
    """Regions that are known already get the name and the place that the founder gives them."""
    codes: list[str] = []
    for place in tree:
        parent, codes = (codes[-1] if codes else None), [*codes, place.code]
        tx.merge(Region(
            code=place.code, path="/".join(codes), parent_code=parent, level=place.level, name=place.name,
            name_en=place.name_en, zone=ground.zone, scheme="uscc", demo=False, **asdict(ground.box),
        ))  # fmt: skip
        tx.flush()


def _move_in(tx: Session, region: str) -> None:
    """Whatever was entered before the founding belongs to the founded region; then the provisional one goes."""
    tx.execute(update(Organ).where(Organ.region_code == PROVISIONAL).values(region_code=region))
    tx.execute(delete(Region).where(Region.code == PROVISIONAL))


_PROVISIONAL_REGION = {
    "code": PROVISIONAL, "path": PROVISIONAL, "name": "尚未设置", "name_en": "Not set up yet", "zone": "Asia/Shanghai",
    "scheme": "uscc", "west": -180.0, "south": -90.0, "east": 180.0, "north": 90.0, "demo": False,
}  # fmt: skip
_PROVISIONAL_ORGAN = {
    "region_code": PROVISIONAL, "code": PROVISIONAL, "kind": "bureau",
    "name": "尚未设置", "name_en": "Not set up yet",
}  # fmt: skip
