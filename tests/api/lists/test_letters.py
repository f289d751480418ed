"""Inside its letters of entrustment, and as a published subject: by what right an organ plans a visit (B-07, B-09)."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from backend.registers.models import Entrustment
from tests.api.desk import NEVER_QUIET, Desk

YEARS_END = date(2026, 12, 31)


class Entrusted(Desk):
    """The same desk whose organ is an entrusted organisation."""

    def __init__(self, world, api):
        super().__init__(world, api, NEVER_QUIET)
        self.principal = world.organ("示范区委托机关")
        with world.sessions() as tx:
            tx.get(type(self.organ), self.organ.id).kind = "entrusted"
            tx.commit()

    def letter(self, *codes: str, until: date, since: date = date(2026, 1, 1), ended: date | None = None):
        row = Entrustment(
            id=uuid4(), principal_id=self.principal.id, agent_id=self.organ.id, matters="食品检查", item_codes=[*codes],
            document="委〔2026〕1号", from_on=since, to_on=until, ended_on=ended,
            published_on=date(2026, 1, 1), recorded_by=self.bureau.person.id, recorded_at=self.world.clock.now(),
        )  # fmt: skip
        with self.world.sessions() as tx:
            tx.add(row)
            tx.commit()


@pytest.fixture
def entrusted(world, api):
    return Entrusted(world, api)


def test_b09_without_a_letter_nothing_may_be_inspected(entrusted):
    refused = entrusted.plan()

    assert (refused.status_code, refused.json["code"], refused.json["rule"]) == (
        409, "planning.entrustment_missing", "B-09",
    )  # fmt: skip


def test_b09_a_letter_that_expired_yesterday_is_none(entrusted):
    entrusted.letter(entrusted.item.code, until=date(2026, 4, 22))

    assert entrusted.plan("2026-04-22").status_code == 201
    refused = entrusted.plan("2026-04-23")
    assert refused.json["code"] == "planning.entrustment_missing"
    assert "2026-04-22" in refused.json["sentence"]["zh"]


def test_b09_an_item_outside_the_letter_is_refused_at_planning_and_at_code_issue(entrusted, world):
    entrusted.letter(entrusted.item.code, until=date(2026, 12, 31))
    other = world.item(entrusted.organ)

    assert entrusted.plan(item_ids=[str(other.id)]).json["code"] == "planning.entrustment_outside"
    task = entrusted.approved()
    with world.sessions() as tx:
        tx.query(Entrustment).one().item_codes = ["C60-OTHER"]
        tx.commit()
    assert entrusted.issue(task).json["code"] == "planning.entrustment_outside"


def test_b09_a_letter_holds_from_its_first_day(entrusted):
    entrusted.letter(entrusted.item.code, since=date(2026, 4, 23), until=YEARS_END)

    assert entrusted.plan("2026-04-22").json["code"] == "planning.entrustment_missing"
    assert entrusted.plan("2026-04-23").status_code == 201


def test_b09_a_letter_that_was_ended_is_none_from_that_day_on_and_the_refusal_says_when(entrusted):
    entrusted.letter(entrusted.item.code, until=YEARS_END, ended=date(2026, 4, 23))

    assert entrusted.plan("2026-04-22").status_code == 201
    refused = entrusted.plan("2026-04-23")
    assert (refused.json["code"], refused.json["facts"]["ended_on"]) == ("planning.entrustment_missing", "2026-04-23")


def test_b09_a_letter_that_names_no_item_means_all_of_its_principals_and_no_others(entrusted, world):
    entrusted.letter(until=YEARS_END)
    elsewhere = world.item(entrusted.organ)
    world.item(world.organ("示范区另一机关"), code=elsewhere.code)
    world.item(entrusted.principal, code=entrusted.item.code)

    assert entrusted.plan().status_code == 201
    refused = entrusted.plan("2026-04-23", item_ids=[str(elsewhere.id)])
    assert refused.json["code"] == "planning.entrustment_outside"


def test_b09_a_letter_that_names_one_item_of_its_principal_entrusts_no_other_one(entrusted, world):
    entrusted.letter(entrusted.item.code, until=YEARS_END)
    other = world.item(entrusted.organ)
    world.item(entrusted.principal, code=other.code)

    assert entrusted.plan(item_ids=[str(other.id)]).json["code"] == "planning.entrustment_outside"


def test_b07_a_subject_plans_for_the_day_of_its_publication_and_none_before(world, api):
    desk = Desk(world, api, NEVER_QUIET)
    with world.sessions() as tx:
        tx.get(type(desk.organ), desk.organ.id).published_on = date(2026, 4, 23)
        tx.commit()

    refused = desk.plan("2026-04-22")
    assert (refused.status_code, refused.json["code"]) == (409, "planning.subject_unpublished")
    assert desk.plan("2026-04-23").status_code == 201
