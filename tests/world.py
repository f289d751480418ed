"""People and places in the words of the domain; rows are made directly, so that a test says only what it is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from backend.certificates.models import Card, CardState
from backend.config import Settings
from backend.enterprises.models import Enterprise, Site
from backend.identity import queries
from backend.identity.models import Organ, Person, Region, SignIn
from backend.identity.publishing import SUBJECTS
from backend.identity.signin.passwords import hash_password
from backend.kernel.http import App
from backend.kernel.ids import uuid7
from backend.kernel.transaction import Sessions
from backend.planning.models import Item
from backend.planning.plans.models import InspectionPlan, PlanEdition
from backend.rulesets.models import RuleSetRow
from tests.contract import HeldClient

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
FOREVER_AGO = datetime(2020, 1, 1, tzinfo=UTC)
TOWN = (114.80, 30.84)


class FrozenClock:
    """A clock that stands until it is moved."""

    def __init__(self, moment: datetime):
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def advance(self, **delta: float) -> None:
        self.moment += timedelta(**delta)


@dataclass(frozen=True)
class SignedIn:
    """Somebody with a session token."""

    person: Person
    token: str


class World:
    """Makes regions, organs, people, cards, enterprises, items and rule sets; each method commits."""

    def __init__(self, sessions: Sessions, clock: FrozenClock, settings: Settings):
        self.sessions, self.clock, self.settings = sessions, clock, settings
        self._count = 0
        self.region = self._region("420117", "42/4201/420117")
        self.rules: RuleSetRow | None = None

    def _add(self, *rows: Any) -> None:
        with self.sessions() as tx:
            tx.add_all(rows)
            tx.commit()

    def look(self, question: Callable[[Session], Any]) -> Any:
        """Ask the database something."""
        with self.sessions() as tx:
            return question(tx)

    def number(self) -> int:
        self._count += 1
        return self._count

    def _region(self, code: str, path: str) -> Region:
        region = Region(
            code=code,
            path=path,
            name="示范区（样例）",
            name_en="Demo District",
            zone="Asia/Shanghai",
            scheme="uscc",
            west=114.6,
            south=30.7,
            east=115.0,
            north=31.0,
            demo=True,
        )
        self._add(region)
        return region

    def other_region(self, code: str = "420116") -> Region:
        return self._region(code, f"42/4201/{code}")

    def organ(
        self,
        name: str = "示范区市场监督管理局",
        *,
        kind: str = "administrative",
        region: Region | None = None,
        published_on: date | None = date(2025, 1, 1),
        planned: bool = True,
    ) -> Organ:
        """An organ; a `planned` one has published annual plans round the year of the clock (B-17)."""
        n = self.number()
        organ = Organ(
            id=uuid7(),
            region_code=(region or self.region).code,
            code=f"ORG{n:04}",
            name=name,
            name_en=f"Organ {n}",
            kind=kind,
            published_on=published_on,
        )
        self._add(organ)
        if planned and kind in SUBJECTS:
            self.plan(organ, *range(self.clock.now().year - 2, self.clock.now().year + 3))
        return organ

    def plan(self, organ: Organ, *years: int, published_on: date | None = None, ended_on: date | None = None) -> None:
        """Annual plans of the organ without lines, published on New Year's Day or on that day."""
        for year in years:
            plan = InspectionPlan(
                id=uuid7(), organ_id=organ.id, kind="annual", year=year, title="", document="", approver="",
                opened_at=FOREVER_AGO,
            )  # fmt: skip
            first = published_on or date(year, 1, 1)
            edition = PlanEdition(
                id=uuid7(), plan_id=plan.id, n=1, state="filed", reason="", filing_number="备案1号", filed_on=first,
                published_on=first, ended_on=ended_on, withdrawn_reason="", version=1,
            )  # fmt: skip
            self._add(plan)
            self._add(edition)

    def person(self, role: str, organ: Organ, name: str = "周明远", password: str = "demo-password-1") -> SignedIn:
        n = self.number()
        person = Person(
            id=uuid7(),
            organ_id=organ.id,
            login=f"{role}{n}",
            name=name,
            role=role,
            language="zh",
            active=True,
            password_hash=hash_password(password, 64),
        )
        token, now = f"token-{role}-{n}", self.clock.now()
        # Test people stay signed in for years, so that a test may move the clock.
        session = SignIn(
            token_hash=queries.token_hash(token),
            person_id=person.id,
            created_at=FOREVER_AGO,
            expires_at=now + timedelta(days=3650),
        )
        self._add(person)
        self._add(session)
        return SignedIn(person, token)

    def proved(self, who: SignedIn) -> SignedIn:
        """The same person, who has just proved again who they are (step-up)."""
        fresh = update(SignIn).where(SignIn.token_hash == queries.token_hash(who.token))
        self.look(lambda tx: (tx.execute(fresh.values(stepped_up_at=self.clock.now())), tx.commit()))
        return who

    def officer(self, organ: Organ, name: str = "周明远", *, card: str | None = "active") -> SignedIn:
        """An officer with a card in this state ('active', 'suspended', …), or without one."""
        signed_in = self.person("officer", organ, name)
        if card:
            self.card(signed_in.person, organ, state=card)
        return signed_in

    def card(
        self,
        person: Person,
        organ: Organ,
        *,
        state: str = "active",
        expires_on: date = date(2028, 12, 31),
        number: str | None = None,
    ) -> Card:
        n = self.number()
        card = Card(
            id=uuid7(),
            code_id=sha256(f"card{n}{person.id}".encode()).digest()[:12],
            number=number or f"1701010{n:04}",
            person_id=person.id,
            organ_id=organ.id,
            region_code=organ.region_code,
            holder_name=person.name,
            organ_name=organ.name,
            field="市场监管",
            issued_on=date(2024, 1, 1),
            expires_on=expires_on,
            status_index=n,
            photo=b"",
            photo_hash=bytes(32),
            cose=b"",
        )
        first = CardState(
            id=uuid7(),
            card_id=card.id,
            state="active",
            effective_from=FOREVER_AGO,
            reason="issued",
            recorded_at=FOREVER_AGO,
        )
        self._add(card)
        self._add(first)
        if state != "active":
            self.card_state(card, state, since=self.clock.now() - timedelta(days=1))
        return card

    def card_state(self, card: Card, state: str, *, since: datetime, until: datetime | None = None) -> None:
        self._add(
            CardState(
                id=uuid7(),
                card_id=card.id,
                state=state,
                effective_from=since,
                effective_to=until,
                reason="test",
                recorded_at=since,
            )
        )

    def enterprise(
        self,
        name: str = "示范区云川食品有限公司",
        *,
        classes: tuple[str, ...] = (),
        region: Region | None = None,
        offset_m: float = 0,
        place_type: str = "urban",
        with_position: bool = True,
        uscc: str | None = None,
    ) -> tuple[Enterprise, Site]:
        """An enterprise with one site; `offset_m` moves it north of the town's middle."""
        region = region or self.region
        enterprise = Enterprise(
            id=uuid7(),
            region_code=region.code,
            region_path=region.path,
            scheme="uscc",
            identifier=uscc or valid_uscc(self.number()),
            identifier_ok=True,
            name=name,
            classes=list(classes),
            source={},
        )
        where = f"SRID=4326;POINT({TOWN[0]} {TOWN[1] + offset_m / 111_320})" if with_position else None
        site = Site(
            id=uuid7(), enterprise_id=enterprise.id, address="示范大道 1 号", place_type=place_type, location=where
        )
        self._add(enterprise)
        self._add(site)
        return enterprise, site

    def item(self, organ: Organ, *, published_on: date | None = date(2025, 1, 1), **told: Any) -> Item:
        n = self.number()
        usual = {
            "code": f"C60-{n:04}", "name": "食品生产日常监督检查", "name_en": "Routine food check",
            "basis": "《食品安全法》第一百一十条", "in_force_from": date(2025, 1, 1),
        }  # fmt: skip
        item = Item(id=uuid7(), organ_id=organ.id, published_on=published_on, **{**usual, **told})
        self._add(item)
        return item

    def rule_set(
        self, body: dict[str, Any] | None = None, *, region: Region | None = None, since: datetime = FOREVER_AGO
    ) -> RuleSetRow:
        """A rule set in force; the default body has the quiet calendar of the 1st–20th and a cap of 2."""
        row = RuleSetRow(
            id=uuid7(),
            region_code=(region or self.region).code,
            effective_from=since,
            approved_by="示范区司法局",
            source_document="样例〔2026〕1号",
            body=body if body is not None else {},
        )
        self._add(row)
        self.rules = row
        return row


class Api:
    """A client for somebody: adds the session cookie and a fresh Idempotency-Key to writes."""

    def __init__(self, app: App, world: World):
        self.app, self.world = app, world
        app.test_client_class = HeldClient

    def as_(self, who: SignedIn | None) -> Caller:
        client = self.app.test_client()
        if who is not None:
            client.set_cookie("lm_session", who.token, domain="localhost")
        return Caller(client)


class Caller:
    """Sends requests below /api/v1."""

    def __init__(self, client: FlaskClient):
        self.client = client

    def get(self, path: str, **extra: Any) -> TestResponse:
        return self.client.get(f"/api/v1{path}", **extra)

    def post(self, path: str, body: Any = None, *, key: UUID | str | None = None, **extra: Any) -> TestResponse:
        headers = {"Idempotency-Key": str(key or uuid7()), **extra.pop("headers", {})}
        return self.client.post(f"/api/v1{path}", json={} if body is None else body, headers=headers, **extra)

    def put(self, path: str, body: Any = None, *, key: UUID | str | None = None, **extra: Any) -> TestResponse:
        headers = {"Idempotency-Key": str(key or uuid7()), **extra.pop("headers", {})}
        return self.client.put(f"/api/v1{path}", json={} if body is None else body, headers=headers, **extra)

    def delete(self, path: str, **extra: Any) -> TestResponse:
        return self.client.delete(f"/api/v1{path}", headers={"Idempotency-Key": str(uuid7())}, **extra)


def valid_uscc(n: int) -> str:
    """A made-up USCC of the demo series with the right check character (GB 32100-2015)."""
    body = f"91420117MA{_base31(n, 7)}"
    total = sum(USCC_ALPHABET.index(c) * weight for c, weight in zip(body, USCC_WEIGHTS, strict=True))
    return body + USCC_ALPHABET[(31 - total % 31) % 31]


def _base31(n: int, width: int) -> str:
    digits = ""
    for _ in range(width):
        n, rest = divmod(n, 31)
        digits = USCC_ALPHABET[rest] + digits
    return digits
