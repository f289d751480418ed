"""A region's key is changed in time or ended at once, and nobody is told that a genuine code is forged (T2, B-103)."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from backend.certificates import checking, codes, drill, keyring, rotation
from backend.certificates.commands import keys_group
from backend.certificates.events import KeyRevoked
from backend.certificates.models import Card, SigningKey, VisitCode
from backend.certificates.rotation import OVERLAP
from backend.cli import Operator
from backend.journal.models import JournalInbox
from backend.kernel.problems import ProblemRaised
from backend.kernel.signing import key_id, public_point
from tests.api.coded_visit import coded_visit
from tests.api.desk import Desk

REGION = "420117"


@pytest.fixture
def visit(world):
    return coded_visit(world)


@pytest.fixture
def keys(settings):
    return settings.data_dir / "keys"


def signer(tx, keys, now, region=REGION):
    return key_id(public_point(keyring.code_key(tx, keys, region, now)))


def card_code(tx, visit):
    card = tx.get_one(Card, visit.officers[0].card.id)
    tx.refresh(card)
    return codes.to_text(card.cose)


def test_the_next_key_is_published_before_it_signs_and_the_present_one_signs_until_then(tx, visit, keys):
    first = signer(tx, keys, visit.now)
    coming = rotation.rotate(tx, keys, REGION, visit.now)
    begins = visit.now + OVERLAP

    published = {each.kid for each in keyring.trusted_points(tx, visit.now)}
    assert {first, coming.kid} <= published
    assert signer(tx, keys, begins - timedelta(seconds=1)) == first
    assert signer(tx, keys, begins) == coming.kid


def test_what_the_former_key_signed_counts_on(tx, visit, keys):
    text = card_code(tx, visit)
    rotation.rotate(tx, keys, REGION, visit.now)

    assert checking.check_code(tx, text, visit.now + OVERLAP + timedelta(days=1)) is not None


def test_a_coming_key_proves_nothing_yet(tx, visit, keys):
    coming = rotation.rotate(tx, keys, REGION, visit.now)

    assert keyring.checking_key(tx, coming.kid, visit.now) is None
    assert keyring.checking_key(tx, coming.kid, visit.now + OVERLAP) is not None


def test_only_one_key_waits_at_a_time(tx, visit, keys):
    rotation.rotate(tx, keys, REGION, visit.now)
    with pytest.raises(ProblemRaised, match="key_is_coming"):
        rotation.rotate(tx, keys, REGION, visit.now)


def test_a_town_that_signs_with_its_countys_key_has_none_to_change(tx, world, visit, keys):
    town = world._region("420117102", "42/4201/420117/420117102")
    with pytest.raises(ProblemRaised, match="no_key"):
        rotation.rotate(tx, keys, town.code, visit.now)
    rotation.rotate(tx, keys, REGION, visit.now)
    later = visit.now + OVERLAP
    assert signer(tx, keys, later, town.code) == signer(tx, keys, later)


def test_of_a_revoked_key_nothing_counts_and_everything_that_may_still_be_shown_is_signed_anew(tx, visit, keys):
    stolen, printed = signer(tx, keys, visit.now), card_code(tx, visit)
    visit_code = codes.to_text(visit.code.cose)
    done = rotation.revoke(tx, keys, stolen, "备份被盗", visit.now)
    tx.expire_all()

    assert checking.check_code(tx, printed, visit.now) is None
    assert checking.check_code(tx, visit_code, visit.now) is None
    assert checking.check_code(tx, card_code(tx, visit), visit.now) is not None
    code = codes.to_text(tx.get_one(VisitCode, visit.code.id).cose)
    assert code != visit_code and checking.check_code(tx, code, visit.now) is not None
    assert (done.cards, done.visit_codes) == (len(visit.officers), 1)
    assert stolen not in {each.kid for each in keyring.trusted_points(tx, visit.now)}


@pytest.mark.parametrize("coming", [True, False], ids=["one waits", "none waits"])
def test_after_a_theft_the_coming_key_signs_at_once_or_a_new_one_is_made(tx, visit, keys, coming):
    waits = rotation.rotate(tx, keys, REGION, visit.now).kid if coming else None
    stolen = signer(tx, keys, visit.now)
    done = rotation.revoke(tx, keys, stolen, "备份被盗", visit.now)

    assert signer(tx, keys, visit.now) == done.signs_now.kid != stolen
    assert waits in (None, done.signs_now.kid)


def test_a_coming_key_that_is_revoked_leaves_the_present_one_signing(tx, visit, keys):
    present = signer(tx, keys, visit.now)
    coming = rotation.rotate(tx, keys, REGION, visit.now)
    rotation.revoke(tx, keys, coming.kid, "误生成", visit.now)

    assert signer(tx, keys, visit.now) == present
    assert signer(tx, keys, visit.now + OVERLAP + timedelta(days=1)) == present, (
        "or nothing could be signed in a fortnight"
    )


def test_a_key_ends_once_and_the_journal_says_why_without_a_code(world, visit, keys):
    with world.sessions() as tx:
        stolen = signer(tx, keys, visit.now)
        rotation.revoke(tx, keys, stolen, "备份被盗", visit.now)
        with pytest.raises(ProblemRaised, match="key_is_revoked"):
            rotation.revoke(tx, keys, stolen, "再来一次", visit.now)
        with pytest.raises(ProblemRaised, match="no_such_key"):
            rotation.revoke(tx, keys, b"\0\0\0\0", "不存在", visit.now)
        tx.commit()
        told = tx.scalars(select(JournalInbox.data).where(JournalInbox.name == KeyRevoked.name)).one()
    assert (told["kid"], told["reason"], told["cards"]) == (stolen.hex(), "备份被盗", len(visit.officers))


def test_a_phone_learns_the_coming_key_from_what_the_present_one_signed(world, api, keys):
    desk = Desk(world, api)
    desk.coded()
    with world.sessions() as tx:
        coming = rotation.rotate(tx, keys, REGION, world.clock.now()).kid.hex()
        tx.commit()
    told = desk.api.as_(desk.zhou).get("/snapshot").json
    named = {each["kid"] for each in json.loads(told["forecast"]["payload"])["issuers"]}
    assert named == {coming, told["forecast"]["kid"]} == {each["kid"] for each in told["issuers"]}


def test_the_operator_sees_changes_and_ends_keys_from_a_shell(world, visit, settings):
    operator = Operator(settings)
    operator.__dict__["sessions"] = world.sessions

    def said(*words):
        done = CliRunner().invoke(keys_group, list(words), obj=operator)
        return done.exit_code, done.output

    first = next(line for line in said("list")[1].splitlines() if " code " in line)
    assert "signing" in first and first.endswith("here")
    kid = first.split()[2]
    assert said("rotate", "--region", REGION)[0] == 0
    assert "coming" in said("list")[1]
    assert said("revoke", kid, "--reason", "演练")[0] == 1, "nothing happens by mistake"
    assert said("revoke", "zz", "--reason", "演练", "--really")[0] == 2
    code, told = said("revoke", kid, "--reason", "演练", "--really")
    assert code == 0 and f"{len(visit.officers)} cards" in told
    with world.sessions() as tx:
        assert tx.get_one(SigningKey, bytes.fromhex(kid)).revoked_at is not None


def test_a_drill_tells_what_would_become_of_a_card_and_leaves_nothing(world, visit, keys):
    files, now = sorted(keys.iterdir()), visit.now
    done = drill.drill(world.sessions, keys, REGION, now)

    assert done.passed and done.cards == len(visit.officers)
    assert sorted(keys.iterdir()) == files
    with world.sessions() as tx:
        assert signer(tx, keys, now) == done.kid
        assert checking.check_code(tx, card_code(tx, visit), now) is not None
        assert not tx.scalars(select(JournalInbox).where(JournalInbox.name == KeyRevoked.name)).all()


def test_a_drill_fails_where_an_ended_key_still_counts(world, visit, keys, monkeypatch):
    monkeypatch.setattr(checking, "checking_key", lambda tx, kid, now: tx.get(SigningKey, kid))
    monkeypatch.setattr(rotation, "_signed_anew", lambda *_: 0)
    assert not drill.drill(world.sessions, keys, REGION, visit.now).passed
