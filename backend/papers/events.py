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
