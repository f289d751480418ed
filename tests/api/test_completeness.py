"""What had to be recorded against what was: in the verdict, on the desk, for the enterprise (B-57, B-59, B-60, B-61)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.supervision.models import Alert
from backend.worker import followers, run_journal_once
from tests.api.biting.test_lists_that_drive import arrived, found, leave, listed, step
from tests.api.desk import NEVER_QUIET, Desk
from tests.api.lists.test_published import publish
from tests.phone import Phone, over_flask


@pytest.fixture
def desk(world, api) -> Desk:
    return Desk(world, api, NEVER_QUIET)


class Filmed:
    """A visit that has to be recorded throughout, and the phone that records it."""

    def __init__(self, desk: Desk, level: str = "whole"):
        listed(desk, "recording", recording=level)
        self.desk, self.visit = desk, arrived(desk)
        self.phone = Phone(over_flask(desk.api.as_(desk.zhou).client))
        self.media: UUID | None = None

    def after(self, seconds: float) -> None:
        self.desk.world.clock.advance(seconds=seconds)

    def announce(self) -> None:
        assert step(self.desk, self.visit, "recording_announced").status_code == 201

    def begin(self, by: Any = None, mime: str = "video/webm") -> None:
        phone = self.phone if by is None else Phone(over_flask(self.desk.api.as_(by).client))
        answer = phone.declare(UUID(self.visit), mime=mime, clock=self.desk.clock_reading())
        assert answer.status == 201, answer.json
        self.phone, self.media = phone, UUID(answer.json["media_id"])
        assert step(self.desk, self.visit, "recording_started", by).status_code == 201

    def film(self, n: int, seconds: float, *, final: bool = False, cause: str | None = None) -> None:
        """A segment of so many seconds that ends now."""
        ended = self.desk.world.clock.now()
        answer = self.phone.segment(
            self.media, n, b"film %d" % n, duration_ms=int(seconds * 1000), final=final, cause=cause,
            started_at=(ended - timedelta(seconds=seconds)).isoformat(),
        )  # fmt: skip
        assert answer.status == 201, answer.json

    def with_a_hole_of(self, seconds: int) -> Filmed:
        """Announced, two minutes, a hole, two minutes, gone."""
        self.announce()
        self.begin()
        self.after(120)
        self.film(0, 120)
        self.after(seconds + 120)
        self.film(1, 120, final=True)
        return self

    def work(self) -> None:
        """What the worker does when the journal moves."""
        world = self.desk.world
        while run_journal_once(world.sessions, followers(), world.clock):
            pass

    def alerts(self) -> dict[str, str]:
        self.work()
        rows = self.desk.world.look(
            lambda tx: tx.scalars(select(Alert).where(Alert.inspection_id == UUID(self.visit))).all()
        )
        return {each.code: each.sentence_zh for each in rows}

    def page(self) -> dict[str, Any]:
        return self.desk.api.as_(self.desk.bureau).get(f"/visits/{self.visit}").json["completeness"]


def test_a_hole_of_75_seconds_that_nobody_explains_is_found_and_told(desk):
    visit = Filmed(desk).with_a_hole_of(75)
    assert leave(desk, visit.visit) == {"GAP"}
    assert visit.alerts() == {"GAP": "录像有缺口：10:30:00 起缺 75 秒（没有说明）。"}
    page = visit.page()
    assert (page["state"], page["need_s"], page["have_s"]) == ("incomplete", 315, 240)
    assert page["sentence"]["zh"] == "应录 5 分 15 秒，实录 4 分，有 1 项不完整。"
    (hole,) = page["holes"]
    assert (hole["from"], hole["seconds"], hole["said"], hole["long"]) == ("2026-04-22T02:30:00Z", 75, False, True)
    assert [each["rule"] for each in page["findings"]] == ["B-61"]
    told = desk.api.as_(desk.bureau).get(f"/visits/{visit.visit}").json["timeline"]
    assert [each["detail"]["zh"] for each in told if each["kind"] == "gap"] == ["缺 75 秒，原因：没有说明"]


@pytest.mark.parametrize("told", ["before leaving", "afterwards"])
def test_a_reason_explains_the_hole_whenever_it_is_told(desk, told):
    visit = Filmed(desk).with_a_hole_of(75)
    when = (desk.world.clock.now() - timedelta(seconds=195)).isoformat()
    reason = {"kind": "interruption", "note": "call", "at": when, "clock": {**desk.clock_reading(), "wall": when}}
    say = lambda: desk.api.as_(desk.zhou).post(f"/inspections/{visit.visit}/steps", reason)  # noqa: E731 -- said once, at one of two moments
    if told == "before leaving":
        assert say().status_code == 201
        leave(desk, visit.visit)
        assert visit.alerts() == {}
    else:
        leave(desk, visit.visit)
        assert say().status_code == 201
    page = visit.page()
    assert (page["state"], page["holes"][0]["why"]["zh"]) == ("explained", "来电")
    (gap,) = desk.api.as_(desk.zhou).get(f"/inspections/{visit.visit}").json["verdict"]["findings"]
    assert (gap["code"], gap["severity"]) == ("GAP", "info")


def test_the_phones_own_remark_on_an_interruption_is_no_reason(desk):
    visit = Filmed(desk).with_a_hole_of(75)
    step(desk, visit.visit, "interruption")
    assert leave(desk, visit.visit) == {"GAP"}


def test_a_hole_of_60_seconds_is_shown_and_not_found(desk):
    visit = Filmed(desk).with_a_hole_of(60)
    assert leave(desk, visit.visit) == set()
    assert [(each["seconds"], each["long"]) for each in visit.page()["holes"]] == [(60, False)]


def test_nobody_announced_the_recording(desk):
    visit = Filmed(desk)
    visit.begin()
    visit.after(60)
    visit.film(0, 60, final=True)
    assert leave(desk, visit.visit) == {"NO_NOTICE"}
    assert visit.alerts() == {"NO_NOTICE": "录音录像开始前，没有告知当事人的记录。"}


def test_what_the_phone_still_holds_is_awaited_and_judged_when_it_comes(desk):
    visit = Filmed(desk)
    visit.announce()
    visit.begin()
    visit.after(900)
    assert leave(desk, visit.visit) == set()
    assert (visit.page()["state"], visit.alerts()) == ("awaited", {})
    visit.film(0, 120, final=True)
    visit.work()
    assert found(desk, visit.visit) == {"LATE_START"}
    assert visit.page()["late_s"] == 780
    assert set(visit.alerts()) == {"LATE_START"}


def test_the_other_officers_phone_fills_the_hole(desk):
    visit = Filmed(desk)
    visit.announce()
    visit.begin()
    visit.after(120)
    visit.film(0, 120)
    visit.after(240)
    visit.film(1, 120, final=True)
    visit.begin(by=desk.lin)
    visit.film(0, 300, final=True)
    assert leave(desk, visit.visit) == set()
    assert (visit.page()["state"], visit.page()["holes"]) == ("complete", [])


def test_a_clock_that_nobody_set_speaks_for_the_officer(desk):
    visit = Filmed(desk)
    visit.announce()
    visit.after(1200)
    answer = visit.phone.declare(UUID(visit.visit), clock=desk.clock_reading(quality="none"))
    visit.media = UUID(answer.json["media_id"])
    visit.after(60)
    visit.film(0, 60, final=True)
    assert leave(desk, visit.visit) == set()


def test_a_phone_that_is_40_minutes_slow_is_put_right_by_its_offset(desk):
    visit = Filmed(desk)
    visit.announce()
    slow = timedelta(minutes=40)
    clock = {**desk.clock_reading(desk.world.clock.now() - slow), "offset_ms": slow / timedelta(milliseconds=1)}
    visit.media = UUID(visit.phone.declare(UUID(visit.visit), clock=clock).json["media_id"])
    visit.after(120)
    began = (desk.world.clock.now() - slow - timedelta(seconds=120)).isoformat()
    assert visit.phone.segment(visit.media, 0, b"film", final=True, started_at=began).status == 201
    assert leave(desk, visit.visit) == set()
    assert (visit.page()["late_s"], visit.page()["have_s"]) == (0, 120)


def test_sound_alone_is_no_video(desk):
    visit = Filmed(desk)
    visit.announce()
    visit.begin(mime="audio/webm")
    visit.after(120)
    visit.film(0, 120, final=True)
    assert leave(desk, visit.visit) == {"NO_RECORDING"}


@pytest.mark.parametrize(("level", "wanted"), [("photo", {"NO_PHOTO"}), ("audio", {"NO_RECORDING"})])
def test_the_level_says_what_is_missing(desk, level, wanted):
    assert leave(desk, Filmed(desk, level).visit) == wanted


def test_without_a_single_break_three_seconds_are_found(desk):
    visit = Filmed(desk, "uninterrupted").with_a_hole_of(3)
    assert leave(desk, visit.visit) == {"GAP"}


def test_the_list_in_force_at_arrival_decides_for_good(desk):
    visit = Filmed(desk, "photo")
    visit.after(86_400)
    with desk.world.sessions() as tx:
        tx.merge(desk.item).recording = "whole"
        tx.commit()
    assert publish(desk, "recording", "2026-04-23").status_code == 201
    assert leave(desk, visit.visit) == {"NO_PHOTO"}
    assert visit.page()["asked"] == "photo"


class TestThePageOfTheEnterprise:
    """The enterprise reads how complete the record is, and which step is missing (B-57, B-61)."""

    def page(self, visit: Filmed, language: str = "zh") -> str:
        task = visit.desk.api.as_(visit.desk.zhou).get(f"/inspections/{visit.visit}").json["task_id"]
        code = visit.desk.api.as_(visit.desk.planner).get(f"/tasks/{task}").json["visit_code"]["url"]
        path = "/i/" + code.rpartition("/")[2]
        return visit.desk.api.as_(None).client.get(f"{path}?lang={language}").text

    def test_a_hole_is_drawn_and_said_in_plain_words(self, desk):
        visit = Filmed(desk).with_a_hole_of(75)
        leave(desk, visit.visit)
        text = self.page(visit)
        assert "应录 5 分 15 秒，实录 4 分，有 1 项不完整。" in text
        assert "录像有缺口：10:30:00 起缺 75 秒（没有说明）。" in text
        assert 'class="hole long"' in text
        assert "10:28 到场" in text and "10:33 离场" in text

    def test_short_breaks_are_shown_though_they_need_no_reason(self, desk):
        visit = Filmed(desk).with_a_hole_of(38)
        leave(desk, visit.visit)
        assert "另有短暂中断：10:30:00 起 38 秒。" in self.page(visit)

    def test_what_has_not_come_is_not_called_missing(self, desk):
        visit = Filmed(desk)
        visit.begin()
        leave(desk, visit.visit)
        assert "录像还没有传完" in self.page(visit)

    def test_rights_that_nobody_told_are_a_missing_step(self, desk):
        visit = Filmed(desk, "photo")
        visit.announce()
        filed = {"outcome": "none_found", "summary": "", "deadline": None, "at": desk.world.clock.now().isoformat()}
        assert desk.api.as_(desk.zhou).post(f"/inspections/{visit.visit}/result", filed).status_code == 201
        leave(desk, visit.visit)
        text = self.page(visit)
        rights, recording = (text[text.index(f"<span>{name}</span>") :][:80] for name in ("告知权利", "告知录音录像"))
        assert "没有进行" in rights
        assert "已记录" in recording

    def test_it_says_it_in_english_and_names_nobody_of_the_phones(self, desk):
        visit = Filmed(desk).with_a_hole_of(75)
        leave(desk, visit.visit)
        text = self.page(visit, "en")
        card = text[text.index("Is the recording complete?") :][:3000]
        assert "5 min 15 s to record, 4 min recorded; incomplete in 1." in card
        assert desk.zhou.person.name not in card
