"""One's own data: what is held, the notice, the telephone number, the sealed identity number, and what is forgotten."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from secrets import token_bytes
from stat import S_IMODE

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import func, select, text, update

from backend.identity import accounts
from backend.identity.models import Person, SignIn
from backend.identity.privacy import contacts, keeping
from backend.identity.privacy.private import Contact, NoticeAccepted, SealedNumber
from backend.identity.signin.credentials import Invitation, KnownBrowser, Passkey
from backend.kernel.ids import uuid7
from backend.kernel.jobs import JOBS, Tools
from backend.kernel.sealing import unseal
from backend.kernel.signing import load_or_make_key
from backend.worker import load_jobs
from tests.api.sign_in.authenticator import Authenticator
from tests.api.sign_in.hands import browser, code, sign_in
from tests.world import SignedIn, World

NUMBER = "11010519491231002X"
"""The example of GB 11643, held by nobody."""

PHONE = "13800138000"


@pytest.fixture
def zhou(world: World) -> SignedIn:
    return world.officer(world.organ())


@pytest.fixture
def admin(world: World) -> SignedIn:
    return world.proved(world.person("admin", world.organ("示范区司法局", kind="bureau")))


@pytest.fixture
def keys(world: World) -> Path:
    return world.settings.data_dir / "keys"


class TestTheNotice:
    def test_the_version_is_on_record_from_the_first_sign_in_on(self, api, world, zhou):
        caller = browser(api)
        told = sign_in(caller, zhou).json["notice"]
        assert told["accepted"] is False
        assert caller.post("/me/notice", {"version": told["version"]}).json["accepted_at"] == "2026-04-22T02:28:00Z"
        assert sign_in(caller, zhou).json["notice"] == {"version": told["version"], "accepted": True}
        row = world.look(lambda tx: tx.scalars(select(NoticeAccepted)).one())
        assert (row.person_id, row.version, row.at) == (zhou.person.id, told["version"], world.clock.now())

    def test_the_first_time_stays(self, api, zhou, clock):
        caller = api.as_(zhou)
        version = caller.get("/me/notice").json["version"]
        caller.post("/me/notice", {"version": version})
        clock.advance(days=1)
        assert caller.post("/me/notice", {"version": version}).json["accepted_at"] == "2026-04-22T02:28:00Z"

    def test_it_can_be_read_in_both_languages(self, api, zhou):
        told = api.as_(zhou).get("/me/notice").json
        assert told["zh"].startswith("# 个人信息处理告知")
        assert told["en"].startswith("# How your personal data are used")
        assert (told["zh"].count("\n## "), told["accepted_at"]) == (told["en"].count("\n## "), None)

    @pytest.mark.parametrize("version", ["1999-01", "../../config", "2026-11.zh"])
    def test_a_version_that_never_was(self, api, zhou, version):
        assert code(api.as_(zhou).post("/me/notice", {"version": version})) == (422, "identity.notice_unknown")


class TestTheTelephoneNumber:
    @pytest.mark.parametrize("typed", [PHONE, "+86 138-0013-8000", "0086 138 0013 8000", " 13800138000 "])
    def test_it_is_told_to_its_owner_and_found_however_it_is_typed(self, api, world, zhou, keys, typed):
        assert api.as_(zhou).put("/me/contact", {"phone": typed}).status_code == 204
        assert api.as_(zhou).get("/me/data").json["phone"] == PHONE
        assert world.look(lambda tx: contacts.people_with_phone(tx, keys, "138 0013 8000")) == [zhou.person.id]

    @pytest.mark.parametrize(
        "typed", ["", "12345", "23800138000", "138001380000", "电话", "１３８００１３８０００", "0" * 30]
    )
    def test_what_is_no_number_is_refused(self, api, zhou, typed):
        assert api.as_(zhou).put("/me/contact", {"phone": typed}).status_code == 422
        assert api.as_(zhou).get("/me/data").json["phone"] is None

    def test_a_copy_of_the_database_tells_no_number(self, api, world, zhou):
        api.as_(zhou).put("/me/contact", {"phone": PHONE})
        dump = world.look(lambda tx: tx.execute(text("SELECT c::text FROM identity.contact c")).scalars().all())
        assert len(dump) == 1
        assert PHONE not in dump[0]
        assert PHONE.encode().hex() not in dump[0]

    def test_a_number_cannot_be_moved_to_another_person(self, api, world, zhou, keys):
        other = world.officer(world.organ())
        api.as_(zhou).put("/me/contact", {"phone": PHONE})
        with world.sessions() as tx:
            tx.execute(update(Contact).values(person_id=other.person.id))
            tx.commit()
        with pytest.raises(InvalidTag):
            world.look(lambda tx: contacts.phone_of(tx, keys, other.person.id))

    def test_it_can_be_taken_back(self, api, zhou):
        api.as_(zhou).put("/me/contact", {"phone": PHONE})
        assert api.as_(zhou).put("/me/contact", {"phone": None}).status_code == 204
        assert api.as_(zhou).get("/me/data").json["phone"] is None

    def test_the_key_is_a_file_for_its_owner_alone(self, api, zhou, keys):
        api.as_(zhou).put("/me/contact", {"phone": PHONE})
        assert S_IMODE((keys / "contact.key").stat().st_mode) == 0o600


class TestTheIdentityNumber:
    def path(self, who: SignedIn) -> str:
        return f"/people/{who.person.id}/identity-number"

    def test_it_is_sealed_and_no_answer_tells_it(self, api, world, zhou, admin, keys):
        answer = api.as_(admin).put(self.path(zhou), {"number": NUMBER.lower()})
        assert (answer.status_code, answer.data) == (204, b"")
        mine = api.as_(zhou).get("/me/data")
        assert mine.json["identity_number_sealed"] is True
        assert NUMBER not in mine.text
        sealed = world.look(lambda tx: tx.scalars(select(SealedNumber.number)).one())
        assert unseal(sealed, load_or_make_key(keys, "seal-420117"), contacts.NUMBER_CONTEXT) == NUMBER
        assert world.look(lambda tx: contacts.people_with_number(tx, keys, NUMBER)) == [zhou.person.id]

    @pytest.mark.parametrize("number", ["110105194912310021", "11010519491331002X", "x", "99010519491231002X"])
    def test_a_wrong_one_is_refused(self, api, zhou, admin, number):
        assert code(api.as_(admin).put(self.path(zhou), {"number": number})) == (422, "identity.not_an_identity_number")

    def test_it_wants_a_fresh_proof_and_the_administrator_of_the_region(self, api, world, zhou):
        away = world.proved(world.person("admin", world.organ(region=world.other_region())))
        stale = world.person("admin", world.organ())
        assert code(api.as_(stale).put(self.path(zhou), {"number": NUMBER})) == (403, "identity.step_up_needed")
        assert code(api.as_(away).put(self.path(zhou), {"number": NUMBER})) == (404, "kernel.not_found")
        assert code(api.as_(zhou).put(self.path(zhou), {"number": NUMBER})) == (403, "kernel.not_allowed")


def test_ones_own_data_are_ones_own(api, world, zhou):
    other = world.officer(world.organ(), "孙立")
    told = api.as_(zhou).get("/me/data")
    assert told.json["login"] == zhou.person.login
    assert [each["current"] for each in told.json["sessions"]] == [True]
    assert "孙立" not in told.text
    assert str(other.person.id) not in told.text


class TestForgetting:
    def left(self, world: World, who: SignedIn, days: int) -> None:
        with world.sessions() as tx:
            since = world.clock.now() - timedelta(days=days)
            tx.execute(update(Person).where(Person.id == who.person.id).values(active=False, ended_at=since))
            tx.commit()

    def run(self, world: World) -> None:
        with world.sessions() as tx:
            keeping.forget(tx, world.clock.now(), contacts_for=timedelta(days=30))
            tx.commit()

    @pytest.mark.parametrize(("days", "kept"), [(29, 1), (30, 0)])
    def test_the_numbers_of_who_left_go_after_thirty_days(self, api, world, zhou, admin, days, kept):
        api.as_(zhou).put("/me/contact", {"phone": PHONE})
        api.as_(admin).put(f"/people/{zhou.person.id}/identity-number", {"number": NUMBER})
        self.left(world, zhou, days)
        self.run(world)
        self.run(world)
        for table in (Contact, SealedNumber):
            assert len(world.look(lambda tx, table=table: tx.scalars(select(table)).all())) == kept

    @pytest.mark.parametrize(("kind", "days"), [("session", 180), ("browser", 400), ("invitation", 30)])
    def test_b101_what_is_kept_of_signing_in_goes_on_its_day_and_not_the_day_before(self, world, zhou, kind, days):
        """Its last use, or its end, is so long ago."""
        self.kept(world, zhou, kind, ago=days)
        self.kept(world, zhou, kind, ago=days - 1)
        before = self.count(world, kind)
        self.run(world)
        assert self.count(world, kind) == before - 1

    def kept(self, world: World, who: SignedIn, kind: str, *, ago: int) -> None:
        at, token, person = world.clock.now() - timedelta(days=ago), token_bytes(32), who.person.id
        made = {"made_by": person, "made_at": at - timedelta(hours=72), "ended_at": None}
        row = {
            "session": lambda: SignIn(token_hash=token, person_id=person, created_at=at, expires_at=at),
            "browser": lambda: KnownBrowser(token_hash=token, person_id=person, last_at=at),
            "invitation": lambda: Invitation(id=uuid7(), token_hash=token, person_id=person, expires_at=at, **made),
        }[kind]  # fmt: skip
        world._add(row())

    def count(self, world: World, kind: str) -> int:
        table = {"session": SignIn, "browser": KnownBrowser, "invitation": Invitation}[kind]
        return world.look(lambda tx: tx.scalar(select(func.count()).select_from(table)))

    def test_who_is_here_keeps_theirs(self, api, world, zhou):
        api.as_(zhou).put("/me/contact", {"phone": PHONE})
        world.clock.advance(days=3000)
        self.run(world)
        assert world.look(lambda tx: tx.scalars(select(Contact)).all()) != []

    def test_sessions_go_180_days_after_their_end(self, api, world, zhou):
        sign_in(browser(api), zhou)
        running = world.look(lambda tx: len(tx.scalars(select(SignIn)).all()))
        world.clock.advance(days=181)
        self.run(world)
        assert world.look(lambda tx: len(tx.scalars(select(SignIn)).all())) == running - 1


def test_who_is_erased_is_named_nowhere_and_what_they_did_stays(api, world, zhou, admin):
    caller = browser(api)
    sign_in(caller, zhou)
    caller.put("/me/contact", {"phone": PHONE})
    options = caller.post("/passkeys/options").json["options"]
    assert caller.post("/passkeys", {"credential": Authenticator().make(options)}).status_code == 201
    api.as_(admin).put(f"/people/{zhou.person.id}/identity-number", {"number": NUMBER})
    for _ in range(2):
        with world.sessions() as tx:
            accounts.erase(tx, zhou.person.id, world.clock.now())
            tx.commit()
    person = world.look(lambda tx: tx.get(Person, zhou.person.id))
    assert (person.name, person.login, person.password_hash, person.active) == ("已注销人员", None, None, False)
    for table in (Contact, SealedNumber, Passkey, KnownBrowser, Invitation):
        rows = world.look(
            lambda tx, table=table: tx.scalars(select(table).where(table.person_id == zhou.person.id)).all()
        )
        assert rows == []
    assert caller.get("/session").status_code == 401
    assert sign_in(browser(api), zhou).status_code == 401


def test_the_jobs_that_forget_come_by_the_clock(world):
    load_jobs()
    tools = Tools(world.settings, world.sessions, world.clock)
    for name in ("identity.forget_tries", "identity.retention"):
        assert JOBS[name].every
        JOBS[name].run(tools)
