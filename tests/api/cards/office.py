"""The bureau's office that issues cards, in the words of the domain."""

from __future__ import annotations

import base64
from datetime import date
from io import BytesIO
from typing import Any

from PIL import Image
from sqlalchemy import update

from backend.certificates import service
from backend.certificates.models import Card
from backend.certificates.portraits import portrait
from backend.identity.models import SignIn
from backend.identity.queries import token_hash
from tests.api.desk import Desk
from tests.world import FOREVER_AGO, Api, SignedIn, World


def local(day: str, clock: str = "00:00") -> str:
    """A moment in Shanghai as the wire has it."""
    return f"{day}T{clock}:00+08:00"


def encoded(picture: Image.Image, kind: str = "JPEG", **options: Any) -> str:
    """A photo as the desk sends it."""
    out = BytesIO()
    picture.save(out, format=kind, **options)
    return base64.b64encode(out.getvalue()).decode()


def photo(size: tuple[int, int] = (600, 800), kind: str = "JPEG", colour: str = "#88aacc") -> str:
    return encoded(Image.new("RGB", size, colour), kind)


class Office:
    """A desk that plans visits, and the bureau's officer who issues its cards and has just proved who she is."""

    def __init__(self, world: World, api: Api, rules: dict[str, Any] | None = None):
        self.world, self.api = world, api
        self.desk = Desk(world, api, rules)
        self.issuer = self.desk.bureau
        self.prove(self.issuer)

    def prove(self, who: SignedIn) -> None:
        """The session has proved a moment ago who it is."""
        with self.world.sessions() as tx:
            session = update(SignIn).where(SignIn.token_hash == token_hash(who.token))
            tx.execute(session.values(stepped_up_at=self.world.clock.now()))
            tx.commit()

    def signed_card(self, who: SignedIn, number: str, **changes: Any) -> Card:
        """A card with a real code, made by the service."""
        draft: dict[str, Any] = {
            "person_id": who.person.id, "organ_id": who.person.organ_id, "region": self.world.region.code,
            "number": number, "holder_name": who.person.name, "organ_name": self.desk.organ.name, "field": "市场监管",
            "issued_on": date(2024, 1, 1), "expires_on": date(2028, 12, 31), "photo": portrait(number),
        }  # fmt: skip
        with self.world.sessions() as tx:
            card = service.issue_card(
                tx, service.CardDraft(**{**draft, **changes}), active_from=FOREVER_AGO, now=self.world.clock.now(),
                keys=self.world.settings.data_dir / "keys",
            )  # fmt: skip
            tx.commit()
        return card

    def body(self, person: SignedIn, **changes: Any) -> dict[str, Any]:
        return {
            "person_id": str(person.person.id), "number": "17010112345", "kind": "enforcement", "field": "市场监管",
            "area": "示范区", "issued_on": "2026-04-01", "expires_on": "2031-03-31", "photo": photo(), **changes,
        }  # fmt: skip

    def issue(self, person: SignedIn, *, by: SignedIn | None = None, key: Any = None, **changes: Any) -> Any:
        return self.api.as_(by or self.issuer).post("/cards", self.body(person, **changes), key=key)

    def move(self, card_id: Any, state: str, *, by: SignedIn | None = None, key: Any = None, **changes: Any) -> Any:
        body = {"state": state, "reason": "样例事由", "document": "样例〔2026〕3号", **changes}
        return self.api.as_(by or self.issuer).post(f"/cards/{card_id}/moves", body, key=key)

    def replace(self, card_id: Any, **changes: Any) -> Any:
        face = {**self.body(self.desk.zhou, number="17010154321", reason="换发", photo=None), **changes}
        del face["person_id"]
        return self.api.as_(self.issuer).post(f"/cards/{card_id}/replacement", face)

    def see(self, card_id: Any, by: SignedIn | None = None) -> Any:
        return self.api.as_(by or self.issuer).get(f"/cards/{card_id}")

    def card_of(self, who: SignedIn) -> Card:
        """The one card of a person."""
        return self.world.look(lambda tx: tx.query(Card).filter_by(person_id=who.person.id).one())
