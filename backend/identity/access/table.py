"""Who may do what: one table, deny by default.

An action is allowed if one of its rows holds; in a row every predicate must hold. A predicate looks at the actor (a
role, a grant) or at how the thing lies to the actor (own organ, own region, own, assigned). `may` asks for one thing,
`identity.scope` turns the same rows into a WHERE, and `liangma access` writes them down for people: nothing about
access is decided anywhere else. What is not yours is not found (404), never refused by its id.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from backend.identity.actor import Actor
from backend.identity.roles import ROLES


@dataclass(frozen=True, slots=True)
class Thing:
    """How a thing lies: whose organ, which region, whose own, who is on it, and about whom. What is unknown lies nowhere."""

    organ_id: UUID | None = None
    region_path: str | None = None
    owner_id: UUID | None = None
    people: frozenset[UUID] = frozenset()
    accused_id: UUID | None = None
    """The organ that it is about."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """One condition, in words and as a question. `on` is 'actor', or the side of a thing that it looks at."""

    code: str
    zh: str
    en: str
    on: str
    asks: Callable[[Actor, Thing], bool]

    def holds(self, actor: Actor, thing: Thing | None) -> bool:
        """Whether it holds; without a thing only what is asked of the actor counts."""
        return (thing is None and self.on != "actor") or self.asks(actor, thing or Thing())


Row = tuple[Predicate, ...]


def role(*names: str, called: tuple[str, str] | None = None) -> Predicate:
    """The actor holds one of these roles; `called` are shorter words for many."""
    zh, en = called or ("、".join(ROLES[name].zh for name in names), ", ".join(ROLES[name].en for name in names))
    return Predicate("+".join(names), zh, en, "actor", lambda actor, _: actor.role in names)


def below(path: str | None, top: str) -> bool:
    """Whether a region path is this one or lies below it."""
    return path is not None and f"{path}/".startswith(f"{top}/")


own_organ = Predicate(
    "own_organ", "本单位的", "of the own organ", "organ", lambda actor, thing: thing.organ_id == actor.organ_id
)
own_region = Predicate(
    "own_region", "本行政区划及下级的", "of the own region and below it", "region",
    lambda actor, thing: below(thing.region_path, actor.region_path),
)  # fmt: skip
own = Predicate("own", "本人的", "one's own", "owner", lambda actor, thing: thing.owner_id == actor.person_id)
of_another = Predicate(
    "of_another", "他人提出的", "somebody else's", "other",
    lambda actor, thing: thing.owner_id is not None and thing.owner_id != actor.person_id,
)  # fmt: skip
not_about_us = Predicate(
    "not_about_us", "不涉及本单位的", "not about the own organ", "accused",
    lambda actor, thing: thing.accused_id != actor.organ_id,
)  # fmt: skip
assigned = Predicate(
    "assigned", "本人参与的", "that one is on", "assigned", lambda actor, thing: actor.person_id in thing.people
)
granted = Predicate(
    "granted", "持有效限时授权", "with a time-limited grant in force", "actor",
    lambda actor, _: actor.granted_until is not None,
)  # fmt: skip

anyone = role(
    *(name for name, each in ROLES.items() if each.signs_in), called=("所有账号", "everybody with an account")
)
staff = role(
    *(name for name, each in ROLES.items() if each.signs_in and name != "maintenance"),
    called=("除运维人员外的所有账号", "everybody with an account but maintenance"),
)
organ_staff = role("officer", "reviewer", "department", "head")
desk_of_organ = role("reviewer", "department", "head")
desk = role("reviewer", "department", "head", "bureau", "admin")
planner = role("department", "head")
exporter = role("department", "head", "bureau", "admin")
in_the_field = role("officer", "supervisor")
officer, supervisor, head = role("officer"), role("supervisor"), role("head")
bureau, admin, maintenance = role("bureau"), role("admin"), role("maintenance")

BUREAU, ADMIN = (bureau, own_region), (admin, own_region)
GRANTED = (maintenance, granted, own_region)
"""Maintenance staff read what the bureau reads, while a grant runs and in its region alone (B-106)."""

WATCHED = (BUREAU, GRANTED)
BOTH = (BUREAU, ADMIN)
IMPARTIAL = (bureau, own_region, not_about_us)
"""Nobody decides on a clue about themselves, files a plan of their own, or excuses a visit of their own (B-17, B-42, B-74)."""
OWN: tuple[Row, ...] = ((anyone, own),)
ORGAN_FILE: tuple[Row, ...] = ((organ_staff, own_organ), *WATCHED)
DESK_FILE: tuple[Row, ...] = ((desk_of_organ, own_organ), *WATCHED)

MAY: dict[str, tuple[Row, ...]] = {
    # one's own session, proofs, devices and data
    "session.see": OWN,
    "session.end": OWN,
    "session.list": OWN,
    "session.revoke": OWN,
    "step_up.prove": OWN,
    "passkey.list": OWN,
    "passkey.enrol": OWN,
    "passkey.revoke": OWN,
    "device.enrol": ((in_the_field, own),),
    "device.list": OWN,
    "device.revoke": OWN,
    "me.see": OWN,
    "me.notice": OWN,
    "me.password": OWN,
    "me.contact": OWN,
    "view.see": OWN,
    "view.write": OWN,
    "inbox.see": ((staff, own),),
    "push.subscribe": ((staff, own),),
    "events.follow": ((staff, own), (maintenance, granted, own)),
    # people
    "person.see": ((organ_staff, own_organ), *WATCHED, ADMIN),
    "person.write": (ADMIN,),
    "person.role": (ADMIN,),
    "person.end": (ADMIN,),
    "person.reset": (ADMIN,),
    "person.number": (ADMIN,),
    "person.erase": BOTH,
    "person.empower": (BUREAU,),
    "person.session.see": (ADMIN,),
    "person.session.revoke": (ADMIN,),
    "person.device.revoke": (ADMIN,),
    "invitation.make": BOTH,
    "hours.see": ((officer, own), (planner, own_organ), *WATCHED, ADMIN),
    "hours.write": ((planner, own_organ), *BOTH),
    "conflict.see": ((officer, own), (planner, own_organ), *WATCHED, ADMIN),
    "conflict.write": ((officer, own), (planner, own_organ), *BOTH),
    # regions, organs, teams
    "region.see": ((staff, own_region), GRANTED),
    "region.write": (ADMIN,),
    "organ.list": ((staff, own_region), GRANTED),
    "organ.see": ((staff, own_region), GRANTED),
    "organ.write": BOTH,
    "entrustment.see": ((organ_staff, own_organ), *WATCHED, ADMIN),
    "entrustment.write": BOTH,
    "assistance.see": ((organ_staff, own_organ), *WATCHED, ADMIN),
    "assistance.write": ((planner, own_organ), *BOTH),
    "team.see": ((organ_staff, own_region), *WATCHED, ADMIN),
    "team.write": BOTH,
    # registers in and out
    "import.run": BOTH,
    "import.see": BOTH,
    "import.undo": BOTH,
    "export.make": ((planner, own_organ), *BOTH),
    "export.bulk": BOTH,
    "history.see": ((head, own_organ), *WATCHED, ADMIN),
    # certificates
    "card.see": ((organ_staff, own_organ), *WATCHED, ADMIN),
    "card.issue": BOTH,
    "card.move": BOTH,
    "card.revoke": BOTH,
    "card.replace": BOTH,
    # items, lists, rule sets
    "item.list": ORGAN_FILE,
    "item.write": ((head, own_organ), BUREAU),
    "list.see": WATCHED,
    "list.publish": (BUREAU,),
    "ruleset.see": WATCHED,
    "ruleset.propose": (BUREAU,),
    "ruleset.adopt": (BUREAU,),
    "ruleset.replay": (BUREAU,),
    # planning a visit
    "officer.list": ORGAN_FILE,
    "enterprise.see": ((organ_staff, own_region), *WATCHED, ADMIN),
    "whitelist.see": ((desk_of_organ, own_region), *WATCHED),
    "whitelist.propose": ((planner, own_organ), BUREAU),
    "whitelist.decide": (BUREAU,),
    "whitelist.keep": (BUREAU,),
    "quiet_day.see": ((desk_of_organ, own_region), *WATCHED),
    "quiet_day.write": (BUREAU,),
    "planner.see": ((planner, own_organ), *WATCHED),
    "task.plan": ((planner, own_organ),),
    "task.follow_up": ((officer, own_organ, assigned),),
    "plan.see": DESK_FILE,
    "plan.write": ((planner, own_organ),),
    "plan.file": (IMPARTIAL,),
    "joint.see": DESK_FILE,
    "joint.answer": ((planner, own_organ),),
    "joint.plan": ((planner, own_organ),),
    "task.see": ((officer, assigned), *ORGAN_FILE),
    "task.decide": ((head, own_organ), BUREAU),
    "task.cancel": ((planner, own_organ),),
    "code.issue": ((planner, own_organ), (officer, own_organ, assigned)),
    "code.watch": ((officer, assigned), (officer, own)),
    # visiting
    "snapshot.take": ((officer, own),),
    "inspection.check_in": ((officer, own),),
    "inspection.record": ((officer, assigned),),
    "inspection.see": ((officer, assigned), *ORGAN_FILE),
    "recusal.see": DESK_FILE,
    "recusal.decide": ((head, own_organ),),
    "abort_note.see": DESK_FILE,
    "abort_note.write": ((head, own_organ),),
    "ground.state": ((officer, assigned), (planner, own_organ)),
    "ground.see": DESK_FILE,
    "ground.decide": (IMPARTIAL,),
    "media.declare": ((officer, assigned), (supervisor, own)),
    "media.see": ((in_the_field, own), *ORGAN_FILE),
    "upload.write": ((in_the_field, own),),
    "receipt.see": ((in_the_field, own),),
    "evidence.play": DESK_FILE,
    "observation.submit": ((supervisor, own),),
    "observation.see": ((supervisor, own), *WATCHED),
    "attendance.invite": (BUREAU,),
    "attendance.see": ((supervisor, own), *WATCHED),
    "attendance.answer": ((supervisor, own),),
    # random draws
    "draw.see": DESK_FILE,
    "draw.make": ((planner, own_organ),),
    "draw.run": ((planner, own_organ, of_another), (bureau, own_region, of_another)),
    "draw.publish": ((planner, own_organ), BUREAU),
    # supervision
    "visit.see": DESK_FILE,
    "map.see": DESK_FILE,
    "map.places": WATCHED,
    "rating.see": WATCHED,
    "feedback.unseal": (BUREAU,),
    "alert.see": DESK_FILE,
    "alert.voiced.see": WATCHED,
    "alert.answer": ((head, own_organ), BUREAU),
    "alert.close": (BUREAU,),
    # clues
    "clue.raise": ((supervisor, own),),
    "clue.see": ((supervisor, own), (desk_of_organ, own_organ, not_about_us), IMPARTIAL, GRANTED),
    "clue.teller.see": ((supervisor, own), IMPARTIAL),
    "clue.decide": (IMPARTIAL,),
    "clue.contact.unseal": (IMPARTIAL,),
    "clue.contact.open": ((bureau, own_region, own),),
    "clue.answer": ((head, own_organ, not_about_us), IMPARTIAL),
    # two people, the record, the table itself
    "approval.see": ((desk, own), *BOTH),
    "approval.decide": ((bureau, own_region, of_another), (admin, own_region, of_another)),
    "maintenance.grant": (BUREAU,),
    "audit.see": (BUREAU,),
    "audit.export": (BUREAU,),
    "access.see": ((desk,), (maintenance, granted)),
    "setup.see": BOTH,
    "setup.act": BOTH,
    "enterprise.write": BOTH,
    "quarantine.decide": (BUREAU,),
    "export.see": ((exporter, own),),
    "export.take": ((exporter, own),),
    "feedback.open": ((bureau, own_region, own),),
    "person.number.unseal": (BUREAU,),
    "person.number.open": ((bureau, own_region, own),),
    # papers
    "paper.see": ((officer, assigned), *ORGAN_FILE),
    "paper.title.see": ((organ_staff, own_organ), *WATCHED),
    "paper.title.write": ((head, own_organ), BUREAU),
    "card.print": BOTH,
}
"""action → rows of predicates. 'public' is not in the table: those views have no actor."""

STEP_UP = frozenset({
    "export.make", "export.take", "audit.export", "card.revoke", "person.role", "person.reset", "person.number", "passkey.enrol",
    "feedback.unseal", "feedback.open", "import.undo", "person.number.unseal", "person.number.open",
    "clue.contact.unseal", "clue.contact.open",
})  # fmt: skip
"""Actions that want the proof of identity again, at most `FRESH` old."""

FRESH = timedelta(minutes=5)

TWO_PEOPLE = frozenset({
    "ruleset.adopt", "export.bulk", "feedback.unseal", "person.erase", "person.empower", "maintenance.grant",
    "person.number.unseal", "clue.contact.unseal",
})  # fmt: skip
"""Actions that one person asks for and another decides; whoever decides must be allowed the action."""


def may(actor: Actor, action: str, thing: Thing | None = None) -> bool:
    """Whether the actor may do this to the thing; without a thing, whether to any at all. Unknown actions: no."""
    return any(all(each.holds(actor, thing) for each in row) for row in MAY.get(action, ()))


def open_rows(actor: Actor, action: str) -> list[Row]:
    """The rows that are open to the actor; of each, the conditions left that only a thing can answer."""
    rows = [row for row in MAY.get(action, ()) if all(each.holds(actor, None) for each in row)]
    return [tuple(each for each in row if each.on != "actor") for row in rows]


def proved_lately(actor: Actor, now: datetime) -> bool:
    """Whether the actor proved again who they are, at most five minutes ago."""
    return actor.stepped_up_at is not None and now - actor.stepped_up_at <= FRESH
