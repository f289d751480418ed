"""What a card's move does to planned visits at once; who goes instead (B-10, B-11, B-92). What happened stays true."""

from __future__ import annotations

import pytest

from backend.certificates.models import VisitCode
from backend.kernel.clock import SystemClock
from backend.notifications.models import Message
from backend.planning.models import Slot
from backend.worker import followers, run_journal_once
from tests.api.cards.office import local


@pytest.fixture
def wu(office, world):
    return world.officer(office.desk.organ, "吴远")


@pytest.fixture
def zhou_card(office):
    return office.card_of(office.desk.zhou)


def task(office, task_id, by=None):
    return office.api.as_(by or office.desk.planner).get(f"/tasks/{task_id}").json


def told(office, who):
    """The kinds of inbox lines that somebody has got."""
    while run_journal_once(office.world.sessions, followers(), SystemClock()):
        pass
    return office.world.look(
        lambda tx: [row.kind for row in tx.query(Message).filter_by(person_id=who.person.id).order_by(Message.at)]
    )


def swap(office, task_id, *people, **changes):
    body = {"officer_ids": [str(each.person.id) for each in people], **changes}
    return office.api.as_(office.desk.planner).post(f"/tasks/{task_id}/officers", body)


@pytest.mark.parametrize("state", ["suspended", "cancelled", "recalled", "revoked", "lost"])
def test_a_coded_visit_loses_its_code_at_once(office, zhou_card, state):
    visit = office.desk.coded()

    assert office.move(zhou_card.id, state).status_code == 201

    after = task(office, visit)
    assert (after["state"], after["visit_code"]) == ("approved", None)
    assert [(each["person_id"], each["state"]) for each in after["stopped"]] == [
        (str(office.desk.zhou.person.id), state)
    ]
    assert office.world.look(lambda tx: tx.query(Slot).filter(Slot.released_at.is_(None)).count()) == 0
    assert office.world.look(lambda tx: tx.query(VisitCode).one().withdrawn_for) == "card"


@pytest.mark.parametrize("state", ["suspended", "cancelled", "recalled", "revoked", "lost"])
def test_a_visit_with_such_an_officer_gets_no_code(office, zhou_card, state):
    visit = office.desk.approved()
    office.move(zhou_card.id, state)

    answer = office.desk.issue(visit)

    assert (answer.status_code, answer.json["code"]) == (409, "planning.card_invalid")
    assert task(office, visit)["state"] == "approved"


@pytest.mark.parametrize(
    ("starts_at", "since", "until", "stopped"),
    [
        (None, "2026-04-22 11:00", None, True),  # the day is not over
        (None, "2026-04-23 00:00", None, False),
        ("15:00", "2026-04-22 14:00", None, True),
        ("15:00", "2026-04-22 15:01", None, True),  # late, and may still come
        ("15:00", "2026-04-23 00:00", None, False),
        ("15:00", "2026-04-22 11:00", "2026-04-22 15:00", False),  # over by then
        ("15:00", "2026-04-22 11:00", "2026-04-22 15:01", True),
    ],
)
def test_only_visits_within_the_span_are_stopped(office, zhou_card, starts_at, since, until, stopped):
    visit = office.desk.coded(starts_at=starts_at)
    until = {"effective_to": local(*until.split())} if until else {}

    office.move(zhou_card.id, "suspended", effective_from=local(*since.split()), **until)

    assert task(office, visit)["state"] == ("approved" if stopped else "coded")


def test_who_holds_another_card_that_is_valid_then_may_go(office, zhou_card):
    office.signed_card(office.desk.zhou, "J0002", kind="police")
    visit = office.desk.coded()

    office.move(zhou_card.id, "revoked")

    assert task(office, visit)["state"] == "coded" and task(office, visit)["stopped"] == []


def test_another_card_that_is_not_valid_then_is_none(office, zhou_card):
    other = office.signed_card(office.desk.zhou, "J0002", kind="police")
    visit = office.desk.coded()
    office.move(other.id, "suspended")
    assert task(office, visit)["state"] == "coded"

    office.move(zhou_card.id, "revoked")

    assert task(office, visit)["state"] == "approved"


def test_the_planners_and_the_head_are_told_and_nobody_else(office, zhou_card):
    visit = office.desk.coded()
    waiting = office.desk.approved(day="2026-04-24")
    before = {who: told(office, who) for who in (office.desk.planner, office.desk.head, office.desk.bureau)}

    office.move(zhou_card.id, "suspended")

    for who in (office.desk.planner, office.desk.head):
        assert sorted(told(office, who)[len(before[who]) :]) == ["code_withdrawn", "officer_stopped"]
    assert told(office, office.desk.bureau) == before[office.desk.bureau]
    assert task(office, visit)["stopped"] and task(office, waiting)["stopped"]


def test_a_move_is_foretold_without_being_made(office, zhou_card):
    visit = office.desk.coded()
    ask = {"state": "suspended", "effective_to": local("2026-05-22")}

    told_before = office.api.as_(office.issuer).get(f"/cards/{zhou_card.id}/moves", query_string=ask).json

    assert told_before["allowed"] and told_before["before"] == "active"
    assert [(each["task_id"], each["state"]) for each in told_before["visits"]] == [(visit, "coded")]
    assert task(office, visit)["state"] == "coded"


def test_a_suspension_that_is_lifted_lets_the_visit_have_a_new_code(office, zhou_card, clock):
    visit = office.desk.coded()
    first = task(office, visit)["visit_code"]
    office.move(zhou_card.id, "suspended")
    clock.advance(minutes=5)
    office.move(zhou_card.id, "active")

    second = office.desk.issue(visit)

    assert second.status_code == 201 and second.json["visit_code"]["id"] != first["id"]
    assert task(office, visit)["stopped"] == [] and task(office, visit)["visit_code"]["state"] == "valid"


def test_the_withdrawn_code_is_red_and_the_new_one_is_not(office, zhou_card, wu, app):
    visit = office.desk.coded()
    old = task(office, visit)["visit_code"]["url"].rsplit("/", 1)[1]
    swap(office, visit, office.desk.lin, wu)
    new = office.desk.issue(visit).json["visit_code"]["url"].rsplit("/", 1)[1]

    page = lambda code: app.test_client().get(f"/i/{code}").get_data(as_text=True)  # noqa: E731
    assert "已取消" in page(old) and "已取消" not in page(new)


def test_what_happened_before_stays_true(office, zhou_card):
    visit = office.desk.coded()
    arrived = office.desk.check_in(visit)

    office.move(zhou_card.id, "revoked", effective_from=local("2026-04-20"))

    assert task(office, visit)["state"] == "visited"
    seen = office.api.as_(office.desk.zhou).get(f"/inspections/{arrived.json['inspection_id']}").json
    assert seen["verdict"] == arrived.json["verdict"] and len(seen["verdicts"]) == 0


@pytest.mark.parametrize("coded", [False, True])
def test_somebody_else_goes_and_the_approval_stands(office, zhou_card, wu, coded):
    visit = office.desk.coded() if coded else office.desk.approved()

    answer = swap(office, visit, wu, office.desk.lin)

    assert answer.status_code == 200, answer.json
    assert [each["name"] for each in answer.json["officers"]] == ["吴远", "林晓"]
    assert (answer.json["state"], answer.json["visit_code"]) == ("approved", None)
    assert office.desk.issue(visit).status_code == 201


def test_where_the_rules_want_it_the_change_is_decided_again(world, api):
    from tests.api.cards.office import Office
    from tests.api.desk import NEVER_QUIET

    office = Office(world, api, {**NEVER_QUIET, "officers": {"change_needs_decision": True}})
    wu, visit = world.officer(office.desk.organ, "吴远"), office.desk.coded()

    assert swap(office, visit, wu, office.desk.lin).json["state"] == "awaiting_approval"
    assert office.desk.issue(visit).json["code"] == "planning.not_approved"
    assert office.desk.decide(visit).status_code == 200 and office.desk.issue(visit).status_code == 201


def test_who_may_not_go_is_not_put_on_the_visit(office, world, wu):
    visit = office.desk.coded()
    suspended = world.officer(office.desk.organ, "冯停", card="suspended")
    foreign = world.officer(world.organ(), "别家")

    for people, code in (
        ([wu, suspended], "planning.card_invalid"), ([wu], "planning.too_few_officers"),
        ([wu, foreign], "planning.officer_unknown"), ([], "kernel.invalid"),
    ):  # fmt: skip
        assert swap(office, visit, *people).json["code"] == code
    assert task(office, visit)["state"] == "coded"


def test_a_visit_that_came_or_is_over_keeps_its_people(office, wu):
    visit = office.desk.coded()
    office.desk.check_in(visit)

    assert swap(office, visit, wu, office.desk.lin).json["code"] == "planning.wrong_state"
