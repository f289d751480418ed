"""Two at the same moment, with real transactions: one wins, the other is told, nothing happens twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from backend.app import create_app
from backend.identity.access.grants import MaintenanceGrant
from backend.identity.models import Person
from tests.api.cards.office import Office as CardOffice
from tests.api.desk import NEVER_QUIET
from tests.api.registers.office import Office
from tests.api.sign_in.hands import browser
from tests.world import Api, SignedIn

ROUNDS = 20


@pytest.fixture
def api(committed_world, clock) -> Api:
    return Api(create_app(committed_world.settings, sessions=committed_world.sessions, clock=clock), committed_world)


@pytest.fixture
def office(committed_world, api) -> Office:
    return Office(committed_world, api)


def together(*orders: Callable[[], Any]) -> Sequence[Any]:
    """Give all these orders at the same moment."""
    line = Barrier(len(orders))

    def one(order: Callable[[], Any]) -> Any:
        line.wait()
        return order()

    with ThreadPoolExecutor(len(orders)) as hands:
        return list(hands.map(one, orders))


def test_an_invitation_opens_one_account_for_one_of_two(api, committed_world, office):
    def accept(token: str, login: str) -> int:
        body = {"token": token, "login": login, "password": "baihe-shan-42"}
        return browser(api).post("/invitations/accept", body).status_code

    for n in range(ROUNDS):
        invited = committed_world.person("supervisor", office.bureau_organ, "吴监督").person.id
        token = api.as_(office.bureau).post(f"/people/{invited}/invitation").json["url"].split("#")[1]
        answers = together(*(partial(accept, token, f"wu-{n}-{who}") for who in range(2)))
        assert sorted(answers) == [200, 410]
        assert login_of(committed_world, invited) == f"wu-{n}-{answers.index(200)}"


def login_of(world, person_id) -> str | None:
    return world.look(lambda tx: tx.get_one(Person, person_id).login)


def test_a_request_is_decided_once_by_one_of_two(api, committed_world, office):
    keeper = committed_world.person("maintenance", office.bureau_organ, "许工")
    two = [committed_world.person("bureau", office.bureau_organ) for _ in range(2)]
    body = {"person_id": str(keeper.person.id), "hours": 2, "reason": "数据库升级后核对"}

    def decide(request_id: str, who: SignedIn) -> int:
        return api.as_(who).post(f"/approvals/{request_id}/decision", {"decision": "approve"}).status_code

    for n in range(1, ROUNDS + 1):
        asked = api.as_(office.bureau).post("/maintenance-grants", body).json["id"]
        assert sorted(together(*(partial(decide, asked, who) for who in two))) == [200, 409]
        assert committed_world.look(lambda tx: tx.scalar(select(func.count()).select_from(MaintenanceGrant))) == n


def test_one_yes_opens_one_of_two_orders(api, committed_world, office):
    second = committed_world.person("bureau", office.bureau_organ, "陆明")

    def reset() -> TestResponse:
        return api.as_(office.admin).post(f"/people/{office.bureau.person.id}/password-reset")

    def decide(request_id: str, decision: str) -> None:
        api.as_(second).post(f"/approvals/{request_id}/decision", {"decision": decision})

    for _ in range(ROUNDS):
        decide(reset().json["id"], "approve")
        assert sorted(each.status_code for each in together(reset, reset)) == [201, 202]
        for each in api.as_(second).get("/approvals?state=waiting").json["items"]:
            decide(each["id"], "reject")


@pytest.fixture
def cards(committed_world, api) -> CardOffice:
    return CardOffice(committed_world, api, NEVER_QUIET)


def test_a_card_is_replaced_once(cards):
    old = cards.card_of(cards.desk.zhou).id
    for n in range(ROUNDS):
        answers = together(*(partial(cards.replace, old, number=f"2701{n:06}{who}") for who in range(2)))
        assert sorted(each.status_code for each in answers) == [201, 409], [each.json for each in answers]
        old = next(each.json["id"] for each in answers if each.status_code == 201)


def test_no_code_stays_with_an_officer_whose_card_is_suspended_at_that_moment(cards, committed_world):
    """Either the move comes first and no code is issued, or the code comes first and is withdrawn (B-92)."""
    card = cards.card_of(cards.desk.zhou).id
    first = cards.api.as_(cards.desk.planner)
    for _ in range(ROUNDS):
        enterprise, _ = committed_world.enterprise()
        visit = cards.desk.approved(enterprise_id=str(enterprise.id))
        moved, issued = together(partial(cards.move, card, "suspended"), partial(cards.desk.issue, visit))
        assert moved.status_code == 201 and issued.status_code in (200, 201, 409), (moved.json, issued.json)
        after = first.get(f"/tasks/{visit}").json
        assert (after["state"], after["visit_code"]) == ("approved", None)
        committed_world.clock.advance(seconds=1)
        assert cards.move(card, "active").status_code == 201
        committed_world.clock.advance(seconds=1)
