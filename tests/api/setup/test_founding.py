"""POST /setup/bureau: an installation without a bureau gets one, once, and belongs to it from then on."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from backend.certificates.models import SigningKey
from backend.identity.models import Organ, Person, Region
from backend.kernel.ids import uuid7
from tests.api.setup.first_day import BOX, CITY, COUNTY, PROVINCE, founding


def test_the_administrator_becomes_the_bureaus_and_the_provisional_place_is_gone(first_day):
    first_day.administrator()
    admin = first_day.signed_in()

    answer = admin.post("/setup/bureau", founding())

    assert answer.status_code == 201
    assert answer.json["founded"] is True
    me = admin.get("/session").json["person"]
    assert (me["organ"]["name"], me["region"]["code"]) == ("新洲区司法局", "420117")
    regions = first_day.look(lambda tx: tx.scalars(select(Region).order_by(Region.path)).all())
    assert [each.path for each in regions] == ["420000", "420000/420100", "420000/420100/420117"]
    assert [each.level for each in regions] == ["province", "city", "county"]
    assert [each.parent_code for each in regions] == [None, "420000", "420100"]
    assert first_day.count(Organ) == 1


def test_keys_are_made_at_once_with_the_region(first_day):
    first_day.founded()

    keys = first_day.look(lambda tx: tx.scalars(select(SigningKey)).all())
    assert {(each.region_code, each.purpose) for each in keys} == {("420117", "code"), ("420117", "seal")}
    assert (first_day.settings.data_dir / "keys" / "code-420117.pem").stat().st_mode & 0o777 == 0o600


def test_a_second_bureau_is_refused(first_day):
    admin = first_day.founded()

    answer = admin.post("/setup/bureau", founding(bureau={"code": "X", "name": "另一司法局"}))

    assert (answer.status_code, answer.json["code"]) == (409, "setup.already_founded")
    assert first_day.look(lambda tx: tx.scalars(select(Organ.name)).all()) == ["新洲区司法局"]


def test_the_same_order_twice_is_one_founding(first_day):
    first_day.administrator()
    admin, key = first_day.signed_in(), uuid7()

    first, again = (admin.post("/setup/bureau", founding(), key=key) for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json


def test_no_parent_is_guessed_from_digits(first_day):
    """A county that answers to the province, and one whose digits name another city, are laid as they are told."""
    first_day.administrator()
    strange = {**COUNTY, "code": "429004", "name": "仙桃市"}

    answer = first_day.signed_in().post("/setup/bureau", founding(regions=[PROVINCE, strange]))

    assert answer.status_code == 201
    path = first_day.look(lambda tx: tx.get_one(Region, "429004").path)
    assert path == "420000/429004"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"regions": [PROVINCE, CITY, {**COUNTY, "code": "42011"}]}, "setup.code_wrong", "regions.2.code"),
        ({"regions": [PROVINCE, CITY, {**COUNTY, "code": "42o117"}]}, "setup.code_wrong", "regions.2.code"),
        ({"regions": [PROVINCE, CITY, {**COUNTY, "code": "４２０１１７"}]}, "setup.code_wrong", "regions.2.code"),
        ({"regions": [PROVINCE, CITY, {**COUNTY, "code": "../../"}]}, "setup.code_wrong", "regions.2.code"),
        ({"regions": [PROVINCE, {**CITY, "code": "420000"}, COUNTY]}, "setup.code_twice", "regions.1.code"),
        ({"regions": [CITY, PROVINCE, COUNTY]}, "setup.levels_wrong", "regions"),
        ({"regions": [PROVINCE, COUNTY, {**COUNTY, "code": "420118"}]}, "setup.levels_wrong", "regions"),
        ({"box": {**BOX, "east": 114.4}}, "setup.box_wrong", "box"),
        ({"box": {**BOX, "north": 30.0}}, "setup.box_wrong", "box"),
        ({"zone": "Asia/Nowhere"}, "setup.zone_unknown", "zone"),
        ({"zone": "../etc/passwd"}, "setup.zone_unknown", "zone"),
        ({"zone": "Asia"}, "setup.zone_unknown", "zone"),
        ({"regions": []}, "kernel.invalid", "regions"),
        ({"regions": [PROVINCE, CITY, {**COUNTY, "name": "新" * 5000}]}, "kernel.invalid", "regions.2.name"),
        ({"regions": [PROVINCE, CITY, {**COUNTY, "name": "　 "}]}, "kernel.invalid", "regions.2.name"),
        ({"regions": [PROVINCE, CITY, {**COUNTY, "level": "planet"}]}, "kernel.invalid", "regions.2.level"),
        ({"regions": "420117"}, "kernel.invalid", "regions"),
        ({"box": {**BOX, "west": 1e9}}, "kernel.invalid", "box.west"),
        ({"box": None}, "kernel.invalid", "box"),
        ({"bureau": {"code": "局", "name": "新洲区司法局"}}, "kernel.invalid", "bureau.code"),
        ({"bureau": {"code": "A", "name": ""}}, "kernel.invalid", "bureau.name"),
        ({"surprise": 1}, "kernel.invalid", "surprise"),
    ],
)  # fmt: skip
def test_what_is_no_tree_or_no_box_is_refused_by_its_field_and_nothing_is_kept(first_day, changes, code, field):
    first_day.administrator()

    answer = first_day.signed_in().post("/setup/bureau", founding(**changes))

    assert (answer.status_code, answer.json["code"], answer.json["field"]) == (422, code, field)
    assert first_day.look(lambda tx: tx.scalars(select(Region.code)).all()) == ["setup"]
    assert not (first_day.settings.data_dir / "keys" / "code-420117.pem").exists()


def test_a_stranger_and_every_other_role_found_nothing(api, world):
    organ = world.organ()
    bureau = world.organ("示范区司法局", kind="bureau")
    for role, where in (("officer", organ), ("department", organ), ("head", organ), ("supervisor", bureau)):
        assert api.as_(world.person(role, where)).post("/setup/bureau", founding()).status_code == 403
        assert api.as_(world.person(role, where)).get("/setup").status_code == 403
    assert api.as_(None).post("/setup/bureau", founding()).status_code == 401


@pytest.mark.parametrize("role", ["admin", "bureau"])
def test_an_installation_that_has_a_bureau_cannot_be_claimed(api, world, role):
    bureau = world.organ("示范区司法局", kind="bureau")

    answer = api.as_(world.person(role, bureau)).post("/setup/bureau", founding())

    assert (answer.status_code, answer.json["code"]) == (409, "setup.already_founded")
    assert world.look(lambda tx: tx.get(Region, "420100")) is None


def test_an_organ_code_that_is_taken_is_named(first_day):
    """Somebody entered a department before there was a bureau: it moves into the region, and its code stays its own."""
    first_day.administrator()
    admin = first_day.signed_in()
    first_day.look(lambda tx: _organ_in_provisional_region(tx))

    refused = admin.post("/setup/bureau", founding(bureau={"code": "TAKEN", "name": "新洲区司法局"}))
    assert (refused.status_code, refused.json["code"]) == (409, "setup.code_taken")

    assert admin.post("/setup/bureau", founding()).status_code == 201
    moved = first_day.look(lambda tx: tx.scalars(select(Organ).where(Organ.code == "TAKEN")).one())
    assert moved.region_code == "420117"


def _organ_in_provisional_region(tx):
    tx.add(Organ(id=uuid7(), region_code="setup", code="TAKEN", name="市场局", name_en="Market", kind="administrative"))
    tx.commit()


def test_the_administrator_keeps_name_and_account(first_day):
    first_day.founded()

    person = first_day.look(lambda tx: tx.scalars(select(Person)).one())
    assert (person.login, person.name, person.role, person.active) == ("li.fang", "李芳", "admin", True)
