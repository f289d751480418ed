"""A lay supervisor is invited to a planned visit: yes, no with a reason, taken back; no name too early (B-77)."""

from __future__ import annotations

import threading
from datetime import date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import event

from backend.app import create_app
from backend.kernel.clock import SystemClock
from backend.kernel.ids import uuid7
from backend.notifications.models import Message
from backend.registers.models import Conflict
from backend.supervision.attendance_models import Attendance
from backend.worker import followers, run_journal_once
from tests.api.desk import NEVER_QUIET, Desk
from tests.world import FOREVER_AGO, Api

TOMORROW = "2026-04-23"


@pytest.fixture
def desk(world, api):
    return Desk(world, api, NEVER_QUIET)


@pytest.fixture
def volunteer(desk, world):
    return world.person("supervisor", desk.bureau_organ, "李代表")


def invite(desk, task, who, *, by=None, **changes):
    body = {"person_id": str(who.person.id), "words": "请于九点到局里集合。", **changes}
    return desk.api.as_(by or desk.bureau).post(f"/tasks/{task}/attendances", body)


def reply(desk, who, invitation, answer, reason=""):
    return desk.api.as_(who).post(f"/attendances/{invitation}/answer", {"answer": answer, "reason": reason})


def own(desk, who):
    answer = desk.api.as_(who).get("/attendances")
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def rows(desk):
    return desk.world.look(lambda tx: [each.state for each in tx.query(Attendance)])


def kept_away(world, desk, who):
    world._add(Conflict(
        id=uuid7(), person_id=who.person.id, scheme=desk.enterprise.scheme, identifier=desk.enterprise.identifier,
        reason="配偶任职", from_on=date(2020, 1, 1), to_on=None, recorded_by=who.person.id, recorded_at=FOREVER_AGO,
    ))  # fmt: skip


def messages(desk, who):
    while run_journal_once(desk.world.sessions, followers(), SystemClock()):
        pass
    found = desk.world.look(lambda tx: tx.query(Message).filter_by(person_id=who.person.id).all())
    return {row.kind: row.facts for row in found}


def test_the_invitation_tells_day_and_body_and_not_the_enterprise(desk, volunteer):
    invited = invite(desk, desk.coded(TOMORROW), volunteer)

    assert invited.status_code == 201, invited.json
    assert invited.json["enterprise"]["name"] == desk.enterprise.name
    (seen,) = own(desk, volunteer)
    assert (seen["planned_on"], seen["organ"]["name"], seen["words"]) == (
        TOMORROW,
        desk.organ.name,
        "请于九点到局里集合。",
    )
    assert (seen["enterprise"], seen["task_id"], seen["state"], seen["kept_away"]) == (None, None, "invited", False)
    assert desk.enterprise.name not in str(seen) and desk.enterprise.identifier not in str(seen)
    assert messages(desk, volunteer)["attendance_asked"] == {"planned_on": TOMORROW}


def test_who_accepted_reads_the_name_on_the_day_once_there_is_a_code(desk, volunteer, clock):
    task = desk.approved(TOMORROW)
    invitation = invite(desk, task, volunteer).json["id"]
    assert reply(desk, volunteer, invitation, "accepted").json["state"] == "accepted"
    assert messages(desk, desk.bureau)["attendance_accepted"]["supervisor"] == "李代表"
    assert own(desk, volunteer)[0]["enterprise"] is None
    clock.advance(days=1)
    assert own(desk, volunteer)[0]["enterprise"] is None
    assert desk.issue(task).status_code == 201
    assert own(desk, volunteer)[0]["enterprise"]["name"] == desk.enterprise.name


@pytest.mark.parametrize(("moment", "told"), [("2026-04-22T15:59:59Z", False), ("2026-04-22T16:00:00Z", True)])
def test_b77_a_code_issued_before_tells_the_name_on_the_day_alone(desk, volunteer, clock, moment, told):
    """The day begins at its midnight in Shanghai; not before may the supervisor know, for the enterprise may not."""
    invitation = invite(desk, desk.coded(TOMORROW), volunteer).json["id"]
    reply(desk, volunteer, invitation, "accepted")
    clock.moment = datetime.fromisoformat(moment)

    assert (own(desk, volunteer)[0]["enterprise"] is not None) == told


def test_who_did_not_accept_never_reads_it(desk, volunteer):
    task = desk.coded()
    invitation = invite(desk, task, volunteer).json["id"]
    assert own(desk, volunteer)[0]["enterprise"] is None
    assert reply(desk, volunteer, invitation, "declined", "出差").json["enterprise"] is None


def test_declining_needs_a_reason_which_the_bureau_reads(desk, volunteer):
    task = desk.coded(TOMORROW)
    invitation = invite(desk, task, volunteer).json["id"]
    for nothing in ("", "   "):
        assert reply(desk, volunteer, invitation, "declined", nothing).json["code"] == "supervision.reason_missing"
    assert reply(desk, volunteer, invitation, "declined", "字" * 501).status_code == 422
    assert reply(desk, volunteer, invitation, "declined", "当天出差").status_code == 200

    listed = desk.api.as_(desk.bureau).get(f"/attendances?task_id={task}").json["items"]
    assert [(each["state"], each["reason"], each["supervisor"]["name"]) for each in listed] == [
        ("declined", "当天出差", "李代表")
    ]
    assert "attendance_declined" in messages(desk, desk.bureau)
    assert reply(desk, volunteer, invitation, "accepted").json["code"] == "supervision.not_to_answer"


def test_a_yes_may_become_a_no_and_is_twice_the_same(desk, volunteer):
    invitation = invite(desk, desk.coded(TOMORROW), volunteer).json["id"]
    assert [reply(desk, volunteer, invitation, "accepted").status_code for _ in range(2)] == [200, 200]
    assert reply(desk, volunteer, invitation, "declined", "生病").json["state"] == "declined"


def test_what_was_taken_back_stays_so(desk, volunteer):
    task = desk.coded(TOMORROW)
    invitation = invite(desk, task, volunteer).json["id"]
    bureau = desk.api.as_(desk.bureau)
    assert [bureau.post(f"/attendances/{invitation}/withdrawal").json["state"] for _ in range(2)] == ["withdrawn"] * 2
    assert reply(desk, volunteer, invitation, "accepted").json["code"] == "supervision.not_to_answer"
    assert "attendance_withdrawn" in messages(desk, volunteer)
    assert invite(desk, task, volunteer).status_code == 201


def test_whoever_has_an_interest_is_not_asked_and_does_not_come(desk, volunteer, world):
    task = desk.coded(TOMORROW)
    invitation = invite(desk, task, volunteer).json["id"]
    kept_away(world, desk, volunteer)

    assert own(desk, volunteer)[0]["kept_away"] is True
    assert reply(desk, volunteer, invitation, "accepted").json["code"] == "supervision.has_an_interest"
    assert reply(desk, volunteer, invitation, "declined", "与企业有利害关系").status_code == 200
    assert invite(desk, task, volunteer).json["code"] == "supervision.has_an_interest"


def test_nobody_is_invited_twice(desk, volunteer):
    task = desk.coded(TOMORROW)
    assert invite(desk, task, volunteer).status_code == 201
    again = invite(desk, task, volunteer)
    assert (again.status_code, again.json["code"]) == (409, "supervision.already_invited")
    assert rows(desk) == ["invited"]


def test_b77_whose_account_is_closed_is_invited_no_more(desk, volunteer, world):
    with world.sessions() as tx:
        tx.merge(volunteer.person).active = False
        tx.commit()

    answer = invite(desk, desk.coded(TOMORROW), volunteer)

    assert (answer.status_code, answer.json["code"], answer.json["field"]) == (404, "kernel.not_found", "person_id")


def test_only_supervisors_of_the_region_are_invited(desk, volunteer, world):
    task = desk.coded(TOMORROW)
    elsewhere = world.organ("邻区司法局", kind="bureau", region=world.other_region())
    for stranger in (desk.zhou, desk.head, world.person("supervisor", elsewhere)):
        assert invite(desk, task, stranger).status_code == 404
    assert invite(desk, task, volunteer, person_id=str(uuid4())).status_code == 404
    assert rows(desk) == []


@pytest.mark.parametrize(
    "changes", [{"person_id": "x"}, {"words": "字" * 501}, {"words": 7}, {"more": 1}, {"person_id": None}]
)
def test_odd_invitations_are_refused(desk, volunteer, changes):
    assert invite(desk, desk.coded(TOMORROW), volunteer, **changes).status_code == 422
    assert rows(desk) == []


def test_a_visit_that_has_begun_or_was_called_off_is_none_to_come_to(desk, volunteer):
    begun = desk.coded()
    invitation = invite(desk, begun, volunteer).json["id"]
    assert desk.check_in(begun).status_code == 201
    assert reply(desk, volunteer, invitation, "accepted").json["code"] == "supervision.visit_not_ahead"
    assert invite(desk, begun, volunteer).json["code"] == "supervision.visit_not_ahead"
    assert own(desk, volunteer)[0]["ahead"] is False
    called_off = desk.approved(TOMORROW)
    assert desk.api.as_(desk.planner).post(f"/tasks/{called_off}/cancel", {"reason": "企业停业"}).status_code == 200
    assert invite(desk, called_off, volunteer).json["code"] == "supervision.visit_not_ahead"


@pytest.mark.parametrize("role", ["planner", "head", "zhou"])
def test_the_bureau_alone_invites_and_takes_back(desk, volunteer, role):
    task = desk.coded(TOMORROW)
    assert invite(desk, task, volunteer, by=getattr(desk, role)).status_code == 403
    invitation = invite(desk, task, volunteer).json["id"]
    assert desk.api.as_(getattr(desk, role)).post(f"/attendances/{invitation}/withdrawal").status_code == 403
    assert desk.api.as_(getattr(desk, role)).get("/attendances").status_code == 403


def test_nobody_sees_or_answers_anothers_invitation(desk, volunteer, world):
    invitation = invite(desk, desk.coded(TOMORROW), volunteer).json["id"]
    another = world.person("supervisor", desk.bureau_organ, "王委员")
    assert own(desk, another) == []
    assert reply(desk, another, invitation, "accepted").status_code == 404
    assert reply(desk, desk.bureau, invitation, "accepted").status_code == 403
    assert rows(desk) == ["invited"]


def test_asked_six_times_at_once_one_invitation_stands(committed_world):
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=committed_world.clock)
    desk = Desk(committed_world, Api(app, committed_world), NEVER_QUIET)
    volunteer, task = committed_world.person("supervisor", desk.bureau_organ, "李代表"), desk.coded(TOMORROW)
    ready, answers = threading.Barrier(6), []

    def press():
        ready.wait()
        answers.append(invite(desk, task, volunteer).status_code)

    threads = [threading.Thread(target=press) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sorted(answers) == [201, 409, 409, 409, 409, 409]
    assert rows(desk) == ["invited"]


def statements(desk, ask):
    """How many statements the database got while somebody asked."""
    seen = []
    engine = desk.world.sessions.kw["bind"].engine
    note = lambda *sent: seen.append(sent[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", note)
    ask()
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_more_invitations_ask_the_database_no_more_often(desk, volunteer, world):
    others = [world.person("supervisor", desk.bureau_organ, f"代表{n}") for n in range(3)]
    invite(desk, desk.approved(TOMORROW), volunteer)
    ask = lambda: desk.api.as_(desk.bureau).get("/attendances")  # noqa: E731
    ask()
    one = statements(desk, ask)
    task = desk.approved(TOMORROW)
    for each in others:
        assert invite(desk, task, each).status_code == 201
    assert statements(desk, ask) == one and ask().json["total"] == 4


def test_invitations_come_in_pages_the_latest_first(desk, world):
    task = desk.approved(TOMORROW)
    asked = [invite(desk, task, world.person("supervisor", desk.bureau_organ, f"代表{n}")).json["id"] for n in range(3)]
    pages = [desk.api.as_(desk.bureau).get(f"/attendances?page={n}&page_size=2").json for n in (1, 2, 3)]
    assert [len(each["items"]) for each in pages] == [2, 1, 0] and {each["total"] for each in pages} == {3}
    assert sorted(each["id"] for page in pages for each in page["items"]) == sorted(asked)
    assert desk.api.as_(desk.bureau).get("/attendances?page_size=201").status_code == 422


def test_only_the_supervisor_with_an_interest_is_kept_away_and_only_while_it_stands(desk, volunteer, world):
    other = world.person("supervisor", desk.bureau_organ, "王代表")
    task = desk.approved(TOMORROW)
    ids = {each.person.name: invite(desk, task, each).json["id"] for each in (volunteer, other)}
    kept_away(world, desk, volunteer)
    told = lambda: {each["supervisor"]["name"]: each["kept_away"] for each in own(desk, desk.bureau)}  # noqa: E731
    assert told() == {"李代表": True, "王代表": False}
    desk.api.as_(desk.bureau).post(f"/attendances/{ids['李代表']}/withdrawal", {})
    assert told() == {"李代表": False, "王代表": False}
