"""Erasing who left: one asks, another agrees, and nothing but the evidence stays (B-101)."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select, text, update

from backend.identity.models import Person
from backend.kernel.ids import uuid7
from backend.notifications.models import Message, PushSubscription
from tests.api.sign_in.hands import code
from tests.arrivals import let_followers_read
from tests.world import SignedIn, World

WHY = {"reason": "本人申请，已离岗"}


@pytest.fixture
def bureau(world: World) -> list[SignedIn]:
    organ = world.organ("示范区司法局", kind="bureau")
    return [world.person("bureau", organ), world.person("admin", organ)]


@pytest.fixture
def zhou(world: World) -> SignedIn:
    who = world.officer(world.organ())
    with world.sessions() as tx:
        tx.execute(update(Person).where(Person.id == who.person.id).values(active=False, ended_at=world.clock.now()))
        tx.commit()
    return who


HISTORY = text("SELECT changes FROM row_history WHERE kind = 'person' AND row_id = :id")


def renamed(world: World, who: SignedIn) -> None:
    with world.sessions() as tx:
        tx.get(Person, who.person.id).name = "周明远（改名）"
        tx.commit()


TOLD_OF = {
    "login": "zhou.old", "number": "GH-778", "post": "执法中队长", "qualification": "法律职业资格",
    "employer": "云川检测公司", "ended_reason": "调往外省",
}  # fmt: skip
ROW = text("SELECT to_jsonb(person) FROM identity.person WHERE id = :id")


def described(world: World, who: SignedIn) -> None:
    """The register tells who this is; the history of the row keeps it from then on."""
    for told in (TOLD_OF, {**TOLD_OF, "login": "zhou.new"}):
        with world.sessions() as tx:
            tx.execute(update(Person).where(Person.id == who.person.id).values(**told))
            tx.commit()


def subscribed(world: World, who: SignedIn) -> None:
    """A browser that is told, and a line that waits."""
    now, person = world.clock.now(), who.person.id
    with world.sessions() as tx:
        tx.add(PushSubscription(
            id=uuid7(), person_id=person, endpoint="https://push.example/1", p256dh=b"k", auth=b"a", created_at=now,
        ))  # fmt: skip
        tx.add(Message(id=uuid7(), person_id=person, kind="role_given", facts={}, source_seq=1, at=now))
        tx.commit()


def name(world: World, who: SignedIn) -> str:
    return world.look(lambda tx: tx.get(Person, who.person.id).name)


def test_one_asks_another_agrees(api, world, bureau, zhou):
    asked = api.as_(bureau[0]).post(f"/people/{zhou.person.id}/erasure", WHY)
    assert asked.status_code == 202, asked.text
    decision = f"/approvals/{asked.json['id']}/decision"
    assert code(api.as_(bureau[0]).post(decision, {"decision": "approve"})) == (403, "approvals.same_person")
    assert name(world, zhou) == "周明远"
    assert api.as_(bureau[1]).post(decision, {"decision": "approve"}).status_code == 200
    assert name(world, zhou) == "已注销人员"


def test_neither_the_row_nor_its_history_nor_the_inbox_nor_a_browser_keeps_who_was_erased(api, world, bureau, zhou):
    """What the register was keeps that it changed; evidence keeps the id."""
    renamed(world, zhou)
    described(world, zhou)
    subscribed(world, zhou)
    asked = api.as_(bureau[0]).post(f"/people/{zhou.person.id}/erasure", WHY).json["id"]
    api.as_(bureau[1]).post(f"/approvals/{asked}/decision", {"decision": "approve"})
    let_followers_read(world, world.clock)

    history = world.look(lambda tx: tx.scalars(HISTORY, {"id": str(zhou.person.id)}).all())
    assert [each for each in history if "name" in each]
    row = world.look(lambda tx: tx.scalar(ROW, {"id": zhou.person.id}))
    kept = json.dumps([history, row], ensure_ascii=False)
    assert not [each for each in ("周明", "zhou", *TOLD_OF.values()) if each in kept]
    for table in (PushSubscription, Message):
        of_them = select(func.count()).select_from(table).where(table.person_id == zhou.person.id)
        assert world.look(lambda tx, of_them=of_them: tx.scalar(of_them)) == 0


def test_a_no_erases_nothing(api, world, bureau, zhou):
    asked = api.as_(bureau[0]).post(f"/people/{zhou.person.id}/erasure", WHY).json["id"]
    assert api.as_(bureau[1]).post(f"/approvals/{asked}/decision", {"decision": "reject"}).status_code == 200
    assert name(world, zhou) == "周明远"


def test_not_somebody_who_is_active_nor_who_came_back_meanwhile(api, world, bureau, zhou):
    active = world.officer(world.organ())
    answer = api.as_(bureau[0]).post(f"/people/{active.person.id}/erasure", WHY)
    assert code(answer) == (409, "approvals.not_ended")
    asked = api.as_(bureau[0]).post(f"/people/{zhou.person.id}/erasure", WHY).json["id"]
    with world.sessions() as tx:
        tx.execute(update(Person).where(Person.id == zhou.person.id).values(active=True))
        tx.commit()
    answer = api.as_(bureau[1]).post(f"/approvals/{asked}/decision", {"decision": "approve"})
    assert code(answer) == (409, "approvals.not_ended")
    assert name(world, zhou) == "周明远"


def test_not_in_another_region_and_not_by_others(api, world, zhou):
    away = world.person("bureau", world.organ(region=world.other_region()))
    path = f"/people/{zhou.person.id}/erasure"
    assert code(api.as_(away).post(path, WHY)) == (404, "kernel.not_found")
    assert code(api.as_(away).post(f"/people/{uuid7()}/erasure", WHY)) == (404, "kernel.not_found")
    for role in ("officer", "department", "head", "supervisor"):
        assert code(api.as_(world.person(role, world.organ())).post(path, WHY)) == (403, "kernel.not_allowed")
