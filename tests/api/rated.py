"""A visit that took place; sending a rating of it and looking at what was kept."""

import re

import pytest
from sqlalchemy import text

from backend.feedback.models import Rating
from backend.feedback.queries import rating_for
from backend.journal.models import JournalInbox
from tests.api.coded_visit import CLEAN, coded_visit

FULL = {"stars": "5", "words": ""} | {f"e{n}": "no" for n in range(1, 9)}


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


def band(response):
    return re.search(r'<div class="band (\w+)".*?<h1>(.*?)</h1><p>(.*?)</p>', response.text, flags=re.S).groups()


def send(browser, visit, form, code=None):
    return browser.post(f"/i/{code or visit.printed}/rating", data=form)


def ratings(visit):
    """Everything that was kept, as the supervision side sees it, oldest first."""

    def read(tx):
        tx.execute(text("SELECT set_config('liangma.reader', 'supervision', true)"))
        return tx.query(Rating).order_by(Rating.at).all()

    return visit.world.look(read)


def counted(visit):
    return visit.world.look(lambda tx: rating_for(tx, visit.inspection_id))


def events(visit):
    return visit.world.look(lambda tx: [row for row in tx.query(JournalInbox) if row.name == "feedback.rated.v1"])
