"""Who may do what: one table, deny by default.

An action is allowed if one of its rows holds; in a row every predicate must hold. Predicates look at the actor alone;
which rows an actor sees is decided by `identity.scope`, so that somebody else's id is simply not found.
"""

from __future__ import annotations

from collections.abc import Callable

from backend.identity.actor import Actor

Predicate = Callable[[Actor], bool]


def role(*names: str) -> Predicate:
    """The actor holds one of these roles."""
    return lambda actor: actor.role in names


officer = role("officer")
supervisor = role("supervisor")
field_people = role("officer", "supervisor")
planner = role("department", "head")
organ_staff = role("officer", "department", "head")
bureau = role("bureau", "admin")
desk = role("department", "head", "bureau", "admin")
everyone = role("officer", "supervisor", "department", "head", "bureau", "admin")

MAY: dict[str, list[list[Predicate]]] = {
    "session.see": [[everyone]],
    "session.end": [[everyone]],
    "device.enrol": [[field_people]],
    "organ.list": [[everyone]],
    "item.list": [[organ_staff], [bureau]],
    "officer.list": [[organ_staff], [bureau]],
    "enterprise.see": [[organ_staff], [bureau]],
    "task.plan": [[planner]],
    "task.see": [[organ_staff], [bureau]],
    "task.decide": [[role("head")], [bureau]],
    "task.cancel": [[planner]],
    "code.issue": [[planner], [officer]],
    "code.watch": [[officer]],
    "card.see": [[organ_staff], [bureau]],
    "snapshot.take": [[officer]],
    "inspection.check_in": [[officer]],
    "inspection.record": [[officer]],
    "inspection.see": [[organ_staff], [bureau]],
    "media.declare": [[field_people]],
    "media.see": [[everyone]],
    "upload.write": [[field_people]],
    "receipt.see": [[field_people]],
    "evidence.play": [[desk]],
    "observation.submit": [[supervisor]],
    "observation.see": [[supervisor], [bureau]],
    "visit.see": [[desk]],
    "map.see": [[desk]],
    "rating.see": [[bureau]],
    "alert.see": [[desk]],
    "alert.answer": [[bureau], [role("head")]],
    "alert.close": [[bureau]],
    "events.follow": [[everyone]],
    "inbox.see": [[everyone]],
    "push.subscribe": [[everyone]],
}
"""action → rows of predicates. 'public' is not in the table: those views have no actor."""


def may(actor: Actor, action: str) -> bool:
    """Whether the actor may do this at all. An action that is not in the table is refused."""
    return any(all(holds(actor) for holds in row) for row in MAY.get(action, []))
