"""Cards from a table: the holder by the organ's code and number or name. Portraits come later, with the renewed card."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from backend.certificates import codes, queries, service
from backend.certificates.issuing import Application, warnings
from backend.certificates.keyring import code_key
from backend.certificates.models import Card
from backend.certificates.problems import HAS_ONE, NOT_A_HOLDER, NUMBER_TAKEN
from backend.certificates.service import CardDraft
from backend.certificates.states import KINDS
from backend.identity import queries as identity
from backend.identity.access.scope import inside
from backend.identity.models import Organ, Person, Region
from backend.kernel.csv_rows import Row
from backend.policy.ruleset import RuleSet
from backend.registers.importers import Column, Counts, ImportWork, RowRefused, importer
from backend.registers.tables.cells import day_of, texts_of
from backend.rulesets import service as rulesets

KIND_WORDS = {"行政执法证": "enforcement", "人民警察证": "police", "部门执法证": "ministry", "": "enforcement"}
LENGTHS = {"number": 40, "field": 100, "area": 100, "document": 200}
STANDING = ("applied", "active", "suspended")
COLUMNS = (
    Column("organ", "单位编码", "organ code", True, ("单位",), "单位名册中的编码", "as in the register of organs"),
    Column("person", "工号", "person number", False, ("编号",), "本单位编号，不是身份证号", "the organ's own number"),
    Column("name", "姓名", "name", True),
    Column("number", "证号", "card number", True, ("执法证号", "证件编号")),
    Column("kind", "证件种类", "kind", False, (), "行政执法证、人民警察证、部门执法证", ", ".join(KINDS)),
    Column("field", "执法领域", "field", False),
    Column("area", "执法区域", "area", False),
    Column("issued_on", "发证日期", "issued on", True, (), "2026-01-31", "2026-01-31"),
    Column("expires_on", "有效期至", "expires on", True, (), "2031-01-30", "2031-01-30"),
    Column("document", "核发文书", "document", False),
)


class Holders:
    """Officers of the region and the cards that stand, so that no row asks the database."""

    def __init__(self, work: ImportWork):
        tx, here = work.tx, inside(Region.path, work.region.path)
        self.people: dict[tuple[str, str], list[tuple[Person, Organ]]] = defaultdict(list)
        officers = select(Person, Organ).join(Organ, Organ.id == Person.organ_id).join(Region)
        for person, organ in tx.execute(officers.where(here, Person.role == "officer", Person.active)):
            for name in {person.name, f"#{person.number}"}:
                self.people[organ.code, name].append((person, organ))
        rows = tx.scalars(select(Card)).all()
        self.numbers = {each.number: each for each in rows if each.superseded_at is None}
        self.places = {each.status_index for each in rows}
        states = {view.id: view.state for view in queries.card_views(tx, rows, work.now)}
        self.held: dict[tuple[UUID, str], str] = {
            (each.person_id, each.kind): each.number for each in rows if states[each.id] in STANDING
        }

    def free_place(self) -> int:
        """A place in the status lists that no card has."""
        while (place := secrets.randbelow(codes.STATUS_PLACES)) in self.places:
            pass
        self.places.add(place)
        return place


@importer("cards", zh="执法证件", en="certificates", action="card.issue", columns=COLUMNS)
def put_in(work: ImportWork, rows: Iterator[Row]) -> Counts:
    """New cards come in, active from the day of issue; a card whose number its holder has already is known."""
    holders, rules = Holders(work), rulesets.in_force(work.tx, work.region.code, work.now)
    issuer = identity.organ(work.tx, work.actor.organ_id).name
    key, counts = code_key(work.tx, work.settings.data_dir / "keys", work.region.code, work.now), {"new": 0, "known": 0}
    for row in rows:
        with work.judging(row):
            draft = _draft(work, holders, rules, row, issuer)
            if draft is None:
                counts["known"] += 1
                work.tell(row.number, "known", row.get("name"))
                continue
            begins = datetime.combine(draft.issued_on, time(), ZoneInfo(work.region.zone))
            card = service.new_card(draft, holders.free_place(), key)
            service.write_card(
                work.tx, card, active_from=begins, now=work.now, state="active", operator_id=work.actor.person_id,
                document=row.get("document") or None,
            )  # fmt: skip
            holders.numbers[card.number], holders.held[card.person_id, card.kind] = card, card.number
            work.tell(row.number, "new", card.holder_name)
            counts["new"] += 1
    return Counts(**counts)


def _draft(work: ImportWork, holders: Holders, rules: RuleSet, row: Row, issuer: str) -> CardDraft | None:
    """The card of a row; None for one that is known. Raises RowRefused and the problems of issuing."""
    person, organ = _holder(holders, row)
    face = _face(row, rules)
    known = holders.numbers.get(face.number)
    if known is not None and known.person_id == person.id:
        return None
    if known is not None:
        raise NUMBER_TAKEN(field="number", number=face.number)
    if (person.id, face.kind) in holders.held:
        raise HAS_ONE(field="name", number=holders.held[person.id, face.kind])
    for each in warnings(face, rules):
        work.warn(row, "number" if each["code"] == "card.pattern" else "expires_on", **each["sentence"])
    return CardDraft(
        person_id=person.id, organ_id=organ.id, region=work.region.code, number=face.number, holder_name=person.name,
        organ_name=organ.name, field=face.field, issued_on=face.issued_on, expires_on=face.expires_on, photo=b"",
        kind=face.kind, area=face.area, issuer=issuer,
    )  # fmt: skip


def _holder(holders: Holders, row: Row) -> tuple[Person, Organ]:
    name = f"#{row.get('person')}" if row.get("person") else row.get("name")
    found = holders.people.get((row.get("organ"), name), [])
    if len(found) > 1:
        raise RowRefused(
            "person", "该单位有同名人员，请填工号", "the organ has several people of this name; give a number"
        )
    if not found:
        raise NOT_A_HOLDER(field="name")
    return found[0]


def _face(row: Row, rules: RuleSet) -> Application:
    texts: dict[str, Any] = texts_of(row, LENGTHS, required=("number",))
    kind = KIND_WORDS.get(row.get("kind"), row.get("kind"))
    if kind not in rules.card.kinds:
        raise RowRefused("kind", "现行规则不认可此类证件", "the rules in force do not take this kind")
    issued_on, expires_on = day_of(row, "issued_on"), day_of(row, "expires_on")
    if issued_on is None or expires_on is None or expires_on < issued_on:
        raise RowRefused(
            "expires_on", "日期为空，或截止日早于发证日", "a day is missing, or the card ends before it begins"
        )
    return Application(kind=kind, issued_on=issued_on, expires_on=expires_on, **texts)
