"""What the phone takes along to judge beforehand: signed, dated, without people and without others' business (B-42)."""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime

import pytest

from backend.inspections.models import PastVisit
from backend.kernel.signing import check_es256
from backend.planning.forecasts import CONTEXT
from backend.policy.forecast import moment
from backend.rulesets.queries import end_at
from tests.api.desk import Desk

TAKEN = 1776824880000
TOMORROW = datetime(2026, 4, 22, 16, tzinfo=UTC)
HOUR_MS = 3_600_000


@pytest.fixture
def desk(world, api):
    return Desk(world, api)


def taken(desk, who=None):
    return desk.api.as_(who or desk.zhou).get("/snapshot").json


def package(desk):
    return json.loads(taken(desk)["forecast"]["payload"])


def bytes_of(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_the_package_is_signed_and_whoever_changes_a_letter_breaks_it(desk):
    desk.coded()
    told = taken(desk)
    forecast, (issuer,) = told["forecast"], told["issuers"]
    point, signature = bytes_of(issuer["public_key"]), bytes_of(forecast["signature"])

    assert forecast["kid"] == issuer["kid"]
    assert check_es256(point, CONTEXT + forecast["payload"].encode(), signature)
    assert not check_es256(
        point, CONTEXT + forecast["payload"].replace("VIOLATION", "OUT", 1).encode() + b" ", signature
    )
    assert not check_es256(point, forecast["payload"].encode(), signature), "the context is signed, too"


def test_it_is_of_one_person_of_one_moment_and_ends_with_the_rules_term(desk):
    desk.coded()
    told = package(desk)

    assert told["person_id"] == str(desk.zhou.person.id)
    assert (told["taken_at"], told["expires_at"]) == (TAKEN, TAKEN + 72 * HOUR_MS)


def test_a_task_brings_its_rules_its_premises_and_what_was_counted(desk):
    first, second = desk.coded(), desk.coded("2026-04-23")
    answer = desk.api.as_(desk.zhou).post("/check-ins", desk.arrival(first), key=None)
    assert answer.status_code == 201, answer.json
    told = package(desk)

    assert [each["task_id"] for each in told["tasks"]] == [second], "a visit that happened is judged by the server"
    (task,) = told["tasks"]
    assert task["before"]["usage"]["used"] == {"2026": 1}
    assert task["before"]["tally"]["counted_days"] == [[str(desk.site.id), "2026-04-22"]]
    assert task["site"]["identifier"] == desk.enterprise.identifier
    assert told["rules"][task["rule_set_id"]]["cap"]["default"] == 2
    assert task["from"] < TAKEN and task["until"] is None


def test_what_others_did_there_is_not_told(desk, world):
    other = world.organ("别的局")
    for organ in (other, desk.organ, other):
        world._add(PastVisit(
            enterprise_id=desk.enterprise.id, organ_id=organ.id, day=date(2026, 3, 23), kind="daily", trigger="plan",
            region_code="420117", source_key=str(world.number()), counts=True, cap_exempt="no", needs_review=False, purpose="",
        ))  # fmt: skip
    desk.coded()

    assert package(desk)["tasks"][0]["before"]["usage"]["used"] == {"2026": 1}


def test_it_names_nobody_and_no_number_of_a_clue(desk):
    desk.coded("2026-04-23", kind="case", trigger="complaint", ground="complaint", evidence_id="线索-2026-0417")
    payload = taken(desk)["forecast"]["payload"]

    assert json.loads(payload)["tasks"][0]["visit"]["evidence"] is True
    for secret in ("线索-2026-0417", "周明远", "林晓", "钱负责", str(desk.lin.person.id), str(desk.head.person.id)):
        assert secret not in payload, secret


def test_rules_that_begin_later_end_what_the_phone_may_say(desk, world):
    with world.sessions() as tx:
        end_at(tx, "420117", TOMORROW)
        tx.commit()
    world.rule_set({"cap": {"default": 1}}, since=TOMORROW)
    desk.coded()

    assert package(desk)["tasks"][0]["until"] == moment(TOMORROW)


def test_without_a_key_the_tasks_come_all_the_same(desk, world):
    desk.coded()
    for file in (world.settings.data_dir / "keys").glob("code-*.pem"):
        file.unlink()
    told = taken(desk)

    assert (len(told["tasks"]), told["forecast"], told["issuers"]) == (1, None, [])
