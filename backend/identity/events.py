"""What others learn of people and devices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from backend.journal.event import Event


@dataclass(frozen=True, slots=True)
class DeviceEnrolled(Event):
    """A phone's signing key was registered."""

    name: ClassVar[str] = "identity.device_enrolled.v1"
    device_id: UUID
    person_id: UUID
    organ_id: UUID
    kid: str


@dataclass(frozen=True, slots=True)
class DeviceRevoked(Event):
    """A phone was lost or given back: its key opens nothing any more."""

    name: ClassVar[str] = "identity.device_revoked.v1"
    device_id: UUID
    person_id: UUID
    organ_id: UUID
    kid: str


@dataclass(frozen=True, slots=True)
class PasskeyCloned(Event):
    """The counter of a passkey went back: somebody may hold a copy. It was revoked."""

    name: ClassVar[str] = "identity.passkey_cloned.v1"
    passkey_id: UUID
    person_id: UUID
    organ_id: UUID
