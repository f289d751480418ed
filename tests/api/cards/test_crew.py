"""Who goes along, who must keep away, who is lent, and what the enterprise may ask for (B-11, B-12, B-13)."""

from __future__ import annotations

from datetime import date

import pytest

from backend.kernel.clock import SystemClock
from backend.kernel.ids import uuid7
from backend.notifications.models import Message
from backend.planning.models import TaskOfficer
from backend.registers.models import Conflict
from backend.worker import followers, run_journal_once
from tests.api.desk import codes
from tests.world import FOREVER_AGO


@pytest.fixture
def desk(office):
    return office.desk


@pytest.fixture
def helper(world, desk):
    return world.person("assistant", desk.organ, "小何")


def along(who, role="assistant", number="F-07"):
    return {"person_id": str(who.person.id), "role": role, "number": number}


def arrive(desk, visit, *people):
    """The lead comes with these, each (who, role)."""
    officers = [
        {"person_id": str(who.person.id), "card_id": None, "how": "declared", "role": role} for who, role in people
    ]
    return desk.check_in(visit, officers=officers)


def conflict(world, who, enterprise, since=date(2020, 1, 1), until=None):
    world._add(Conflict(
        id=uuid7(), person_id=who.person.id, scheme=enterprise.scheme, identifier=enterprise.identifier,
        reason="近亲属任职", from_on=since, to_on=until, recorded_by=who.person.id, recorded_at=FOREVER_AGO,
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("declared", "people", "found"),
    [
        (True, ["zhou", "lin", "helper"], set()),
        (False, ["zhou", "lin", "helper"], {"ASSISTANT_UNDECLARED"}),
        (True, ["zhou", "helper"], {"UNDER_STAFFED", "ASSISTANT_ALONE"}),
        (False, ["zhou", "helper"], {"UNDER_STAFFED", "ASSISTANT_ALONE", "ASSISTANT_UNDECLARED"}),
        (True, ["zhou", "lin"], set()),
    ],
)
def test_who_comes_along_is_declared_and_led(desk, helper, declared, people, found):
    visit = desk.coded(assistants=[along(helper)] if declared else [])
    known = {"zhou": (desk.zhou, "officer"), "lin": (desk.lin, "officer"), "helper": (helper, "assistant")}

    assert codes(arrive(desk, visit, *(known[each] for each in people))) == found


def test_the_task_names_who_comes_along(desk, helper):
    assert desk.plan(assistants=[along(helper)]).json["assistants"] == [{**along(helper), "name": "小何"}]


@pytest.mark.parametrize("number", ["", "  "])
def test_without_a_number_nobody_comes_along(desk, helper, number):
    assert desk.plan(assistants=[along(helper, number=number)]).json["code"] == "planning.assistant_unknown"


def test_only_the_organs_own_in_that_role_come_along(desk, helper, world):
    stranger = world.person("assistant", world.organ(), "别家")

    for who, role in ((stranger, "assistant"), (desk.planner, "assistant"), (helper, "expert")):
        assert desk.plan(assistants=[along(who, role)]).json["code"] == "planning.assistant_unknown"


@pytest.mark.parametrize(
    ("since", "until", "refused"),
    [
        (date(2020, 1, 1), None, True), (date(2026, 4, 22), date(2026, 4, 22), True),
        (date(2020, 1, 1), date(2026, 4, 21), False), (date(2026, 4, 23), None, False),
    ],
)  # fmt: skip
def test_who_must_keep_away_is_not_planned(desk, world, since, until, refused):
    conflict(world, desk.lin, desk.enterprise, since, until)
    answer = desk.plan()

    assert answer.status_code == (409 if refused else 201)
    assert not refused or (answer.json["code"], answer.json["rule"]) == ("planning.in_conflict", "B-13")
    assert not refused or answer.json["facts"]["person_id"] == str(desk.lin.person.id)


def test_another_enterprises_conflict_is_no_hindrance(desk, world):
    conflict(world, desk.lin, world.enterprise()[0])

    assert desk.plan().status_code == 201


def test_an_officer_of_another_organ_goes_by_a_superiors_order_alone(desk, world):
    lent = world.officer(world.organ("示范区应急管理局", region=world.other_region()), "借调员")
    people = [str(desk.zhou.person.id), str(lent.person.id)]

    assert desk.plan(officer_ids=people).json["code"] == "planning.officer_unknown"
    visit = desk.coded(officer_ids=people, superior_document="市局〔2026〕8号")
    assert desk.world.look(lambda tx: tx.get_one(TaskOfficer, (visit, lent.person.id)).seconded_by) == "市局〔2026〕8号"
    assert codes(arrive(desk, visit, (desk.zhou, "officer"), (lent, "officer"))) == set()


def test_b11_a_planner_finds_who_may_be_lent_by_name_and_nobody_of_the_own_organ(desk, world):
    lent = world.officer(world.organ("示范区应急管理局"), "借调员")
    caller = desk.api.as_(desk.planner)
    (found,) = caller.get("/officers/lent?q=jdy").json["items"]
    assert (found["person_id"], found["organ"]) == (str(lent.person.id), "示范区应急管理局")
    assert caller.get(f"/officers/lent?q={desk.zhou.person.name}").json["items"] == []
    assert caller.get("/officers/lent").status_code == 422
    assert desk.api.as_(desk.zhou).get("/officers/lent?q=jdy").status_code == 403


def test_a_lent_officer_counts_for_no_other_visit(desk, world):
    lent = world.officer(world.organ("示范区应急管理局"), "借调员")
    visit = desk.coded()

    assert "UNDER_STAFFED" in codes(arrive(desk, visit, (desk.zhou, "officer"), (lent, "officer")))


def ask(desk, visit_id, who, by=None, **changes):
    body = {
        "person_id": str(who.person.id),
        "reason": "与法定代表人有亲属关系",
        "at": desk.world.clock.now().isoformat(),
    }
    return desk.api.as_(by or desk.zhou).post(f"/inspections/{visit_id}/recusal", {**body, **changes})


def kinds(desk, who):
    while run_journal_once(desk.world.sessions, followers(), SystemClock()):
        pass
    return desk.world.look(lambda tx: [row.kind for row in tx.query(Message).filter_by(person_id=who.person.id)])


def test_a_request_becomes_a_decision_of_the_head_and_the_visit_runs_on(desk, clock):
    visit = desk.check_in(desk.coded()).json["inspection_id"]
    asked = ask(desk, visit, desk.lin)

    assert asked.status_code == 201, asked.json
    assert desk.api.as_(desk.zhou).get(f"/inspections/{visit}").json["state"] == "ongoing"
    assert "recusal_wanted" in kinds(desk, desk.head)
    head = desk.api.as_(desk.head)
    assert [each["id"] for each in head.get("/recusals").json["items"]] == [asked.json["id"]]

    decided = head.post(f"/recusals/{asked.json['id']}/decision", {"decision": "granted", "note": "换人"})

    assert (decided.status_code, decided.json["decided_by"]) == (200, "钱负责")
    assert head.get("/recusals").json["items"] == []
    assert "recusal_granted" in kinds(desk, desk.zhou) and "recusal_granted" in kinds(desk, desk.lin)
    foreign = desk.api.as_(desk.world.person("head", desk.world.organ("示范区应急管理局")))
    assert (
        foreign.post(f"/recusals/{asked.json['id']}/decision", {"decision": "refused", "note": ""}).status_code == 404
    )
    again = head.post(f"/recusals/{asked.json['id']}/decision", {"decision": "refused", "note": ""})
    assert again.json["code"] == "inspections.recusal_decided"


def test_a_request_that_makes_no_sense_is_refused(desk, world):
    visit = desk.check_in(desk.coded()).json["inspection_id"]
    absent = world.officer(desk.organ, "不在场")

    assert ask(desk, visit, absent).json["code"] == "inspections.not_at_the_door"
    assert ask(desk, visit, desk.lin, reason="").status_code == 422
    assert ask(desk, uuid7(), desk.lin).status_code == 404
    assert ask(desk, visit, desk.lin, by=absent).status_code == 403
    assert ask(desk, visit, desk.lin, by=desk.planner).status_code == 403


@pytest.mark.parametrize(("who", "status"), [("planner", 403), ("bureau", 403), ("zhou", 403)])
def test_the_head_alone_decides(desk, who, status):
    visit = desk.check_in(desk.coded()).json["inspection_id"]
    asked = ask(desk, visit, desk.lin).json["id"]

    answer = desk.api.as_(getattr(desk, who)).post(f"/recusals/{asked}/decision", {"decision": "refused", "note": ""})
    assert answer.status_code == status
