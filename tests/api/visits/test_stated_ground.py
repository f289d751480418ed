"""B-42: whoever came on a quiet day states the ground afterwards, once, in time; the bureau confirms, excuses, reclassifies."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from copy import copy
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from backend.app import create_app
from backend.inspections.models import Inspection, VerdictRow
from backend.inspections.stated_models import StatedGround
from backend.kernel.ids import uuid7
from backend.kernel.schema import rfc3339
from backend.policy.sentences import sentence
from tests.api.desk import Desk, codes
from tests.arrivals import let_followers_read
from tests.world import Api

THE_12TH = datetime(2026, 5, 12, 2, 0, tzinfo=UTC)
THE_25TH = datetime(2026, 5, 25, 1, 0, tzinfo=UTC)


class OnAQuietDay(Desk):
    """Two officers came on the 12th without network; their phone told it on the 25th."""

    def __init__(self, world, api, rules=None):
        super().__init__(world, api, rules)
        world.clock.moment = THE_25TH
        self.arrived = self.check_in(None, at=THE_12TH)
        self.visit = self.arrived.json["inspection_id"]

    def state(
        self,
        ground="licence",
        evidence="许字〔2026〕9号",
        words="企业申请现场核验",
        *,
        by=None,
        key=None,
        visit=None,
        **more,
    ):
        body = {"ground": ground, "evidence_id": evidence, "words": words, "at": self.world.clock.now().isoformat()}
        return self.api.as_(by or self.zhou).post(
            f"/inspections/{visit or self.visit}/ground", {**body, **more}, key=key
        )

    def decide(self, decision="excused", note="材料齐全", *, by=None, key=None):  # type: ignore[override]
        body = {"decision": decision, "note": note}
        return self.api.as_(by or self.bureau).post(f"/inspections/{self.visit}/ground-decision", body, key=key)

    def seen(self, who=None):
        return self.api.as_(who or self.zhou).get(f"/inspections/{self.visit}").json

    def on_the_desk(self, who=None):
        return self.api.as_(who or self.bureau).get(f"/visits/{self.visit}").json

    def queue(self, state="open", who=None):
        return self.api.as_(who or self.bureau).get(f"/stated-grounds?state={state}").json["items"]

    def alert(self):
        let_followers_read(self.world, self.world.clock)
        items = self.api.as_(self.bureau).get("/alerts").json["items"]
        return next(each for each in items if each["code"] == "QUIET_VIOLATION")

    def count(self, what=StatedGround):
        return self.world.look(lambda tx: tx.scalar(select(func.count()).select_from(what)))


@pytest.fixture
def visit(world, api):
    return OnAQuietDay(world, api)


@pytest.fixture
def together(committed_world, clock):
    """A visit, and a way to do two things to it at once; their states."""
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=clock)
    visit = OnAQuietDay(committed_world, Api(app, committed_world))

    def both(act, *ones):
        start = Barrier(len(ones))

        def one(what):
            alone = copy(visit)
            alone.api = Api(app, committed_world)
            start.wait()
            return act(alone, what).status_code

        with ThreadPoolExecutor(len(ones)) as pool:
            return list(pool.map(one, ones))

    return visit, both


def problem(answer):
    return answer.status_code, answer.json["code"].partition(".")[2]


# the T of the rule


def test_b42_an_offline_arrival_on_the_12th_told_on_the_25th_is_a_violation_of_the_12th(visit):
    found = next(each for each in visit.arrived.json["verdict"]["findings"] if each["code"] == "QUIET_VIOLATION")
    assert (visit.arrived.status_code, found["facts"]["day"]) == (201, "2026-05-12")
    assert visit.seen()["stated"]["state"] == "unstated"
    assert visit.seen()["stated"]["until"] == rfc3339(THE_25TH + timedelta(hours=24)), (
        "from when the server heard of it"
    )


def test_b42_it_counts_in_the_month_of_the_12th(world, api):
    by_month = {"cap": {"unit": "month", "default": 1}}
    visit = OnAQuietDay(world, api, by_month)
    assert codes(visit.check_in(None, at=THE_12TH + timedelta(days=1))) >= {"CAP_REACHED"}
    world.clock.moment = datetime(2026, 6, 25, 1, 0, tzinfo=UTC)
    assert "CAP_REACHED" not in codes(visit.check_in(None)), "June has none yet"


# stating


def test_b42_the_officer_states_the_ground_and_everybody_sees_it(visit):
    answer = visit.state()
    assert answer.status_code == 201, answer.json
    assert (answer.json["state"], answer.json["stated"]["by"]) == ("stated", "周明远")
    for told in (visit.seen()["stated"], visit.on_the_desk()["stated"], visit.queue()[0]):
        assert (told["state"], told["stated"]["ground"], told["stated"]["evidence_id"]) == (
            "stated",
            "licence",
            "许字〔2026〕9号",
        )
        assert told["stated"]["words"] == "企业申请现场核验"
    assert visit.alert()["stated"]["state"] == "stated"


@pytest.mark.parametrize(
    ("seconds", "status"), [(-1, 201), (0, 409), (1, 409)], ids=["23:59:59", "24:00:00", "24:00:01"]
)
def test_b42_the_term_ends_with_its_last_second(visit, seconds, status):
    visit.world.clock.moment = THE_25TH + timedelta(hours=24, seconds=seconds)
    answer = visit.state()
    assert answer.status_code == status
    if status == 409:
        assert answer.json["code"] == "inspections.ground_too_late"
        assert "2026 年 5 月 26 日 09:00" in answer.json["sentence"]["zh"], "until when it was, by local time"
        assert visit.seen()["stated"]["state"] == "unstated"


@pytest.mark.parametrize(("hours", "status"), [(1, 201), (2, 409)], ids=["within", "over"])
def test_b42_the_rule_set_says_how_long(world, api, hours, status):
    visit = OnAQuietDay(world, api, {"explain": {"hours": 2}})
    world.clock.advance(hours=hours)
    assert visit.state().status_code == status


def test_b42_what_was_written_in_time_and_sent_too_late_is_too_late(visit):
    """The clock of a phone cannot keep the term open."""
    written = visit.world.clock.now().isoformat()
    visit.world.clock.advance(hours=25)
    assert problem(visit.state(at=written)) == (409, "ground_too_late")


def test_b42_it_is_stated_once(visit):
    assert visit.state().status_code == 201
    assert problem(visit.state("other", None, "改口", by=visit.lin)) == (409, "ground_stated")
    assert visit.seen()["stated"]["stated"]["ground"] == "licence"


def test_b42_the_same_key_twice_is_once(visit):
    key, at = uuid7(), visit.world.clock.now().isoformat()
    answers = [visit.state(key=key, at=at) for _ in range(3)]
    assert [each.status_code for each in answers] == [201] * 3
    assert visit.count() == 1
    assert visit.state("other", None, key=key, at=at).status_code == 409


def test_b42_two_at_once_are_one(together):
    visit, both = together
    assert sorted(both(lambda it, who: it.state(by=who), visit.zhou, visit.lin)) == [201, 409]
    assert visit.count() == 1


def test_b42_who_may_state_it(visit, world):
    there = world.officer(world.organ("别的局"), "外人")
    assert visit.state(by=there).status_code == 404, "of another organ"
    assert problem(visit.state(by=world.officer(visit.organ, "空闲"))) == (403, "not_present")
    assert visit.state(by=world.person("department", world.organ("又一局"))).status_code == 404
    assert visit.state(by=visit.bureau).status_code == 403
    assert visit.state(visit=str(uuid7())).status_code == 404
    assert visit.count() == 0
    assert visit.state(by=visit.planner).status_code == 201, "the planner of the organ"


def test_b42_whoever_is_named_in_the_task_and_never_came_does_not_state_it(world, api):
    desk = Desk(world, api)
    task = desk.coded("2026-04-22")
    world.clock.moment = THE_25TH
    alone = [{"person_id": str(desk.zhou.person.id), "card_id": None, "how": "self"}]
    visit = desk.check_in(task, at=THE_12TH, officers=alone)
    assert "QUIET_VIOLATION" in codes(visit)
    body = {"ground": "licence", "evidence_id": "9", "words": "核验", "at": world.clock.now().isoformat()}
    answer = api.as_(desk.lin).post(f"/inspections/{visit.json['inspection_id']}/ground", body)
    assert problem(answer) == (403, "not_present")


def test_b42_a_visit_outside_the_quiet_days_has_no_ground_to_state(world, api):
    desk = Desk(world, api)
    world.clock.moment = THE_25TH
    visit = desk.check_in(None).json["inspection_id"]
    body = {"ground": "licence", "evidence_id": "9", "words": "核验", "at": world.clock.now().isoformat()}
    assert problem(api.as_(desk.zhou).post(f"/inspections/{visit}/ground", body)) == (409, "no_violation")
    assert api.as_(desk.zhou).get(f"/inspections/{visit}").json["stated"] is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ground": "because"}, "ground_unknown"), ({"ground": ""}, "ground_unknown"), ({"evidence": None}, "ground_unproved"),
        ({"evidence": ""}, "ground_unproved"), ({"evidence": "  "}, "ground_unproved"), ({"ground": None}, "invalid"),
        ({"ground": 7}, "invalid"), ({"ground": "长" * 41}, "invalid"), ({"evidence": "9" * 201}, "invalid"),
        ({"evidence": {}}, "invalid"), ({"words": ""}, "invalid"), ({"words": "  "}, "invalid"),
        ({"words": "长" * 1001}, "invalid"), ({"words": None}, "invalid"), ({"words": "\x00"}, "invalid"),
        ({"at": "soon"}, "invalid"), ({"at": None}, "invalid"), ({"more": 1}, "invalid"),
    ],
    ids=lambda value: None if isinstance(value, dict) else value,
)  # fmt: skip
def test_b42_what_is_no_ground(visit, change, code):
    answer = visit.state(**change)
    assert answer.status_code == 422 and code in answer.json["code"], answer.json
    assert visit.count() == 0


def test_b42_a_ground_that_asks_for_no_number_needs_none(world, api):
    grounds = {"other": {"evidence": "none", "approver": "none"}}
    visit = OnAQuietDay(world, api, {"quiet": {"grounds": grounds}})
    assert visit.state("other", None).status_code == 201


# deciding


def test_b42_confirmed_the_violation_stands_and_its_alert_waits_for_the_bureau(visit):
    visit.state()
    before = visit.seen()["verdict"]
    answer = visit.decide("confirmed", "没有许可申请记录")
    assert (answer.status_code, answer.json["state"]) == (200, "confirmed")
    assert visit.seen()["verdict"] == before and visit.seen()["mark"] == "violation"
    alert = visit.alert()
    assert (alert["state"], alert["stated"]["state"]) == ("open", "confirmed")
    assert visit.api.as_(visit.bureau).post(f"/alerts/{alert['id']}/close", {"reason": "已责令检讨"}).status_code == 200


def test_b42_excused_it_stands_as_recorded_and_the_alert_is_closed_with_the_reason(visit):
    visit.alert()
    visit.state()
    visit.decide("excused", "企业来电求助，材料齐全")
    seen = visit.seen()
    assert (seen["mark"], seen["verdict"]["quiet"]["code"], seen["stated"]["state"]) == (
        "violation",
        "VIOLATION",
        "excused",
    )
    alert = visit.alert()
    assert (alert["state"], alert["owner"]["name"]) == ("closed", "孙司法")
    assert alert["close_reason"] == "已谅解：企业来电求助，材料齐全"


def test_b42_reclassified_it_is_judged_again_and_the_new_verdict_stands_beside_the_old(visit):
    visit.state()
    visit.world.clock.advance(hours=1)
    visit.decide("reclassified", "许可申请属实")
    seen = visit.seen()
    assert (seen["verdict"]["quiet"]["code"], seen["ground"]) == ("EXEMPT", "licence")
    assert "QUIET_VIOLATION" not in {each["code"] for each in seen["verdict"]["findings"]}
    old = seen["verdicts"][-1]
    assert (old["quiet"]["code"], old["cause"]) == ("VIOLATION", "arrival")
    newest = visit.world.look(
        lambda tx: tx.scalars(
            select(VerdictRow).order_by(VerdictRow.judged_at.desc(), VerdictRow.id.desc()).limit(1)
        ).one()
    )
    assert (newest.cause, newest.inputs["ground"], newest.inputs["evidence_id"]) == (
        "reclassified",
        "licence",
        "许字〔2026〕9号",
    )
    assert seen["stated"]["state"] == "reclassified"
    assert visit.alert()["close_reason"] == "已重新归类“许可核查或企业申请”：许可申请属实"


@pytest.mark.parametrize("ground", ["complaint", "case", "safety_field", "other"])
def test_b41_an_approval_that_was_needed_before_the_arrival_cannot_be_made_good(visit, ground):
    assert visit.state(ground, "12345-1").status_code == 201
    assert problem(visit.decide("reclassified")) == (422, "prior_approval_needed")
    assert visit.seen()["verdict"]["quiet"]["code"] == "VIOLATION"
    assert visit.seen()["stated"]["state"] == "stated"
    assert visit.decide("excused").status_code == 200, "the other two are open"


@pytest.mark.parametrize("ground", ["superior", "emergency", "licence"])
def test_b41_a_ground_that_asks_for_no_approval_before_can_be_had_afterwards(visit, ground):
    visit.state(ground, "2026-7")
    assert visit.decide("reclassified").status_code == 200
    assert visit.seen()["verdict"]["quiet"]["code"] == "EXEMPT"


def test_b42_it_is_decided_once(visit):
    visit.state()
    assert visit.decide("confirmed").status_code == 200
    assert problem(visit.decide("excused")) == (409, "ground_decided")
    assert visit.seen()["stated"]["state"] == "confirmed"
    assert problem(visit.state("superior", "7")) == (409, "ground_stated"), "and not stated again"


def test_b42_the_same_decision_told_twice_is_once(visit):
    visit.state()
    key = uuid7()
    assert [visit.decide("reclassified", key=key).status_code for _ in range(3)] == [200] * 3
    assert visit.count(VerdictRow) == 2


def test_b42_of_two_who_decide_at_once_one_does(together):
    visit, both = together
    visit.state()
    assert sorted(both(lambda it, decision: it.decide(decision), "confirmed", "reclassified")) == [200, 409]
    state = visit.seen()["stated"]["state"]
    assert visit.count(VerdictRow) == (2 if state == "reclassified" else 1)


def test_b42_nothing_is_decided_before_something_is_stated(visit):
    assert problem(visit.decide()) == (409, "ground_unstated")


def test_b42_who_may_decide(visit, world):
    visit.state()
    for who in (visit.head, visit.planner, visit.zhou):
        assert visit.decide(by=who).status_code == 403, "never the organ itself"
    there = world.person("bureau", world.organ("邻区司法局", kind="bureau", region=world.other_region()))
    assert visit.decide(by=there).status_code == 404
    own = world.person("bureau", visit.organ)
    assert visit.decide(by=own).status_code == 404, "somebody of the bureau who belongs to the organ that came"
    assert visit.seen()["stated"]["state"] == "stated"


@pytest.mark.parametrize(
    "body",
    [
        {}, {"decision": "forgiven", "note": "x"}, {"decision": "excused"}, {"decision": "excused", "note": " "},
        {"decision": None, "note": "x"}, {"decision": "excused", "note": "长" * 1001}, {"decision": "excused", "note": 7},
    ],
    ids=["nothing", "unknown", "no-note", "blank", "null", "huge", "number"],
)  # fmt: skip
def test_b42_what_is_no_decision(visit, body):
    visit.state()
    answer = visit.api.as_(visit.bureau).post(f"/inspections/{visit.visit}/ground-decision", body)
    assert answer.status_code == 422
    assert visit.seen()["stated"]["state"] == "stated"


def test_b42_the_queue_holds_what_waits_and_the_organ_sees_its_own(visit, world):
    assert visit.queue() == []
    visit.state()
    assert [each["inspection_id"] for each in visit.queue()] == [visit.visit]
    assert len(visit.queue(who=visit.head)) == 1
    assert visit.queue(who=world.person("head", world.organ("别的局"))) == []
    visit.decide()
    assert visit.queue() == [] and visit.queue("all")[0]["stated"]["decided_by"] == "孙司法"


# the alert


def test_b42_an_alert_is_not_closed_over_a_ground_that_waits(visit):
    alert = visit.alert()
    visit.state()
    refused = visit.api.as_(visit.bureau).post(f"/alerts/{alert['id']}/close", {"reason": "已约谈"})
    assert problem(refused) == (409, "ground_undecided")
    assert visit.alert()["state"] == "open"


def test_b42_an_alert_that_was_closed_before_stays_as_it_was_closed(visit):
    alert = visit.alert()
    assert visit.api.as_(visit.bureau).post(f"/alerts/{alert['id']}/close", {"reason": "已约谈"}).status_code == 200
    visit.state()
    visit.decide("excused")
    assert visit.alert()["close_reason"] == "已约谈"


def test_b42_nothing_stated_in_the_term_is_shown_as_nothing_stated(visit):
    visit.world.clock.advance(days=10)
    assert visit.alert()["stated"] == {"state": "unstated", "until": rfc3339(THE_25TH + timedelta(hours=24))}
    assert visit.alert()["facts"]["explain_until"] == visit.alert()["stated"]["until"]


def test_b42_evidence_that_comes_with_the_ground_stands_in_later_counts(world, api):
    """A trigger that is exempt with evidence (B-26), told at the door without any."""
    visit = OnAQuietDay(world, api, {"cap": {"exempt": ["plan"], "default": 1}})
    assert visit.seen()["verdict"]["cap"]["code"] != "EXEMPT"
    visit.state()
    later = visit.check_in(None)
    assert "CAP_REACHED" in codes(later)
    visit.decide("reclassified")
    let_followers_read(world, world.clock)
    assert visit.seen()["verdict"]["cap"]["code"] == "EXEMPT"
    again = visit.api.as_(visit.zhou).get(f"/inspections/{later.json['inspection_id']}").json["verdict"]
    assert "CAP_REACHED" not in {each["code"] for each in again["findings"]}


def test_b42_every_state_has_its_word():
    for lang in ("zh", "en"):
        assert all(
            sentence(f"stated.{each}", {}, lang)
            for each in ("unstated", "stated", "confirmed", "excused", "reclassified")
        )


def test_the_visit_takes_the_ground(visit):
    visit.state()
    visit.decide("reclassified")
    assert visit.world.look(lambda tx: tx.scalars(select(Inspection.ground)).one()) == "licence"
