"""Schemathesis asks every operation as everybody: no 5xx, no answer that openapi.json does not know.

In the suite a few cases an operation and person, from examples that are right and from fuzzing, with a seed that is
printed. `SCHEMA_CASES=100` asks so many, in every phase (coverage of every boundary and stateful, too); `SCHEMA_SEED`
asks the same again.
"""

from __future__ import annotations

import os
from dataclasses import replace
from random import SystemRandom

import pytest

from backend.kernel.http import App
from tests.api.access.town import Town
from tests.api.coded_visit import coded_visit
from tests.api.contract.explorer import Door, explore, with_examples

PEOPLE = ("admin", "bureau", "head", "department", "officer", "supervisor", "enterprise", "stranger")
"""`enterprise` is whoever stands before a genuine code; like a stranger without a session."""

CASES = int(os.environ.get("SCHEMA_CASES", "2"))
SEED = int(
    os.environ.get("SCHEMA_SEED") or (SystemRandom().randrange(2**31) if "SCHEMA_CASES" in os.environ else 20_261_122)
)
"""The suite repeats itself; who asks for more cases gets others each time."""
EVERY_PHASE = "SCHEMA_CASES" in os.environ
PHASES = {"examples": True, "fuzzing": True, "coverage": EVERY_PHASE, "stateful": EVERY_PHASE}


@pytest.fixture(scope="module")
def door(app: App, town: Town) -> Door:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return Door(app, town, None, with_examples(app, town))


@pytest.mark.parametrize("who", PEOPLE)
def test_every_answer_is_one_that_is_documented(door: Door, town: Town, who: str) -> None:
    print(f"SCHEMA_SEED={SEED}")
    token = town.token(who) if who in town.personas else None
    code = coded_visit(town.world).live() if who == "enterprise" else ""
    opened = replace(door.before(code) if code else door, token=token)
    found = explore(opened, SEED, CASES, PHASES)
    assert opened.asked > len(opened.document["paths"])
    assert not found, "\n".join(f"{each.operation} · {each.check} · {each.said}\n  {each.request}" for each in found)


def test_a_fault_and_an_undocumented_answer_are_found(door: Door) -> None:
    """The defects that this is for: a view that breaks, and an answer of a shape that nobody wrote down."""
    document = {**door.document, "paths": {"/api/v1/reach": door.document["paths"]["/api/v1/reach"]}}
    wrong = {"200": {"description": "OK", "content": {"application/json": {"schema": {"type": "array"}}}}}
    document["paths"]["/api/v1/reach"] = {"get": {"responses": wrong}}
    found = explore(replace(door, document=document), SEED, 2, {"fuzzing": True})
    assert {each.check for each in found} == {"response_schema_conformance"}
    broken = replace(door, document=document, breaks=True)
    assert "not_a_server_error" in {each.check for each in explore(broken, SEED, 2, {"fuzzing": True})}
