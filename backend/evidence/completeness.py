"""How complete the record of a visit is, from what its phones told: one answer for the verdict, the desk and the enterprise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.evidence.models import Media, Segment
from backend.evidence.states import Declared, base_mime, whole
from backend.inspections.models import CheckIn, CheckOut, Inspection, Result, Step
from backend.kernel.schema import rfc3339
from backend.planning.models import TaskItem
from backend.planning.on_lists import recording_needed
from backend.policy.clocks import TRUSTED
from backend.policy.completeness import Completeness, Hole, Piece, Reason, Record, headline, judge_completeness
from backend.policy.kinds import NOBODY_ENTERED, NON_INSPECTIONS
from backend.policy.ruleset import RuleSet
from backend.policy.sentences import both, word
from backend.policy.verdict import finding_data
from backend.rulesets import service as rulesets

REASONS = ("battery", "call", "storage", "law", "other")
"""What an officer may say of an interruption; other notes are the phone's own remarks and explain nothing (B-61)."""

Pieces = Sequence[tuple[Media, Sequence[Segment]]]


def completeness_of(tx: Session, inspection: Inspection, now: datetime) -> Completeness:
    """Judge a visit's record by the rules and the list of recorded matters in force at arrival (B-59, B-61)."""
    rules = rulesets.or_default(tx, inspection.region_code, inspection.arrived_at)
    return judge_completeness(_record(tx, inspection, now, rules), rules.rec)


def as_data(found: Completeness) -> dict[str, Any]:
    """The completeness as JSON, with its sentences in both languages."""
    said = headline(found)
    return {
        "asked": found.asked, "state": found.state, "need_s": found.need_s, "have_s": found.have_s,
        "from": rfc3339(found.arrived), "to": rfc3339(found.until),
        "late_s": found.late_s, "early_s": found.early_s, "sentence": both(str(said["code"]), said),
        "phases": [{"name": each.name, **_stretch(each)} for each in found.phases],
        "runs": [_stretch(each) for each in found.runs],
        "holes": [_hole(each) for each in found.holes],
        "findings": [finding_data(each) for each in found.findings],
    }  # fmt: skip


def _stretch(each: Any) -> dict[str, str]:
    return {"from": rfc3339(each.begins), "to": rfc3339(each.ends)}


def _hole(each: Hole) -> dict[str, Any]:
    why = {lang: word("why", each.why or "none", lang) for lang in ("zh", "en")}
    said = {"seconds": each.seconds, "said": each.why is not None, "why": why, "long": each.long, "sound": each.sound}
    return {**_stretch(each), **said}


def _record(tx: Session, inspection: Inspection, now: datetime, rules: RuleSet) -> Record:
    steps, pieces, photos = _steps(tx, inspection), _pieces(tx, inspection), _photos(tx, inspection)
    arrival, departure = tx.get(CheckIn, inspection.id), tx.get(CheckOut, inspection.id)
    result = tx.get(Result, inspection.id)
    arrived = _local(arrival.captured_at, arrival.clock, rules) if arrival else inspection.arrived_at
    left = _local(departure.captured_at, departure.clock, rules) if departure else inspection.left_at
    clocks = [each.clock for each in (arrival, departure, *(media for media, _ in pieces)) if each is not None]
    return Record(
        asked=_asked(tx, inspection, rules), arrived=arrived.astimezone(rules.zone), now=now.astimezone(rules.zone),
        left=max(left, arrived).astimezone(rules.zone) if left else None,
        announced=min((_told_at(each, rules) for each in steps if each.kind == "recording_announced"), default=None),
        result=result.at.astimezone(rules.zone) if result else None, pieces=tuple(_spans(pieces, rules)),
        reasons=tuple(Reason(_told_at(each, rules), each.note) for each in steps if each.note in REASONS),
        photos=photos, told=inspection.state == "left" and _all_told(steps, pieces), doubt=_doubt(clocks, rules),
        closed=inspection.state == "closed",
        entered=inspection.kind not in NON_INSPECTIONS and not (result and result.outcome in NOBODY_ENTERED),
    )  # fmt: skip


def _asked(tx: Session, inspection: Inspection, rules: RuleSet) -> str:
    """What the list in force on the day of the arrival asks for the matters of the task (B-59)."""
    if inspection.task_id is None:
        return "none"
    items = tx.scalars(select(TaskItem.item_id).where(TaskItem.task_id == inspection.task_id)).all()
    return recording_needed(tx, items, inspection.arrived_at.astimezone(rules.zone).date())


def _steps(tx: Session, inspection: Inspection) -> Sequence[Step]:
    return tx.scalars(select(Step).where(Step.inspection_id == inspection.id).order_by(Step.at, Step.id)).all()


def _pieces(tx: Session, inspection: Inspection) -> Pieces:
    recordings = tx.scalars(select(Media).where(Media.inspection_id == inspection.id, Media.kind == "recording")).all()
    ids = [each.id for each in recordings]
    segments = tx.scalars(select(Segment).where(Segment.media_id.in_(ids)).order_by(Segment.n)).all() if ids else ()
    return [(media, [each for each in segments if each.media_id == media.id]) for media in recordings]


def _photos(tx: Session, inspection: Inspection) -> int:
    photo = select(Media.id).where(Media.inspection_id == inspection.id, Media.kind == "photo")
    return len(tx.scalars(photo).all())


def _spans(pieces: Pieces, rules: RuleSet) -> Iterable[Piece]:
    for media, segments in pieces:
        video = base_mime(media.mime).startswith("video/")
        for each in segments:
            begins = _local(each.started_at, media.clock, rules)
            if each.duration_ms:
                yield Piece(begins, begins + timedelta(milliseconds=each.duration_ms), video)


def _all_told(steps: Sequence[Step], pieces: Pieces) -> bool:
    """Whether every phone that began to record has told of its last segment."""
    began = {each.recorded_by for each in steps if each.kind == "recording_started"}
    chains = [[Declared(n=each.n, prev=each.prev, final=each.final) for each in segments] for _, segments in pieces]
    return began <= {media.owner_id for media, _ in pieces} and all(whole(each) for each in chains)


def _doubt(clocks: Iterable[dict[str, Any]], rules: RuleSet) -> timedelta:
    trusted = all(each.get("quality") in TRUSTED and each.get("offset_ms") is not None for each in clocks)
    return timedelta(0) if trusted else timedelta(minutes=rules.clock.untrusted_min)


def _told_at(step: Step, rules: RuleSet) -> datetime:
    """The step's own moment rather than the end of its interval, to be compared with the recording's (B-02)."""
    wall = step.clock.get("wall")
    return _local(datetime.fromisoformat(wall), step.clock, rules) if wall else step.at.astimezone(rules.zone)


def _local(moment: datetime, clock: dict[str, Any], rules: RuleSet) -> datetime:
    """A moment of the phone, corrected by the offset that it measured, in the region's zone."""
    return (moment + timedelta(milliseconds=clock.get("offset_ms") or 0)).astimezone(rules.zone)
