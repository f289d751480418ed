"""What a phone takes along to judge its visits beforehand, signed and dated (B-42).

The signature is over CONTEXT and the very text that is sent, by the key that signs the region's codes. The text names
nobody, and of visits only what this organ's own used up; the phone believes it until `expires_at`.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from backend.certificates import keyring
from backend.certificates.models import SigningKey
from backend.certificates.problems import NO_KEY
from backend.enterprises import queries as enterprises
from backend.identity.actor import Actor
from backend.kernel.problems import ProblemRaised
from backend.kernel.signing import PrivateKey, key_id, public_point, sign_es256
from backend.planning import queries
from backend.planning.about import ABOUT_PLANNED
from backend.planning.happened import happened
from backend.planning.levels import rank
from backend.planning.matters import Matters
from backend.planning.models import Task
from backend.planning.plans.spans import spans
from backend.planning.states import WAITING
from backend.policy.facts import Visit
from backend.policy.forecast import came_data, count_data, moment, rules_data, site_data, visit_data
from backend.policy.ruleset import RuleSet
from backend.rulesets import queries as rule_sets
from backend.rulesets import service as rulesets

CONTEXT = b"liangma forecast/1\n"
"""Keeps the package from being taken for anything else that the key signs: a code begins with another byte."""


@dataclass(frozen=True)
class _Foreseen:
    task: dict[str, Any]
    rules: RuleSet


def signed(tx: Session, actor: Actor, tasks: Sequence[Task], own: RuleSet, keys: Path, now: datetime) -> dict[str, Any]:
    """`forecast` and the `issuers` that the phone checks it by; without a key in force neither, and the phone knows nothing.

    `own` are the rules of the person's region: their term holds where there is no task. The issuers stand in the signed text too, so
    that a phone that believes it knows the region's next key before that signs.
    """
    try:
        key = keyring.code_key(tx, keys, actor.region, now)
    except ProblemRaised as missing:
        if missing.problem is not NO_KEY:
            raise
        return {"forecast": None, "issuers": []}
    issuers = [_issuer(each) for each in keyring.issuers(tx, actor.region, now)]
    package = {**_package(tx, actor, tasks, own, now), "issuers": issuers}
    payload = json.dumps(package, ensure_ascii=False, separators=(",", ":"))
    return {"forecast": _sealed(payload, key), "issuers": issuers}


def _sealed(payload: str, key: PrivateKey) -> dict[str, str]:
    signature = sign_es256(key, CONTEXT + payload.encode())
    return {"kid": key_id(public_point(key)).hex(), "payload": payload, "signature": _text(signature)}


def _issuer(key: SigningKey) -> dict[str, str]:
    return {"kid": key.kid.hex(), "public_key": _text(key.public_key)}


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


def _package(tx: Session, actor: Actor, tasks: Sequence[Task], own: RuleSet, now: datetime) -> dict[str, Any]:
    waiting = [each for each in tasks if each.state in WAITING]
    foreseen = [found for each in waiting if (found := _foreseen(tx, each, now)) is not None]
    rules = {each.rules.id: each.rules for each in foreseen} or {own.id: own}
    term = timedelta(hours=min(each.cache.max_age_h for each in rules.values()))
    return {
        "person_id": str(actor.person_id), "taken_at": moment(now), "expires_at": moment(now + term),
        "rules": {rule_set_id: rules_data(each) for rule_set_id, each in rules.items()},
        "tasks": [each.task for each in foreseen],
    }  # fmt: skip


def _foreseen(tx: Session, task: Task, now: datetime) -> _Foreseen | None:
    """The task as it will be judged at the door; None where no rule set holds there."""
    row = tx.execute(ABOUT_PLANNED, {"task_id": task.id, "now": now}).one()
    if row.rule_set_id is None:
        return None
    rules = rulesets.by_id(tx, row.rule_set_id)
    visit = _visit(task, row, rules, now)
    earlier = _earlier(tx, task.enterprise_id, visit, now)
    since, until = rule_sets.unchanged_around(tx, row.enterprise_region, visit.arrived.earliest)
    return _Foreseen({
        "task_id": str(task.id), "rule_set_id": rules.id, "from": moment(since), "until": moment(until),
        "site": site_data(enterprises.site_facts(row)), "visit": visit_data(visit),
        "before": count_data(visit, earlier, rules), "came": came_data(visit, earlier, rules, _officers(tx, task)),
    }, rules)  # fmt: skip


def _officers(tx: Session, task: Task) -> frozenset[UUID]:
    return frozenset(each.person_id for each in queries.officers_of(tx, [task.id]).get(task.id, []))


def _visit(task: Task, row: Row[Any], rules: RuleSet, now: datetime) -> Visit:
    return Visit(
        id=task.id, task_id=task.id, organ_id=task.organ_id, enterprise_id=task.enterprise_id, site_id=task.site_id,
        kind=task.kind, trigger=task.trigger, ground=task.ground, evidence_id=task.evidence_id,
        superior_document=task.superior_document, arrived=queries.planned_interval(task.planned_on, task.starts_at, now, rules),
        approval=queries.approval(task, row.Decision), item_ids=frozenset(row.item_ids or ()),
        item_caps=Matters.of(row.matters).caps, plans=spans(row.plans), followup_batch=task.followup_batch, followup_due=task.followup_due,
        joint_group=task.joint_lead_id, joint_lead=task.leads, rank=rank(row.rank),
    )  # fmt: skip


def _earlier(tx: Session, enterprise_id: UUID, visit: Visit, now: datetime) -> list[Visit]:
    """What an arrival is counted after: visits that happened. A code for later holds a place in planning alone."""
    return happened().visits(tx, enterprise_id, visit.arrived.earliest - queries.PREVIOUS, now)
