"""An administrator who wants to read recordings gets into no account of the supervision alone (B-104)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from backend.audit.models import AuditEntry
from backend.identity.models import Person
from backend.notifications.models import Message
from backend.worker import followers, run_journal_once


@pytest.fixture
def colleague(world, office):
    return world.person("bureau", office.bureau_organ, "陆明")


def reset(office, who, person_id, **body):
    return office.send(who, "POST", f"/people/{person_id}/password-reset", body)


def role(office, person_id, wanted):
    return office.send(office.admin, "POST", f"/people/{person_id}/role", {"role": wanted, "reason": "岗位调整"})


def decide(office, who, request, decision="approve"):
    return office.send(who, "POST", f"/approvals/{request['id']}/decision", {"decision": decision})


def told(world, app, who):
    run_journal_once(world.sessions, followers(), world.clock)
    wanted = select(Message.kind, Message.facts).where(Message.person_id == who.person.id)
    return dict(tuple(row) for row in world.look(lambda tx: tx.execute(wanted).all()))


def password_of(world, who):
    return world.look(lambda tx: tx.get_one(Person, who.person.id).password_hash)


class TestResetOfABureauAccount:
    def test_it_waits_for_another_of_the_bureau_and_changes_nothing_before(self, office, world, colleague):
        before = password_of(world, office.bureau)
        asked = reset(office, office.admin, office.bureau.person.id)
        assert asked.status_code == 202 and asked.json["state"] == "waiting" and "one_time_password" not in asked.json
        assert password_of(world, office.bureau) == before
        assert office.api.as_(office.bureau).get("/session").status_code == 200

    def test_asking_again_is_the_same_request(self, office, colleague):
        first, second = (reset(office, office.admin, office.bureau.person.id).json["id"] for _ in range(2))
        assert first == second

    def test_after_the_yes_it_opens_once_for_the_one_who_asked(self, office, world, colleague):
        asked = reset(office, office.admin, office.bureau.person.id).json
        assert decide(office, colleague, asked).status_code == 200
        another = world.proved(world.person("admin", office.bureau_organ, "另一管理"))
        assert reset(office, another, office.bureau.person.id).status_code == 202
        assert reset(office, office.admin, office.bureau.person.id).json["one_time_password"]
        assert reset(office, office.admin, office.bureau.person.id).status_code == 202

    def test_a_yes_a_day_old_opens_nothing(self, office, world, colleague, clock):
        asked = reset(office, office.admin, office.bureau.person.id).json
        decide(office, colleague, asked)
        clock.advance(hours=24)
        world.proved(office.admin)
        assert reset(office, office.admin, office.bureau.person.id).status_code == 202

    def test_a_second_account_of_the_administrator_is_no_second_person(self, office, world, colleague):
        ghost = world.person("admin", office.bureau_organ, "影子")
        asked = reset(office, office.admin, office.bureau.person.id).json
        assert decide(office, ghost, asked).status_code == 403

    def test_nobody_agrees_to_the_opening_of_the_own_account(self, office, colleague):
        asked = reset(office, office.admin, office.bureau.person.id).json
        assert decide(office, office.bureau, asked).status_code == 403

    def test_the_only_one_of_the_bureau_gets_a_new_password_at_once_and_is_told(self, office, world, app):
        """Nobody could be the second person; then it is loud."""
        assert reset(office, office.admin, office.bureau.person.id).status_code == 201
        facts = told(world, app, office.bureau)["password_given"]
        assert facts == {"name": "孙司法", "by": "何管理"}

    def test_the_person_and_the_bureau_are_told_and_the_record_says_who_and_whose(self, office, world, app, colleague):
        asked = reset(office, office.admin, office.bureau.person.id).json
        assert "approval_asked" in told(world, app, colleague)
        decide(office, colleague, asked)
        reset(office, office.admin, office.bureau.person.id)
        assert "password_given" in told(world, app, office.bureau)
        assert "password_given" in told(world, app, colleague)
        wanted = select(AuditEntry.person_id, AuditEntry.object).where(AuditEntry.action == "person.reset")
        line = (office.admin.person.id, str(office.bureau.person.id))
        assert line in world.look(lambda tx: [tuple(row) for row in tx.execute(wanted)])

    def test_an_officers_reset_needs_one_person_and_tells_the_officer(self, office, world, app, colleague):
        assert reset(office, office.admin, office.officer.person.id).status_code == 201
        assert "password_given" in told(world, app, office.officer)
        assert "password_given" not in told(world, app, colleague)


class TestAccountsThatAnAdministratorMakes:
    def test_an_own_bureau_account_is_not_opened_alone(self, office):
        body = office.person_body(organ_id=str(office.bureau_organ.id), role="bureau", login="ghost")
        ghost = office.send(office.admin, "POST", "/people", body).json
        assert reset(office, office.admin, ghost["id"]).status_code == 202

    @pytest.mark.parametrize("wanted", ["bureau", "admin"])
    def test_no_account_is_given_such_a_role_alone(self, office, world, wanted):
        keeper = world.person("maintenance", office.bureau_organ, "许工")
        assert role(office, keeper.person.id, wanted).status_code == 202
        assert world.look(lambda tx: tx.get_one(Person, keeper.person.id).role) == "maintenance"

    def test_the_administrator_does_not_become_the_bureau(self, office, world):
        world.person("admin", office.bureau_organ, "另一管理")
        assert role(office, office.admin.person.id, "bureau").status_code == 202

    def test_a_yes_to_one_role_opens_no_other(self, office, world):
        keeper = world.person("maintenance", office.bureau_organ, "许工")
        asked = role(office, keeper.person.id, "admin").json
        assert decide(office, office.bureau, asked).status_code == 200
        assert role(office, keeper.person.id, "bureau").status_code == 202
        assert reset(office, office.admin, keeper.person.id).status_code == 201
        assert role(office, keeper.person.id, "admin").json["role"] == "admin"

    def test_whoever_becomes_supervision_is_told_to_the_bureau(self, office, world, app):
        keeper = world.person("maintenance", office.bureau_organ, "许工")
        decide(office, office.bureau, role(office, keeper.person.id, "bureau").json)
        role(office, keeper.person.id, "bureau")
        assert told(world, app, office.bureau)["power_given"]["name"] == "许工"
