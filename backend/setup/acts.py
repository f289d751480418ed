"""What the administrator does in the bureau's stead while there is nobody else: first rules, department and items.

Rules, lists and items are the bureau's (B-104). Until the region's first visit is planned nobody may be there to do it,
and nothing can go wrong yet; from then on the duties are separate for good.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.identity.actor import Actor
from backend.identity.founding import PROVISIONAL
from backend.identity.models import Organ
from backend.kernel.ids import uuid7
from backend.lists import service as lists
from backend.lists.service import Publication
from backend.planning.items import service as items
from backend.registers import places
from backend.rulesets import queries as rulesets
from backend.rulesets.adopting import Proposal, propose
from backend.rulesets.presets import presets
from backend.rulesets.problems import PRESET_UNKNOWN
from backend.setup import queries
from backend.setup.problems import NOT_FOUNDED, RULES_STAND, SETUP_OVER

SUBJECTS, ITEMS = "subjects", "items"
DOCUMENT = "首次设置时公布"
DOCUMENT_OF_RULES = "首次设置时采用"


def in_the_bureaus_stead(tx: Session, actor: Actor) -> Actor:
    """The actor as the bureau. Raises NOT_FOUNDED before there is one, SETUP_OVER once a visit is planned."""
    if actor.region == PROVISIONAL:
        raise NOT_FOUNDED()
    if queries.visit_planned(tx, actor.region_path):
        raise SETUP_OVER()
    return replace(actor, role="bureau")


def first_rules(tx: Session, *, actor: Actor, now: datetime, rule_set_id: UUID, preset: str) -> None:
    """The region's first rule set, from a preset, in force from today (B-03). Raises RULES_STAND, PRESET_UNKNOWN."""
    bureau = in_the_bureaus_stead(tx, actor)
    if rulesets.has_any(tx, actor.region):
        raise RULES_STAND()
    if preset not in presets():
        raise PRESET_UNKNOWN(field="preset")
    told = presets()[preset]
    proposal = Proposal(
        body=told["body"], examples=told["examples"], preset=preset, effective_on=lists.today_in(tx, actor.region, now),
        source_document=f"{DOCUMENT_OF_RULES}：{told['name']['zh']}", reason=DOCUMENT_OF_RULES,
    )  # fmt: skip
    propose(tx, actor=bureau, now=now, key=rule_set_id, proposal=proposal)


def first_department(
    tx: Session, *, actor: Actor, now: datetime, organ_id: UUID, values: Mapping[str, Any]
) -> Organ:  # fmt: skip
    """A department of the bureau's region, published as a subject at once (B-07). Raises what `places` raises."""
    bureau = in_the_bureaus_stead(tx, actor)
    organ = places.found_organ(tx, actor=bureau, organ_id=organ_id, values={**values, "region_code": actor.region})
    publish(tx, actor=actor, now=now, kind=SUBJECTS)
    return organ


def first_items(
    tx: Session, *, actor: Actor, now: datetime, organ_id: UUID, wanted: Sequence[Mapping[str, Any]]
) -> None:  # fmt: skip
    """Items of a department, in force from today and published at once (B-15). Raises what `items` raises."""
    bureau = in_the_bureaus_stead(tx, actor)
    today = lists.today_in(tx, actor.region, now)
    for values in wanted:
        stands = {**values, "in_force_from": today}
        items.make(tx, actor=bureau, item_id=uuid7(), organ_id=organ_id, values=stands)
    tx.flush()
    publish(tx, actor=actor, now=now, kind=ITEMS)


def publish(tx: Session, *, actor: Actor, now: datetime, kind: str) -> None:
    """The list as it stands, from today on. Raises NOTHING_TO_PUBLISH, NOTHING_CHANGED."""
    bureau = in_the_bureaus_stead(tx, actor)
    today = lists.today_in(tx, actor.region, now)
    seen = lists.draft(tx, region_code=actor.region, kind=kind, day=today).digest.hex()
    order = Publication(effective_from=today, document=DOCUMENT, note="", draft=seen)
    lists.publish(tx, actor=bureau, now=now, edition_id=uuid7(), kind=kind, order=order)
