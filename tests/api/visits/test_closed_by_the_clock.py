"""A visit that nobody checked out of is closed by the clock, once; what its phone tells later stands beside it (B-53)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from backend.evidence.completeness import completeness_of
from backend.inspections import closing
from backend.inspections.models import Inspection, VerdictRow
from backend.journal.models import JournalInbox
from backend.kernel.ids import uuid7
from backend.supervision.models import Alert
from tests.api.visits.onsite import OnSite
from tests.arrivals import arrival, let_followers_read

ARRIVED = datetime(2026, 4, 22, 1, 0, tzinfo=UTC)
"""09:00 there."""


def there(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-04-22T{text}+08:00").astimezone(UTC)


def close(world, now: datetime) -> int:
    def closed(tx):
        n = closing.close_forgotten(tx, now=now)
        tx.commit()
        return n

    return world.look(closed)


@pytest.fixture
def people(world):
    world.rule_set()
    organ = world.organ()
    return organ, world.officer(organ)


def seen(world, visit_id) -> Inspection:
    return world.look(lambda tx: tx.get_one(Inspection, visit_id))


def test_t_arrival_at_nine_is_closed_at_twenty_one_with_its_duration_unknown(world, people):
    visit_id = arrival(world, *people, at=ARRIVED)
    assert close(world, there("20:59:59")) == 0
    assert seen(world, visit_id).state == "ongoing"
    assert close(world, there("21:00:00")) == 1
    visit = seen(world, visit_id)
    assert (visit.state, visit.closed_at, visit.left_at) == ("closed", there("21:00:00"), None)
    assert close(world, there("23:00:00")) == 0


def test_a_job_that_comes_late_closes_at_the_same_moment(world, people):
    visit_id = arrival(world, *people, at=ARRIVED)
    assert close(world, ARRIVED + timedelta(days=9)) == 1
    assert seen(world, visit_id).closed_at == there("21:00:00")


def test_supervision_hears_of_it_once_in_words(world, people):
    arrival(world, *people, at=ARRIVED)
    close(world, there("21:04:00"))
    let_followers_read(world, world.clock)
    (alert,) = world.look(lambda tx: tx.scalars(select(Alert).where(Alert.code == "AUTO_CLOSED")).all())
    assert (alert.rule, alert.severity) == ("B-53", "medium")
    assert alert.sentence_zh == "到场后 12 小时没有签退，21:00 自动关闭，停留多久不明。"


def test_who_left_is_left_alone_and_each_day_of_several_is_closed_by_itself(world, people):
    gone = arrival(world, *people, at=ARRIVED, state="left")
    first, second = arrival(world, *people, at=ARRIVED), arrival(world, *people, at=ARRIVED + timedelta(days=1))
    assert close(world, ARRIVED + timedelta(hours=13)) == 1
    assert [seen(world, each).state for each in (gone, first, second)] == ["left", "closed", "ongoing"]


def test_the_rule_set_says_after_how_many_hours(world):
    world.rule_set({"checkout": {"autoclose_h": 4}})
    organ = world.organ()
    arrival(world, organ, world.officer(organ), at=ARRIVED)
    assert [close(world, there("12:59:59")), close(world, there("13:00:00"))] == [0, 1]


def test_two_jobs_close_once(committed_world):
    committed_world.rule_set()
    organ = committed_world.organ()
    arrival(committed_world, organ, committed_world.officer(organ), at=ARRIVED)
    now = there("21:00:00")
    with committed_world.sessions() as one, ThreadPoolExecutor(1) as pool:
        assert closing.close_forgotten(one, now=now) == 1
        assert pool.submit(close, committed_world, now).result(timeout=20) == 0
        one.commit()
    assert close(committed_world, now) == 0
    told = committed_world.look(lambda tx: tx.execute(select(JournalInbox.name, JournalInbox.data)).all())
    assert [name for name, _ in told].count("inspections.auto_closed.v1") == 1
    assert [data.get("code") for _, data in told].count("AUTO_CLOSED") == 1


class Forgotten(OnSite):
    """A real visit whose officers' phone was away until the clock closed it."""

    def close(self) -> int:
        self.world.clock.advance(hours=13)
        return close(self.world, self.world.clock.now())

    def check_out(self, at: datetime, key=None):
        body = {"captured_at": at.isoformat(), "clock": self.clock_reading(at), "position": None}
        return self.api.as_(self.zhou).post(f"/inspections/{self.visit}/check-out", body, key=key or uuid7())

    def page(self):
        return self.api.as_(self.zhou).get(f"/inspections/{self.visit}").json

    def detail(self):
        return self.api.as_(self.bureau).get(f"/visits/{self.visit}").json


@pytest.fixture
def forgotten(world, api):
    return Forgotten(world, api)


def test_a_departure_told_late_stands_and_both_facts_are_kept(forgotten):
    left = forgotten.world.clock.now() + timedelta(minutes=50)
    assert forgotten.close() == 1
    closed = forgotten.page()
    assert (closed["state"], closed["left_at"]) == ("closed", None)
    assert [each["code"] for each in closed["verdict"]["findings"] if each["rule"] == "B-53"] == ["AUTO_CLOSED"]

    key = uuid7()
    assert [forgotten.check_out(left, key).status_code for _ in range(2)] == [201, 201]
    assert forgotten.check_out(left).json["code"] == "inspections.already_left"
    page = forgotten.page()
    assert (page["state"], page["left_at"], page["closed_at"]) == (
        "left",
        left.isoformat().replace("+00:00", "Z"),
        closed["closed_at"],
    )
    assert [each["code"] for each in page["verdict"]["findings"] if each["rule"] == "B-53"] == ["LEFT_TOLD_LATE"]
    assert any(each["code"] == "AUTO_CLOSED" for old in page["verdicts"] for each in old["findings"])
    assert forgotten.close() == 0


def test_the_desk_sees_that_nobody_knows_how_long_it_took(forgotten):
    forgotten.close()
    detail = forgotten.detail()
    assert (detail["state"], detail["left_at"], detail["recording"]["required_s"]) == ("closed", None, 0)
    lines = {each["kind"]: each for each in detail["timeline"]}
    assert lines["departure"]["missing"] and lines["auto_closed"]["at"] == detail["closed_at"]
    assert detail["completeness"]["state"] in ("not_asked", "awaited")
    rows = forgotten.api.as_(forgotten.bureau).get("/visits?day=2026-04-22&state=closed").json["items"]
    assert [(each["state"], each["headline"]["zh"]) for each in rows] == [("closed", "没有签退，已自动关闭")]


def test_a_recording_that_is_still_on_its_way_is_not_found_missing(forgotten):
    step = {
        "kind": "recording_started",
        **forgotten.now(1),
        "person_id": None,
        "card_id": None,
        "note": None,
        "position": None,
    }
    assert forgotten.api.as_(forgotten.zhou).post(f"/inspections/{forgotten.visit}/steps", step).status_code == 201
    forgotten.close()

    def record(tx):
        return completeness_of(tx, tx.get_one(Inspection, forgotten.visit), forgotten.world.clock.now())

    assert forgotten.world.look(record).findings == ()
    codes = {each["code"] for each in forgotten.page()["verdict"]["findings"]}
    assert codes.isdisjoint({"NO_RECORDING", "EARLY_END", "GAP"})


def test_the_verdict_before_stays_beside_the_new_one(forgotten):
    forgotten.close()
    causes = forgotten.world.look(
        lambda tx: tx.scalars(
            select(VerdictRow.cause).where(VerdictRow.inspection_id == forgotten.visit).order_by(VerdictRow.judged_at)
        ).all()
    )
    assert causes == ["arrival", "closed_by_clock"]
