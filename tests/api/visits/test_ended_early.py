"""Visits that end early: broken off before entry or on site (B-33), refused (B-34); what they count, who explains them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from backend.inspections import abort_notes_due
from backend.inspections.models import Inspection, Result, VerdictRow
from backend.kernel.ids import uuid7
from backend.notifications.models import Message
from backend.planning.models import Slot
from backend.supervision.models import Alert
from tests.api.desk import Desk
from tests.api.visits.onsite import OnSite
from tests.arrivals import let_followers_read

SHUT = {"outcome": "aborted_before_entry", "reason": "closed", "summary": "大门上锁，电话无人接"}
CALLED_AWAY = {"outcome": "aborted_on_site", "reason": "called_away", "summary": "附近起火，前往处置"}
NO_CARD = {"outcome": "refused_lawful", "reason": "no_certificate", "summary": "忘带证件，企业不同意进入"}
KEPT_OUT = {"outcome": "refused_other", "reason": "kept_out", "summary": "保安不让进门"}


class EndedEarly(OnSite):
    """A visit that has begun and ends before it was an inspection."""

    def end(self, ending=SHUT, visit=None, *, minutes=0, by=None):
        """The result, and the departure some minutes after the arrival; the last answer."""
        self.world.clock.advance(minutes=minutes)
        filed = self.file(ending, visit, by=by)
        assert filed.status_code == 201, filed.json
        return self.leave(visit)

    def file(self, ending=SHUT, visit=None, *, by=None, key=None):
        body = {"deadline": None, "at": self.now()["at"], **ending}
        return self.api.as_(by or self.zhou).post(f"/inspections/{visit or self.visit}/result", body, key=key)

    def leave(self, visit=None):
        reading = self.now()
        body = {"captured_at": reading["at"], "clock": reading["clock"]}
        return self.api.as_(self.zhou).post(f"/inspections/{visit or self.visit}/check-out", body)

    def again(self, day="2026-05-21"):
        """Another visit of the same organ to the same enterprise, on its day; its id."""
        task = self.coded(day)
        self.world.clock.advance(
            days=(self.world.clock.now().date().fromisoformat(day) - self.world.clock.now().date()).days
        )
        return self.check_in(task).json["inspection_id"]

    def cap(self, visit=None):
        return self.seen(visit)["verdict"]["cap"]

    def seen(self, visit=None):
        return self.api.as_(self.zhou).get(f"/inspections/{visit or self.visit}").json

    def slot(self):
        return self.world.look(lambda tx: tx.scalars(select(Slot).where(Slot.task_id == self.task_id)).one())

    def notes(self, who=None, state="open"):
        answer = self.api.as_(who or self.head).get(f"/abort-notes?state={state}")
        assert answer.status_code == 200, answer.json
        return answer.json["items"]

    def explain(self, visit, note="两次都是企业停业，已电话约定复工后再查", by=None, key=None):
        return self.api.as_(by or self.head).post(f"/inspections/{visit}/abort-note", {"note": note}, key=key)


@pytest.fixture
def visit(world, api):
    return EndedEarly(world, api)


def test_b33_before_entry_counts_nothing_and_frees_its_place(visit):
    assert visit.slot().released_at is None
    visit.end(SHUT, minutes=40)
    assert (visit.cap()["code"], visit.cap()["rule"]) == ("NOT_COUNTED", "B-33")
    assert visit.slot().release_reason == "aborted_before_entry"
    told = visit.seen()["result"]
    assert (told["outcome"], told["reason"]) == ("aborted_before_entry", "closed")


@pytest.mark.parametrize(("minutes", "counts"), [(15, 0), (15.01, 1), (20, 1)])
def test_b33_broken_off_after_twenty_minutes_with_no_item_counts_one(visit, minutes, counts):
    visit.end(CALLED_AWAY, minutes=minutes)
    assert (visit.cap()["code"] == "NOT_COUNTED") is (counts == 0)
    assert (visit.slot().released_at is None) is (counts == 1)
    assert visit.cap(visit.again())["counted"] == 1 + counts


def test_b33_one_recorded_item_makes_it_count_within_the_grace_time(visit):
    assert visit.answer().status_code == 201
    visit.end(CALLED_AWAY, minutes=5)
    assert visit.cap()["code"] == "WITHIN"
    assert visit.slot().released_at is None


def test_b33_the_ledger_shows_it_either_way(visit):
    visit.end(SHUT)
    year = visit.api.as_(visit.planner).get(f"/enterprises/{visit.enterprise.id}/calendar?year=2026").json["visits"]
    assert [each["inspection_id"] for each in year] == [visit.visit]


def test_b33_the_moment_of_the_departure_decides_not_when_we_hear_of_it(visit):
    body = {"deadline": None, "at": visit.now(10)["at"], **CALLED_AWAY}
    left = {"captured_at": visit.now(10)["at"], "clock": visit.now(10)["clock"]}
    visit.world.clock.advance(hours=30)
    assert visit.api.as_(visit.zhou).post(f"/inspections/{visit.visit}/result", body).status_code == 201
    assert visit.api.as_(visit.zhou).post(f"/inspections/{visit.visit}/check-out", left).status_code == 201
    assert visit.cap()["code"] == "NOT_COUNTED"


def test_b33_a_departure_that_we_hear_of_late_changes_a_later_count_beside_the_old_verdict(visit):
    """Result first, then another visit, then the departure of the first one."""
    early = visit.now(5)
    assert visit.file(CALLED_AWAY).status_code == 201
    later = visit.again()
    assert visit.cap(later)["counted"] == 2
    left = visit.api.as_(visit.zhou).post(
        f"/inspections/{visit.visit}/check-out", {"captured_at": early["at"], "clock": early["clock"]}
    )
    assert left.status_code == 201
    let_followers_read(visit.world, visit.world.clock)
    assert visit.cap(later)["counted"] == 1
    kept = visit.seen(later)["verdicts"]
    assert [(each["cap"]["counted"], each["cause"]) for each in kept] == [(2, "arrival")]


def test_b33_an_answer_that_we_hear_of_late_makes_it_count_after_all(visit):
    written = visit.tell()
    visit.end(CALLED_AWAY, minutes=5)
    later = visit.again()
    assert (visit.cap()["code"], visit.cap(later)["counted"]) == ("NOT_COUNTED", 1)
    assert visit.answer(written).status_code == 201
    let_followers_read(visit.world, visit.world.clock)
    assert (visit.cap()["code"], visit.cap(later)["counted"]) == ("WITHIN", 2)


@pytest.mark.parametrize(
    "change",
    [
        {"reason": None}, {"reason": "no_certificate"}, {"summary": ""}, {"summary": "  "},
        {"outcome": "none_found"}, {"outcome": "refused_lawful"},
    ],
)  # fmt: skip
def test_b33_b34_without_reason_or_words_it_is_no_result(visit, change):
    answer = visit.file({**SHUT, **change})
    assert (answer.status_code, answer.json["code"]) == (422, "inspections.ending_unexplained")
    assert visit.world.look(lambda tx: tx.scalar(select(func.count()).select_from(Result))) == 0


@pytest.mark.parametrize("reason", ["", "whatever", 7, ["closed"], "closed" * 500])
def test_b33_a_reason_that_is_none_is_refused_by_its_field(visit, reason):
    answer = visit.file({**SHUT, "reason": reason})
    assert (answer.status_code, "reason" in str(answer.json)) == (422, True)


def test_b33_the_same_ending_twice_is_one(visit):
    key = uuid7()
    body = {"deadline": None, "at": visit.now()["at"], **SHUT}
    path = f"/inspections/{visit.visit}/result"
    answers = [visit.api.as_(visit.zhou).post(path, body, key=key) for _ in range(3)]
    assert [each.status_code for each in answers] == [201] * 3
    assert answers[0].json == answers[2].json


def test_b34_a_lawful_refusal_counts_nothing_and_touches_no_tier(visit):
    before = (visit.enterprise.classes, visit.enterprise.source)
    visit.end(NO_CARD)
    assert (visit.cap()["code"], visit.cap()["rule"]) == ("NOT_COUNTED", "B-34")
    assert visit.slot().release_reason == "refused_lawful"
    from backend.enterprises.models import Enterprise

    after = visit.world.look(lambda tx: tx.get_one(Enterprise, visit.enterprise.id))
    assert (after.classes, after.source) == before
    assert visit.world.look(lambda tx: tx.scalars(select(Alert)).all()) == []
    assert visit.cap(visit.again())["counted"] == 1


def test_b34_another_refusal_counts_and_must_be_recorded(visit):
    visit.end(KEPT_OUT)
    assert visit.cap()["code"] == "WITHIN"
    assert "REFUSAL_UNRECORDED" in {each["code"] for each in visit.seen()["verdict"]["findings"]}


def test_b34_a_refusal_that_was_recorded_is_in_order(visit):
    reading = visit.now()
    assert (
        visit.api.as_(visit.zhou)
        .post(f"/inspections/{visit.visit}/steps", {"kind": "recording_started", **reading})
        .status_code
        == 201
    )
    visit.end(KEPT_OUT)
    assert "REFUSAL_UNRECORDED" not in {each["code"] for each in visit.seen()["verdict"]["findings"]}


@pytest.fixture
def twice(visit):
    """Broken off twice in a row; the id of the second visit."""
    visit.end(SHUT)
    second = visit.again()
    visit.end(SHUT, second)
    visit.second = second
    return visit


def test_b33_the_second_in_a_row_waits_for_the_leaders_note(twice):
    (one,) = twice.notes()
    assert (one["inspection_id"], one["times"], one["note"]) == (twice.second, 2, None)
    assert (one["outcome"], one["reason"]) == ("aborted_before_entry", "closed")
    answer = twice.explain(twice.second)
    assert (answer.status_code, answer.json["noted_by"]) == (201, "钱负责")
    assert twice.notes() == []
    assert twice.notes(state="all")[0]["note"].startswith("两次都是企业停业")


def test_b33_the_head_is_told_once_that_a_note_is_asked_for(twice):
    let_followers_read(twice.world, twice.world.clock)
    heads = select(Message.facts).where(Message.kind == "abort_note_wanted", Message.person_id == twice.head.person.id)
    (told,) = twice.world.look(lambda tx: tx.scalars(heads).all())
    assert told["times"] == 2
    assert told["enterprise_name"] == twice.enterprise.name
    everybody = select(func.count()).where(Message.kind == "abort_note_wanted")
    assert twice.world.look(lambda tx: tx.scalar(everybody)) == 1


def test_b33_the_note_is_given_once(twice):
    key = uuid7()
    assert [twice.explain(twice.second, key=key).status_code for _ in range(2)] == [201, 201]
    again = twice.explain(twice.second, "另一种说法")
    assert (again.status_code, again.json["code"]) == (409, "inspections.note_given")


def test_b33_only_the_head_of_the_organ_explains(twice, world):
    elsewhere = world.person("head", world.organ("别的局"), "外人")
    assert twice.explain(twice.second, by=elsewhere).status_code == 404
    assert twice.notes(elsewhere) == []
    assert twice.explain(str(uuid7())).status_code == 404
    assert twice.explain(twice.visit).status_code == 404, "nobody asks about the first"
    for other in (twice.planner, twice.zhou, twice.bureau):
        assert twice.explain(twice.second, by=other).status_code == 403
    assert [each["inspection_id"] for each in twice.notes(twice.bureau)] == [twice.second]


@pytest.mark.parametrize("note", [None, 7, "长" * 1001, "\x00", ["x"]])
def test_b33_what_is_no_note(twice, note):
    assert twice.explain(twice.second, note).status_code == 422
    assert twice.notes()[0]["note"] is None


def test_b33_an_empty_note_explains_nothing(twice):
    assert twice.explain(twice.second, "  ").status_code == 422
    assert twice.notes()[0]["note"] is None


def tell(visit):
    def told(tx):
        n = abort_notes_due.tell_missing(tx, now=visit.world.clock.now())
        tx.commit()
        return n

    return visit.world.look(told)


def test_b33_supervision_hears_once_when_nobody_explained_it_in_three_working_days(twice):
    """Asked on Thursday 21 May: Friday, Monday and Tuesday, until its midnight."""
    twice.world.clock.moment = twice.world.clock.moment.replace(month=5, day=26, hour=15, minute=59)
    assert tell(twice) == 0
    twice.world.clock.advance(minutes=1)
    assert (tell(twice), tell(twice)) == (1, 0)
    let_followers_read(twice.world, twice.world.clock)
    alert = twice.world.look(lambda tx: tx.scalars(select(Alert).where(Alert.code == "ABORT_NOTE_MISSING")).one())
    assert (str(alert.inspection_id), alert.severity, alert.facts["times"]) == (twice.second, "medium", 2)


def test_b33_what_was_explained_is_not_told(twice):
    twice.explain(twice.second)
    twice.world.clock.advance(days=30)
    assert tell(twice) == 0


def test_b33_a_visit_in_between_that_we_hear_of_late_ends_the_row_and_the_question(twice):
    at = twice.world.clock.now() - timedelta(days=10)
    late = twice.check_in(None, at=at)
    assert late.status_code == 201
    let_followers_read(twice.world, twice.world.clock)
    assert twice.notes() == []


def test_b33_two_at_once_leave_one_result_and_a_plain_answer(visit):
    first, second = visit.file(SHUT), visit.file(CALLED_AWAY)
    assert (first.status_code, second.status_code, second.json["code"]) == (201, 409, "inspections.result_exists")


def test_b33_an_arrival_offline_that_was_broken_off_is_counted_by_its_own_day(world, api):
    desk = Desk(world, api)
    task = desk.coded("2026-04-22")
    at = world.clock.now()
    world.clock.advance(days=2)
    visit = desk.check_in(task, at=at).json["inspection_id"]
    row = world.look(lambda tx: tx.get_one(Inspection, visit))
    assert row.arrived_at == at
    body = {"deadline": None, "at": at.isoformat(), **SHUT}
    assert api.as_(desk.zhou).post(f"/inspections/{visit}/result", body).status_code == 201
    newest = world.look(lambda tx: tx.scalars(select(VerdictRow.body).order_by(VerdictRow.id.desc())).first())
    assert (newest["cap"]["code"], newest["cap"]["period"]) == ("NOT_COUNTED", "2026")


def test_b33_b34_the_enterprise_reads_how_it_ended_and_why(visit):
    code = visit.api.as_(visit.planner).get(f"/tasks/{visit.task_id}").json["visit_code"]["url"]
    visit.end(NO_CARD)
    path = "/i/" + code.rpartition("/")[2]
    page = visit.api.as_(None).client.get(path, headers={"Accept-Language": "zh-CN"})
    assert "企业依法拒绝，没有出示执法证" in page.text
    english = visit.api.as_(None).client.get(f"{path}?lang=en")
    assert "Lawfully refused by the enterprise, no certificate was shown" in english.text
