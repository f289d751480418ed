"""Everybody who can sign in to the demo: at least one account of each role, two or more officers in every department."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from backend.demo.ids import demo_id
from backend.demo.names import (
    ADMIN,
    BUREAU,
    BUREAU_PEOPLE,
    CLERKS,
    DEPARTMENTS,
    HEADS,
    OFFICERS,
    SUPERVISORS,
    OrganName,
)


@dataclass(frozen=True, slots=True)
class Account:
    """A person of the demo; `organ` is the code of the organ."""

    role: str
    name: str
    login: str
    organ: str

    @property
    def id(self) -> UUID:
        """The person's id."""
        return demo_id("person", self.login)


def _of_department(organ: OrganName) -> Iterator[Account]:
    code = organ.code.lower()
    for n, name in enumerate(OFFICERS[organ.code], start=1):
        yield Account("officer", name, f"{code}-officer{n}", organ.code)
    yield Account("department", CLERKS[organ.code], f"{code}-department", organ.code)
    yield Account("head", HEADS[organ.code], f"{code}-head", organ.code)


def _of_bureau() -> Iterator[Account]:
    for n, name in enumerate(BUREAU_PEOPLE, start=1):
        yield Account("bureau", name, f"bureau{n}", BUREAU.code)
    for n, name in enumerate(SUPERVISORS, start=1):
        yield Account("supervisor", name, f"supervisor{n}", BUREAU.code)
    yield Account("admin", ADMIN, "admin", BUREAU.code)


PEOPLE: tuple[Account, ...] = (*(each for organ in DEPARTMENTS for each in _of_department(organ)), *_of_bureau())
"""The market regulation's people come first: scripts that take the first account of a role get one team."""


def officers_of(organ: str) -> tuple[Account, ...]:
    """The officers of an organ, in the order of the list."""
    return tuple(each for each in PEOPLE if each.organ == organ and each.role == "officer")


def one(role: str, organ: str) -> Account:
    """The first account of this role in this organ."""
    return next(each for each in PEOPLE if each.role == role and each.organ == organ)
