"""What the public pages know about a visit or a card: plain values, nothing that must not be shown. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.inspections.said import Present
from backend.policy.completeness import Completeness
from backend.public.ground_lines import GroundFacts

SHOWN_FINDINGS = (
    "QUIET_VIOLATION", "QUIET_UNCLEAR", "CAP_REACHED", "CAP_UNCLEAR", "REPEAT_SAME_DAY", "UNDER_STAFFED",
    "ITEM_CAP_REACHED", "LEVELS_CAP_REACHED", "CARD_NOT_FIT", "CARD_INVALID", "CARD_UNCERTAIN", "WRONG_ENTERPRISE", "KIND_UNKNOWN",
    "OVERRUN", "CROSS_REGION",
)  # fmt: skip
"""Findings that concern the enterprise; clocks, positions and evidence numbers stay inside."""


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """The region: its zone, its names, whether it is invented."""

    zone: ZoneInfo
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class OfficerFacts:
    """An officer of the visit as the card shows them; never an identity number or a phone (B-90)."""

    person_id: UUID
    card_id: UUID
    name: str
    number: str
    state: str


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """One of those who make a joint visit (B-29); the first leads."""

    organ: str
    organ_en: str
    people: tuple[str, ...]
    arrived_at: datetime | None
    shown: bool
    """Whether what came of the visit is told of this one."""


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """An inspection item and its legal basis."""

    name: str
    name_en: str
    basis: str


@dataclass(frozen=True, slots=True)
class RecusalFacts:
    """Whom the enterprise wants to stand aside, and what the head said (B-13)."""

    person_id: UUID
    name: str
    reason: str
    at: datetime
    decision: str | None
    note: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class SaidFacts:
    """What the enterprise said of the visit and confirmed, and whom it may still name."""

    present: tuple[Present, ...]
    statements: tuple[tuple[datetime, str], ...]
    recusals: tuple[RecusalFacts, ...]
    received: dict[str, datetime]
    """By kind of paper: when its latest confirmed edition was confirmed."""
    result_workdays: int
    """How many working days the organ has to hand over a result (B-66)."""
    result_due: date | None
    """The last of them, once the officers have left."""


@dataclass(frozen=True, slots=True)
class ArrivedFacts:
    """The visit since its check-in."""

    inspection_id: UUID
    arrived_at: datetime
    left_at: datetime | None
    closed_at: datetime | None
    """When the clock closed it, as nobody had checked out (B-53)."""
    steps: dict[str, datetime]
    record: Completeness
    """What had to be recorded against what was (B-61)."""
    outcome: str | None = None
    reason: str | None = None
    """Why it was broken off or refused (B-33, B-34)."""
    deadline: date | None = None
    """How it ended and until when something must be put right; its words stand in the paper only."""
    said: SaidFacts | None = None
    """None where the page does not say it any more."""
    ground: GroundFacts | None = None
    """How far the ground is that is owed for a visit on a quiet day (B-42)."""

    @property
    def ended(self) -> bool:
        """Whether the officers left, or the clock closed the visit."""
        return self.left_at is not None or self.closed_at is not None

    @property
    def over(self) -> bool:
        """Ended, with a result: from then on nothing more is said here."""
        return self.ended and self.outcome is not None


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A visit as an enterprise may see it: of the reason only the names of kind, trigger and ground (B-47)."""

    task_id: UUID
    state: str
    enterprise: str
    organ: str
    organ_en: str
    organ_id: UUID
    kind: str
    trigger: str
    ground: str | None
    planned_on: date
    items: tuple[ItemFacts, ...]
    officers: tuple[OfficerFacts, ...]
    verdict: dict[str, Any]
    arrived: ArrivedFacts | None
    rights: dict[str, list[str]]
    place: PlaceFacts
    open_since: bool = False
    """Whether its page still tells what came of it: until thirty days after the code's last, never once withdrawn."""
    papers: tuple[str, ...] = ()
    """The kinds of papers that its page hands out."""
    party: tuple[PartyFacts, ...] = ()
    """All who come, where several come together; `officers` and `items` are those of all."""

    def shown_findings(self, language: str) -> list[str]:
        """The sentences that concern the enterprise, worst first."""
        found = [each for each in self.verdict.get("findings", []) if each["code"] in SHOWN_FINDINGS]
        order = {"violation": 0, "alert": 1, "review": 2}
        told = sorted((each for each in found if each["severity"] in order), key=lambda each: order[each["severity"]])
        return [each["sentence"][language] for each in told]

    def sentence(self, part: str, language: str) -> str:
        """What the verdict says about `quiet` or `cap`."""
        return str(self.verdict.get(part, {}).get("sentence", {}).get(language, ""))


@dataclass(frozen=True, slots=True)
class CardFacts:
    """A card as the public may see it (B-90), and whether its holder is on a registered visit now."""

    card_id: UUID
    name: str
    number: str
    organ: str
    organ_en: str
    field: str
    area: str
    """Where the card says it holds; empty where it says nothing."""
    issued_on: date
    expires_on: date
    state: str
    visits_now: int
    rights: dict[str, list[str]]
    place: PlaceFacts
