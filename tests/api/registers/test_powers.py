"""Entrustments, teams, class hours and conflict lists: B-09, B-13, B-14 as registers."""

from __future__ import annotations

from datetime import date

import pytest

from backend.identity.models import Person
from backend.registers.conflicts import conflicts_on
from backend.registers.entrustments import letters_on
from tests.api.registers.office import Office
from tests.world import valid_uscc

LETTER = {"matters": "食品生产日常检查", "item_codes": ["C60-1"], "document": "武市监委〔2026〕1 号",
          "from_on": "2026-01-01", "to_on": "2026-12-31"}  # fmt: skip


def hours(office: Office, who, person, **changes):
    body = {"held_on": "2026-03-01", "hours": 41, "topic": "行政处罚法", **changes}
    return office.send(who, "POST", f"/people/{person.id}/hours", body)


@pytest.fixture
def agent(office: Office, world):
    return world.organ("示范区食品检查所", kind="entrusted")


def give(office: Office, agent, **changes):
    path = f"/organs/{office.department_organ.id}/entrustments"
    return office.send(office.admin, "POST", path, {**LETTER, "agent_id": str(agent.id), **changes})


def test_b09_a_letter_holds_for_its_matters_and_its_days(office: Office, world, agent):
    made = give(office, agent)
    assert (made.status_code, made.json["in_force"]) == (201, True), made.json

    def held(day: date):
        return world.look(lambda tx: letters_on(tx, agent.id, day))

    (letter,) = held(date(2026, 12, 31))
    assert letter.item_codes == ["C60-1"]
    assert held(date(2026, 1, 1)) and held(date(2027, 1, 1)) == [] == held(date(2025, 12, 31))


def test_b09_a_letter_that_was_ended_holds_no_more_and_says_why(office: Office, world, agent):
    letter = give(office, agent).json
    ended = office.send(office.admin, "POST", f"/entrustments/{letter['id']}/end", {"reason": "撤回委托"})
    assert (ended.json["in_force"], ended.json["ended_reason"]) == (False, "撤回委托")
    assert world.look(lambda tx: letters_on(tx, agent.id, date(2026, 4, 22))) == []
    again = office.send(office.admin, "POST", f"/entrustments/{letter['id']}/end", {"reason": "再"})
    assert again.json["ended_reason"] == "撤回委托"
    change = office.api.as_(office.admin).get(f"/history/entrustment/{letter['id']}").json["items"][0]
    assert change["reason"] == "撤回委托"


def test_b09_only_an_entrusted_organisation_acts_in_the_name_of_an_organ(office: Office, agent):
    assert give(office, office.other_organ).json["code"] == "registers.not_an_agent"
    path = f"/organs/{agent.id}/entrustments"
    assert office.send(office.admin, "POST", path, {**LETTER, "agent_id": str(agent.id)}).json["rule"] == "B-09"
    assert give(office, agent, to_on="2025-01-01").json["code"] == "registers.span_wrong"
    assert office.send(office.admin, "POST", path, LETTER).status_code == 404
    assert office.send(office.department, "POST", path, LETTER).status_code == 403


def test_a_team_exercises_items_of_several_departments(office: Office):
    body = {
        "organ_id": str(office.department_organ.id), "name": "邾城街道综合执法队",
        "guiding_organ_id": str(office.other_organ.id),
        "organs": [{"organ_id": str(office.other_organ.id), "item_codes": ["A1"]}],
        "members": [str(office.officer.person.id)] * 2,
    }  # fmt: skip
    made = office.send(office.admin, "POST", "/teams", body)
    assert made.status_code == 201, made.json
    assert made.json["organs"][0] == {"organ": made.json["guiding_organ"], "item_codes": ["A1"]}
    assert [each["name"] for each in made.json["members"]] == ["周明远"]
    assert office.send(office.admin, "POST", "/teams", body).json["code"] == "registers.team_name_taken"
    path = f"/teams/{made.json['id']}"
    changed = office.send(office.admin, "PATCH", path, {"version": 1, "members": [], "organs": []})
    assert (changed.json["members"], changed.json["organs"], changed.json["version"]) == ([], [], 2)
    assert office.send(office.admin, "PATCH", path, {"version": 1, "name": "x"}).status_code == 409
    assert office.api.as_(office.officer).get("/teams?q=zcjdzh").json["total"] == 1


def test_b14_an_officer_with_41_of_60_hours_is_on_the_list_and_a_reviewer_needs_30(office: Office, world):
    reviewer = world.person("reviewer", office.department_organ, "吴审核")
    assert hours(office, office.department, office.officer.person).status_code == 201
    assert hours(office, office.admin, reviewer.person, hours=30).status_code == 201
    seen = office.api.as_(office.bureau)
    (line,) = seen.get("/hours?year=2026&below=1").json["items"]
    assert (line["person"]["name"], line["hours"], line["needed"], line["below"]) == ("周明远", 41, 60, True)
    assert {each["person"]["name"]: each["needed"] for each in seen.get("/hours").json["items"]} == {
        "周明远": 60, "吴审核": 30,
    }  # fmt: skip
    assert hours(office, office.department, office.officer.person, hours=19).status_code == 201
    assert seen.get("/hours?year=2026&below=1").json["total"] == 0
    assert seen.get("/hours?year=2025&below=1").json["total"] == 2
    with world.sessions() as tx:
        tx.get_one(Person, reviewer.person.id).active = False
        tx.commit()
    assert seen.get("/hours?year=2025&below=1").json["total"] == 1, "nothing is asked of who left"


def test_b14_the_thresholds_are_parameters_of_the_rule_set(office: Office, world):
    world.rule_set({"hours": {"officer": 40, "legal_reviewer": 10}})
    hours(office, office.department, office.officer.person)
    assert office.api.as_(office.bureau).get("/hours?year=2026&below=1").json["total"] == 0


def test_hours_belong_to_the_organ_and_are_taken_back_with_a_trace(office: Office, world):
    stranger = world.person("officer", office.other_organ)
    assert hours(office, office.department, stranger.person).status_code == 404
    assert hours(office, office.officer, office.officer.person).status_code == 403
    entry = hours(office, office.department, office.officer.person).json
    mine = office.api.as_(office.officer)
    assert [each["id"] for each in mine.get(f"/people/{office.officer.person.id}/hours").json["items"]] == [entry["id"]]
    assert mine.get(f"/people/{stranger.person.id}/hours").status_code == 404
    assert office.send(office.department, "DELETE", f"/hours/{entry['id']}").status_code == 204
    assert office.send(office.department, "DELETE", f"/hours/{entry['id']}").status_code == 404
    kept = office.api.as_(office.admin).get(f"/history/training_hour/{office.officer.person.id}").json["items"]
    assert [each["change"] for each in kept] == ["delete", "insert"]


@pytest.mark.parametrize(
    "wrong", [{"hours": 0}, {"hours": -1}, {"hours": 401}, {"hours": "NaN"}, {"held_on": "2026-04-23"}, {"topic": ""}]
)
def test_hours_that_cannot_be(office: Office, wrong: dict):
    assert hours(office, office.department, office.officer.person, **wrong).status_code == 422


def test_b13_a_conflict_holds_in_its_span_and_is_found_by_identifier(office: Office, world):
    uscc, person = valid_uscc(77), office.officer.person
    body = {"identifier": f" {uscc.lower()}", "reason": "近亲属任职", "from_on": "2026-01-01", "to_on": "2026-06-30"}
    made = office.send(office.department, "POST", f"/people/{person.id}/conflicts", body)
    assert (made.status_code, made.json["identifier"]) == (201, uscc), made.json

    def on(day: date):
        return [each.reason for each in world.look(lambda tx: conflicts_on(tx, [person.id], "uscc", uscc, day))]

    assert on(date(2026, 1, 1)) == on(date(2026, 6, 30)) == ["近亲属任职"]
    assert on(date(2026, 7, 1)) == [] == on(date(2025, 12, 31))
    elsewhere = world.look(lambda tx: conflicts_on(tx, [person.id], "chicago", uscc, date(2026, 2, 1)))
    assert elsewhere == [], "a number of another scheme is another enterprise"
    assert office.send(office.officer, "DELETE", f"/conflicts/{made.json['id']}").status_code == 204
    assert on(date(2026, 2, 1)) == []
    assert office.api.as_(office.admin).get(f"/history/conflict/{person.id}").json["total"] == 2


def test_b13_what_is_no_conflict_is_refused(office: Office, world):
    stranger = world.person("officer", office.other_organ).person
    body = {"identifier": valid_uscc(78), "reason": "亲属", "from_on": "2026-01-01"}
    assert office.send(office.department, "POST", f"/people/{stranger.id}/conflicts", body).status_code == 404
    assert office.send(office.officer, "POST", f"/people/{stranger.id}/conflicts", body).status_code == 404
    mine = f"/people/{office.officer.person.id}/conflicts"
    assert (
        office.send(office.admin, "POST", mine, {**body, "identifier": "x"}).json["code"]
        == "registers.not_an_identifier"
    )
    assert (
        office.send(office.admin, "POST", mine, {**body, "to_on": "2025-01-01"}).json["code"] == "registers.span_wrong"
    )
    private = {**body, "reason": "身份证 11010519491231002X"}
    assert office.send(office.admin, "POST", mine, private).json["code"] == "kernel.identity_number"
