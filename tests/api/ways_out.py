"""What leaves the house and is not plain text: read back as its reader would, so that a mark inside can be seen."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import text

from backend.certificates import cbor
from backend.certificates.models import Card, VisitCode
from backend.kernel.clock import SystemClock
from backend.kernel.jobs import Tools
from backend.notifications.senders import push
from backend.notifications.service import PUSH_JOB
from tests.push_receiver import Browser
from tests.world import Api, SignedIn, World

TABLES = ("people", "organs", "hours", "enterprises", "cards")


def codes(world: World) -> Iterator[str]:
    """Every field of every code that was printed: its words, and its figures."""
    for model in (Card, VisitCode):
        for row in world.look(lambda tx, it=model: tx.query(it).all()):
            if row.cose:
                yield from fields(cbor.decode(row.cose))


def fields(value: Any) -> Iterator[str]:
    """The leaves of a CBOR value, each as text; bytes that are CBOR again are opened."""
    match value:
        case cbor.Tagged():
            yield from fields(value.value)
        case list() | dict():
            for each in value.values() if isinstance(value, dict) else value:
                yield from fields(each)
        case bytes():
            yield value.decode("utf-8", "ignore")
            yield str(int.from_bytes(value, "big"))
            with suppress(cbor.NotCanonical):
                yield from fields(cbor.decode(value))
        case _:
            yield str(value)


def exports(api: Api, **readers: SignedIn) -> Iterator[str]:
    """Every table that these people may take, in the form of their choice, as a spreadsheet shows it."""
    for form, who in readers.items():
        for kind in TABLES:
            answer = api.as_(who).get(f"/exports/{kind}.{form}")
            assert answer.status_code == 200, (kind, answer.text)
            yield answer.data.decode("utf-8-sig") if form == "csv" else _cells(answer.data)


def _cells(book: bytes) -> str:
    rows = load_workbook(io.BytesIO(book)).active.iter_rows(values_only=True)
    return "\n".join(",".join(str(cell or "") for cell in row) for row in rows)


class Pocket:
    """The browsers of some people, and what our pushes say to them once they are decrypted."""

    def __init__(self, api: Api, *people: SignedIn):
        self.browsers = [Browser() for _ in people]
        for who, browser in zip(people, self.browsers, strict=True):
            answer = api.as_(who).post("/push/subscriptions", browser.subscription)
            assert answer.status_code == 201, answer.json

    def opened(self, world: World) -> Iterator[str]:
        """Send every push that waits, and read it with the browser's keys (RFC 8291); its headers, too."""
        for waiting in jobs(world, PUSH_JOB):
            push(Tools(world.settings, world.sessions, SystemClock()), **waiting)
        for browser in self.browsers:
            for headers, body in browser.received:
                yield f"{headers} {browser.read(body)}"
            browser.close()


def jobs(world: World, name: str = "") -> list[dict[str, Any]]:
    """The arguments of what waits in the queue."""
    wanted = text("SELECT args FROM procrastinate_jobs WHERE task_name = :name OR :name = ''")
    return [row.args for row in world.look(lambda tx: tx.execute(wanted, {"name": name}).all())]
