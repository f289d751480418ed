"""Whoever cannot draw signs all the same (D13, B-67): a picture of what is on paper, or a typed name before an officer."""

import pytest
from sqlalchemy import select

from backend.inspections.written import RecordSignature
from backend.kernel.ids import uuid7
from tests.api.visits.onsite import STROKES, OnSite

NAMES = ("officer", "attendee", "witness")


@pytest.fixture
def visit(world, api):
    visit = OnSite(world, api)
    assert visit.write().status_code == 201
    return visit


def kept(visit: OnSite) -> list[tuple[str, str]]:
    return visit.world.look(lambda tx: [(each.role, each.how) for each in tx.scalars(select(RecordSignature))])


@pytest.mark.parametrize("role", NAMES)
def test_anybody_may_sign_on_paper_and_have_it_photographed(visit, role):
    answer = visit.sign(visit.signing(role, how="picture", strokes=[]))
    assert (answer.status_code, answer.json.get("how")) == (201, "picture"), answer.json
    assert kept(visit) == [(role, "picture")]


@pytest.mark.parametrize("role", ["attendee", "witness"])
def test_a_typed_name_stands_before_an_officer(visit, role):
    answer = visit.sign(visit.typed(role))
    assert (answer.status_code, answer.json.get("how"), answer.json.get("picture")) == (201, "typed", None), answer.json
    (told,) = visit.api.as_(visit.bureau).get(f"/visits/{visit.visit}").json["records"][0]["signatures"]
    assert (told["how"], told["witness"], told["picture"]) == ("typed", "周明远", None)


def test_an_officer_does_not_type_a_name(visit):
    """Else one officer could sign for both, and a refusal would need one alone (B-67)."""
    answer = visit.sign({**visit.typed(), "role": "officer", "name": "林晓", "person_id": str(visit.lin.person.id)})
    assert answer.status_code == 422
    assert "how" in str(answer.json)
    assert kept(visit) == []


def test_only_an_officer_of_this_visit_and_record_witnesses(visit):
    colleague = visit.world.officer(visit.organ, "同事")
    for stranger in (str(colleague.person.id), str(uuid7())):
        answer = visit.sign({**visit.typed(), "witness_id": stranger})
        assert (answer.status_code, answer.json["code"]) == (422, "inspections.witness_not_named")
    assert kept(visit) == []


def test_an_officer_who_is_named_but_was_never_there_witnesses_nothing(visit):
    ghost = {"person_id": str(uuid7()), "name": "没有来的人", "card": ""}
    content = visit.content(officers=[*visit.content()["officers"], ghost])
    locked = visit.locked(content)
    assert visit.write(locked).status_code == 201
    answer = visit.sign({**visit.typed(), "witness_id": ghost["person_id"], "record_hash": locked["hash"]})
    assert (answer.status_code, answer.json["code"]) == (422, "inspections.witness_not_named")


def test_an_officer_who_came_but_is_not_named_witnesses_nothing(visit):
    locked = visit.locked(visit.content(officers=visit.content()["officers"][:1]))
    assert visit.write(locked).status_code == 201
    answer = visit.sign({**visit.typed(witness=visit.lin), "record_hash": locked["hash"]})
    assert (answer.status_code, answer.json["code"]) == (422, "inspections.witness_not_named")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"how": "stamped"}, "how"),
        ({"how": None}, "how"),
        ({"how": 7}, "how"),
        ({"how": "picture"}, "media_id"),
        ({"how": "picture", "strokes": [], "media_id": None}, "media_id"),
        ({"how": "picture", "strokes": [], "image_sha256": None}, "media_id"),
        ({"how": "picture", "strokes": [], "witness_id": str(uuid7())}, "witness_id"),
        ({"witness_id": str(uuid7())}, "witness_id"),
        ({"witness_id": "周明远"}, "witness_id"),
        ({"how": "typed"}, "how"),
        ({"how": "typed", "media_id": None, "image_sha256": None, "strokes": []}, "witness_id"),
        ({"how": "typed", "media_id": None, "image_sha256": None, "strokes": STROKES}, "how"),
    ],
)
def test_what_each_way_must_bring(visit, change, field):
    answer = visit.sign({**visit.signing(), **change})
    assert answer.status_code == 422, answer.json
    assert field in str(answer.json)
    assert kept(visit) == []


def test_a_refusal_is_neither(visit):
    for how in ("picture", "typed"):
        assert visit.sign({**visit.refusal(), "how": how}).status_code == 422
    assert visit.sign(visit.refusal()).status_code == 201


def test_the_same_name_twice_is_once_and_another_way_does_not_replace_it(visit):
    body = visit.typed()
    first, again = visit.sign(body), visit.sign(body)
    assert again.json["id"] == first.json["id"]
    drawn = visit.sign(visit.signing())
    assert (drawn.status_code, drawn.json["code"]) == (409, "inspections.signed_already")


def test_a_phone_of_an_earlier_release_draws(visit):
    body = visit.signing()
    assert "how" not in body
    assert visit.sign(body).json["how"] == "drawn"
