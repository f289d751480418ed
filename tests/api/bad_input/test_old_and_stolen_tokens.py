"""Tokens that were good once, or are good for somebody else: each opens nothing, and says so in one sentence."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from backend.identity.models import Device
from backend.kernel.problems import NOT_FOUND, NOT_SIGNED_IN
from backend.notifications.models import PushSubscription
from tests.api.bad_input.answers import nothing_written, refused
from tests.world import Caller


def holding(api, token: str) -> Caller:
    client = api.app.test_client()
    client.set_cookie("lm_session", token, domain="localhost")
    return Caller(client)


@pytest.mark.parametrize("token", ["", "x", "token-officer-1x", "0" * 4_000, "é🐉", "a b;c", "null", "\t"])
def test_a_token_that_nobody_was_given_opens_nothing(api, world, officer, token):
    with nothing_written(world):
        refused(holding(api, token).get("/session"), NOT_SIGNED_IN)


def test_a_token_is_over_once_its_owner_signed_out_also_for_who_copied_it(api, officer, phone):
    thief = holding(api, officer.token)
    assert thief.get("/session").status_code == 200
    phone.delete("/session")
    refused(thief.get("/session"), NOT_SIGNED_IN)
    refused(thief.post("/check-ins", {}), NOT_SIGNED_IN)


def test_signing_out_twice_is_signing_out(api, officer):
    first, second = holding(api, officer.token), holding(api, officer.token)
    assert first.delete("/session").status_code == 204
    refused(second.delete("/session"), NOT_SIGNED_IN)


def test_the_ids_of_somebody_elses_things_read_like_ids_of_nothing(api, world, officer):
    """404 for both, word by word: whoever guesses learns nothing."""
    other = world.officer(world.organ("别的局"))
    theirs = world.look(lambda tx: tx.scalars(select(Device.id).where(Device.person_id == other.person.id)).all())
    mine = api.as_(officer)
    for path in ("/devices/{}", "/push/subscriptions/{}", "/sessions/{}"):
        unknown = refused(mine.delete(path.format("0192d3f0-0000-7000-8000-000000000009")), NOT_FOUND)
        assert all(mine.delete(path.format(each)).json == unknown for each in theirs)
    assert world.look(lambda tx: tx.query(PushSubscription).count()) == 0
