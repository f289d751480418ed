"""A town has no rules and no keys of its own: its county's hold there, and the county's codes are genuine there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.certificates.keyring import code_key, init_keys, seal_point
from backend.certificates.problems import NO_KEY
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
