"""A broken rule becomes an alert."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from backend.clues.states import RECEIVED
from backend.feedback.queries import rating_for
from backend.inspections.stated_told import standing, term
from backend.journal.followers import Entry, Follower
from backend.kernel.schema import rfc3339
from backend.supervision import late_clues, late_joint, late_plans, late_reviews
from backend.supervision.grounds import SETTLED, settle
from backend.supervision.service import BrokenRule, OverdueItem, open_alert, open_item_alert


def rule_broken(tx: Session, entry: Entry) -> None:
    """A finding of a verdict, with the sentences it was told in."""
    data = entry.data
    broken = BrokenRule(
        UUID(data["inspection_id"]),
        data["code"],
        data["rule"],
        data["severity"],
        {**data["facts"], **_term(tx, data)},
        data["sentence_zh"],
        data["sentence_en"],
    )
    open_alert(tx, broken, at=entry.at)


def _term(tx: Session, data: Mapping[str, Any]) -> dict[str, str]:
    """Until when the officer may state a ground for having come on a quiet day (B-42)."""
    if data["code"] != "QUIET_VIOLATION":
        return {}
    until = term(tx, UUID(data["inspection_id"]))
    return {"explain_until": rfc3339(until)} if until is not None else {}


def ground_decided(tx: Session, entry: Entry) -> None:
    """Excused or reclassified, the violation needs no other answer; confirmed, it waits for what the bureau does (B-42)."""
    found = standing(tx, UUID(entry.data["inspection_id"]))
    if found is not None and entry.data["decision"] in SETTLED:
        settle(tx, found, person_id=UUID(entry.data["decided_by"]), at=entry.at)


def hash_mismatch(tx: Session, entry: Entry) -> None:
    """What the phone declared is not what arrived (B-62). Photos of observations have no visit, hence no alert."""
    if entry.data.get("inspection_id"):
        open_alert(tx, _of_mismatch(entry.data), at=entry.at)


def rated(tx: Session, entry: Entry) -> None:
    """One yes to the eight is one alert, for the bureau alone (B-58, B-74)."""
    visit_id = UUID(entry.data["inspection_id"])
    rating = rating_for(tx, visit_id)
    said_yes = (
        sorted((line for line, answer in rating["answers"].items() if answer == "yes"), key=int) if rating else []
    )
    if said_yes:
        open_alert(tx, _of_rating(visit_id, said_yes), at=entry.at)


def item_overdue(tx: Session, entry: Entry) -> None:
    """An item stands too long after its basis was repealed (B-16)."""
    data = entry.data
    facts = {name: data[name] for name in ("item", "repealed_on", "days", "most")}
    open_item_alert(tx, OverdueItem(UUID(data["item_id"]), UUID(data["organ_id"]), data["item"], facts), at=entry.at)


def clue_overdue(tx: Session, entry: Entry) -> None:
    """Nobody took a clue up, or answered it, in time (B-71): one alert, for the bureau alone."""
    data = entry.data
    due_at = datetime.fromisoformat(data["due_at"])
    late = late_clues.LateClue(
        UUID(data["clue_id"]), data["region"], data["region_path"], data["state"] == RECEIVED, due_at
    )
    late_clues.open_alert(tx, late, at=entry.at)


def joint_unanswered(tx: Session, entry: Entry) -> None:
    """Nobody said whether two subjects go together (B-88)."""
    late_joint.open_alert(tx, entry.data, at=entry.at)


def plan_due(tx: Session, entry: Entry) -> None:
    """A plan is not published in time (B-17, B-18); what only comes near is told to the organ alone."""
    if entry.data["late"]:
        late_plans.open_alert(tx, entry.data, at=entry.at)


def review_due(tx: Session, entry: Entry) -> None:
    """Nobody looked at an entry of the white list again (B-36)."""
    late_reviews.open_alert(tx, entry.data, at=entry.at)


def _of_mismatch(data: Mapping[str, Any]) -> BrokenRule:
    return BrokenRule(
        UUID(data["inspection_id"]),
        "HASH_MISMATCH",
        "B-62",
        "violation",
        {"media_id": data.get("media_id")},
        "收到的录像与手机申报的哈希不一致，已原样保留。",
        "What arrived differs from the hash the phone declared; it is kept as it came.",
    )


def _of_rating(visit_id: UUID, said_yes: list[str]) -> BrokenRule:
    lines = "、".join(said_yes)
    return BrokenRule(
        visit_id,
        "FIVE_EIGHT_YES",
        "B-58",
        "violation",
        {"lines": said_yes},
        f"企业在“八个严禁”第 {lines} 项答“是”。",
        f"The enterprise answered yes to line {lines} of the eight prohibitions.",
    )


FOLLOWER = Follower(
    "supervision",
    {
        "inspections.rule_broken.v1": rule_broken,
        "inspections.ground_decided.v1": ground_decided,
        "evidence.hash_mismatch.v1": hash_mismatch,
        "feedback.rated.v1": rated,
        "planning.item_overdue.v1": item_overdue,
        "clues.overdue.v1": clue_overdue,
        "planning.joint_unanswered.v1": joint_unanswered,
        "planning.plan_due.v1": plan_due,
        "enterprises.whitelist_review_due.v1": review_due,
    },
)
