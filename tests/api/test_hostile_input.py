"""Input that nothing can keep or read: every door refuses it with a problem, and nothing is left behind."""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode
from threading import Barrier, Thread
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import delete, func, select
from werkzeug.test import TestResponse

from backend.app import create_app
from backend.identity.models import Device
from backend.inspections.models import Inspection
from backend.kernel.ids import uuid7
from backend.kernel.signing import key_id, public_point
from tests.api.bad_input.conftest import officer as officer
from tests.api.bad_input.conftest import phone as phone
from tests.api.coded_visit import CodedVisit, coded_visit
from tests.arrivals import CLOCK, arrival
from tests.world import FOREVER_AGO, Api, Caller, SignedIn, World

NOON = "2026-04-22T02:28:14Z"
HALF = "\ud800"
"""Half of a surrogate pair: JSON can say it, UTF-8 cannot."""


@pytest.fixture
def desk(api: Api, world: World) -> Caller:
    return api.as_(world.person("bureau", world.organ("示范区司法局")))


def check_in(**changes: Any) -> dict[str, Any]:
    enterprise = {"text": "x", "source": "typed"}
    return {"enterprise": enterprise, "captured_at": NOON, "clock": CLOCK, "officers": [], **changes}


def medium(**changes: Any) -> dict[str, Any]:
    return {"kind": "recording", "mime": "video/webm", "started_at": NOON, "clock": CLOCK, **changes}


def say(caller: Caller, path: str, body: Any) -> TestResponse:
    """Sends JSON in ASCII, which can say what UTF-8 cannot."""
    return raw(caller, path, json.dumps(body).encode())


def raw(caller: Caller, path: str, content: bytes) -> TestResponse:
    headers = {"Idempotency-Key": str(uuid7())}
    return caller.client.post(f"/api/v1{path}", data=content, content_type="application/json", headers=headers)


def refused(answer: TestResponse, status: int, code: str) -> bool:
    return (answer.status_code, answer.mimetype, answer.json["code"]) == (status, "application/problem+json", code)


def visits(world: World) -> int:
    return world.look(lambda tx: tx.scalar(select(func.count()).select_from(Inspection)))


class TestTextThatCannotBeKept:
    @pytest.mark.parametrize("text", ["\0", "a\0b", HALF, f"a{HALF}b", "\udfff"])
    @pytest.mark.parametrize(
        ("field", "changes"),
        [
            ("clock.boot", lambda text: {"clock": {**CLOCK, "boot": text}}),
            ("enterprise.text", lambda text: {"enterprise": {"text": text, "source": "scan"}}),
            ("position_reason", lambda text: {"position_reason": text}),
        ],
    )
    def test_a_check_in_names_the_field(self, phone, world, text, field, changes) -> None:
        answer = say(phone, "/check-ins", check_in(**changes(text)))
        assert refused(answer, 422, "kernel.invalid")
        assert [each["field"] for each in answer.json["errors"]] == [field]
        assert visits(world) == 0

    @pytest.mark.parametrize("name", ["\0", HALF])
    def test_a_name_of_a_field_is_a_text_too(self, phone, name) -> None:
        assert refused(say(phone, "/check-ins", {name: 1}), 422, "kernel.invalid")

    @pytest.mark.parametrize("login", ["\0", HALF])
    def test_signing_in(self, api, login) -> None:
        assert refused(say(api.as_(None), "/session", {"login": login, "password": "x"}), 422, "kernel.invalid")

    @pytest.mark.parametrize("path", ["/alerts", "/visits", "/tasks", "/cards", "/enterprises", "/items", "/officers"])
    def test_searching(self, desk, path) -> None:
        answer = desk.get(f"{path}?q=a%00b")
        assert refused(answer, 422, "kernel.invalid")
        assert answer.json["field"] == "q"

    def test_the_purpose_of_a_look(self, desk) -> None:
        assert refused(desk.get(f"/media/{uuid7()}/play?purpose=%00"), 422, "kernel.invalid")

    @pytest.mark.parametrize("mime", ["video/webm;\0", "video/webm;a\r\nX-Other: b"])
    def test_the_metadata_of_an_upload(self, phone, world, officer, mime) -> None:
        visit = arrival(world, world.organ(), officer)
        told = {"media_id": str(visit), "segment": "0", "sha256": "0" * 64, "mime": mime}
        metadata = ",".join(f"{name} {b64encode(value.encode()).decode()}" for name, value in told.items())
        headers = {"Tus-Resumable": "1.0.0", "Upload-Length": "1", "Upload-Metadata": metadata}
        answer = phone.client.post("/api/v1/uploads", headers=headers)
        assert refused(answer, 415, "evidence.mime_refused")

    @pytest.mark.parametrize("text", ["𠮷野家", "😀👨‍👩‍👧", "\u202eabc\u200f", "é\u0301"])
    def test_what_can_be_kept_is_kept_as_sent(self, phone, world, text) -> None:
        answer = phone.post("/check-ins", check_in(position_reason=text))
        assert answer.status_code == 201
        assert visits(world) == 1


class TestContentThatCannotBeRead:
    @pytest.mark.parametrize(
        "content",
        [b"[" * 30_000 + b"]" * 30_000, b'{"a":' * 30_000 + b"1" + b"}" * 30_000, b'{"a":' + b"9" * 5_000 + b"}",
         b'{"a":' + b"[" * 900 + b"]" * 900 + b"}", b"[" + b"1," * 900_000 + b"1]"],
        ids=["arrays", "objects", "digits", "deep enough to hurt later", "values"],
    )  # fmt: skip
    @pytest.mark.parametrize("path", ["/check-ins", "/session"])
    def test_too_deep_or_too_long_is_malformed(self, phone, path, content) -> None:
        assert refused(raw(phone, path, content), 400, "kernel.malformed")

    @pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity", b"1e400"])
    def test_numbers_that_are_none(self, phone, world, officer, number) -> None:
        visit = arrival(world, world.organ(), officer)
        content = b'{"kind":"photo","settings":{"a":{"b":[%s]}}}' % number
        answer = raw(phone, f"/inspections/{visit}/media", content)
        assert refused(answer, 422, "kernel.invalid")
        assert [each["field"] for each in answer.json["errors"]] == ["settings.a.b.0"]


class TestDays:
    @pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2200-01-01", "9999-12-31"])
    @pytest.mark.parametrize("path", ["/visits", "/map/10/838/418.mvt", "/tasks"])
    def test_days_that_cannot_be_reckoned_with(self, desk, path, day) -> None:
        answer = desk.get(f"{path}?day={day}")
        assert refused(answer, 422, "kernel.invalid")
        assert answer.json["field"] == "day"


class TestOtherPeople:
    def test_a_colleague_who_is_not_on_the_visit_adds_nothing_to_it(self, api, world) -> None:
        organ = world.organ()
        here, elsewhere = world.officer(organ), world.officer(organ)
        visit = arrival(world, organ, here)
        answer = api.as_(elsewhere).post(f"/inspections/{visit}/media", medium())
        assert refused(answer, 403, "inspections.not_present")
        assert api.as_(here).post(f"/inspections/{visit}/media", medium()).status_code == 201

    def test_enrolling_the_key_of_another_phone_spoils_none_of_its_codes(self, api, world) -> None:
        """A public key can be reckoned from any signature, so whoever read a code can enrol it; it opens nothing."""
        visit: CodedVisit = coded_visit(world)
        stranger = world.officer(world.organ("其他单位"))
        owner, phone = visit.officers[0].who, visit.officers[0].phone
        with world.sessions() as tx:
            tx.execute(delete(Device).where(Device.person_id == owner.person.id))
            tx.commit()
        for who in (stranger, owner):
            _enrol_as(world, who, phone)
        page = api.app.test_client().get(f"/i/{visit.live()}").text
        assert ("周明远" in page, "不是" in page) == (True, False)


def _enrol_as(world: World, who: SignedIn, phone: ec.EllipticCurvePrivateKey) -> None:
    """The key of a phone under somebody else's name."""
    point = public_point(phone)
    world._add(
        Device(id=uuid7(), person_id=who.person.id, kid=key_id(point), public_key=point, enrolled_at=FOREVER_AGO)
    )


def test_the_same_thing_sent_twice_at_once_under_two_keys_is_one_thing(committed_world: World, clock) -> None:
    """Who looked before the other wrote is not told of a conflict that the next try would not meet."""
    who = committed_world.officer(committed_world.organ())
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=clock)
    key = urlsafe_b64encode(public_point(ec.generate_private_key(ec.SECP256R1()))).decode()
    start, answers = Barrier(8), []

    def enrol() -> None:
        caller = Api(app, committed_world).as_(who)
        start.wait()
        answers.append(caller.post("/devices", {"public_key": key}))

    threads = [Thread(target=enrol) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json["id"] for answer in answers}) == 1
