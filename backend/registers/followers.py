"""When a person is erased, the history of the register keeps that something changed, and not what it was."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.journal.followers import Entry, Follower

NAMING = ("name", "login", "number", "employer", "post", "qualification", "ended_reason")
"""What a person's row tells of them."""


def person_erased(tx: Session, entry: Entry) -> None:
    """Names and accounts in the history of this person become a dot (B-101)."""
    for field in NAMING:
        tx.execute(
            text("SELECT forget_history('person', :person, :field)"),
            {"person": entry.data["person_id"], "field": field},
        )


FOLLOWER = Follower("registers", {"identity.person_erased.v1": person_erased})
