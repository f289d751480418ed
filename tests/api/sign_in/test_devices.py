"""Devices: a lost phone is revoked, its sessions end, it is never enrolled again, and what it sends is kept apart."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from backend.identity.models import Device
from backend.inspections.again import newest_verdict, stored_visit
from backend.inspections.models import Inspection
from backend.inspections.visits import visits_at
from backend.kernel.ids import uuid7
from backend.kernel.signing import public_point
from tests.api.sign_in.hands import browser, code, sign_in
from tests.arrivals import CLOCK
from tests.world import Api, Caller, SignedIn, World

REVOKED, NOT_FOUND = (409, "identity.device_revoked"), (404, "kernel.not_found")
NOON = "2026-04-22T02:28:14Z"


def new_key() -> str:
    return urlsafe_b64encode(public_point(ec.generate_private_key(ec.SECP256R1()))).decode().rstrip("=")


@pytest.fixture
def zhou(world: World) -> SignedIn:
    world.rule_set()
    return world.officer(world.organ())


@pytest.fixture
def bureau(world: World) -> SignedIn:
    return world.person("bureau", world.organ("示范区司法局", kind="bureau"))


class Phone:
    """A phone that somebody signed in with and enrolled."""

    def __init__(self, api: Api, who: SignedIn, key: str | None = None):
        self.key, self.caller = key or new_key(), browser(api)
        assert sign_in(self.caller, who).status_code == 200
        answer = self.caller.post("/devices", {"public_key": self.key})
        assert answer.status_code == 201
        self.id = answer.json["id"]

    @property
    def header(self) -> dict[str, str]:
        return {"Lm-Device": self.id}


def arrive(caller: Caller, text: str = "x", **extra: Any) -> Any:
    body = {"enterprise": {"text": text, "source": "scan"}, "captured_at": NOON, "clock": CLOCK, "officers": []}
    answer = caller.post("/check-ins", body, **extra)
    assert answer.status_code == 201, answer.text
    return answer.json


class TestTheList:
    def test_it_names_ones_own_and_the_session_knows_its_device(self, api, zhou):
        phone = Phone(api, zhou)
        listed = phone.caller.get("/devices").json["items"]
        assert [each["id"] for each in listed] == [phone.id]
        mine = next(each for each in phone.caller.get("/sessions").json["items"] if each["current"])
        assert mine["device"]["id"] == phone.id

    def test_the_same_phone_that_signs_in_again_is_the_same_device(self, api, zhou):
        phone = Phone(api, zhou)
        again = Phone(api, zhou, phone.key)
        assert again.id == phone.id
        assert len(again.caller.get("/devices").json["items"]) == 1

    def test_somebody_elses_is_not_found(self, api, world, zhou):
        theirs = Phone(api, world.officer(world.organ()))
        assert code(api.as_(zhou).delete(f"/devices/{theirs.id}")) == NOT_FOUND
        assert theirs.caller.get("/session").status_code == 200


class TestRevoking:
    def test_its_sessions_end_and_others_go_on(self, api, zhou):
        lost, here = Phone(api, zhou), Phone(api, zhou)
        assert here.caller.delete(f"/devices/{lost.id}").status_code == 204
        assert lost.caller.get("/session").status_code == 401
        assert here.caller.get("/session").status_code == 200
        assert here.caller.delete(f"/devices/{lost.id}").status_code == 204

    def test_its_key_is_never_enrolled_again_by_anybody(self, api, world, zhou):
        lost = Phone(api, zhou)
        api.as_(zhou).delete(f"/devices/{lost.id}")
        finder = world.officer(world.organ())
        for who in (zhou, finder):
            assert code(api.as_(who).post("/devices", {"public_key": lost.key})) == REVOKED

    def test_revoking_a_key_that_was_enrolled_in_a_strangers_name_harms_the_owner_nothing(self, api, world, zhou):
        """A public key can be reckoned from any code; who enrols and revokes it must not lock its owner out."""
        phone = Phone(api, zhou)
        thief = Phone(api, world.officer(world.organ()), phone.key)
        thief.caller.delete(f"/devices/{thief.id}")
        assert phone.caller.get("/session").status_code == 200
        assert Phone(api, zhou, phone.key).id == phone.id

    def test_the_administrator_of_the_region_revokes_it_nobody_elses_does(self, api, world, zhou):
        lost = Phone(api, zhou)
        path = f"/people/{zhou.person.id}/devices/{lost.id}"
        away = world.person("admin", world.organ(region=world.other_region()))
        assert code(api.as_(away).delete(path)) == NOT_FOUND
        admin = api.as_(world.person("admin", world.organ(kind="bureau")))
        assert [each["id"] for each in admin.get(f"/people/{zhou.person.id}/devices").json["items"]] == [lost.id]
        assert code(admin.delete(f"/people/{uuid7()}/devices/{lost.id}")) == NOT_FOUND
        assert admin.delete(path).status_code == 204
        assert lost.caller.get("/session").status_code == 401


class TestQuarantine:
    def lost(self, api: Api, who: SignedIn) -> Phone:
        phone = Phone(api, who)
        api.as_(who).delete(f"/devices/{phone.id}")
        return phone

    def test_an_arrival_is_stored_marked_for_review_and_not_counted(self, api, world, zhou):
        phone = self.lost(api, zhou)
        enterprise, _ = world.enterprise()
        told = arrive(api.as_(zhou), enterprise.identifier, headers=phone.header)
        findings = {each["code"]: each for each in told["verdict"]["findings"]}
        assert findings["DEVICE_REVOKED"]["severity"] == "review"
        assert "停用" in findings["DEVICE_REVOKED"]["sentence"]["zh"]
        assert told["verdict"]["cap"]["code"] == "NOT_COUNTED"
        assert self.counted(world, enterprise.id) == ["open"]

    @pytest.mark.parametrize("header", ["", "nobody", "0192d3f0-0000-7000-8000-000000000001", "\u00e9"])
    def test_a_header_that_says_nothing_refuses_nothing(self, api, zhou, header):
        told = arrive(api.as_(zhou), headers={"Lm-Device": header})
        assert "DEVICE_REVOKED" not in {each["code"] for each in told["verdict"]["findings"]}

    def test_a_device_in_use_and_somebody_elses_revoked_one_say_nothing(self, api, world, zhou):
        theirs = self.lost(api, world.officer(world.organ()))
        for phone in (Phone(api, zhou), theirs):
            told = arrive(api.as_(zhou), headers=phone.header)
            assert "DEVICE_REVOKED" not in {each["code"] for each in told["verdict"]["findings"]}

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            ("steps", {"kind": "rights_told", "at": NOON, "clock": CLOCK}),
            ("result", {"outcome": "none_found", "summary": "", "deadline": None, "at": NOON}),
            ("check-out", {"captured_at": NOON, "clock": CLOCK}),
            ("media", {"kind": "photo", "mime": "image/jpeg", "started_at": NOON, "clock": CLOCK}),
        ],
    )
    def test_anything_later_puts_the_visit_apart(self, api, world, zhou, path, body):
        told = arrive(api.as_(zhou))
        phone = self.lost(api, zhou)
        answer = api.as_(zhou).post(f"/inspections/{told['inspection_id']}/{path}", body, headers=phone.header)
        assert answer.status_code == 201, answer.text
        assert self.newest(world, told["inspection_id"])["DEVICE_REVOKED"] == "review"

    def test_the_bureau_decides_that_it_counts(self, api, world, zhou, bureau):
        enterprise, _ = world.enterprise()
        told = arrive(api.as_(zhou), enterprise.identifier, headers=self.lost(api, zhou).header)
        path = f"/inspections/{told['inspection_id']}/quarantine-decision"
        answer = api.as_(bureau).post(path, {"decision": "counts", "note": "与门口录像一致"})
        assert answer.status_code == 200
        assert "DEVICE_REVOKED" not in {each["code"] for each in answer.json["verdict"]["findings"]}
        assert self.counted(world, enterprise.id) == [""]
        assert code(api.as_(bureau).post(path, {"decision": "counts", "note": "x"})) == (
            409,
            "inspections.not_kept_apart",
        )

    def test_what_was_discarded_never_counts_and_is_marked_no_longer(self, api, world, zhou, bureau):
        enterprise, _ = world.enterprise()
        told = arrive(api.as_(zhou), enterprise.identifier, headers=self.lost(api, zhou).header)
        path = f"/inspections/{told['inspection_id']}/quarantine-decision"
        verdict = api.as_(bureau).post(path, {"decision": "discarded", "note": "不是本人"}).json["verdict"]
        assert verdict["cap"]["code"] == "NOT_COUNTED"
        assert self.newest(world, told["inspection_id"])["DEVICE_REVOKED"] == "info"
        assert self.counted(world, enterprise.id) == ["discarded"]

    def test_what_was_accepted_is_open_again_when_more_comes(self, api, world, zhou, bureau):
        phone = self.lost(api, zhou)
        told = arrive(api.as_(zhou), headers=phone.header)
        path = f"/inspections/{told['inspection_id']}"
        api.as_(bureau).post(f"{path}/quarantine-decision", {"decision": "counts", "note": "x"})
        api.as_(zhou).post(f"{path}/check-out", {"captured_at": NOON, "clock": CLOCK}, headers=phone.header)
        assert self.newest(world, told["inspection_id"])["DEVICE_REVOKED"] == "review"

    @pytest.mark.parametrize(("role", "answer"), [("head", 403), ("admin", 403), ("officer", 403), ("bureau", 404)])
    def test_nobody_else_decides(self, api, world, zhou, role, answer):
        told = arrive(api.as_(zhou), headers=self.lost(api, zhou).header)
        other = world.person(role, world.organ(region=world.other_region()))
        path = f"/inspections/{told['inspection_id']}/quarantine-decision"
        assert api.as_(other).post(path, {"decision": "counts", "note": "x"}).status_code == answer

    def newest(self, world: World, visit: str) -> dict[str, str]:
        body = world.look(lambda tx: newest_verdict(tx, UUID(visit)).body)
        return {each["code"]: each["severity"] for each in body["findings"]}

    def counted(self, world: World, enterprise: UUID) -> list[str]:
        """How the rules see the visits to an enterprise, from the history and from the file."""
        now = world.clock.now() + timedelta(days=1)
        seen = world.look(lambda tx: [each.kept_apart for each in visits_at(tx, enterprise, now - timedelta(9), now)])
        filed = world.look(
            lambda tx: [
                stored_visit(tx, each).kept_apart for each in tx.query(Inspection).filter_by(enterprise_id=enterprise)
            ]
        )
        assert seen == filed
        return seen


def test_a_device_that_is_revoked_keeps_its_key_for_old_signatures(api, world, zhou):
    phone = Phone(api, zhou)
    api.as_(zhou).delete(f"/devices/{phone.id}")
    kept = world.look(lambda tx: tx.get(Device, UUID(phone.id)))
    assert len(kept.public_key) == 65
    assert kept.revoked_at is not None
