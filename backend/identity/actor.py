"""Who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person with the organ and the region that they act for."""

    person_id: UUID
    organ_id: UUID
    role: str
    name: str
    region: str
    """Region code, e.g. '420117'; for maintenance staff with a grant, the region of the grant."""
    region_path: str
    """Codes from the root, e.g. '42/4201/420117'; everything below begins with it."""
    language: str
    session_id: bytes | None = None
    """The hash of the session's token; None where nobody signed in (followers, commands)."""
    stepped_up_at: datetime | None = None
    """When this session last proved again who it is."""
    granted_until: datetime | None = None
    """The end of the maintenance grant in force at this moment (B-106); None without one."""
    password_given: bool = False
    """The password was given by somebody else and must be changed before anything else."""
    zone: str = "Asia/Shanghai"
    """The clock of the region, an IANA name."""
    seen_at: datetime | None = None
    """The last request of a session that may not rest for ever."""
