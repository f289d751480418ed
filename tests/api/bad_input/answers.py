"""What a refusal must say, and what it must leave alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text

from backend.kernel.problems import Problem
from tests.world import World

PARTS = {"type", "title", "status", "code", "detail", "remedy", "sentence", "remedies", "field", "rule", "facts"}

KEPT_OF_REFUSALS = ("audit_entry", "counted", "sign_in", "spatial_ref_sys")
"""That somebody was refused is on record; how often is counted; a session remembers when it was used."""


def refused(answer: Any, problem: Problem, field: str | None = None) -> dict[str, Any]:
    """This problem, whole, with its sentence and remedy in both languages; gives the body."""
    body: dict[str, Any] = json.loads(answer.data)
    assert (answer.status_code, body["code"]) == (problem.status, problem.code), body
    assert answer.mimetype == "application/problem+json"
    assert body.keys() >= PARTS
    assert all(body[part][each] for part in ("sentence", "remedies") for each in ("zh", "en")), body
    assert field is None or field in {body["field"], *(each["field"] for each in body.get("errors", ()))}, body
    return body


def says(body: dict[str, Any], zh: str, en: str) -> bool:
    """Whether the first line about a field is this one, in both languages."""
    return (body["errors"][0]["zh"], body["errors"][0]["en"]) == (zh, en)


@contextmanager
def nothing_written(world: World) -> Iterator[None]:
    """Not a row of any table comes, goes or changes while this lasts."""
    before = _stand(world)
    yield
    after = _stand(world)
    assert {name for name in before if before[name] != after[name]} == set()


def _stand(world: World) -> dict[str, Any]:
    """Table → how many rows, and what they add up to."""

    def look(tx: Any) -> dict[str, Any]:
        names = tx.scalars(text("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables "
                                "WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1")).all()  # fmt: skip
        wanted = [each for each in names if each.rpartition(".")[2] not in KEPT_OF_REFUSALS]
        each_one = (
            f"SELECT '{name}' AS name, count(*) AS rows, sum(hashtext(t::text)) AS total FROM {name} t"
            for name in wanted
        )
        return {row.name: (row.rows, row.total) for row in tx.execute(text(" UNION ALL ".join(each_one)))}

    return world.look(look)
