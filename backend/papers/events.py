"""What became of papers: ids and hashes, never what they say."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from backend.journal.event import Event


@dataclass(frozen=True)
class PaperIssued(Event):
    """A paper exists from now on and does not change any more; `sha256` is that of its PDF, in hexadecimal."""

    name: ClassVar[str] = "papers.issued.v1"
    paper_id: UUID
    organ_id: UUID
    region: str
    kind: str
    edition: int
    sha256: str


@dataclass(frozen=True)
class PaperReceived(Event):
    """The enterprise confirmed on its own page that it has this edition."""

    name: ClassVar[str] = "papers.received.v1"
    paper_id: UUID
    inspection_id: UUID
    organ_id: UUID
    region: str
    kind: str
    edition: int
    sha256: str
