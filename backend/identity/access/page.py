"""The access table as people read it: for the desk, for one person, and as `docs/access.md`. Nothing is decided here."""

from __future__ import annotations

from typing import Any

from backend.identity.access.table import MAY, STEP_UP, TWO_PEOPLE, Row, may
from backend.identity.access.words import WORDS
from backend.identity.actor import Actor
from backend.identity.roles import ROLES

HEAD = """# Who may do what

Written by `liangma access` from `backend/identity/access/table.py: MAY`; a test fails when it is stale. An action that is not
here is refused to everybody. What lies outside the scope of a row is not found (404). ⟳ wants a fresh proof of identity
(≤ 5 minutes); ② is asked for by one person and decided by another, who needs both `approval.decide` and this very action: so a
rule set (`ruleset.adopt`) takes two of the bureau, and an administrator decides only where the action's own row names one.
In this table 行政执法监督员 *lay supervisor* is the role `supervisor`, 司法局监督人员 *bureau* the role `bureau`.

| action | 操作 | who | on what |
| --- | --- | --- | --- |
"""


def table() -> list[dict[str, Any]]:
    """Every action with its words, its rows, and what it wants besides."""
    return [
        {
            "action": action, "name": _words(WORDS[action]), "step_up": action in STEP_UP,
            "two_people": action in TWO_PEOPLE, "rows": [_row(row) for row in rows],
        }
        for action, rows in MAY.items()
    ]  # fmt: skip


def roles() -> list[dict[str, Any]]:
    """The roles, for the question "who may do this?"."""
    return [
        {"role": code, "name": {"zh": role.zh, "en": role.en}, "signs_in": role.signs_in}
        for code, role in ROLES.items()
    ]


def rows_of(action: str) -> list[dict[str, Any]]:
    """Who may do this, and to what."""
    return [_row(row) for row in MAY[action]]


def actions_of(actor: Actor) -> list[str]:
    """What this person may do to something at least, in the order of the table."""
    return [action for action in MAY if may(actor, action)]


def as_markdown() -> str:
    """The table as a page of the docs."""
    return HEAD + "".join(_line(action, rows) for action, rows in MAY.items())


def _line(action: str, rows: tuple[Row, ...]) -> str:
    marks = "".join(mark for mark, held in ((" ⟳", action in STEP_UP), (" ②", action in TWO_PEOPLE)) if held)
    zh, en = WORDS[action]
    parts = [_row(row) for row in rows]
    who = "<br>".join(f"{each['who']['zh']} {each['who']['en']}" for each in parts)
    what = "<br>".join(f"{each['on']['zh']} {each['on']['en']}" for each in parts)
    return f"| `{action}`{marks} {en} | {zh} | {who} | {what} |\n"


def _row(row: Row) -> dict[str, Any]:
    """Who: the conditions on the person; on what: those on the thing."""
    who = [each for each in row if each.on == "actor"]
    what = [each for each in row if each.on != "actor"]
    return {
        "roles": sorted({name for each in who for name in each.code.split("+") if name in ROLES}),
        "who": {"zh": "，".join(each.zh for each in who), "en": ", ".join(each.en for each in who)},
        "on": {
            "zh": "且".join(each.zh for each in what) or "全部", "en": " and ".join(each.en for each in what) or "anything"
        },
    }  # fmt: skip


def _words(words: tuple[str, str]) -> dict[str, str]:
    return {"zh": words[0], "en": words[1]}
