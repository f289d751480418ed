"""Rules of the registers that no other test breaks: each refusal by its code, its edge, and that nothing was kept."""

from __future__ import annotations

import pytest

from backend.identity.models import Organ, Person, Region
from backend.registers.models import Conflict, Entrustment, Team, TrainingHour
from backend.registers.rules import BARRED
from tests.api.registers.test_powers import LETTER, give, hours

ELSEWHERE = "邻县的局"


@pytest.fixture
def ended(office):
    """An organ that was given up."""
    path = f"/organs/{office.other_organ.id}"
    assert office.send(office.admin, "PATCH", path, {"version": 1, "ended_on": "2026-04-01"}).status_code == 200
    return office.other_organ


@pytest.fixture
def stranger(world):
    """An organ and an officer of the next county."""
    organ = world.organ(ELSEWHERE, region=world.other_region())
    return world.person("officer", organ, "邻人")


def refused(answer, code, status=409):
    assert (answer.status_code, answer.json["code"]) == (status, code), answer.json


def kept(office, model):
    return office.world.look(lambda tx: tx.query(model).count())


def test_nobody_moves_into_an_organ_that_was_given_up(office, ended):
    path = f"/people/{office.officer.person.id}"
    refused(
        office.send(office.admin, "PATCH", path, {"version": 1, "organ_id": str(ended.id)}),
        "registers.organ_ended",
        422,
    )
    found = office.world.look(lambda tx: tx.get_one(Person, office.officer.person.id))
    assert found.organ_id == office.department_organ.id


def test_who_left_gets_no_other_role(office):
    path = f"/people/{office.officer.person.id}"
    assert office.send(office.admin, "POST", f"{path}/end", {"reason": "离岗"}).status_code == 200
    answer = office.send(office.admin, "POST", f"{path}/role", {"role": "reviewer", "reason": "调整"})
    refused(answer, "registers.person_ended")
    assert office.world.look(lambda tx: tx.get_one(Person, office.officer.person.id)).role == "officer"


def test_whose_data_were_erased_does_not_come_back(office, clock):
    with office.world.sessions() as tx:
        gone = tx.get_one(Person, office.officer.person.id)
        gone.active, gone.erased_at = False, clock.now()
        tx.commit()
    refused(office.send(office.admin, "POST", f"/people/{gone.id}/restore"), "registers.person_ended")


@pytest.mark.parametrize(("to", "status"), [("2026-01-01", 201), ("2025-12-31", 422)])
def test_a_term_ends_on_the_day_it_begins_or_later(office, to, status):
    body = office.person_body(role="supervisor", login="wei-guan", term_from="2026-01-01", term_to=to)
    body["organ_id"] = str(office.bureau_organ.id)
    assert office.send(office.admin, "POST", "/people", body).status_code == status


@pytest.mark.parametrize(("held_on", "status"), [("2026-04-22", 201), ("2026-04-23", 422)])
def test_hours_are_noted_after_the_training_not_before(office, held_on, status):
    answer = hours(office, office.department, office.officer.person, held_on=held_on)
    assert answer.status_code == status and (status == 201 or answer.json["code"] == "registers.not_yet")
    assert kept(office, TrainingHour) == (status == 201)


@pytest.mark.parametrize("held_on", ["2025-01-01", "2025-12-31"])
def test_a_year_holds_its_first_day_and_its_last(office, held_on):
    assert hours(office, office.department, office.officer.person, held_on=held_on).status_code == 201
    told = office.api.as_(office.bureau).get("/hours?year=2025").json["items"]
    assert [line["hours"] for line in told if line["person"]["name"] == "周明远"] == [41]


def test_who_left_owes_no_hours(office):
    seen = office.api.as_(office.bureau)
    assert "周明远" in {line["person"]["name"] for line in seen.get("/hours?year=2026").json["items"]}
    office.send(office.admin, "POST", f"/people/{office.officer.person.id}/end", {"reason": "离岗"})
    assert "周明远" not in {line["person"]["name"] for line in seen.get("/hours?year=2026").json["items"]}


def test_only_an_organ_with_powers_of_its_own_entrusts(office, world):
    first, second = (world.organ(name, kind="entrusted") for name in ("食品检查所", "计量所"))
    answer = office.send(
        office.admin, "POST", f"/organs/{first.id}/entrustments", {**LETTER, "agent_id": str(second.id)}
    )
    refused(answer, "registers.not_a_principal", answer.status_code)
    assert answer.status_code in (409, 422) and kept(office, Entrustment) == 0


def test_a_letter_of_one_day_is_a_letter(office, world):
    agent = world.organ("食品检查所", kind="entrusted")
    assert give(office, agent, from_on="2026-04-22", to_on="2026-04-22").json["in_force"] is True


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"to_on": "2026-03-31"}, 422), ({"to_on": "2026-04-01"}, 201), ({"identifier": "123"}, 422), ({}, 201)],
)  # fmt: skip
def test_a_conflict_is_of_a_company_and_ends_after_it_began(office, changes, status):
    body = {"identifier": "91420117MA0000001Y", "reason": "亲属经营", "from_on": "2026-04-01", **changes}
    answer = office.send(office.admin, "POST", f"/people/{office.officer.person.id}/conflicts", body)
    assert answer.status_code == status, answer.json
    assert kept(office, Conflict) == (status == 201)


class TestTeams:
    """A team names organs and people that whoever forms it may see, and no others."""

    def form(self, office, **changes):
        body = {"organ_id": str(office.department_organ.id), "name": "综合执法队", **changes}
        return office.send(office.admin, "POST", "/teams", body)

    def test_it_takes_nobody_and_nothing_of_another_county(self, office, stranger):
        organ = str(stranger.person.organ_id)
        for changes in ({"guiding_organ_id": organ}, {"organs": [{"organ_id": organ, "item_codes": []}]},
                        {"members": [str(stranger.person.id)]}, {"organ_id": organ}):  # fmt: skip
            refused(self.form(office, **changes), "kernel.not_found", 404)
        assert kept(office, Team) == 0

    def test_a_stale_change_of_a_team_changes_nothing(self, office):
        team = self.form(office).json
        assert (
            office.send(office.admin, "PATCH", f"/teams/{team['id']}", {"version": 1, "name": "一队"}).status_code
            == 200
        )
        refused(
            office.send(office.admin, "PATCH", f"/teams/{team['id']}", {"version": 1, "name": "二队"}), "kernel.stale"
        )


class TestPlaces:
    """Regions and organs: codes are one person's, versions are seen, and nobody is supervised from another county."""

    def test_stale_changes_of_regions_and_organs(self, office):
        for path in ("/regions/420117", f"/organs/{office.department_organ.id}"):
            assert office.send(office.admin, "PATCH", path, {"version": 1, "name_en": "A"}).status_code == 200
            refused(office.send(office.admin, "PATCH", path, {"version": 1, "name_en": "B"}), "kernel.stale")

    def test_no_organ_is_supervised_from_another_county(self, office, stranger):
        above = str(stranger.person.organ_id)
        path = f"/organs/{office.department_organ.id}"
        answer = office.send(office.admin, "PATCH", path, {"version": 1, "supervising_organ_id": above})
        refused(answer, "kernel.not_found", 404)
        body = office.organ_body(supervising_organ_id=above)
        refused(office.send(office.admin, "POST", "/organs", body), "kernel.not_found", 404)

    def test_codes_are_given_once(self, office):
        taken = office.world.look(lambda tx: tx.get_one(Organ, office.other_organ.id)).code
        refused(office.send(office.admin, "POST", "/organs", office.organ_body(code=taken)), "registers.code_taken")
        body = {"code": "420117001", "parent_code": "420117", "level": "town", "name": "邾城街道"}
        assert office.send(office.admin, "POST", "/regions", body).status_code == 201
        refused(office.send(office.admin, "POST", "/regions", {**body, "name": "另一街道"}), "registers.code_taken")
        assert office.world.look(lambda tx: tx.get_one(Region, "420117001")).name == "邾城街道"

    @pytest.mark.parametrize("kind", BARRED)
    def test_b08_no_organ_becomes_a_body_that_may_not_inspect(self, office, kind):
        path = f"/organs/{office.department_organ.id}"
        answer = office.send(office.admin, "PATCH", path, {"version": 1, "kind": kind})
        refused(answer, "registers.barred_body", 422)
        assert office.world.look(lambda tx: tx.get_one(Organ, office.department_organ.id)).kind == "administrative"
