"""Coming back to see whether a finding was put right 复查 (B-32): from the order to the second look."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select, text

from backend.app import create_app
from backend.identity.queries import actor_of
from backend.inspections import corrections
from backend.inspections.models import Result
from backend.planning import admission
from tests.api.desk import codes
from tests.api.visits.onsite import ASKED, OnSite
from tests.world import Api

ORDER = {
    "outcome": "order_to_correct", "deadline": "2026-05-20",
    "corrections": [{"line": ASKED[0].key, "question": ASKED[0].text, "note": "缺三天"}],
}  # fmt: skip
IN_TIME, LATER = "2026-05-21", "2026-05-28"


class Ordered(OnSite):
    """A visit that ended with an order to correct, and what follows it."""

    def __init__(self, world, api):
        super().__init__(world, api)
        assert self.result(**ORDER).status_code == 201

    def follow(self, day=IN_TIME, visit=None, **changes):
        told = {"kind": "followup", "trigger": "deadline", "follows_id": visit or self.visit, "evidence_id": None}
        return self.plan(day, **{**told, **changes})

    def come_back(self, day=IN_TIME, visit=None):
        """Plan, approve, code and arrive; the id of the visit."""
        planned = self.follow(day, visit)
        assert planned.status_code == 201, planned.json
        assert self.decide(planned.json["id"]).status_code == 200
        assert self.issue(planned.json["id"]).status_code == 201
        self.until(day)
        return self.check_in(planned.json["id"])

    def approved_followup(self, day):
        planned = self.follow(day).json["id"]
        assert self.decide(planned).status_code == 200
        return planned

    def issue_in(self, tx, task_id):
        now, keys = self.world.clock.now(), self.world.settings.data_dir / "keys"
        actor = actor_of(tx, self.planner.token, now)
        admission.issue(tx, actor=actor, now=now, task_id=task_id, keys=keys)

    def issue_alone(self, task_id):
        with self.world.sessions() as tx:
            self.issue_in(tx, task_id)
            tx.commit()

    def wait_for_a_lock(self, waiting):
        waits = text(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        while not waiting.done() and self.world.look(lambda tx: tx.scalar(waits)) == 0:
            pass

    def until(self, day):
        today = self.world.clock.now().date()
        self.world.clock.advance(days=(date.fromisoformat(day) - today).days)

    def end(self, visit, outcome="none_found", **more):
        body = {"outcome": outcome, "summary": "", "deadline": None, "at": self.now()["at"], **more}
        return self.api.as_(self.zhou).post(f"/inspections/{visit}/result", body)

    def open(self, who=None):
        answer = self.api.as_(who or self.planner).get("/follow-ups")
        assert answer.status_code == 200, answer.json
        return answer.json["items"]


@pytest.fixture
def visit(world, api):
    return Ordered(world, api)


def test_an_order_can_be_followed_up_from_its_last_day_for_thirty_days(visit):
    (one,) = visit.open()
    assert one["inspection_id"] == visit.visit
    assert (one["deadline"], one["first_day"], one["last_day"]) == ("2026-05-20", "2026-05-20", "2026-06-19")
    assert (one["earlier"], one["free"], one["task"]) == (0, True, None)
    assert [each["id"] for each in one["items"]] == [str(visit.item.id)]
    assert one["corrections"] == ORDER["corrections"]
    shown = visit.api.as_(visit.planner).get(f"/visits/{visit.visit}").json["follow_up"]
    assert shown == one


def test_a_visit_that_found_nothing_leaves_nothing_to_follow_up(world, api):
    onsite = OnSite(world, api)
    onsite.result()
    assert api.as_(onsite.planner).get("/follow-ups").json["items"] == []
    assert api.as_(onsite.planner).get(f"/visits/{onsite.visit}").json["follow_up"] is None


def test_the_first_followup_is_free_and_says_what_it_follows(visit):
    planned = visit.follow()
    assert planned.status_code == 201, planned.json
    assert planned.json["follows_id"] == visit.visit
    cap = planned.json["verdict"]["cap"]
    assert (cap["code"], cap["rule"], cap["counted"]) == ("EXEMPT", "B-32", 1)
    assert visit.open()[0]["task"] == {"id": planned.json["id"], "state": "awaiting_approval", "planned_on": IN_TIME}


def test_the_second_followup_of_one_batch_counts_one(visit):
    first = visit.come_back()
    assert first.json["verdict"]["cap"]["code"] == "EXEMPT"
    back = first.json["inspection_id"]
    assert (
        visit.end(back, "order_to_correct", deadline="2026-05-27", corrections=ORDER["corrections"]).status_code == 201
    )

    (one,) = visit.open()
    assert (one["inspection_id"], one["earlier"], one["free"]) == (back, 1, False)
    planned = visit.follow(LATER, back)
    assert planned.status_code == 201, planned.json
    assert (planned.json["verdict"]["cap"]["code"], planned.json["verdict"]["cap"]["counted"]) == ("WITHIN", 2)
    second = visit.come_back(LATER, back)
    assert (second.json["verdict"]["cap"]["code"], second.json["verdict"]["cap"]["counted"]) == ("WITHIN", 2)
    assert codes(second) == set()


def test_a_second_one_that_is_only_coded_counts_too(visit):
    first, second = visit.follow(), visit.follow(LATER)
    for each in (first, second):
        assert visit.decide(each.json["id"]).status_code == 200
        assert visit.issue(each.json["id"]).status_code == 201
    verdicts = [
        visit.api.as_(visit.planner).get(f"/tasks/{each.json['id']}").json["verdict"] for each in (first, second)
    ]
    assert [each["cap"]["code"] for each in verdicts] == ["EXEMPT", "WITHIN"]


def test_two_who_ask_at_once_are_not_both_the_first(committed_world):
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=committed_world.clock)
    visit = Ordered(committed_world, Api(app, committed_world))
    ids = [UUID(visit.approved_followup(day)) for day in (IN_TIME, LATER)]
    with visit.world.sessions() as first, ThreadPoolExecutor(1) as other:
        visit.issue_in(first, ids[0])
        waiting = other.submit(visit.issue_alone, ids[1])
        visit.wait_for_a_lock(waiting)
        first.commit()
        waiting.result()
    seen = [visit.api.as_(visit.planner).get(f"/tasks/{each}").json["verdict"]["cap"]["code"] for each in ids]
    assert seen == ["EXEMPT", "WITHIN"]


@pytest.mark.parametrize(
    ("day", "status"), [("2026-05-19", 409), ("2026-05-20", 201), ("2026-06-19", 201), ("2026-06-20", 409)]
)
def test_a_followup_lies_between_the_last_day_of_the_order_and_thirty_days_after(world, api, day, status):
    visit = Ordered(world, api)
    answer = visit.follow(day, ground="statutory_deadline", evidence_id="责改〔2026〕12号")
    assert answer.status_code == status, answer.json
    if status == 409:
        assert (answer.json["code"], answer.json["rule"]) == ("planning.followup_window", "B-32")
        assert (answer.json["facts"]["due"], answer.json["facts"]["last"]) == ("2026-05-20", "2026-06-19")
        assert "5 月 20 日" in answer.json["sentence"]["zh"]


def test_a_new_item_is_no_followup_and_needs_an_approval_of_its_own(visit):
    other = visit.world.item(visit.organ)
    both = [str(visit.item.id), str(other.id)]
    refused = visit.follow(item_ids=both)
    assert (refused.status_code, refused.json["code"], refused.json["rule"]) == (
        409,
        "planning.followup_new_item",
        "B-32",
    )
    assert refused.json["facts"]["items"] == [other.name]
    asnew = visit.follow(kind="daily", trigger="plan", follows_id=None, item_ids=both)
    assert asnew.status_code == 201, asnew.json
    assert (asnew.json["state"], asnew.json["verdict"]["cap"]["counted"]) == ("awaiting_approval", 2)


def test_the_followup_asks_only_what_was_found(visit):
    planned = visit.follow().json
    assert [each["question"] for each in planned["checklist"]] == [ASKED[0].text]


def test_a_question_beyond_the_finding_turns_it_into_an_inspection_of_its_own(visit):
    back = visit.come_back().json["inspection_id"]
    told = visit.tell(ASKED[2], "no")
    assert visit.api.as_(visit.zhou).post(f"/inspections/{back}/answers", told).status_code == 201
    seen = visit.api.as_(visit.zhou).get(f"/inspections/{back}").json
    assert [each["code"] for each in seen["verdict"]["findings"]] == ["FOLLOWUP_NEW_ITEM"]
    assert (seen["verdict"]["cap"]["code"], seen["verdict"]["cap"]["counted"]) == ("WITHIN", 2)
    third = visit.plan("2026-05-29")
    assert (third.status_code, third.json["code"]) == (409, "planning.cap_reached")


def test_what_the_finding_asks_may_be_answered(visit):
    back = visit.come_back().json["inspection_id"]
    assert visit.api.as_(visit.zhou).post(f"/inspections/{back}/answers", visit.tell(answer="yes")).status_code == 201
    seen = visit.api.as_(visit.zhou).get(f"/inspections/{back}").json
    assert (seen["verdict"]["cap"]["code"], seen["verdict"]["findings"]) == ("EXEMPT", [])


def test_an_arrival_outside_the_window_is_kept_and_said(visit):
    planned = visit.follow().json["id"]
    visit.decide(planned)
    visit.issue(planned)
    early = visit.check_in(planned)
    assert early.status_code == 201
    assert "FOLLOWUP_OUT_OF_WINDOW" in codes(early)


def test_what_was_put_right_is_closed(visit):
    back = visit.come_back().json["inspection_id"]
    assert visit.open() != []
    visit.end(back, "corrected_on_spot")
    assert visit.open() == []
    refused = visit.follow(LATER)
    assert (refused.status_code, refused.json["code"]) == (409, "planning.nothing_to_follow")


def test_a_followup_that_nobody_let_in_leaves_the_finding_open(visit):
    back = visit.come_back().json["inspection_id"]
    assert visit.end(back, "aborted_before_entry", reason="closed", summary="停业").status_code == 201
    assert [each["inspection_id"] for each in visit.open()] == [visit.visit]
    assert visit.follow(LATER).json["verdict"]["cap"]["code"] == "EXEMPT"


def test_looking_again_at_one_order_leaves_the_other_one_overdue(visit):
    """The alert of B-66 asks for the follow-up of this very order."""
    visit.until("2026-04-23")
    other = visit.check_in(visit.coded("2026-04-23")).json["inspection_id"]
    assert visit.end(other, **ORDER).status_code == 201
    visit.come_back()
    visit.until(LATER)
    with visit.world.sessions() as tx:
        assert corrections.tell_overdue(tx, now=visit.world.clock.now()) == 1
        told = tx.scalars(select(Result.inspection_id).where(Result.overdue_told_on.is_not(None))).all()
    assert [str(each) for each in told] == [other]


def test_nobody_follows_up_what_is_not_theirs(visit):
    other = visit.world.organ("别的局")
    stranger = visit.world.person("department", other)
    assert visit.open(stranger) == []
    refused = visit.follow(visit="01900000-0000-7000-8000-000000000001")
    assert (refused.status_code, refused.json["code"]) == (409, "planning.nothing_to_follow")
    elsewhere, _ = visit.world.enterprise()
    refused = visit.follow(enterprise_id=str(elsewhere.id))
    assert (refused.status_code, refused.json["code"]) == (409, "planning.nothing_to_follow")
    refused = visit.follow(kind="daily")
    assert (refused.status_code, refused.json["code"]) == (422, "kernel.invalid")


def test_whoever_was_there_asks_for_the_followup_from_the_phone(visit):
    (one,) = visit.open(visit.zhou)
    body = {"planned_on": IN_TIME, "starts_at": "09:30", "officer_ids": [each["person_id"] for each in one["officers"]]}
    asked = visit.api.as_(visit.zhou).post(f"/inspections/{visit.visit}/follow-up", body)
    assert asked.status_code == 201, asked.json
    task = asked.json
    assert (task["kind"], task["follows_id"], task["state"]) == ("followup", visit.visit, "awaiting_approval")
    assert [each["id"] for each in task["items"]] == [str(visit.item.id)]
    assert visit.decide(task["id"]).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {}, {"planned_on": "2026-05-21"}, {"planned_on": "2026-02-29", "officer_ids": []},
        {"planned_on": "2026-05-21", "officer_ids": []}, {"planned_on": "2026-05-21", "officer_ids": ["x"]},
        {"planned_on": "2026-05-21", "officer_ids": ["01900000-0000-7000-8000-000000000001"], "item_ids": []},
    ],
)  # fmt: skip
def test_what_is_no_request_for_a_followup(visit, body):
    answer = visit.api.as_(visit.zhou).post(f"/inspections/{visit.visit}/follow-up", body)
    assert (answer.status_code, answer.json["code"]) == (422, "kernel.invalid")


def test_an_officer_who_was_not_there_asks_for_nothing(visit):
    absent = visit.world.officer(visit.organ, "何不在")
    assert visit.open(absent) == []
    body = {"planned_on": IN_TIME, "officer_ids": [str(absent.person.id), str(visit.zhou.person.id)]}
    assert visit.api.as_(absent).post(f"/inspections/{visit.visit}/follow-up", body).status_code == 404
