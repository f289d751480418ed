"""The clocks of plans (B-17, B-18) and of an emergency's approval (B-19): told once, by the day of the region."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from backend.inspections import backfills_due
from backend.notifications.models import Message
from backend.planning.plans import due as plan_due
from backend.supervision.models import Alert
from tests.api.plans.planning import PlanDesk
from tests.arrivals import let_followers_read


def there(text: str) -> datetime:
    """A moment of the region, which is eight hours ahead."""
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


@pytest.fixture
def desk(world, api):
    return PlanDesk(world, api)


def ticks(desk, text: str) -> int:
    desk.world.clock.moment = there(text)

    def told(tx):
        n = plan_due.tell(tx, region_code="420117", now=there(text))
        tx.commit()
        return n

    n = desk.world.look(told)
    let_followers_read(desk.world, desk.world.clock)
    return n


def alerts(desk) -> list[Alert]:
    return desk.world.look(lambda tx: tx.scalars(select(Alert).order_by(Alert.opened_at)).all())


def messages(desk, kind: str) -> list[Message]:
    return desk.world.look(lambda tx: tx.scalars(select(Message).where(Message.kind == kind)).all())


@pytest.mark.parametrize(
    ("at", "reminded", "late"),
    [
        ("2026-02-28T23:59:59", 0, 0), ("2026-03-01T00:00:00", 2, 0), ("2026-03-31T23:59:59", 2, 0),
        ("2026-04-01T00:00:00", 0, 1), ("2026-12-31T23:00:00", 0, 1),
    ],
)  # fmt: skip
def test_reminded_thirty_days_before_and_told_of_after(desk, at, reminded, late):
    """Planner and head are reminded; supervision hears of it the day after the last one."""
    ticks(desk, at)

    assert len(messages(desk, "plan_due")) == reminded
    assert [(each.code, each.rule, each.facts["days"]) for each in alerts(desk)] == (
        [("PLAN_OVERDUE", "B-17", 1 if at < "2026-05" else 275)] if late else []
    )


def test_each_is_told_once(desk):
    assert ticks(desk, "2026-03-10T08:00:00") == 1
    assert ticks(desk, "2026-03-10T09:00:00") == 0
    assert ticks(desk, "2026-04-01T08:00:00") == 1
    assert ticks(desk, "2026-04-02T08:00:00") == 0
    assert len(alerts(desk)) == 1
    assert alerts(desk)[0].sentence_zh == (
        "示范区市场监督管理局的2026年度检查计划到 2026 年 3 月 31 日应当公布，已过 1 天，目前尚未编制。"
    )


def test_whoever_published_in_time_hears_nothing(desk, world):
    world.plan(desk.organ, 2026, published_on=date(2026, 2, 20))

    assert ticks(desk, "2026-03-10T08:00:00") == 0
    assert ticks(desk, "2026-04-10T08:00:00") == 0


def test_a_plan_that_waits_for_the_bureau_says_where_it_stands(desk):
    desk.submitted()
    ticks(desk, "2026-04-23T08:00:00")

    told, = alerts(desk)  # fmt: skip
    assert told.facts["plan_state"] == "submitted"
    assert "等待备案" in told.sentence_zh
    shown = desk.api.as_(desk.head).get("/alerts").json["items"][0]
    assert (shown["plan_id"], shown["item_id"]) == (str(told.plan_id), None)
    assert messages(desk, "plan_overdue")


def test_a_special_inspection_is_late_a_month_after_its_approval(desk):
    desk.special(approved_on="2026-04-20")
    assert ticks(desk, "2026-05-20T23:59:59") == 1, "the annual plan alone"
    assert ticks(desk, "2026-05-21T00:00:00") == 1

    told = alerts(desk)[-1]
    assert (told.code, told.rule, told.facts["document"]) == ("SPECIAL_OVERDUE", "B-18", "示范政〔2026〕7号")
    assert told.sentence_zh.startswith(
        "示范区市场监督管理局的专项检查（示范政〔2026〕7号）到 2026 年 5 月 20 日应当备案并公布"
    )


def test_the_bureau_is_told_what_to_file_and_the_organ_what_came_of_it(desk):
    plan_id = desk.submitted()
    let_followers_read(desk.world, desk.world.clock)
    assert [each.person_id for each in messages(desk, "plan_submitted")] == [desk.bureau.person.id]
    desk.does("return", plan_id, {"reason": "比例偏低"}, desk.bureau)
    desk.does("submit", plan_id)
    desk.files(plan_id)
    let_followers_read(desk.world, desk.world.clock)

    assert len(messages(desk, "plan_returned")) == len(messages(desk, "plan_filed")) == 2
    inbox = desk.api.as_(desk.planner).get("/inbox").json["items"]
    assert any("比例偏低" in each["body"]["zh"] for each in inbox)


class Emergency:
    """An emergency visit on Friday 24 April 2026 at 18:00, before anybody approved it."""

    def __init__(self, desk):
        self.desk, desk.world.clock.moment = desk, there("2026-04-24T17:50:00")
        self.task = desk.plan("2026-04-24", trigger="emergency", ground="emergency", evidence_id="应急1").json["id"]
        assert desk.issue(self.task).status_code == 201
        desk.world.clock.moment = there("2026-04-24T18:00:00")
        assert desk.check_in(self.task).status_code == 201

    def tell(self, text: str) -> int:
        def told(tx):
            n = backfills_due.tell_missing(tx, now=there(text))
            tx.commit()
            return n

        n = self.desk.world.look(told)
        let_followers_read(self.desk.world, self.desk.world.clock)
        return n


@pytest.mark.parametrize(("at", "told"), [("2026-04-28T23:59:59", 0), ("2026-04-29T00:00:00", 1)])
def test_an_emergency_of_friday_evening_has_until_tuesday_midnight(desk, at, told):
    """The T of B-19."""
    emergency = Emergency(desk)

    assert emergency.tell(at) == told
    assert [(each.code, each.rule) for each in alerts(desk)] == [("BACKFILL_OVERDUE", "B-19")] * told
    if told:
        assert alerts(desk)[0].sentence_zh == (
            "应急检查 2026 年 4 月 24 日 18:00到场，2 个工作日内要补办审批，4 月 28 日已过，还没有办理。"
        )
        assert emergency.tell("2026-05-06T08:00:00") == 0, "once"


@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_an_answer_that_was_made_up_ends_it(desk, decision):
    emergency = Emergency(desk)
    assert desk.decide(emergency.task, decision).status_code == 200

    assert emergency.tell("2026-05-06T08:00:00") == 0


def test_a_county_gives_another_term(world, api):
    emergency = Emergency(PlanDesk(world, api, {"emergency": {"backfill_workdays": 1}}))

    assert emergency.tell("2026-04-28T00:00:00") == 1


def test_an_ordinary_visit_owes_nothing(desk):
    desk.check_in(desk.coded())

    assert desk.world.look(lambda tx: backfills_due.tell_missing(tx, now=there("2026-06-01T00:00:00"))) == 0
