"""The enterprise's answer: three taps, one right per visit, unseen by those whom it is about (B-58, B-73, B-74)."""

import re

import pytest

from tests.api.coded_visit import CLEAN, coded_visit


@pytest.fixture
def visit(world):
    made = coded_visit(world)
    made.arrive(verdict=CLEAN)
    return made


@pytest.fixture
def browser(app):
    return app.test_client()


def token_of(response):
    return re.search(r'name="token" value="([0-9a-f]{32})"', response.text)[1]


def test_dbg(visit, browser):
    code = visit.live()
    t = token_of(browser.get(f"/I/{code}"))
    r = browser.post(f"/I/{code}/rating", data={"token": t, "stars": "5", "none": "1", "words": "x"})
    print(r.status_code, re.search("<h1>.*?</p>", r.text)[0])
    from sqlalchemy import text
    print(visit.world.look(lambda tx: (tx.execute(text("select set_config('liangma.reader','supervision',true)")), tx.execute(text("select * from feedback.rating")).all())[1]))
    assert 0
