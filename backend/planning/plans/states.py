"""Where a plan of inspections stands, and which act leads where (B-17). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

UNFILED = ("draft", "submitted", "returned")
WRITABLE = ("draft", "returned")
STATES = ("none", "draft", "submitted", "returned", "filed", "published", "withdrawn")
"""Every state of a plan; its words are `plan_state.*` of the sentences."""

MOVES = {"submit": (WRITABLE, "submitted"), "file": (("submitted",), "filed"), "return": (("submitted",), "returned")}


class Edition(Protocol):
    """What is asked of an edition."""

    n: int
    state: str
    published_on: date | None
    ended_on: date | None
    withdrawn_reason: str


def after(state: str, act: str) -> str | None:
    """The state that an act leads to, or None where it is not possible."""
    befores, then = MOVES[act]
    return then if state in befores else None


def stands(edition: Edition, day: date) -> bool:
    """Whether the edition is published on that local day."""
    first, end = edition.published_on, edition.ended_on
    return first is not None and first <= day and (end is None or day < end)


def state_of(editions: Sequence[Edition], day: date) -> str:
    """The state of a plan with these editions, the newest last, on a local day."""
    if any(stands(each, day) for each in editions):
        return "published"
    return _newest(editions[-1]) if editions else "none"


def state_of_edition(edition: Edition, newest_filed: int, day: date) -> str:
    """The state of one edition; `superseded` where a later one was filed and stands in its place."""
    if stands(edition, day):
        return "published"
    if edition.withdrawn_reason:
        return "withdrawn"
    return "superseded" if edition.state == "filed" and edition.n < newest_filed else edition.state


def _newest(edition: Edition) -> str:
    return "withdrawn" if edition.withdrawn_reason else edition.state


def days_late(due: date, first_published: date | None, today: date) -> int:
    """How many days after the last one it was published, or is still missing; 0 in time."""
    return max(0, ((first_published if first_published is not None and first_published <= today else today) - due).days)
