"""Critical cells of who may do what, written by hand from the rules (B-07–B-106), not from the table.

Each line is one cell: a persona, an action, and how the thing lies to the persona. `own` is the persona's own, `colleague`
somebody else's of the same organ, `sibling` of another organ of the region, `below` of a town below, `parent` of the
region above, `foreign` of another county whose code begins alike, `lent` a task of such another organ that a superior's
order sends the persona to. `granted` is maintenance with a grant in force.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from backend.identity.access.table import Thing
from backend.identity.actor import Actor

COUNTY, TOWN, CITY, NEXT = "42/4201/420117", "42/4201/420117/420117001", "42/4201", "42/4201/4201170"
ORGAN, ME, OTHER = uuid4(), uuid4(), uuid4()
MOMENT = datetime(2026, 4, 22, 2, 28, tzinfo=UTC)

THINGS = {
    "own": Thing(ORGAN, COUNTY, ME, frozenset({ME})),
    "colleague": Thing(ORGAN, COUNTY, OTHER, frozenset({OTHER})),
    "sibling": Thing(uuid4(), COUNTY, OTHER, frozenset({OTHER})),
    "below": Thing(uuid4(), TOWN, OTHER, frozenset({OTHER})),
    "parent": Thing(uuid4(), CITY, OTHER, frozenset({OTHER})),
    "foreign": Thing(uuid4(), NEXT, OTHER, frozenset({OTHER})),
    "lent": Thing(uuid4(), NEXT, OTHER, frozenset({OTHER, ME})),
}
YES, NO = True, False

CELLS = [
    # B-41, B-19: the head of the organ decides its tasks; the bureau those of its region; nobody decides beside or above
    ("head", "task.decide", "own", YES), ("head", "task.decide", "sibling", NO), ("head", "task.decide", "below", NO),
    ("bureau", "task.decide", "below", YES), ("bureau", "task.decide", "parent", NO),
    ("bureau", "task.decide", "foreign", NO), ("department", "task.decide", "own", NO),
    ("officer", "task.decide", "own", NO),
    # B-104: the administrator decides no visit, plays no recording, reads no rating and no sealed word
    ("admin", "task.decide", "own", NO), ("admin", "evidence.play", "own", NO), ("admin", "rating.see", "own", NO),
    ("admin", "feedback.unseal", "own", NO), ("admin", "visit.see", "own", NO), ("admin", "audit.see", "own", NO),
    # B-25, B-47: who plans and who gets a code
    ("department", "task.plan", "own", YES), ("officer", "task.plan", "own", NO), ("bureau", "task.plan", "own", NO),
    ("officer", "code.issue", "own", YES), ("officer", "code.issue", "colleague", NO),
    ("department", "code.issue", "sibling", NO),
    # B-57: only officers who are on it record a visit; the number beside a code is theirs alone
    ("officer", "inspection.record", "own", YES), ("officer", "inspection.record", "colleague", NO),
    ("supervisor", "inspection.record", "own", NO), ("bureau", "inspection.record", "own", NO),
    ("officer", "code.watch", "own", YES), ("officer", "code.watch", "colleague", NO),
    ("head", "code.watch", "own", NO),
    # B-11: whoever is lent to a task sees, checks in and records it, and does nothing else of that organ
    ("officer", "task.see", "lent", YES), ("officer", "inspection.see", "lent", YES),
    ("officer", "inspection.record", "lent", YES), ("officer", "media.declare", "lent", YES),
    ("officer", "code.watch", "lent", YES), ("officer", "code.issue", "lent", NO),
    ("officer", "task.see", "foreign", NO), ("officer", "inspection.see", "sibling", NO),
    ("officer", "inspection.record", "foreign", NO), ("department", "task.see", "lent", NO),
    # B-65: recordings are played at the desk of the organ and of the bureau, not by the one who made them
    ("head", "evidence.play", "colleague", YES), ("head", "evidence.play", "sibling", NO),
    ("bureau", "evidence.play", "sibling", YES), ("bureau", "evidence.play", "foreign", NO),
    ("officer", "evidence.play", "own", NO), ("supervisor", "evidence.play", "own", NO),
    # B-74: what the enterprise said is the supervision side's
    ("bureau", "rating.see", "below", YES), ("head", "rating.see", "own", NO), ("officer", "rating.see", "own", NO),
    ("department", "alert.voiced.see", "own", NO), ("bureau", "alert.voiced.see", "own", YES),
    ("bureau", "feedback.unseal", "below", YES), ("bureau", "feedback.unseal", "parent", NO),
    ("reviewer", "feedback.unseal", "own", NO),
    # B-98: an organ may take the alerts about itself, never close them
    ("head", "alert.answer", "own", YES), ("head", "alert.close", "own", NO), ("bureau", "alert.close", "own", YES),
    ("bureau", "alert.close", "parent", NO), ("department", "alert.answer", "own", NO),
    # B-77, B-78: a supervisor hands in and sees his or her own sheets
    ("supervisor", "observation.submit", "own", YES), ("supervisor", "observation.see", "own", YES),
    ("supervisor", "observation.see", "sibling", NO), ("department", "observation.see", "own", NO),
    ("supervisor", "visit.see", "own", NO), ("supervisor", "inspection.check_in", "own", NO),
    # legal reviewers read the file of their organ and change nothing
    ("reviewer", "task.see", "colleague", YES), ("reviewer", "task.see", "sibling", NO),
    ("reviewer", "task.plan", "own", NO), ("reviewer", "card.move", "own", NO),
    # people, organs, regions: the administrator of the region; nobody above or beside
    ("admin", "person.write", "below", YES), ("admin", "person.write", "parent", NO),
    ("admin", "person.write", "foreign", NO), ("bureau", "person.write", "own", NO), ("head", "person.write", "own", NO),
    ("head", "person.see", "colleague", YES), ("head", "person.see", "sibling", NO),
    ("supervisor", "person.see", "own", NO), ("admin", "region.write", "own", YES),
    ("bureau", "region.write", "own", NO), ("admin", "person.device.revoke", "below", YES),
    ("head", "person.device.revoke", "own", NO),
    # B-92, B-96: certificates are the bureau's and the administration's to move
    ("bureau", "card.move", "below", YES), ("admin", "card.issue", "own", YES), ("head", "card.issue", "own", NO),
    ("officer", "card.see", "colleague", YES), ("officer", "card.see", "sibling", NO),
    # B-15: items are the head's, lists the bureau's, rule sets of the bureau
    ("head", "item.write", "own", YES), ("department", "item.write", "own", NO), ("head", "item.write", "sibling", NO),
    ("bureau", "list.publish", "own", YES), ("admin", "list.publish", "own", NO),
    ("bureau", "ruleset.propose", "own", YES), ("head", "ruleset.propose", "own", NO),
    # one's own sessions, phones and messages; never another's
    ("officer", "session.revoke", "own", YES), ("officer", "session.revoke", "colleague", NO),
    ("admin", "session.revoke", "colleague", NO), ("officer", "device.revoke", "colleague", NO),
    ("head", "inbox.see", "colleague", NO), ("officer", "upload.write", "colleague", NO),
    # B-104: the record is the bureau's, of its region
    ("bureau", "audit.see", "below", YES), ("bureau", "audit.see", "parent", NO), ("head", "audit.see", "own", NO),
    # nobody decides his or her own request
    ("bureau", "approval.decide", "own", NO), ("bureau", "approval.decide", "sibling", YES),
    ("bureau", "approval.decide", "foreign", NO), ("department", "approval.decide", "sibling", NO),
    ("department", "approval.see", "own", YES), ("department", "approval.see", "colleague", NO),
    # B-106: maintenance staff without a grant see their own session and nothing else
    ("maintenance", "session.see", "own", YES), ("maintenance", "visit.see", "own", NO),
    ("maintenance", "organ.list", "own", NO), ("maintenance", "person.see", "own", NO),
    ("maintenance", "inbox.see", "own", NO), ("maintenance", "events.follow", "own", NO),
    ("granted", "visit.see", "below", YES), ("granted", "visit.see", "parent", NO),
    ("granted", "evidence.play", "own", YES), ("granted", "feedback.unseal", "own", NO),
    ("granted", "audit.see", "own", NO), ("granted", "task.decide", "own", NO), ("granted", "card.move", "own", NO),
    # those who stand in a register only
    ("assistant", "session.see", "own", NO), ("expert", "task.see", "own", NO),
]  # fmt: skip


def actor(role: str) -> Actor:
    made = Actor(ME, ORGAN, role, "某人", "420117", COUNTY, "zh")
    if role == "granted":
        return replace(made, role="maintenance", granted_until=MOMENT + timedelta(hours=1))
    return made
