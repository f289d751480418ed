"""An enterprise with its own phone: it knows the code of its visit and nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from backend.certificates.models import VisitCode
from backend.kernel.clock import SystemClock
from backend.notifications.models import Message
from backend.worker import followers, run_journal_once
from tests.api.desk import NEVER_QUIET
from tests.api.papers.conftest import Office


class Enterprise:
    """Reads and sends pages of one visit, by its spoken number."""

    def __init__(self, office: Office, task: str):
        self.office, self.browser = office, office.api.app.test_client()
        rows = select(VisitCode.short_code).where(VisitCode.task_id == task)
        self.code = office.world.look(lambda tx: tx.scalars(rows).one())

    def page(self, tail: str = "", query: str = "") -> Any:
        return self.browser.get(f"/i/{self.code}{tail}{query}")

    def right(self) -> str:
        """The right to speak for the enterprise of this visit."""
        pages = (self.page(tail).text for tail in ("/say", "/receipt"))
        found = (re.search(r'name="token" value="([0-9a-f]{32})"', page) for page in pages)
        return next(each[1] for each in found if each)

    def send(self, tail: str, **form: Any) -> Any:
        return self.browser.post(
            f"/i/{self.code}{tail}", data={"token": form.pop("token", None) or self.right(), **form}
        )

    def states(self, words: str, **form: Any) -> Any:
        return self.send("/say", act="statement", words=words, **form)

    def wants_aside(self, who: Any, reason: str = "是店主的近亲属", **form: Any) -> Any:
        return self.send("/say", act="recusal", who=str(who.person.id), words=reason, **form)

    def editions(self) -> list[str]:
        """The editions that the page of receipt shows, still to be confirmed."""
        return re.findall(r'name="edition" value="([0-9a-f]{64})"', self.page("/receipt").text)

    def confirms(self, editions: list[str] | None = None, **form: Any) -> Any:
        shown = self.editions() if editions is None else editions
        return self.send("/receipt", edition=shown, **form)


@pytest.fixture
def office(world, api):
    return Office(world, api, NEVER_QUIET)


@pytest.fixture
def visited(office):
    """(enterprise, visit) of a visit that goes on."""
    task = office.coded()
    visit = office.check_in(task).json["inspection_id"]
    return Enterprise(office, task), visit


@pytest.fixture
def told(office):
    """The kinds of messages that somebody has, once everybody who follows the journal has read it."""

    def kinds(who: Any) -> list[str]:
        while run_journal_once(office.world.sessions, followers(), SystemClock()):
            pass
        return office.world.look(lambda tx: [row.kind for row in tx.query(Message).filter_by(person_id=who.person.id)])

    return kinds
