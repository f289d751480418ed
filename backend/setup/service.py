"""The first administrator, and the founding of the bureau with its region and keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from backend.certificates.keyring import init_keys
from backend.identity import founding
from backend.identity import queries as identity
from backend.identity.actor import Actor
from backend.identity.founding import PROVISIONAL, BureauName, Ground, Place
from backend.identity.models import Organ
from backend.journal.record import record
from backend.setup import queries
from backend.setup.events import BureauFounded
from backend.setup.problems import ALREADY_FOUNDED, CODE_TAKEN
from backend.setup.standing import OrganStanding
from backend.setup.steps import Step, steps
from backend.setup.tree import check_ground, check_tree


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the installation of an actor's region is."""

    founded: bool
    alone: bool
    """The administrator may still act in the bureau's stead (see `acts`)."""
    organ: OrganStanding | None
    steps: Sequence[Step]

    @property
    def ready(self) -> bool:
        """The first visit can be planned, approved and coded."""
        return all(each.done for each in self.steps)


def progress(tx: Session, *, region: str, organ_id: UUID, now: datetime) -> Progress:
    """What stands in the region of somebody's bureau, and what is missing before the first visit."""
    if region == PROVISIONAL:
        return Progress(False, False, None, steps(None))
    today = now.astimezone(ZoneInfo(identity.region(tx, region).zone)).date()
    it = queries.standing(tx, region, organ_id, now, today)
    return Progress(True, not it.visited, it.organ, steps(it))


def found_bureau(
    tx: Session, *, actor: Actor, now: datetime, tree: Sequence[Place], ground: Ground, bureau: BureauName, keys: Path
) -> Organ:
    """Lay the regions, make the administrator's provisional organ the bureau of the last one, and make its keys.

    Raises what is wrong with the tree or the box, and ALREADY_FOUNDED wherever there is a bureau: nobody can claim an
    installation that belongs to somebody.
    """
    if actor.region != PROVISIONAL:
        raise ALREADY_FOUNDED()
    check_tree(tree)
    check_ground(ground)
    if founding.code_taken(tx, bureau.code):
        raise CODE_TAKEN(field="bureau.code", given=bureau.code)
    organ = founding.found(tx, tree, ground, bureau)
    if organ is None:
        raise ALREADY_FOUNDED()
    init_keys(tx, keys, organ.region_code, now)
    record(tx, BureauFounded(organ.id, organ.region_code, actor.person_id))
    return organ
