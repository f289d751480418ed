"""Was recorded what had to be? Phases, holes and findings of one visit (B-59, B-60, B-61).

The phone asks the same of its own ledger without a network: `pwa/src/capture/completeness.ts` is the twin of this module,
and tests/unit/policy/completeness.json holds both to the same cases. Change both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from backend.policy.facts import Facts, Finding, Json, Severity
from backend.policy.parameters import RecordingRules
from backend.policy.recording import SOUND, VIDEO

SECOND = timedelta(seconds=1)

NEAR = timedelta(seconds=5)
"""A reason may be told this long before the hole begins: the pause is tapped while the last slice is still written."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that a phone recorded; `video` False where it has sound alone."""

    begins: datetime
    ends: datetime
    video: bool = True


@dataclass(frozen=True, slots=True)
class Reason:
    """What an officer said about an interruption: battery, call, storage, law or other (B-61)."""

    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a visit's recording at the moment `now`; moments are in the region's own zone, as sentences say them.

    `told` False: a phone may still hold pieces, so nothing can be found missing. `doubt` is how far the clocks of the
    visit and of its recordings may differ; it speaks for the officer. `entered` False: nobody came in, or it is no
    inspection, so nothing is asked. `closed`: over, but nobody knows since when.
    """

    asked: str
    arrived: datetime
    now: datetime
    left: datetime | None = None
    announced: datetime | None = None
    result: datetime | None = None
    pieces: Sequence[Piece] = ()
    reasons: Sequence[Reason] = ()
    photos: int = 0
    told: bool = True
    doubt: timedelta = timedelta(0)
    entered: bool = True
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the visit that had to be recorded: opening, checking or closing (B-59)."""

    name: str
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Hole:
    """A stretch between two pieces that nobody recorded. `long`: it needs a reason. `sound`: only sound was recorded."""

    begins: datetime
    ends: datetime
    why: str | None
    long: bool
    sound: bool

    @property
    def seconds(self) -> int:
        """Its length, a begun second counted whole."""
        return whole_seconds(self.ends - self.begins)


@dataclass(frozen=True, slots=True)
class Completeness:
    """What had to be recorded against what was.

    `state` is not_asked, going_on, awaited (told by the phones in part), complete, explained (every long hole has its
    reason) or incomplete. `late_s` and `early_s` are the seconds before the first and after the last piece.
    """

    asked: str
    state: str
    arrived: datetime
    until: datetime
    """The departure, or now while the visit goes on; the last that is known of one that the clock closed."""
    phases: tuple[Phase, ...]
    runs: tuple[Piece, ...]
    holes: tuple[Hole, ...]
    need_s: int
    have_s: int
    late_s: int
    early_s: int
    findings: tuple[Finding, ...]


def judge_completeness(record: Record, rules: RecordingRules) -> Completeness:
    """Compare what was recorded with the phases that had to be (B-59, B-61), and the notice with the first piece (B-60)."""
    asked = record.asked if record.entered else "none"
    counting = [each for each in record.pieces if each.video or asked not in VIDEO]
    runs = merged(counting, timedelta(seconds=rules.cut_s))
    holes = _holes(runs, record, asked, rules)
    phases = phases_of(record, asked)
    begins, ends = _span(phases or runs, record)
    findings = tuple(_findings(record, asked, phases, runs, holes, rules)) if record.told else ()
    have = sum((_within(each, begins, ends) for each in runs), timedelta(0))
    return Completeness(
        asked, _state(record, asked, findings), record.arrived, _until(record), phases, runs, holes,
        need_s=(ends - begins) // SECOND if phases else 0, have_s=have // SECOND,
        late_s=whole_seconds(runs[0].begins - begins) if phases and runs else 0,
        early_s=whole_seconds(ends - runs[-1].ends) if phases and runs else 0, findings=findings,
    )  # fmt: skip


def whole_seconds(span: timedelta) -> int:
    """Seconds, a begun one counted whole; nothing below zero."""
    return max(0, -(-span // SECOND))


def phases_of(record: Record, asked: str) -> tuple[Phase, ...]:
    """The phases that had to be recorded: all of them, or from the notice of recording on for the key steps alone."""
    ends = _until(record)
    if asked not in SOUND:
        return ()
    opened = _kept(record.announced, record.arrived, ends) or record.arrived
    closing = _kept(record.result, opened, ends) or ends
    phases = (
        Phase("opening", record.arrived, opened), Phase("checking", opened, closing), Phase("closing", closing, ends),
    )  # fmt: skip
    wanted = phases[1:] if asked == "process" else phases
    return tuple(each for each in wanted if each.ends > each.begins) or (Phase("checking", record.arrived, ends),)


def merged(pieces: Iterable[Piece], cut: timedelta) -> tuple[Piece, ...]:
    """The stretches that somebody recorded: pieces of several phones fill each other's holes, a cut is no hole."""
    runs: list[Piece] = []
    for each in sorted(pieces, key=lambda piece: piece.begins):
        if runs and each.begins - runs[-1].ends < cut:
            runs[-1] = Piece(runs[-1].begins, max(runs[-1].ends, each.ends))
        else:
            runs.append(Piece(each.begins, each.ends))
    return tuple(runs)


def _holes(runs: Sequence[Piece], record: Record, asked: str, rules: RecordingRules) -> tuple[Hole, ...]:
    most = timedelta(0) if asked == "uninterrupted" else timedelta(seconds=rules.gap_s)
    sounds = merged((each for each in record.pieces if not each.video), timedelta(seconds=rules.cut_s))
    return tuple(
        Hole(
            before.ends, after.begins, _why(record.reasons, before.ends, after.begins), after.begins - before.ends > most,
            any(each.begins <= before.ends and after.begins <= each.ends for each in sounds),
        )
        for before, after in pairwise(runs)
    )  # fmt: skip


def _why(reasons: Sequence[Reason], begins: datetime, ends: datetime) -> str | None:
    """What was said last about this hole."""
    said = [each for each in reasons if begins - NEAR <= each.at <= ends]
    return max(said, key=lambda each: each.at).why if said else None


def _findings(
    record: Record,
    asked: str,
    phases: Sequence[Phase],
    runs: Sequence[Piece],
    holes: Sequence[Hole],
    rules: RecordingRules,
) -> Iterable[Finding]:
    if record.pieces and not _announced(record):
        yield Finding("NO_NOTICE", "B-60", Severity.ALERT, {})
    if asked == "photo" and record.left is not None and not record.photos and not record.pieces:
        yield Finding("NO_PHOTO", "B-59", Severity.REVIEW, {})
    if not phases:
        return
    if not runs and record.left is not None:
        yield Finding("NO_RECORDING", "B-59", Severity.ALERT, {"recording": asked})
        return
    yield from _ends(record, phases, runs, rules)
    yield from _gaps([each for each in holes if each.long], asked)


def _announced(record: Record) -> bool:
    """Whether the people recorded knew of it before the first piece began (B-60)."""
    first = min(each.begins for each in record.pieces)
    return record.announced is not None and record.announced - record.doubt <= first


def _ends(record: Record, phases: Sequence[Phase], runs: Sequence[Piece], rules: RecordingRules) -> Iterable[Finding]:
    """LATE_START and EARLY_END: more than `rec.start_min` at either end, beyond what the clocks leave open (B-61)."""
    most = timedelta(minutes=rules.start_min)
    begun = runs[0].begins if runs else record.now
    late = begun - phases[0].begins
    if late > most + record.doubt:
        yield Finding("LATE_START", "B-61", Severity.REVIEW, _length(late, rules))
    if not runs or record.left is None:
        return
    early = phases[-1].ends - runs[-1].ends
    if early > most + record.doubt:
        yield Finding("EARLY_END", "B-61", Severity.REVIEW, _length(early, rules))


def _length(span: timedelta, rules: RecordingRules) -> Facts:
    return {"span": span_facts(whole_seconds(span)), "seconds": whole_seconds(span), "most": rules.start_min}


def span_facts(seconds: int) -> Facts:
    """A length of time as the sentences say it: 40 秒, 6 分, 6 分 5 秒."""
    if seconds < 60:
        return {"code": "span.s", "s": seconds}
    minutes, rest = divmod(seconds, 60)
    return {"code": "span.ms", "m": minutes, "s": rest} if rest else {"code": "span.m", "m": minutes}


def _gaps(holes: Sequence[Hole], asked: str) -> Iterable[Finding]:
    """GAP, with every long hole: told only where each has its reason; an alert where one has none, or no break is allowed."""
    if holes:
        grave = asked == "uninterrupted" or any(each.why is None for each in holes)
        listed: list[Json] = [_hole_facts(each) for each in holes]
        yield Finding("GAP", "B-61", Severity.ALERT if grave else Severity.INFO, {"gap": listed})


def _hole_facts(hole: Hole) -> Facts:
    code = "gap.sound" if hole.sound else "gap.one"
    return {"code": code, "at": f"{hole.begins:%H:%M:%S}", "seconds": hole.seconds, "why": hole.why or "none"}


def headline(found: Completeness) -> Facts:
    """The sentence that says how complete the record is, as a code with its facts."""
    grave = sum(1 for each in found.findings if each.severity is not Severity.INFO)
    facts: Facts = {"need": span_facts(found.need_s), "have": span_facts(found.have_s), "count": grave}
    if found.state == "going_on" and found.asked in SOUND and not found.have_s:
        return {"code": "record.going_on.nothing", **facts}
    recorded_unasked = found.state == "not_asked" and found.have_s
    if found.asked not in SOUND and not recorded_unasked:
        return {"code": f"record.{found.asked}.{found.state}", **facts}
    return {"code": f"record.{found.state}", **facts}


def _state(record: Record, asked: str, findings: Sequence[Finding]) -> str:
    if any(each.severity is not Severity.INFO for each in findings):
        return "incomplete"
    if asked == "none":
        return "not_asked"
    if record.left is None and not record.closed:
        return "going_on"
    if record.left is None or not record.told:
        return "awaited"
    return "explained" if findings else "complete"


def _span(parts: Sequence[Phase] | Sequence[Piece], record: Record) -> tuple[datetime, datetime]:
    return (parts[0].begins, parts[-1].ends) if parts else (record.arrived, record.arrived)


def _until(record: Record) -> datetime:
    return max(record.left or (_last_known(record) if record.closed else record.now), record.arrived)


def _last_known(record: Record) -> datetime:
    """The last moment of which something is recorded: the hours that the clock waited behind it are no visit (B-53)."""
    told = [each for each in (record.announced, record.result) if each is not None]
    return max([record.arrived, *told, *(each.ends for each in record.pieces)])


def _within(piece: Piece, begins: datetime, ends: datetime) -> timedelta:
    return max(timedelta(0), min(piece.ends, ends) - max(piece.begins, begins))


def _kept(moment: datetime | None, begins: datetime, ends: datetime) -> datetime | None:
    """A moment inside the visit; one outside it says nothing about its phases."""
    return moment if moment is not None and begins <= moment <= ends else None
