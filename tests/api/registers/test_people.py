"""The register of people: who may be what (B-08, B-12, B-76), found by name, pinyin and number, ended and restored."""

from __future__ import annotations

import pytest

from tests.api.registers.office import Office


def entered(office: Office, **changes: object) -> dict[str, object]:
    made = office.send(office.admin, "POST", "/people", office.person_body(**changes))
    assert made.status_code == 201, made.json
    return made.json


def role(office: Office, person_id: object, wanted: str):
    return office.send(office.admin, "POST", f"/people/{person_id}/role", {"role": wanted, "reason": "岗位调整"})


def test_somebody_is_entered_without_a_password(office: Office):
    person = entered(office, login="lin.xiaowen", post="执法员", qualification="法律职业资格")
    assert (person["has_password"], person["signs_in"], person["has_phone"]) == (False, True, False)
    assert (person["organ"]["name"], person["number"], person["version"]) == ("示范区市场监督管理局", "A-07", 1)


@pytest.mark.parametrize("q", ["林晓", "linxiaowen", "LXW", "lxw", "xiao wen", "A-07", "a-0", "lin.x"])
def test_people_are_found_by_name_pinyin_initials_number_and_account(office: Office, q: str):
    entered(office, login="lin.xiaowen")
    assert [each["name"] for each in office.api.as_(office.admin).get(f"/people?q={q}").json["items"]] == ["林晓雯"]


def test_a_surname_is_found_by_its_own_reading(office: Office):
    entered(office, name="单雪", number="A-08")
    for q in ("shanxue", "sx", "danxue"):
        assert office.api.as_(office.admin).get(f"/people?q={q}").json["total"] == 1


def test_what_was_typed_is_text_and_no_pattern(office: Office):
    for q in ("%25", "_", "'", "%5C", "%00"):
        assert office.api.as_(office.admin).get(f"/people?q={q}").json.get("total", 0) == 0


def test_everybody_sees_exactly_what_is_theirs(office: Office, world):
    other = world.person("officer", office.other_organ, "外单位人")
    away = world.person("officer", world.organ("外区局", region=world.other_region()), "外区人")
    names = {each["name"] for each in office.api.as_(office.department).get("/people").json["items"]}
    assert names == {"赵经办", "钱负责", "周明远"}
    assert office.api.as_(office.department).get(f"/people/{other.person.id}").status_code == 404
    assert office.api.as_(office.admin).get(f"/people/{away.person.id}").status_code == 404
    assert (
        office.send(office.admin, "PATCH", f"/people/{away.person.id}", {"version": 1, "post": "x"}).status_code == 404
    )
    assert office.send(office.bureau, "POST", "/people", office.person_body()).status_code == 403


@pytest.mark.parametrize("was", ["officer", "reviewer", "department", "head", "assistant"])
def test_b76_an_officer_account_cannot_be_given_the_role_supervisor(office: Office, was: str):
    person = entered(office, role=was)
    refused = role(office, person["id"], "supervisor")
    assert (refused.status_code, refused.json["rule"]) == (409, "B-76")
    assert office.api.as_(office.admin).get(f"/people/{person['id']}").json["role"] == was


def test_b76_not_by_a_detour_either(office: Office):
    person = entered(office)
    assert role(office, person["id"], "expert").status_code == 200
    moved = {"version": 2, "organ_id": str(office.bureau_organ.id)}
    version = office.api.as_(office.admin).get(f"/people/{person['id']}").json["version"]
    assert (
        office.send(office.admin, "PATCH", f"/people/{person['id']}", {**moved, "version": version}).status_code == 200
    )
    assert role(office, person["id"], "supervisor").json["code"] == "registers.staff_not_supervisor"


def test_b76_a_supervisor_does_not_belong_to_an_enforcement_unit(office: Office):
    refused = office.send(office.admin, "POST", "/people", office.person_body(role="supervisor"))
    assert (refused.status_code, refused.json["code"]) == (422, "registers.role_needs_bureau")
    entered(
        office, role="supervisor", organ_id=str(office.bureau_organ.id), term_from="2026-01-01", term_to="2028-12-31"
    )


@pytest.mark.parametrize("wanted", ["assistant", "expert"])
def test_b12_who_stands_in_the_register_only_has_no_account(office: Office, world, wanted: str):
    refused = office.send(office.admin, "POST", "/people", office.person_body(role=wanted, login="lin"))
    assert (refused.status_code, refused.json["code"]) == (422, "registers.no_account")
    assert role(office, office.officer.person.id, wanted).json["login"] is None
    assert office.api.as_(office.officer).get("/session").status_code == 401
    assert role(office, office.officer.person.id, "officer").json["has_password"] is False


def test_a_new_role_holds_from_the_next_request_on(office: Office):
    assert office.api.as_(office.department).get("/history/person/x").status_code == 403
    assert role(office, office.department.person.id, "head").status_code == 200
    assert office.api.as_(office.department).get("/history/person/x").status_code == 404


@pytest.mark.parametrize(("who", "other"), [("admin", "bureau"), ("bureau", "department")])
def test_somebody_is_left_to_administer_and_somebody_to_supervise(office: Office, who: str, other: str):
    """B-104: without the one nobody could help anybody, without the other nobody could decide beside the first."""
    last = getattr(office, who).person
    path, elsewhere = (
        f"/people/{last.id}",
        office.world.organ(
            "邻区司法局", kind="bureau", region=office.world._region("42011701", "42/4201/420117/42011701")
        ),
    )
    version = office.send(office.admin, "GET", path).json["version"]
    for answer in (
        role(office, last.id, other),
        office.send(office.admin, "POST", f"{path}/end", {"reason": "离职"}),
        office.send(office.admin, "PATCH", path, {"version": version, "organ_id": str(elsewhere.id)}),
    ):
        assert (answer.status_code, answer.json["code"]) == (409, "registers.last_of_role"), answer.json


def test_where_another_can_sign_in_one_may_leave(office: Office):
    office.world.person("bureau", office.bureau_organ, "李司法")
    ended = office.send(office.admin, "POST", f"/people/{office.bureau.person.id}/end", {"reason": "退休"})
    assert ended.status_code == 200


def test_who_left_is_out_at_once_and_may_come_back(office: Office):
    path = f"/people/{office.officer.person.id}"
    ended = office.send(office.admin, "POST", f"{path}/end", {"reason": "退休"})
    assert (ended.json["active"], ended.json["ended_reason"]) == (False, "退休")
    assert office.api.as_(office.officer).get("/session").status_code == 401
    seen = office.api.as_(office.admin)
    assert "周明远" not in {each["name"] for each in seen.get("/people").json["items"]}
    assert [each["name"] for each in seen.get("/people?state=ended").json["items"]] == ["周明远"]
    assert office.send(office.admin, "POST", f"{path}/end", {"reason": "再次"}).json["ended_reason"] == "退休"
    back = office.send(office.admin, "POST", f"{path}/restore")
    assert (back.json["active"], back.json["ended_at"]) == (True, None)
    assert office.api.as_(office.officer).get("/session").status_code == 401, "old sessions stay ended"


def test_a_stale_change_is_told_with_the_present_row(office: Office):
    path = f"/people/{office.officer.person.id}"
    assert office.send(office.admin, "PATCH", path, {"version": 1, "post": "中队长"}).json["version"] == 2
    late = office.send(office.admin, "PATCH", path, {"version": 1, "post": "副队长"})
    assert (late.status_code, late.json["facts"]["current"]["post"]) == (409, "中队长")


def test_numbers_and_accounts_are_used_once(office: Office):
    entered(office, login="lin")
    again = office.send(office.admin, "POST", "/people", office.person_body(name="别人"))
    assert (again.status_code, again.json["code"]) == (409, "registers.number_taken")
    again = office.send(office.admin, "POST", "/people", office.person_body(name="别人", number="A-09", login="lin"))
    assert (again.status_code, again.json["code"]) == (409, "identity.login_taken")


def test_a_telephone_or_a_role_does_not_slip_in_with_a_correction(office: Office):
    path = f"/people/{office.officer.person.id}"
    for slipped in ({"phone": "13800000000"}, {"role": "admin"}, {"password_hash": "x"}, {"active": False}):
        assert office.send(office.admin, "PATCH", path, {"version": 1, **slipped}).status_code == 422
    text = office.api.as_(office.admin).get(path).text
    assert "password_hash" not in text and "argon2" not in text
