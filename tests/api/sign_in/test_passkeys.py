"""Passkeys: the unlocked device of their owner, on our own page, once per challenge, and no copy of it."""

from __future__ import annotations

from copy import deepcopy
from threading import Barrier, Thread
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select

from backend.app import create_app
from backend.identity.signin.credentials import Passkey
from backend.journal.models import JournalInbox
from backend.kernel.ids import uuid7
from tests.api.sign_in.authenticator import PRESENT, VERIFIED, Authenticator, b64, un64
from tests.api.sign_in.hands import browser, code, sign_in
from tests.arrivals import let_followers_read
from tests.world import Api, Caller, SignedIn, World

NOT_ADDED, REFUSED = (422, "identity.passkey_not_added"), (401, "identity.passkey_refused")


@pytest.fixture
def head(world: World) -> SignedIn:
    return world.proved(world.person("head", world.organ()))


def new_options(caller: Caller) -> dict[str, Any]:
    answer = caller.post("/passkeys/options")
    assert answer.status_code == 200, answer.text
    return answer.json["options"]


def add(caller: Caller, device: Authenticator, name: str = "手机") -> Any:
    return caller.post("/passkeys", {"credential": device.make(new_options(caller)), "name": name})


def asked(caller: Caller) -> dict[str, Any]:
    answer = caller.post("/session/passkey/options")
    assert answer.status_code == 200
    return answer.json["options"]


def enter(caller: Caller, device: Authenticator, **lies: Any) -> Any:
    return caller.post("/session/passkey", {"credential": device.answer(asked(caller), **lies)})


@pytest.fixture
def device(api: Api, head: SignedIn) -> Authenticator:
    """An authenticator that the head added."""
    made = Authenticator()
    assert add(api.as_(head), made).status_code == 201
    return made


class TestAdding:
    def test_it_is_listed_under_its_name_and_withdrawn(self, api, head):
        caller = api.as_(head)
        added = add(caller, Authenticator(synced=True), "我的电脑")
        assert (added.status_code, added.json["name"], added.json["synced"]) == (201, "我的电脑", True)
        assert [each["id"] for each in caller.get("/passkeys").json["items"]] == [added.json["id"]]
        assert caller.delete(f"/passkeys/{added.json['id']}").status_code == 204
        assert caller.get("/passkeys").json["items"] == []

    def test_the_browser_is_asked_for_a_resident_key_and_the_owners_unlocking(self, api, head, device):
        options = new_options(api.as_(head))
        choice = options["authenticatorSelection"]
        assert (choice["residentKey"], choice["userVerification"]) == ("required", "required")
        assert options["rp"]["id"] == "localhost"
        assert un64(options["user"]["id"]) == head.person.id.bytes
        assert [each["id"] for each in options["excludeCredentials"]] == [b64(device.id)]

    @pytest.mark.parametrize(
        "lies",
        [
            {"origin": "https://evil.example"}, {"origin": "http://localhost.evil.example"}, {"origin": "https://localhost"},
            {"origin": "http://localhost:8081"}, {"host": "evil.example"}, {"host": "local"}, {"flags": PRESENT},
            {"flags": VERIFIED}, {"flags": 0}, {"type": "webauthn.get"}, {"challenge": b64(bytes(32))}, {"challenge": ""},
            {"challenge": 7},
        ],
        ids=str,
    )  # fmt: skip
    def test_what_does_not_hold_is_not_added(self, api, head, lies):
        caller = api.as_(head)
        answer = caller.post("/passkeys", {"credential": Authenticator().make(new_options(caller), **lies)})
        assert code(answer) == NOT_ADDED
        assert caller.get("/passkeys").json["items"] == []

    def test_a_challenge_is_used_up_also_by_a_failure(self, api, head):
        caller, options = api.as_(head), new_options(api.as_(head))
        caller.post("/passkeys", {"credential": Authenticator().make(options, flags=PRESENT)})
        assert code(caller.post("/passkeys", {"credential": Authenticator().make(options)})) == NOT_ADDED

    @pytest.mark.parametrize(("later", "status"), [(120, 201), (121, 422)])
    def test_a_challenge_lives_two_minutes(self, api, head, clock, later, status):
        caller = api.as_(head)
        options = new_options(caller)
        clock.advance(seconds=later)
        assert caller.post("/passkeys", {"credential": Authenticator().make(options)}).status_code == status

    def test_the_challenge_of_another_session_is_none(self, api, world, head):
        other = browser(api)
        sign_in(other, head)
        credential = Authenticator().make(new_options(api.as_(head)))
        assert code(other.post("/passkeys", {"credential": credential})) == NOT_ADDED

    def test_the_challenge_of_a_sign_in_adds_nothing(self, api, head):
        caller = api.as_(head)
        assert code(caller.post("/passkeys", {"credential": Authenticator().make(asked(caller))})) == NOT_ADDED

    def test_a_credential_that_is_known_is_nobody_elses(self, api, world, device):
        other = api.as_(world.proved(world.person("head", world.organ())))
        assert code(add(other, device)) == (409, "identity.passkey_known")

    def test_it_wants_a_fresh_proof(self, api, world):
        stale = api.as_(world.person("head", world.organ()))
        assert code(stale.post("/passkeys/options")) == (403, "identity.step_up_needed")

    @pytest.mark.parametrize(
        "body", [{}, {"credential": []}, {"credential": "x"}, {"credential": {}, "name": "x" * 61}, {"more": 1}]
    )
    def test_malformed(self, api, head, body):
        assert code(api.as_(head).post("/passkeys", body)) == (422, "kernel.invalid")

    def test_other_peoples_are_not_found(self, api, world, head):
        mine = add(api.as_(head), Authenticator()).json["id"]
        other = api.as_(world.proved(world.person("head", world.organ())))
        assert other.delete(f"/passkeys/{mine}").status_code == other.delete(f"/passkeys/{uuid7()}").status_code == 404
        assert api.as_(head).get("/passkeys").json["items"] != []


class TestSigningIn:
    def test_the_owner_is_in_and_the_answer_says_by_what(self, api, head, device):
        caller = browser(api)
        answer = enter(caller, device)
        assert (answer.status_code, answer.json["assurance"]) == (200, "passkey")
        assert answer.json["person"]["id"] == str(head.person.id)
        assert caller.get("/session").status_code == 200

    def test_nobody_learns_from_the_question_who_has_a_passkey(self, api, device):
        assert asked(browser(api)).get("allowCredentials", []) == []

    @pytest.mark.parametrize(
        "lies",
        [
            {"origin": "https://evil.example"}, {"origin": "http://localhost.evil.example"}, {"origin": "https://localhost"},
            {"origin": "http://localhost:8081"}, {"origin": "http://127.0.0.1"}, {"origin": None},
            {"host": "evil.example"}, {"host": "LOCALHOST"}, {"flags": PRESENT}, {"flags": VERIFIED}, {"flags": 0},
            {"type": "webauthn.create"}, {"type": "payment.get"}, {"challenge": b64(bytes(32))}, {"challenge": ""},
            {"challenge": None}, {"key": ec.generate_private_key(ec.SECP256R1())},
        ],
        ids=lambda lies: ", ".join(f"{name}={value}" for name, value in lies.items() if name != "key") or "another key",
    )  # fmt: skip
    def test_what_does_not_hold_opens_nothing_and_costs_nobody_their_passkey(self, api, device, lies):
        caller = browser(api)
        assert code(enter(caller, device, **lies)) == REFUSED
        assert caller.get("/session").status_code == 401
        assert enter(browser(api), device).status_code == 200

    @pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature"])
    @pytest.mark.parametrize("spoiled", ["", "AAAA", "%%%", None, 7, [], {}, "x" * 5000])
    def test_spoiled_parts(self, api, device, part, spoiled):
        caller = browser(api)
        credential = device.answer(asked(caller))
        credential["response"][part] = spoiled
        assert code(caller.post("/session/passkey", {"credential": credential})) == REFUSED

    @pytest.mark.parametrize("name", ["id", "rawId", "type", "response"])
    @pytest.mark.parametrize("spoiled", ["", "AAAA", None, 7, [], {}])
    def test_spoiled_frames(self, api, device, name, spoiled):
        caller = browser(api)
        credential = {**device.answer(asked(caller)), name: spoiled}
        assert code(caller.post("/session/passkey", {"credential": credential})) == REFUSED

    def test_a_changed_bit_of_the_signed_data(self, api, device):
        caller = browser(api)
        credential = device.answer(asked(caller))
        data = bytearray(un64(credential["response"]["authenticatorData"]))
        data[-1] ^= 1
        credential["response"]["authenticatorData"] = b64(bytes(data))
        assert code(caller.post("/session/passkey", {"credential": credential})) == REFUSED

    def test_an_answer_that_was_heard_opens_nothing_again(self, api, device):
        caller = browser(api)
        credential = device.answer(asked(caller))
        assert caller.post("/session/passkey", {"credential": deepcopy(credential)}).status_code == 200
        assert code(caller.post("/session/passkey", {"credential": credential})) == REFUSED

    def test_an_answer_that_was_led_off_opens_nothing_in_another_browser(self, api, device):
        """The thief shows the victim a challenge, and carries the answer away: the challenge is its browser's."""
        victim, thief = browser(api), browser(api)
        credential = device.answer(asked(victim))
        asked(thief)
        assert code(thief.post("/session/passkey", {"credential": credential})) == REFUSED
        assert code(browser(api).post("/session/passkey", {"credential": credential})) == REFUSED

    @pytest.mark.parametrize(("later", "status"), [(120, 200), (121, 401)])
    def test_the_challenge_lives_two_minutes(self, api, device, clock, later, status):
        caller = browser(api)
        credential = device.answer(asked(caller))
        clock.advance(seconds=later)
        assert caller.post("/session/passkey", {"credential": credential}).status_code == status

    def test_a_withdrawn_one_and_one_that_nobody_added(self, api, head, device):
        mine = api.as_(head).get("/passkeys").json["items"][0]["id"]
        api.as_(head).delete(f"/passkeys/{mine}")
        assert code(enter(browser(api), device)) == code(enter(browser(api), Authenticator())) == REFUSED

    def test_challenges_are_not_given_without_end(self, api, world):
        answers = [browser(api).post("/session/passkey/options").status_code for _ in range(61)]
        assert answers == [200] * 60 + [429]

    @pytest.mark.parametrize("body", [{}, {"credential": 1}, {"credential": {}, "login": "x"}, []])
    def test_malformed(self, api, body):
        assert code(api.as_(None).post("/session/passkey", body)) == (422, "kernel.invalid")


class TestTheCounter:
    def test_it_may_stay_at_zero(self, api, head):
        synced = Authenticator(synced=True)
        add(api.as_(head), synced)
        assert [enter(browser(api), synced).status_code for _ in range(3)] == [200, 200, 200]

    @pytest.mark.parametrize("told", [5, 4, 1, 0])
    def test_one_that_does_not_rise_means_a_copy_the_passkey_is_revoked_and_others_are_told(
        self, api, world, device, told
    ):
        assert enter(browser(api), device, counter=5).status_code == 200
        assert code(enter(browser(api), device, counter=told)) == REFUSED
        row = world.look(lambda tx: tx.scalars(select(Passkey)).one())
        assert (row.revoked_why, row.revoked_at) == ("cloned", world.clock.now())
        told_others = world.look(lambda tx: tx.scalars(select(JournalInbox.name)).all())
        assert told_others.count("identity.passkey_cloned.v1") == 1
        admin = world.person("admin", world.organ(kind="bureau"))
        elsewhere = world.person("admin", world.organ(kind="bureau", region=world.other_region()))
        let_followers_read(world, world.clock)
        kinds = {who: [each["kind"] for each in api.as_(who).get("/inbox").json["items"]] for who in (admin, elsewhere)}
        assert kinds == {admin: ["passkey_cloned"], elsewhere: []}
        assert code(enter(browser(api), device, counter=9)) == REFUSED

    def test_a_counter_that_went_back_under_a_false_signature_costs_nobody_their_passkey(self, api, device):
        enter(browser(api), device, counter=5)
        stranger = ec.generate_private_key(ec.SECP256R1())
        assert code(enter(browser(api), device, counter=1, key=stranger)) == REFUSED
        assert enter(browser(api), device, counter=6).status_code == 200


class TestSteppingUp:
    def options(self, caller: Caller) -> dict[str, Any]:
        return caller.post("/session/step-up/options").json["options"]

    def test_a_passkey_is_a_proof(self, api, head, device, clock):
        caller = browser(api)
        enter(caller, device)
        clock.advance(minutes=6)
        options = self.options(caller)
        assert [each["id"] for each in options["allowCredentials"]] == [b64(device.id)]
        answer = caller.post("/session/step-up", {"credential": device.answer(options)})
        assert (answer.status_code, answer.json) == (200, {"until": "2026-04-22T02:39:00Z"})

    def test_somebody_elses_is_none(self, api, world, device):
        other = api.as_(world.person("head", world.organ()))
        answer = other.post("/session/step-up", {"credential": device.answer(self.options(other))})
        assert code(answer) == (403, "identity.proof_refused")

    def test_the_challenge_of_a_sign_in_proves_nothing_here(self, api, head, device):
        caller = api.as_(head)
        answer = caller.post("/session/step-up", {"credential": device.answer(asked(caller))})
        assert code(answer) == (403, "identity.proof_refused")


def test_one_answer_sent_eight_times_at_once_opens_one_session(committed_world: World, clock):
    who = committed_world.proved(committed_world.person("head", committed_world.organ()))
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=clock)
    api, device = Api(app, committed_world), Authenticator()
    assert add(api.as_(who), device).status_code == 201
    first = browser(api)
    credential = device.answer(asked(first))
    ceremony = first.client.get_cookie("lm_ceremony", domain="localhost").value
    start, answers = Barrier(8), []

    def enter_once() -> None:
        caller = browser(api)
        caller.client.set_cookie("lm_ceremony", ceremony, domain="localhost")
        start.wait()
        answers.append(caller.post("/session/passkey", {"credential": credential}).status_code)

    threads = [Thread(target=enter_once) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(answers) == [200] + [401] * 7
