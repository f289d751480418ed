"""What weighs more wants a proof that is at most five minutes old, on every route, whoever asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from backend.identity.access.table import FRESH, STEP_UP
from backend.identity.models import SignIn
from backend.identity.queries import token_hash
from backend.kernel.http import App
from tests.api.access.cells import ADMITTED, action_of, ask, expected, taken_back
from tests.api.access.operation import Operation, same
from tests.api.access.operations import OPERATIONS
from tests.api.access.town import PERSONAS, Town

MOVES = "/cards/<uuid:card_id>/moves"
REVOCATION = same({"state": "revoked", "document": "〔2026〕4号", "reason": "违法行使职权"})
REVOKING = next(replace(each, body=REVOCATION) for each in OPERATIONS if (each.method, each.route) == ("POST", MOVES))
"""Most moves of a card need no proof; taking it away for good does, and the view asks that in its middle."""


def action(app: App, operation: Operation) -> str:
    return "card.revoke" if operation is REVOKING else action_of(app, operation)


def answered(app: App, town: Town, operation: Operation, persona: str, age: timedelta | None) -> Any:
    """The answer to somebody whose last proof is this old."""
    proved = None if age is None else town.world.clock.now() - age
    session = update(SignIn).where(SignIn.token_hash == token_hash(town.token(persona)))
    with taken_back(town):
        with town.world.sessions() as tx:
            tx.execute(session.values(stepped_up_at=proved))
            tx.commit()
        return ask(app, town, operation, persona, "own")


def needs_proof(answer: Any) -> bool:
    told = answer.get_json(silent=True) or {}
    return (answer.status_code, told.get("code")) == (403, "identity.step_up_needed")


def test_an_old_proof_opens_nothing_that_weighs_more(app: App, town: Town) -> None:
    weighing = [each for each in (*OPERATIONS, REVOKING) if action(app, each) in STEP_UP]
    assert {action(app, each) for each in weighing} == STEP_UP
    for operation in weighing:
        _check(app, town, operation)


def _check(app: App, town: Town, operation: Operation) -> None:
    admitted = [each for each in PERSONAS if expected(app, town, operation, each, "own") == ADMITTED]
    assert admitted, operation.name
    for persona in admitted:
        for age in (None, FRESH + timedelta(seconds=1)):
            assert needs_proof(answered(app, town, operation, persona, age)), (operation.name, persona, age)
        assert not needs_proof(answered(app, town, operation, persona, FRESH)), (operation.name, persona)
