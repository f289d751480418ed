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


@dataclass(frozen=True, slots=True)
class PasswordGiven(Event):
    """An administrator gave somebody a one-time password; the old one opens nothing any more."""

    name: ClassVar[str] = "identity.password_given.v1"
    person_id: UUID
    organ_id: UUID
    role: str
    by: UUID


@dataclass(frozen=True, slots=True)
class RoleGiven(Event):
    """An administrator gave somebody another role."""

    name: ClassVar[str] = "identity.role_given.v1"
    person_id: UUID
    organ_id: UUID
    role: str
    by: UUID


@dataclass(frozen=True, slots=True)
class OperatorOpened(Event):
    """Somebody on the server itself gave an account a password, past everybody who usually agrees."""

    name: ClassVar[str] = "identity.operator_opened.v1"
    person_id: UUID
    organ_id: UUID
    role: str
    deed: str
    reason: str


@dataclass(frozen=True, slots=True)
class PersonErased(Event):
    """Somebody who left was erased; whoever holds more of them than evidence lets it go."""

    name: ClassVar[str] = "identity.person_erased.v1"
    person_id: UUID
