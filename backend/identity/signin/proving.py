"""Proving who one is, at the edge: what a try counts for, what the right proof opens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Response, jsonify
from sqlalchemy.orm import Session

from backend.identity import founding, page, queries, service
from backend.identity.actor import Actor
from backend.identity.edge import KNOWN, browser, secret, with_session
from backend.identity.models import Person, SignIn
from backend.identity.problems import PROOF_REFUSED
from backend.identity.queries import token_hash
from backend.identity.signin import browsers, sessions, tries
from backend.kernel.http import SESSION, address, cookie, now, own_transaction, settings
from backend.kernel.http import sessions as sessions_of
from backend.kernel.noting import note_stranger
from backend.kernel.problems import ProblemRaised


def signed_in(tx: Session, person: Person, proof: str) -> Response:
    """The answer to who proved who they are: a new session instead of the one that this browser held."""
    opened = sessions.open_session(
        tx,
        person,
        proof=proof,
        browser=browser(),
        now=now(),
        settings=settings(),
        instead_of=cookie(SESSION),
    )
    tx.flush()
    known = browsers.remember(tx, cookie(KNOWN), person.id, now())
    session = tx.get_one(SignIn, token_hash(opened.token))
    return with_session(jsonify(page.SessionAnswer().dump(page.of_session(tx, person, session))), opened, known)


def buckets(tx: Session, login: str) -> list[tries.Bucket]:
    """Where a try at this account from the caller's browser is counted."""
    known = cookie(KNOWN)
    if known and browsers.knows(tx, known, login):
        return tries.of_browser(secret(), login=login, browser=token_hash(known))
    return tries.of_account(secret(), login=login, address=address())


@contextmanager
def on_record(action: str, *, login: str = "") -> Iterator[None]:
    """A refusal of somebody without a session becomes a line: at whose account, and neither what was typed nor from where."""
    try:
        yield
    except ProblemRaised as refused:
        with own_transaction(read_only=True) as tx:
            person = queries.person_by_login(tx, login) if login else None
            path = queries.region_path_of(tx, person.organ_id) if person else founding.highest_path(tx)
        account = str(person.id) if person else ""
        note_stranger(sessions_of(), refused, action=action, at=now(), region_path=path or "", object_id=account)
        raise


def prove(who: Actor, password: str, *, field: str = "password") -> None:
    """The password is that of who is signed in. Tries are counted by session. Raises PROOF_REFUSED, TOO_MANY."""
    with own_transaction() as tx:
        counted = tries.of_session(secret(), who.session_id or b"")
        tries.reserve(tx, counted, now())
    with own_transaction() as tx:
        login = tx.get_one(Person, who.person_id).login or ""
        memory = settings().argon2_memory_kib
        if service.person_for(tx, login=login, password=password, memory_kib=memory, now=now()) is not None:
            return tries.give_back(tx, counted, now())
    raise PROOF_REFUSED(field=field)
