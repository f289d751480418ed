"""Nobody gets into an account that supervises or administers by one person's hand alone (B-104).

A one-time password for such an account, and such a role, want the yes of somebody of the bureau, once there is another
there who can give it. The yes opens this one order, once, for who asked, within a day.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from backend.approvals.engine import on_approval, request
from backend.approvals.models import ApprovalRequest
from backend.approvals.problems import CONCERNED
from backend.config import Settings
from backend.identity import queries as people
from backend.identity.actor import Actor
from backend.identity.models import Person

KIND = "person.empower"
POWERFUL = ("bureau", "admin")
RESET = "reset"
OPEN_FOR = timedelta(hours=24)


def wanted_yes(
    tx: Session, *, actor: Actor, person: Person, role: str, deed: str, reason: str, now: datetime
) -> ApprovalRequest | None:
    """None: the order may be carried out, and the yes that it needed is used up. Else the request that waits for one.

    `role` is what the account would open, `deed` the order: RESET, or the role that is given.
    """
    path = people.region_path_of(tx, person.organ_id) or ""
    if role not in POWERFUL or not people.bureau_in_reach(tx, path, but=(actor.person_id, person.id)):
        return None
    subject = {"person_id": str(person.id), "deed": deed}
    if _use_up(tx, actor, subject, now):
        return None
    return _waiting(tx, actor, subject, now) or request(
        tx, KIND, subject, actor=actor, reason=reason, now=now, region_path=path
    )


@on_approval(KIND)
def agreed(tx: Session, asked: ApprovalRequest, decider: Actor, now: datetime, settings: Settings) -> None:
    """Nothing happens by the yes itself: who asked gives the order again. Raises CONCERNED for the account's owner."""
    if asked.subject["person_id"] == str(decider.person_id):
        raise CONCERNED()


def _use_up(tx: Session, actor: Actor, subject: dict[str, str], now: datetime) -> bool:
    found = _asked(actor, subject).where(
        ApprovalRequest.state == "approved", ApprovalRequest.decided_at > now - OPEN_FOR,
        ~ApprovalRequest.subject.has_key("used_at"),
    )  # fmt: skip
    yes = tx.scalars(found.with_for_update()).first()
    if yes is not None:
        yes.subject = {**yes.subject, "used_at": now.isoformat()}
    return yes is not None


def _waiting(tx: Session, actor: Actor, subject: dict[str, str], now: datetime) -> ApprovalRequest | None:
    open_now = ApprovalRequest.state == "waiting", ApprovalRequest.expires_at > now
    return tx.scalars(_asked(actor, subject).where(*open_now)).first()


def _asked(actor: Actor, subject: dict[str, str]) -> Select[ApprovalRequest]:
    mine = select(ApprovalRequest).where(
        ApprovalRequest.kind == KIND, ApprovalRequest.requested_by == actor.person_id,
        ApprovalRequest.subject.contains(subject),
    )  # fmt: skip
    return mine.order_by(ApprovalRequest.requested_at)
