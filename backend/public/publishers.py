"""Whose publications a page shows: every region with a bureau publishes; the highest of them is the installation's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.identity.models import Organ, Region
from backend.public.facts import PlaceFacts

UNFOUNDED = PlaceFacts(ZoneInfo("Asia/Shanghai"), "", "")
"""The place of an installation that has no bureau yet; the pages leave its name out."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """A region that publishes."""

    code: str
    path: str
    place: PlaceFacts


def publishers(tx: Session) -> Sequence[Publisher]:
    """All of them, from the highest down."""
    own = select(Organ.region_code).where(Organ.kind == "bureau")
    wanted = select(Region).where(Region.code.in_(own)).order_by(func.length(Region.path), Region.path)
    return [Publisher(each.code, each.path, place_of(each)) for each in tx.scalars(wanted)]


def asked_publisher(all_of_them: Sequence[Publisher], code: str) -> Publisher:
    """The one that was asked for; else the installation's own, also where nothing was founded yet."""
    own = all_of_them[0] if all_of_them else Publisher("", "", UNFOUNDED)
    return next((each for each in all_of_them if each.code == code), own)


def own_place(tx: Session) -> PlaceFacts:
    """The installation's own place, for pages that are about no region."""
    return asked_publisher(publishers(tx), "").place


def place_of(region: Region) -> PlaceFacts:
    """The region's names and zone."""
    return PlaceFacts(ZoneInfo(region.zone), region.name, region.name_en)
