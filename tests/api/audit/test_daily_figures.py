"""Every morning the bureau of a region is told what was looked at the day before."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from backend.audit.jobs import sum_up_yesterday
from backend.audit.models import Digest
from backend.journal.models import JournalInbox
from backend.kernel.ids import uuid7
from backend.kernel.jobs import Tools
from backend.worker import followers, run_journal_once


@pytest.fixture
def bureau(world):
    return world.person("bureau", world.organ("示范区司法局", kind="bureau"), "秦守正")


@pytest.fixture
def busy_day(api, world, bureau, clock):
    """22 April: the head looks at five things, one play is refused, one recording is asked for; then it is the next day."""
    organ = world.organ()
    head, officer = world.person("head", organ, "唐文静"), world.person("officer", organ, "林小禾")
    for path in ("/tasks", "/organs", "/visits", "/map/base"):
        api.as_(head).get(path)
    api.as_(officer).get("/tasks")
    api.as_(officer).get(f"/media/{uuid7()}/play?purpose=自查")
    clock.advance(hours=24)
    return head


@pytest.fixture
def tools(settings, sessions, clock):
    return Tools(settings, sessions, clock)


def digests(world):
    return world.look(lambda tx: tx.scalars(select(Digest)).all())


def test_yesterday_is_summed_up_once(world, busy_day, tools):
    for _ in range(2):
        sum_up_yesterday(tools)

    (made,) = digests(world)
    assert (made.region_code, made.day.isoformat()) == ("420117", "2026-04-22")
    assert (made.figures["views"], made.figures["refusals"], made.figures["unsealings"]) == (5, 1, 0)
    assert made.figures["top_readers"][0] == {"person_id": str(busy_day.person.id), "n": 4}
    assert made.figures["refused_actions"] == [{"action": "evidence.play", "n": 1}]
    assert {"purpose": "自查", "n": 1} in made.figures["purposes"]


def test_the_night_is_waited_for(world, busy_day, tools, clock):
    clock.advance(hours=-5)  # 05:28 in Shanghai
    sum_up_yesterday(tools)
    assert digests(world) == []


def test_the_bureau_finds_the_figures_in_its_inbox_and_the_names_in_the_record(
    api, world, bureau, busy_day, tools, sessions, clock
):
    sum_up_yesterday(tools)
    while run_journal_once(sessions, followers(), clock):
        pass

    (line,) = api.as_(bureau).get("/inbox").json["items"]
    assert line["title"]["zh"] == "操作审计日报：4 月 22 日"
    assert (
        line["body"]["zh"] == "查看 5 次，播放音像 0 次，拆封 0 次，被拒绝 1 次，其中未登录 0 次；查看最多的一人 4 次。"
    )
    (shown,) = api.as_(bureau).get("/audit/digests").json["items"]
    assert shown["top_readers"][0]["person"]["name"] == "唐文静"
    assert shown["refused_actions"][0]["action_name"] == {"zh": "播放音像", "en": "play recordings"}


def test_the_journal_learns_numbers_and_no_names(world, busy_day, tools):
    sum_up_yesterday(tools)
    told = world.look(
        lambda tx: tx.scalars(select(JournalInbox).where(JournalInbox.name == "audit.digest_made.v1")).all()
    )
    assert len(told) == 1
    assert "唐文静" not in str(told[0].data) and str(busy_day.person.id) not in str(told[0].data)


def test_a_region_without_a_bureau_is_not_summed_up(world, tools, clock):
    world.person("admin", world.organ())
    clock.advance(hours=24)
    sum_up_yesterday(tools)
    assert digests(world) == []


def test_a_sibling_does_not_read_the_figures(api, world, busy_day, tools):
    sum_up_yesterday(tools)
    sibling = world.person("bureau", world.organ(kind="bureau", region=world.other_region()))
    assert api.as_(sibling).get("/audit/digests").json["total"] == 0
