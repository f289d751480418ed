"""One operation of the API: on what it works, and a request that would be right if the asker might."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.api.access.town import Place, Town

Body = Callable[[Town, Place], Any]


@dataclass(frozen=True)
class Operation:
    """One method of one route.

    `on` names the thing in the path or in the body; `lists` names the kind whose rows it gives, told apart by `key`.
    With neither it does not depend on the place: what it makes or shows is the asker's own.
    """

    method: str
    route: str
    on: str | None = None
    fills: Mapping[str, str] = field(default_factory=dict)
    """Words that stand in other places of the path."""
    also: Mapping[str, str] = field(default_factory=dict)
    """Other kinds of things that stand in the path."""
    body: Body = lambda town, place: {}
    lists: str | None = None
    key: str = "id"
    query: Callable[[Place], str] = lambda place: ""
    headers: dict[str, str] = field(default_factory=dict)
    by: tuple[str, ...] = ()
    """Actions that are asked besides the one that the route declares."""
    asks: str | None = None
    """What the thing is asked for, where that is not what the route declares."""
    shows: Callable[[Place], str] | None = None
    """What a table that is no JSON holds of a place."""
    reads: Callable[[Any], str] | None = None
    """How an answer that is no JSON is read; by its text where this is not said."""

    @property
    def name(self) -> str:
        return " ".join([self.method, self.route, *self.fills.values()])


def same(value: Any) -> Body:
    return lambda town, place: value


def get(route: str, **more: Any) -> Operation:
    return Operation("GET", route, **more)


def post(route: str, **more: Any) -> Operation:
    return Operation("POST", route, **more)


def put(route: str, **more: Any) -> Operation:
    return Operation("PUT", route, **more)


def patch(route: str, **more: Any) -> Operation:
    return Operation("PATCH", route, **more)


def delete(route: str, **more: Any) -> Operation:
    return Operation("DELETE", route, **more)
