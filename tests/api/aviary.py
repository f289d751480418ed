"""Two hundred marks in the fields that tell something of people, and a record of everything that leaves the house."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from flask import Response

from backend.audit.models import AuditEntry
from backend.journal.models import Journal, JournalInbox
from backend.kernel.http import App
from tests.world import World

WEIGHTS, CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
ADDRESS = re.compile(r"^/|https?://")
LINK = re.compile(r'\b(?:href|src|action|poster|srcset|content)="([^"]*)"')


class Aviary:
    """Gives out marks, each for one field, and knows them all again."""

    def __init__(self) -> None:
        self.birds: dict[str, str] = {}
        """mark → the field in which it sits"""

    def words(self, field: str) -> str:
        return self._keep(field, f"雀{len(self.birds):03}羽")

    def login(self) -> str:
        return self._keep("login", f"canary{len(self.birds):03}x")

    def phone(self) -> str:
        return self._keep("phone", f"1391700{len(self.birds):04}")

    def identity_number(self) -> str:
        body = f"11010119900307{len(self.birds):03}"
        total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
        return self._keep("identity number", body + CHECKS[total % 11])

    def _keep(self, field: str, mark: str) -> str:
        self.birds[mark] = field
        return mark

    def seen_in(self, text: str) -> set[str]:
        """The fields whose marks stand in a text, however it writes them."""
        plain = unquote(text)
        readings = (plain, re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), plain))
        return {field for mark, field in self.birds.items() if any(mark in each for each in readings)}


class Postbox:
    """Keeps, of every answer, what must tell nothing: error bodies and addresses."""

    def __init__(self, app: App):
        self.errors: list[str] = []
        self.addresses: list[str] = []
        app.after_request_funcs.setdefault(None, []).append(self._keep)

    def _keep(self, response: Response) -> Response:
        self.addresses += [value for name, value in response.headers.items() if name != "Set-Cookie"]
        if response.is_json or response.mimetype in ("application/problem+json", "text/html"):
            text = response.get_data(as_text=True)
            self.addresses += LINK.findall(text) if response.mimetype == "text/html" else addresses_in(json.loads(text))
            if response.status_code >= 400:
                self.errors.append(text)
        return response


def addresses_in(told: Any) -> Iterator[str]:
    """Every text of a JSON answer that leads somewhere."""
    if isinstance(told, str):
        yield from [told] if ADDRESS.search(told) else []
    elif isinstance(told, dict | list):
        for each in told.values() if isinstance(told, dict) else told:
            yield from addresses_in(each)


def journal(world: World) -> Iterator[str]:
    """Every event, numbered or not yet."""
    for model in (Journal, JournalInbox):
        yield from (str(row.data) for row in world.look(lambda tx, it=model: tx.query(it).all()))


def record_of_access(world: World) -> Iterator[str]:
    for row in world.look(lambda tx: tx.query(AuditEntry).all()):
        yield " ".join(str(value) for value in vars(row).values())


def in_full(answer: Any) -> str:
    assert answer.status_code == 200, answer.get_data(as_text=True)[:300]
    return answer.get_data().decode("utf-8", "ignore")
