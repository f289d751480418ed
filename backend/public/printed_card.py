"""The page that everybody scans: a printed card, read with one question instead of ten.

It finds what `check_code` and `card_facts` find, and leaves everything else to them: live codes, visits, refusals.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, and_, bindparam, func, select, true

from backend.certificates import codes
from backend.certificates.codes import CodeRefused, SignedCode
from backend.certificates.keyring import CODE
from backend.certificates.models import Card, CardState, SigningKey
from backend.certificates.states import Change, state_at
from backend.identity.models import Organ, Region
from backend.kernel.http import own_transaction, sessions
from backend.kernel.transaction import glance
from backend.public.facts import CardFacts, PlaceFacts
from backend.public.queries import visits_now
from backend.rulesets import service as rulesets
from backend.rulesets.queries import id_in_force

_NOW: BindParameter[datetime] = bindparam("now")
_moves = (
    select(*(
        func.array_agg(column).label(f"move_{column.key}")
        for column in (CardState.state, CardState.effective_from, CardState.effective_to, CardState.recorded_at)
    )).where(CardState.card_id == Card.id).correlate(Card).lateral("moves")
)  # fmt: skip
_key = and_(
    SigningKey.kid == bindparam("kid"), SigningKey.purpose == CODE, SigningKey.revoked_at.is_(None),
    SigningKey.not_before <= _NOW, SigningKey.verify_until > _NOW,
)  # fmt: skip
_CARD = (
    select(
        Card.id, Card.holder_name, Card.number, Card.organ_name, Card.field, Card.area, Card.issued_on, Card.expires_on,
        Card.cose,
        Organ.name_en.label("organ_en"), Region.path, Region.zone, Region.name.label("place"), Region.name_en.label("place_en"),
        SigningKey.public_key, SigningKey.region_code.label("key_region"), *_moves.c,
        visits_now(Card.person_id, _NOW).correlate(Card).scalar_subquery().label("visits_now"),
        id_in_force(Region.code, _NOW).correlate(Region).scalar_subquery().label("rule_set_id"),
    )
    .join(Organ, Organ.id == Card.organ_id).join(Region, Region.code == Card.region_code).join(SigningKey, _key)
    .join(_moves, true()).where(Card.code_id == bindparam("code_id"))
)  # fmt: skip
"""Built once, so that it is compiled once."""


def printed_card(text: str, now: datetime) -> CardFacts | None:
    """The card of a printed code, signature and key checked, as it is now; None for any other text, and for a false one."""
    read = _read(text)
    if read is None:
        return None
    code, data, card_id = read
    with glance(sessions()) as connection:
        row: Any = connection.execute(_CARD, {"code_id": card_id, "kid": code.kid, "now": now}).first()
    return _facts(row, now) if row is not None and _genuine(row, code, data) else None


def _read(text: str) -> tuple[SignedCode, bytes, bytes] | None:
    try:
        data = codes.from_text(text)
        code = codes.parse(data)
    except CodeRefused:
        return None
    return (code, data, code.payload.card_id) if isinstance(code.payload, codes.CardCode) else None


def _genuine(row: Any, code: SignedCode, data: bytes) -> bool:
    """It is the code that we printed, signed by a key of the card's own region or of one above it."""
    return row.cose == data and row.key_region in row.path.split("/") and codes.check(code, [row.public_key])


def _facts(row: Any, now: datetime) -> CardFacts:
    zone = ZoneInfo(row.zone)
    told = row.move_state, row.move_effective_from, row.move_effective_to, row.move_recorded_at
    moves = zip(*(each or () for each in told), strict=True)
    return CardFacts(
        card_id=row.id, name=row.holder_name, number=row.number, organ=row.organ_name, organ_en=row.organ_en,
        field=row.field, area=row.area, issued_on=row.issued_on, expires_on=row.expires_on, visits_now=row.visits_now,
        state=state_at([Change(*each) for each in moves], row.expires_on, now, zone),
        rights=_rights(row.rule_set_id), place=PlaceFacts(zone, row.place, row.place_en),
    )  # fmt: skip


def _rights(rule_set_id: Any) -> dict[str, list[str]]:
    """Rule sets never change, so that only the first page of each asks for it."""
    rules = rulesets.known(rule_set_id)
    if rules is not None:
        return rules.rights
    with own_transaction(read_only=True) as tx:
        return rulesets.rights_of(tx, rule_set_id)
