"""Schemathesis asks every operation as everybody: no 5xx, no answer that openapi.json does not know.

In the suite a few cases an operation and person, from examples that are right and from fuzzing, with a seed that is
printed. `SCHEMA_CASES=20` asks so many as everybody, the boundaries of every parameter, and chains of requests of which
one answer names what the next asks for; `SCHEMA_SEED` asks the same again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from random import SystemRandom

import pytest

from backend.kernel.http import App
from tests.api.access.town import PERSONAS, Town
from tests.api.coded_visit import coded_visit
from tests.api.contract.chains import follow
from tests.api.contract.explorer import Door, Found, explore, with_examples

CASES = int(os.environ.get("SCHEMA_CASES", "2"))
SEED = int(
    os.environ.get("SCHEMA_SEED") or (SystemRandom().randrange(2**31) if "SCHEMA_CASES" in os.environ else 20_261_122)
)
"""The suite repeats itself; who asks for more cases gets others each time."""
EVERY_PHASE = "SCHEMA_CASES" in os.environ
PHASES = {"examples": True, "fuzzing": True, "coverage": EVERY_PHASE}
CHAINS = 10 * CASES

OUTSIDE = ("enterprise", "stranger")
"""`enterprise` is whoever stands before a genuine code; like a stranger without a session."""
WITHOUT_WORK = (*OUTSIDE, "maintenance")
"""They carry out next to nothing: strangers, and maintenance staff whom nobody has granted anything."""
LIKE_OTHERS = ("reviewer", "maintenance", "granted")
"""They meet the same code as the bureau and the head, with fewer or borrowed rights: asked in the whole run alone."""
PEOPLE = [each for each in PERSONAS if EVERY_PHASE or each not in LIKE_OTHERS] + [*OUTSIDE]


@pytest.fixture
def door(app: App, town: Town) -> Door:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return Door(app, town, None, with_examples(app, town))


@pytest.mark.parametrize("who", PEOPLE)
def test_every_answer_is_one_that_is_documented(door: Door, town: Town, who: str) -> None:
    print(f"SCHEMA_SEED={SEED}")
    theirs = door_of(door, town, who)
    found = explore(theirs, SEED, CASES, PHASES)
    assert theirs.asked > len(theirs.document["paths"])
    assert not found, as_lines(found)


@pytest.mark.parametrize("who", [each for each in PEOPLE if EVERY_PHASE or each == "officer"])
def test_so_is_every_answer_to_what_an_answer_led_to(door: Door, town: Town, who: str) -> None:
    print(f"SCHEMA_SEED={SEED}")
    followed = follow(door_of(door, town, who), SEED, CHAINS)
    print(f"{who}: {followed.links} links, {len(followed.done)} operations carried out, {followed.done.total()} times")
    assert followed.links > len(door.document["paths"])
    assert who in WITHOUT_WORK or followed.done.total() > CHAINS
    assert not followed.found, as_lines(followed.found.values())


def door_of(door: Door, town: Town, who: str) -> Door:
    """The door as this person finds it."""
    token = town.token(who) if who in town.personas else None
    code = coded_visit(town.world).live() if who == "enterprise" else ""
    return replace(door.before(code) if code else door, token=token)


def as_lines(found: Iterable[Found]) -> str:
    return "\n".join(f"{each.operation} · {each.check} · {each.said}\n  {each.request}" for each in found)


def test_a_fault_and_an_undocumented_answer_are_found(door: Door) -> None:
    """The defects that this is for: a view that breaks, and an answer of a shape that nobody wrote down."""
    document = {**door.document, "paths": {"/api/v1/reach": door.document["paths"]["/api/v1/reach"]}}
    wrong = {"200": {"description": "OK", "content": {"application/json": {"schema": {"type": "array"}}}}}
    document["paths"]["/api/v1/reach"] = {"get": {"responses": wrong}}
    found = explore(replace(door, document=document), SEED, 2, {"fuzzing": True})
    assert {each.check for each in found} == {"response_schema_conformance"}
    broken = replace(door, document=document, breaks=True)
    assert "not_a_server_error" in {each.check for each in explore(broken, SEED, 2, {"fuzzing": True})}
