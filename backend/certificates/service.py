"""Issue cards and visit codes, move cards through their states, note scans of live codes."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from backend.certificates import codes, queries
from backend.certificates.events import CardIssued, CardMoved, CodeScanned
from backend.certificates.keyring import code_key
from backend.certificates.models import Card, CardState, CodeScan, VisitCode
from backend.certificates.problems import MOVE_REFUSED, PHOTO_TOO_LARGE
from backend.certificates.short_codes import new_short_code
from backend.certificates.states import ENDS, STATE_NAMES, may_move, state_at
from backend.identity.queries import region
from backend.journal.record import record
from backend.kernel.ids import uuid7
from backend.kernel.problems import ProblemRaised
from backend.kernel.signing import PrivateKey

MOST_PHOTO_BYTES = 20 * 1024
MOST_SCANS_OF_A_STEP = 5
"""More than this many readers of one 15-second step means that the picture was passed on."""


@dataclass(frozen=True, slots=True)
class CardDraft:
    """What a card says (B-90): everything on it is public."""

    person_id: UUID
    organ_id: UUID
    region: str
    number: str
    holder_name: str
    organ_name: str
    field: str
    issued_on: date
    expires_on: date
    photo: bytes
    kind: str = "enforcement"
    area: str = ""
    issuer: str = ""
    replaces_id: UUID | None = None


def issue_card(
    tx: Session, draft: CardDraft, *, active_from: datetime, now: datetime, keys: Path, state: str = "active",
    operator_id: UUID | None = None, document: str | None = None,
) -> Card:  # fmt: skip
    """A new card, active (or only applied for) from the given moment, with its printed code.

    Raises PHOTO_TOO_LARGE and NO_KEY.
    """
    if len(draft.photo) > MOST_PHOTO_BYTES:
        raise PHOTO_TOO_LARGE(field="photo")
    key = code_key(tx, keys, draft.region, now)
    card = new_card(draft, _free_place(tx), key)
    write_card(tx, card, active_from=active_from, now=now, state=state, operator_id=operator_id, document=document)
    return card


def write_card(
    tx: Session, card: Card, *, active_from: datetime, now: datetime, state: str, operator_id: UUID | None,
    document: str | None,
) -> None:  # fmt: skip
    """Put a new card into the register with the first state of its life."""
    tx.add(card)
    tx.flush()
    reason = "issued" if state == "active" else "applied"
    _add_state(tx, card.id, state, active_from, None, reason, document, operator_id, now)
    record(tx, CardIssued(card_id=card.id, organ_id=card.organ_id, region=card.region_code))


def move_card(
    tx: Session, card_id: UUID, state: str, *, effective_from: datetime, effective_to: datetime | None = None,
    reason: str, document: str | None, operator_id: UUID | None, now: datetime,
) -> None:  # fmt: skip
    """Suspend, restore or end a card from a moment on (B-92). Raises MOVE_REFUSED, also where a later end exists."""
    card = tx.execute(select(Card).where(Card.id == card_id).with_for_update()).scalar_one()
    before = state_before(tx, card, effective_from)
    if not may_move(before, state):
        raise refusal(before, state)
    _add_state(tx, card_id, state, effective_from, effective_to, reason, document, operator_id, now)
    record(tx, CardMoved(card_id, card.organ_id, card.region_code, state, effective_from, effective_to))


def refusal(before: str, wanted: str) -> ProblemRaised:
    """Why the law does not know this move, in words."""
    (zh, en), (wanted_zh, wanted_en) = STATE_NAMES[before], STATE_NAMES[wanted]
    return MOVE_REFUSED(
        field="state", state=before, wanted=wanted, state_zh=zh, state_en=en, wanted_zh=wanted_zh, wanted_en=wanted_en
    )


def status_at(tx: Session, card_id: UUID, moment: datetime) -> str:
    """What the card was at that moment (B-97): active, suspended, expired, cancelled, recalled, revoked, lost, missing."""
    return queries.states_at(tx, [card_id], moment).get(card_id, "missing")


def issue_visit_code(
    tx: Session, *, task_id: UUID, organ_id: UUID, region: str, notice_hash: bytes,
    valid_from: datetime, valid_to: datetime, now: datetime, keys: Path,
) -> VisitCode:  # fmt: skip
    """The code of an approved visit (B-47); `notice_hash` is the whole SHA-256, `keys` the folder of private keys.

    Raises NO_KEY. Whether the visit may be admitted is the caller's question.
    """
    code_id, cut = secrets.token_bytes(codes.ID_BYTES), notice_hash[: codes.HASH_BYTES]
    payload = codes.VisitCode(code_id, cut, valid_from, valid_to)
    code = VisitCode(
        id=uuid7(), code_id=code_id, short_code=new_short_code(), task_id=task_id, organ_id=organ_id,
        region_code=region, notice_hash=cut, valid_from=valid_from, valid_to=valid_to,
        cose=codes.sign(payload, code_key(tx, keys, region, now)), issued_at=now, cancelled_at=None,
    )  # fmt: skip
    tx.add(code)
    tx.flush()
    return code


def cancel_visit_code(tx: Session, task_id: UUID, now: datetime) -> bool:
    """End the code of a visit that will not take place; False when it had none or it was over already."""
    open_code = VisitCode.task_id == task_id, VisitCode.cancelled_at.is_(None)
    ended = tx.execute(update(VisitCode).where(*open_code).values(cancelled_at=now).returning(VisitCode.id))
    return ended.first() is not None


def withdraw_visit_code(tx: Session, task_id: UUID, why: str, now: datetime) -> bool:
    """End a code while its visit stays planned, and may get another: `why` is 'card', 'officers', 'joint' or 'day'."""
    standing = VisitCode.task_id == task_id, VisitCode.withdrawn_for.is_(None)
    ended = update(VisitCode).where(*standing).values(cancelled_at=now, withdrawn_for=why)
    return tx.execute(ended.returning(VisitCode.id)).first() is not None


def hand_over_visit_code(tx: Session, task_id: UUID, to: UUID) -> None:
    """The code that stands goes on under another task: the one that leads the joint visit now (B-29)."""
    standing = VisitCode.task_id == task_id, VisitCode.withdrawn_for.is_(None)
    tx.execute(update(VisitCode).where(*standing).values(task_id=to))


def revive_visit_code(tx: Session, task_id: UUID) -> None:
    """The visit of a code that had lapsed turns out to have come: the code was not withdrawn, its day is over."""
    lapsed = VisitCode.task_id == task_id, VisitCode.withdrawn_for.is_(None)
    tx.execute(update(VisitCode).where(*lapsed).values(cancelled_at=None))


def note_scan(tx: Session, subject: Card | VisitCode, step: int, now: datetime) -> CodeScan | None:
    """A reader opened the page of a fresh live code: give it a number from 10 to 99.

    None when this step was read too often: a picture that many people hold proves nobody's presence.
    """
    kind = "visit" if isinstance(subject, VisitCode) else "card"
    tx.execute(select(func.pg_advisory_xact_lock(int.from_bytes(subject.code_id[:7], "big"))))
    earlier = queries.scans_of_step(tx, subject.code_id, step)
    if len(earlier) >= MOST_SCANS_OF_A_STEP:
        return None
    scan = CodeScan(id=uuid7(), code_id=subject.code_id, step=step, number=_number(earlier), scanned_at=now)
    tx.add(scan)
    told = CodeScanned(kind, subject.code_id.hex(), scan.number, step, subject.organ_id, subject.region_code)
    record(tx, told)
    return scan


def new_card(draft: CardDraft, place: int, key: PrivateKey) -> Card:
    """The card of a draft at its place in the status list, with its signed code; not yet in the register."""
    code_id, photo_hash = secrets.token_bytes(codes.ID_BYTES), sha256(draft.photo).digest()
    payload = codes.CardCode(code_id, place, draft.issued_on, draft.expires_on, photo_hash[: codes.HASH_BYTES])
    return Card(
        id=uuid7(), code_id=code_id, number=draft.number, person_id=draft.person_id, organ_id=draft.organ_id,
        region_code=draft.region, holder_name=draft.holder_name, organ_name=draft.organ_name, field=draft.field,
        issued_on=draft.issued_on, expires_on=draft.expires_on, status_index=place, photo=draft.photo,
        photo_hash=photo_hash, cose=codes.sign(payload, key), kind=draft.kind, area=draft.area, issuer=draft.issuer,
        replaces_id=draft.replaces_id,
    )  # fmt: skip


def put_photo(tx: Session, card: Card, photo: bytes, *, now: datetime, keys: Path) -> None:
    """The portrait of a card that has none; its printed code, which vouches for the portrait, is signed anew (B-90).

    The card keeps its number and its place. Raises NO_KEY.
    """
    card.photo, card.photo_hash = photo, sha256(photo).digest()
    card.cose = codes.sign(_printed(card), code_key(tx, keys, card.region_code, now))


def _printed(card: Card) -> codes.CardCode:
    cut = card.photo_hash[: codes.HASH_BYTES]
    return codes.CardCode(card.code_id, card.status_index, card.issued_on, card.expires_on, cut)


def _free_place(tx: Session) -> int:
    """A place that no card of the installation has; of two who draw the same at once the table refuses one."""
    while tx.scalar(select(Card.id).where(Card.status_index == (place := secrets.randbelow(codes.STATUS_PLACES)))):
        pass
    return place


def state_before(tx: Session, card: Card, moment: datetime) -> str:
    """What a move at this moment starts from: an end that is recorded for later stands against it too."""
    changes = queries.changes_of(tx, [card.id]).get(card.id, [])
    ended = [change for change in changes if change.state in ENDS]
    if ended:
        return max(ended, key=lambda each: each.place).state
    return state_at(changes, card.expires_on, moment, ZoneInfo(region(tx, card.region_code).zone))


def _add_state(
    tx: Session, card_id: UUID, state: str, effective_from: datetime, effective_to: datetime | None,
    reason: str, document: str | None, operator_id: UUID | None, now: datetime,
) -> None:  # fmt: skip
    row = CardState(
        id=uuid7(), card_id=card_id, state=state, effective_from=effective_from, effective_to=effective_to,
        reason=reason, document=document, operator_id=operator_id, recorded_at=now,
    )  # fmt: skip
    tx.add(row)
    tx.flush()


def _number(earlier: list[CodeScan]) -> int:
    taken = {scan.number for scan in earlier}
    return secrets.choice([number for number in range(10, 100) if number not in taken])
