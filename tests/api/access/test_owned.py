"""What is somebody's own is not a colleague's, of the same organ or not; and what a stranger sends leaves no byte."""

from __future__ import annotations

from operator import attrgetter

import pytest

from backend.evidence.models import Upload
from backend.kernel.http import App
from tests.api.access.cells import ADMITTED, UNFOUND, ask, expected, said, taken_back
from tests.api.access.operation import Operation
from tests.api.access.operations import OPERATIONS
from tests.api.access.town import PERSONAS, PLACES, Made, Town

OWNED = ("device", "message", "subscription", "own media", "upload", "session", "own request", "passkey", "export", "view",
         "own unsealing", "own number unsealing", "own contact unsealing")  # fmt: skip


@pytest.fixture
def neighbours(town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """The town in which the own place's things are a colleague's."""
    monkeypatch.setattr(town, "thing", lambda kind, place, _: town.places[place].things[kind])
    return town


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each.on in OWNED], ids=attrgetter("name"))
def test_a_colleagues_is_as_far_as_a_strangers(app: App, neighbours: Town, operation: Operation) -> None:
    wrong = {}
    for persona in PERSONAS:
        with taken_back(neighbours):
            did = said(ask(app, neighbours, operation, persona, "own"))
        if did != (says := expected(app, neighbours, operation, persona, "own")):
            wrong[persona] = (says, did)
    assert wrong == {}


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each.lists in OWNED], ids=attrgetter("name"))
def test_a_list_of_the_own_holds_nothing_of_a_colleague(app: App, neighbours: Town, operation: Operation) -> None:
    kind = operation.lists or ""
    for persona in PERSONAS:
        theirs: Made = neighbours.places["own"].things[kind]
        with taken_back(neighbours):
            answer = ask(app, neighbours, operation, persona, "own")
        if said(answer) == ADMITTED and theirs.lies.owner_id != neighbours.actor(persona).person_id:
            others = str(theirs.id) in [str(each[operation.key]) for each in answer.json["items"]]
            assert others == (persona in ("bureau", "admin") and kind == "own request"), persona


def test_the_bytes_of_a_stranger_touch_no_upload(app: App, town: Town) -> None:
    patching = next(each for each in OPERATIONS if (each.method, each.route[:8]) == ("PATCH", "/uploads"))
    for persona in PERSONAS:
        for place in PLACES:
            upload = town.thing("upload", place, persona).id
            file = town.world.settings.data_dir / "staging" / upload.hex
            before = file.read_bytes()
            with taken_back(town):
                told = said(ask(app, town, patching, persona, place))
            if told != ADMITTED:
                assert file.read_bytes() == before == b"", (persona, place, told)
    assert town.world.look(lambda tx: {each.state for each in tx.query(Upload).filter_by(state="growing")}) == {
        "growing"
    }


def test_a_refusal_sends_nobody_to_a_file(app: App, town: Town) -> None:
    """nginx sends what X-Accel-Redirect names: only an answer that admits may name it, and it names that film alone."""
    for operation in (each for each in OPERATIONS if each.on == "media" and each.method == "GET"):
        for persona in PERSONAS:
            for place in PLACES:
                with taken_back(town):
                    answer = ask(app, town, operation, persona, place)
                admitted = expected(app, town, operation, persona, place) == ADMITTED
                named = answer.headers.get("X-Accel-Redirect", "")
                assert not named or (admitted and said(answer) != UNFOUND), (operation.name, persona, place)
                assert not named.startswith("/_play/") or str(town.thing("media", place, persona).id) in named
