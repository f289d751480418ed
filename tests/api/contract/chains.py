"""Requests that follow from one another: what an answer names, the next request asks for, as one person of the town.

Which answers lead where, schemathesis infers from the shapes of the answers and the parameters of the paths. Every other
request that has a right body sends that one: random bodies alone are refused before they make anything.
"""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

import hypothesis
from schemathesis.core.failures import FailureGroup

from tests.api.access.cells import taken_back
from tests.api.contract.explorer import Door, Found, opened

STEPS = 8
"""Requests of one chain at the most."""


@dataclass
class Followed:
    """What came of the chains: what failed, how many links there were, and which operations were carried out."""

    links: int = 0
    found: dict[tuple[str, str], Found] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)


def follow(door: Door, seed: int, chains: int) -> Followed:
    """So many chains; each is taken back as a whole."""
    door, told = replace(door, chained=True), Followed()
    schema = opened(door, {"seed": seed})
    machine = hypothesis.seed(seed)(_chain(schema, door, told))
    machine.run(settings=hypothesis.settings(
        max_examples=chains, stateful_step_count=STEPS, deadline=None, database=None,
        phases=[hypothesis.Phase.generate], suppress_health_check=list(hypothesis.HealthCheck),
    ))  # fmt: skip
    told.links = schema.statistic.transitions.total
    return told


def _chain(schema: Any, door: Door, told: Followed) -> Any:
    class Chain(schema.as_state_machine()):  # type: ignore[misc]
        def setup(self) -> None:
            self._steps, self._back = 0, taken_back(door.town)
            self._back.__enter__()

        def teardown(self) -> None:
            self._back.__exit__()

        def before_call(self, case: Any) -> None:
            self._steps += 1
            body = _right_body(door, case)
            if body is not None and self._steps % 2:
                case.body = deepcopy(body)

        def validate_response(self, response: Any, case: Any, *args: Any, **kwargs: Any) -> None:
            if response.status_code < 300:
                told.done[case.operation.label] += 1
            try:
                super().validate_response(response, case, *args, **kwargs)
            except FailureGroup as failed:
                for each in failed.exceptions:
                    found = _found(case, each)
                    told.found.setdefault((found.operation, found.said), found)

    return Chain


def _right_body(door: Door, case: Any) -> Any:
    operation = door.document["paths"][case.operation.path].get(case.method.lower(), {})
    return operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")


def _found(case: Any, failure: Any) -> Found:
    said = f"{failure.title}: {failure.message}"
    return Found(case.operation.label, "chain", said, case.as_curl_command())
