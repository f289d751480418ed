"""Guessing of codes is slowed down, and a genuine code is never refused (B-96)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from backend.app import create_app
from backend.identity.jobs import forget_tries
from backend.kernel.db import make_engine
from backend.kernel.jobs import JOBS, Tools
from backend.kernel.models import Counted
from backend.kernel.transaction import make_sessions
from backend.public.limits import MOST, disguised, truncated
from backend.worker import load_jobs
from tests.api.coded_visit import coded_visit
from tests.api.pages import headline

HERE = "203.0.113.7"


@pytest.fixture
def ask(app):
    """Somebody without an account, behind the gateway."""
    client = app.test_client()
    return lambda path, address=HERE, method="GET", **extra: client.open(
        path, method=method, headers={"X-Forwarded-For": address}, **extra
    )


def used_up(ask, address=HERE):
    for n in range(MOST):
        assert ask(f"/i/guess{n}", address).status_code == 200


def kept(world):
    return world.look(lambda tx: tx.scalars(select(Counted)).all())


@pytest.mark.parametrize(
    ("language", "title"), [("zh", "查得太快，请稍后再查"), ("en", "Too many look-ups: please wait")]
)
def test_the_31st_unknown_code_in_a_minute_is_asked_to_wait(ask, world, clock, language, title):
    used_up(ask)
    clock.advance(seconds=18.5)

    refused = ask(f"/i/guess?lang={language}")

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "42")
    assert headline(refused) == title
    assert "42" in refused.text and "12345" in refused.text
    assert refused.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/i/x", "/I/x", "/c/x", "/C/x", "/i/x/photo/0", "/v?no=1111-1111-1111", "/v?no=abc", "/V?no=x"]
)
def test_unknown_and_malformed_ones_count_at_every_door(ask, world, path):
    used_up(ask)

    assert ask(path).status_code == 429
    assert ask(path, method="HEAD").status_code == 429


def test_numbers_that_are_typed_count_alike(ask, world):
    for n in range(MOST):
        assert ask("/v", method="POST", data={"no": f"{n}"}).status_code == 200

    assert ask("/v", method="POST", data={"no": "1"}).status_code == 429
    assert ask("/c/x").status_code == 429


def test_a_genuine_code_and_an_empty_form_are_never_refused(ask, world):
    visit = coded_visit(world)
    used_up(ask)
    assert ask("/i/guess").status_code == 429

    for path in (f"/I/{visit.live()}", f"/i/{visit.printed}", f"/C/{visit.printed_card}", f"/C/{visit.live_card()}/photo/0",
                 f"/i/{visit.code.short_code}", f"/v?no={visit.code.short_code}", "/v", "/", "/p"):  # fmt: skip
        assert ask(path).status_code != 429, path


def test_genuine_codes_do_not_count(ask, world):
    visit = coded_visit(world)
    for _ in range(MOST + 5):
        assert ask(f"/i/{visit.printed}").status_code == 200

    assert kept(world) == []
    assert ask("/i/guess").status_code == 200


def test_a_minute_later_the_next_one_is_answered_and_waiting_is_not_made_longer_by_trying(ask, world, clock):
    used_up(ask)
    clock.advance(seconds=59.9)
    assert ask("/i/guess").headers["Retry-After"] == "1"
    clock.advance(seconds=0.1)

    used_up(ask)
    assert ask("/i/guess").status_code == 429


def test_thirty_in_any_minute_not_only_in_those_of_the_clock(ask, world, clock):
    for _ in range(15):
        ask("/i/guess")
    clock.advance(seconds=40)
    for _ in range(15):
        ask("/i/guess")
    clock.advance(seconds=21)

    answers = [ask("/i/guess").status_code for _ in range(16)]
    assert answers == [200] * 15 + [429]


@pytest.mark.parametrize(
    ("neighbour", "status"),
    [
        ("203.0.113.250", 429),
        ("::ffff:203.0.113.9", 429),
        ("203.0.114.7", 200),
        ("2001:db8::1", 200),
        ("nonsense", 200),
    ],
)
def test_a_network_counts_as_one_reader(ask, world, neighbour, status):
    used_up(ask)

    assert ask("/i/guess", neighbour).status_code == status


@pytest.mark.parametrize(
    ("address", "network"),
    [("203.0.113.7", "203.0.113.0/24"), ("2001:db8:1:2::3", "2001:db8:1::/48"), ("fe80::1%eth0", "fe80::/48"), ("", "unknown"),
     (" 203.0.113.7", "203.0.113.0/24"), ("203.0.113.7:80", "unknown"), ("😀", "unknown")],
)  # fmt: skip
def test_an_address_is_cut_as_in_the_log(address, network):
    assert truncated(address) == network


def test_what_is_kept_names_nobody_and_is_forgotten(ask, world, clock, settings, sessions):
    ask("/i/guess")
    (row,) = kept(world)
    assert len(row.bucket) == 32
    assert all(piece not in row.bucket for piece in (b"203", bytes([203, 0, 113])))
    assert disguised("a", b"p", date(2026, 4, 22)) != disguised("a", b"p", date(2026, 4, 23))
    assert disguised("a", b"p", date(2026, 4, 22)) != disguised("a", b"q", date(2026, 4, 22))

    tools = Tools(settings, sessions, clock)
    forget_tries(tools)
    assert len(kept(world)) == 1
    clock.advance(minutes=1)
    forget_tries(tools)
    assert kept(world) == []
    load_jobs()
    assert JOBS["identity.forget_tries"].every


def test_all_workers_count_in_one_place(committed_world, clock):
    """Two web processes with connections of their own, asked at the same time: thirty answers, no more."""
    settings = committed_world.settings
    engines = [make_engine(settings.database_url, size=8) for _ in range(2)]
    apps = [create_app(settings, sessions=make_sessions(engine), clock=clock) for engine in engines]
    committed_world.rule_set()

    def guess(n: int) -> int:
        client = apps[n % 2].test_client()
        return client.get(f"/i/guess{n}", headers={"X-Forwarded-For": f"203.0.113.{n}"}).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(guess, range(70)))
    for engine in engines:
        engine.dispose()

    assert sorted(statuses) == [200] * MOST + [429] * (70 - MOST)
    (row,) = kept(committed_world)
    assert len(row.moments) == MOST and row.until - min(row.moments) == timedelta(minutes=1)
