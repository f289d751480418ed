"""The words of an enterprise are opened after two people said yes, for the one who asked, each time on record (B-102)."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from backend.audit.models import AuditEntry
from backend.feedback.models import Opening
from backend.kernel.ids import uuid7
from tests.api.rated import FULL, send, token_of
from tests.api.rated import visit as visit

WORDS = "检查前一周有人打电话要求赞助活动。"
WHY = "核查转办线索"


@pytest.fixture
def rated(visit, app):
    browser = app.test_client()
    code = visit.live()
    send(browser, visit, FULL | {"token": token_of(browser.get(f"/I/{code}")), "words": WORDS}, code)
    return visit


@pytest.fixture
def office(world):
    return world.organ("示范区司法局", kind="bureau")


@pytest.fixture
def first(world, office):
    return world.proved(world.person("bureau", office))


@pytest.fixture
def second(world, office):
    return world.person("bureau", office)


def ask(api, who, visit, reason=WHY):
    return api.as_(who).post(f"/inspections/{visit.inspection_id}/rating/unsealing", {"reason": reason})


def agree(api, who, request_id):
    return api.as_(who).post(f"/approvals/{request_id}/decision", {"decision": "approve"})


def open_(api, who, request_id):
    return api.as_(who).post(f"/unsealings/{request_id}/openings")


def openings(world):
    return world.look(lambda tx: tx.scalar(select(func.count()).select_from(Opening)))


def test_two_people_open_the_words_and_each_opening_is_written_down(api, world, rated, first, second):
    asked = ask(api, first, rated).json["id"]
    agree(api, second, asked)

    opened = open_(api, first, asked)

    assert opened.json == {"words": WORDS, "openings": 1}
    assert opened.headers["Cache-Control"] == "no-store"
    assert open_(api, first, asked).json["openings"] == openings(world) == 2
    deeds = (
        select(AuditEntry).where(AuditEntry.action.in_(("feedback.unseal", "feedback.open"))).order_by(AuditEntry.id)
    )
    lines = world.look(lambda tx: tx.scalars(deeds).all())
    assert [line.action for line in lines] == ["feedback.unseal", "feedback.open", "feedback.open"]
    assert [line.purpose for line in lines] == [WHY] * 3
    assert [line.object for line in lines[1:]] == [str(rated.inspection_id)] * 2


def test_the_words_stand_in_no_line_no_request_and_no_kept_answer(api, world, rated, first, second):
    asked = ask(api, first, rated).json["id"]
    agree(api, second, asked)
    open_(api, first, asked)
    for table in ("audit_entry", "approval_request", "answered", "journal_inbox", "feedback.opening"):
        kept = world.look(lambda tx, table=table: tx.scalar(_as_text(table)))
        assert WORDS not in (kept or ""), table


def _as_text(table):
    from sqlalchemy import text

    return text(f"SELECT string_agg(row_to_json(t)::text, '') FROM {table} t")


def test_without_a_second_yes_nothing_is_opened(api, world, rated, first, second):
    asked = ask(api, first, rated).json["id"]
    assert open_(api, first, asked).json["code"] == "approvals.not_agreed"
    api.as_(second).post(f"/approvals/{asked}/decision", {"decision": "reject"})
    assert open_(api, first, asked).json["code"] == "approvals.not_agreed"
    assert openings(world) == 0


def test_the_second_person_does_not_read_what_the_first_asked_for(api, world, rated, first, second):
    asked = ask(api, first, rated).json["id"]
    agree(api, second, asked)
    assert open_(api, world.proved(second), asked).status_code == 404
    assert openings(world) == 0


def test_a_yes_opens_for_a_day(api, world, rated, first, second, clock):
    asked = ask(api, first, rated).json["id"]
    agree(api, second, asked)
    clock.advance(hours=24)
    assert open_(api, world.proved(first), asked).json["code"] == "approvals.agreed_long_ago"


def test_asking_and_opening_want_a_fresh_proof(api, world, rated, first, second, clock):
    asked = ask(api, first, rated).json["id"]
    agree(api, second, asked)
    clock.advance(minutes=5, seconds=1)
    assert ask(api, first, rated).json["code"] == "identity.step_up_needed"
    assert open_(api, first, asked).json["code"] == "identity.step_up_needed"


@pytest.mark.parametrize("role", ["officer", "reviewer", "department", "head", "admin", "maintenance", "supervisor"])
def test_nobody_but_the_bureau_asks(api, world, rated, office, role):
    assert ask(api, world.proved(world.person(role, office)), rated).status_code == 403


def test_a_sibling_bureau_does_not_find_the_visit(api, world, rated):
    sibling = world.person("bureau", world.organ(kind="bureau", region=world.other_region()))
    assert ask(api, world.proved(sibling), rated).status_code == 404


def test_a_visit_without_words_has_nothing_to_open(api, world, visit, first):
    assert ask(api, first, visit).json["code"] == "feedback.no_words"


def test_nonsense_is_not_found_or_malformed(api, world, rated, first):
    assert open_(api, first, uuid7()).status_code == 404
    assert api.as_(first).post("/unsealings/1/openings").status_code == 404
    assert ask(api, first, rated, reason="").status_code == 422
    assert ask(api, first, rated, reason="x" * 1001).status_code == 422
