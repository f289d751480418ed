"""A town has no rules and no keys of its own: its county's hold there, and the county's codes are genuine there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from backend.approvals.problems import CANNOT_OPEN
from backend.certificates.keyring import code_key, init_keys, seal_point
from backend.certificates.models import SigningKey, VisitCode
from backend.certificates.problems import NO_KEY
from backend.certificates.unsealing import unsealed
from backend.feedback import sealing
from backend.identity import moving
from backend.identity.models import Region
from backend.kernel.problems import ProblemRaised
from backend.rulesets import service as rulesets
from tests.api.desk import Desk
from tests.world import Api, World


@pytest.fixture
def town(world: World) -> Region:
    return world._region("420117102", "42/4201/420117/420117102")


def ruled_by(world: World, region: str) -> str:
    return str(world.look(lambda tx: rulesets.in_force(tx, region, world.clock.now()).id))


def test_the_countys_rules_hold_in_the_town(world: World, town: Region) -> None:
    county = world.rule_set()
    assert ruled_by(world, town.code) == str(county.id)


def test_the_towns_own_rules_go_before_the_countys_even_if_they_are_older(world: World, town: Region) -> None:
    own = world.rule_set(region=town, since=world.clock.now() - timedelta(days=900))
    world.rule_set(since=world.clock.now() - timedelta(days=1))
    assert ruled_by(world, town.code) == str(own.id)


@pytest.mark.parametrize(
    ("code", "path"), [("420116", "42/4201/420116"), ("4201171", "42/4201/4201171"), ("4201", "42/4201")]
)
def test_rules_hold_downwards_only_and_by_the_tree_not_by_the_digits(world: World, code: str, path: str) -> None:
    """No parent is guessed from digits: 4201171 begins like the county and does not lie in it."""
    elsewhere = world._region(code, path)
    world.rule_set()
    with pytest.raises(ProblemRaised, match=r"rulesets\.none_in_force"):
        ruled_by(world, elsewhere.code)


def test_the_towns_codes_are_signed_by_the_countys_key(world: World, town: Region) -> None:
    keys, now = world.settings.data_dir / "keys", world.clock.now()
    with world.sessions() as tx:
        init_keys(tx, keys, world.region.code, now)
        tx.commit()
    assert (
        world.look(lambda tx: code_key(tx, keys, town.code, now)).private_numbers()
        == world.look(lambda tx: code_key(tx, keys, world.region.code, now)).private_numbers()
    )
    assert world.look(lambda tx: seal_point(tx, town.code, now)) == world.look(
        lambda tx: seal_point(tx, world.region.code, now)
    )


def test_a_key_of_the_county_beside_signs_nothing_here(world: World) -> None:
    beside = world.other_region()
    keys, now = world.settings.data_dir / "keys", world.clock.now()
    with world.sessions() as tx:
        init_keys(tx, keys, beside.code, now)
        tx.commit()
    with pytest.raises(ProblemRaised) as refused:
        world.look(lambda tx: code_key(tx, keys, world.region.code, now))
    assert refused.value.problem is NO_KEY


def test_a_visit_in_the_town_is_planned_coded_and_found_genuine(world: World, api: Api, town: Region) -> None:
    desk = Desk(world, api)
    desk.enterprise, desk.site = world.enterprise("镇上的店", region=town)
    task = desk.coded()
    url = desk.issue(task).json["visit_code"]["url"]
    page = api.app.test_client().get("/i/" + url.rpartition("/")[2])
    assert page.status_code == 200
    assert "镇上的店" in page.text


def test_b21_the_code_of_a_visit_names_the_region_of_the_premises(world: World, api: Api, town: Region) -> None:
    desk = Desk(world, api)
    desk.enterprise, desk.site = world.enterprise("镇上的店", region=town)
    desk.issue(desk.coded())
    assert world.look(lambda tx: tx.scalars(select(VisitCode.region_code)).all()) == [town.code]


def moved(world: World, town: Region, path: str) -> None:
    """The region and its path as `registers/moving.py` leaves them, after its own tests."""
    with world.sessions() as tx:
        moving.move(tx, tx.get_one(Region, town.code), world_region(tx, path))
        tx.commit()


def world_region(tx: Session, path: str) -> Region:
    return tx.scalars(select(Region).where(Region.path == path)).one()


def page_of(api: Api, url: str) -> str:
    return api.app.test_client().get("/i/" + url.rpartition("/")[2]).text


def test_a_code_stays_genuine_when_its_town_moves_to_another_county(world: World, api: Api, town: Region) -> None:
    """Whoever scans it must not read that a genuine officer is none: the county's key stood above when it signed."""
    desk = Desk(world, api)
    desk.enterprise, desk.site = world.enterprise("镇上的店", region=town)
    url = desk.issue(desk.coded()).json["visit_code"]["url"]
    beside = world.other_region()
    moved(world, town, beside.path)
    assert "镇上的店" in page_of(api, url)


def test_a_code_of_a_region_that_never_stood_above_is_not_genuine(world: World, api: Api, town: Region) -> None:
    desk = Desk(world, api)
    desk.enterprise, desk.site = world.enterprise("镇上的店", region=town)
    url = desk.issue(desk.coded()).json["visit_code"]["url"]
    beside = world.other_region()
    with world.sessions() as tx:
        tx.execute(update(SigningKey).values(region_code=beside.code))
        tx.commit()
    assert "镇上的店" not in page_of(api, url)


@pytest.mark.parametrize("own_key", [False, True], ids=["moved", "with a key of its own since"])
def test_words_are_opened_by_the_key_that_they_were_sealed_to(world: World, town: Region, own_key: bool) -> None:
    beside = with_keys(world, world.other_region())
    sealed = sealed_in(world, town)
    if own_key:
        with_keys(world, town)
    else:
        moved(world, town, beside.path)
    assert opened_in(world, town, sealed) == "有人要求赞助"


def test_words_sealed_to_a_key_that_never_stood_above_are_not_opened(world: World, town: Region) -> None:
    sealed = sealed_in(world, with_keys(world, world.other_region()))
    with pytest.raises(ProblemRaised) as refused:
        opened_in(world, town, sealed)
    assert refused.value.problem is CANNOT_OPEN


def with_keys(world: World, region: Region) -> Region:
    """The region with keys of its own, and our county with its."""
    with world.sessions() as tx:
        for code in (world.region.code, region.code):
            init_keys(tx, world.settings.data_dir / "keys", code, world.clock.now())
        tx.commit()
    return region


def sealed_in(world: World, region: Region) -> bytes:
    return sealing.seal("有人要求赞助", world.look(lambda tx: seal_point(tx, region.code, world.clock.now())))


def opened_in(world: World, region: Region, sealed: bytes) -> str:
    keys = world.settings.data_dir / "keys"
    return world.look(lambda tx: unsealed(tx, keys, region.code, lambda key: sealing.unseal(sealed, key)))
