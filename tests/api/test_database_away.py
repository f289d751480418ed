"""While the database is away, or all its connections are in use, nobody hears of a fault of ours: 503 says that it passes,
and when to ask again (I13)."""

from __future__ import annotations

import pytest

from backend.app import furnish
from backend.kernel.db import make_engine
from backend.kernel.transaction import make_sessions


@pytest.fixture
def cut_off(app, settings, clock, tmp_path):
    """The application, whose database has gone."""
    engine = make_engine(f"postgresql+psycopg://nobody@/none?host={tmp_path}", size=1)
    furnish(app, settings, make_sessions(engine), clock)
    yield app.test_client()
    engine.dispose()


@pytest.fixture
def used_up(app, settings, clock, database):
    """The application, all of whose connections are in use by others."""
    engine = make_engine(database, size=1, patience=0.05)
    furnish(app, settings, make_sessions(engine), clock)
    in_use = [engine.connect(), engine.connect()]
    yield app.test_client()
    for each in in_use:
        each.close()
    engine.dispose()


@pytest.fixture(params=["cut_off", "used_up"])
def away(request):
    """Either of the two."""
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize(
    "method, path", [("GET", "/api/v1/tasks"), ("POST", "/api/v1/check-ins")], ids=["look", "write"]
)
def test_whoever_asks_is_told_that_it_passes(away, method, path):
    away.set_cookie("lm_session", "token", domain="localhost")
    key = {"Idempotency-Key": "0190a1b2-0000-7000-8000-000000000001"}
    answer = away.open(path, method=method, json={} if method == "POST" else None, headers=key)

    assert (answer.status_code, answer.json["code"], answer.headers["Retry-After"]) == (503, "kernel.out_of_reach", "2")


def test_a_public_page_says_it_as_a_page(away):
    answer = away.get("/")

    assert answer.status_code == 503 and "数据库暂时连不上" in answer.text
