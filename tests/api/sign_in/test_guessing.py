"""Guessing is slow, for everybody and everywhere, and strangers cannot turn that into a lock-out."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from backend.app import create_app
from backend.identity.signin.tries import PER_ACCOUNT, PER_NETWORK
from backend.kernel.models import Counted
from tests.api.sign_in.hands import ELSEWHERE, HERE, browser, code, sign_in
from tests.world import Api, SignedIn, World

TOO_MANY, WRONG, IN = (429, "identity.too_many"), (401, "identity.wrong_password"), (200, None)
NEXT_DOOR = "203.0.113.200"


@pytest.fixture
def zhou(world: World) -> SignedIn:
    return world.officer(world.organ())


def guess(api: Api, who: SignedIn, times: int, address: str = HERE) -> list[tuple[int, str]]:
    return [code(sign_in(browser(api), who, "guess", address=address)) for _ in range(times)]


@pytest.mark.parametrize(
    ("address", "known", "then"),
    [
        (HERE, False, TOO_MANY),
        (NEXT_DOOR, False, TOO_MANY),
        (ELSEWHERE, False, IN),
        (HERE, True, IN),
        (NEXT_DOOR, True, IN),
        ("2001:db8::1", False, IN),
        ("::ffff:203.0.113.9", False, TOO_MANY),
        ("garbage", False, IN),
    ],
)
def test_ten_wrong_guesses_of_a_stranger_close_only_the_strangers_network(api, zhou, address, known, then):
    """`known`: the officer signed in with this browser before. What a stranger guesses takes none of its tries."""
    phone = browser(api)
    if known:
        assert code(sign_in(phone, zhou, address=ELSEWHERE)) == IN
    assert guess(api, zhou, PER_ACCOUNT) == [WRONG] * PER_ACCOUNT
    assert code(sign_in(phone, zhou, address=address)) == then


def test_the_known_browser_has_ten_tries_of_its_own(api, zhou):
    phone = browser(api)
    sign_in(phone, zhou)
    assert [code(sign_in(phone, zhou, "guess")) for _ in range(PER_ACCOUNT + 1)] == [WRONG] * PER_ACCOUNT + [TOO_MANY]
    assert code(sign_in(browser(api), zhou)) == IN


def test_a_known_browser_is_known_for_the_account_that_was_signed_in_there(api, world, zhou):
    other = world.officer(world.organ())
    phone = browser(api)
    sign_in(phone, other)
    guess(api, zhou, PER_ACCOUNT)
    assert code(sign_in(phone, zhou)) == TOO_MANY
    assert code(sign_in(phone, other)) == IN


def test_a_cookie_that_we_did_not_give_is_not_known_and_is_replaced(api, zhou):
    phone = browser(api)
    phone.client.set_cookie("lm_known", "made-up", domain="localhost")
    guess(api, zhou, PER_ACCOUNT)
    assert code(sign_in(phone, zhou)) == TOO_MANY
    sign_in(phone, zhou, address=ELSEWHERE)
    assert phone.client.get_cookie("lm_known", domain="localhost").value != "made-up"


def test_one_network_guesses_at_most_fifty_times_whatever_the_accounts(api, world):
    people = [world.officer(world.organ()) for _ in range(PER_NETWORK // PER_ACCOUNT + 1)]
    for each in people[:-1]:
        guess(api, each, PER_ACCOUNT)
    assert code(sign_in(browser(api), people[-1])) == TOO_MANY
    assert code(sign_in(browser(api), people[-1], address=ELSEWHERE)) == IN


def test_the_pause_is_told_in_seconds_and_ends_by_itself(api, zhou, clock):
    guess(api, zhou, PER_ACCOUNT - 1)
    clock.advance(seconds=200)
    guess(api, zhou, 1)
    waiting = sign_in(browser(api), zhou)
    assert waiting.json["facts"]["seconds"] == 100
    clock.advance(seconds=101)
    assert code(sign_in(browser(api), zhou)) == IN


def test_who_waits_and_asks_does_not_wait_longer(api, zhou, clock):
    guess(api, zhou, PER_ACCOUNT)
    clock.advance(seconds=200)
    assert guess(api, zhou, 5) == [TOO_MANY] * 5
    clock.advance(seconds=101)
    assert code(sign_in(browser(api), zhou)) == IN


def test_the_right_password_gives_its_try_back(api, zhou):
    for _ in range(3 * PER_ACCOUNT):
        assert code(sign_in(browser(api), zhou)) == IN


def test_unknown_accounts_are_slowed_down_alike(api, world):
    nobody = SignedIn(type("Nobody", (), {"login": "nobody"})(), "")
    assert guess(api, nobody, PER_ACCOUNT + 1) == [WRONG] * PER_ACCOUNT + [TOO_MANY]


def test_nothing_that_is_kept_names_an_account_or_an_address(api, world, zhou):
    guess(api, zhou, 1)
    rows = world.look(lambda tx: tx.scalars(select(Counted)).all())
    assert {len(each.bucket) for each in rows} == {32}
    assert not any(zhou.person.login.encode() in each.bucket or HERE.encode() in each.bucket for each in rows)


def test_forty_guesses_at_once_are_forty_tries(committed_world: World, clock):
    """All look before any is counted: a counter that is raised after the look would let all through."""
    who = committed_world.officer(committed_world.organ())
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=clock)
    start, answers = Barrier(40), []

    def guess_once() -> None:
        caller = Api(app, committed_world).as_(None)
        start.wait()
        answers.append(code(sign_in(caller, who, "guess")))

    threads = [Thread(target=guess_once) for _ in range(40)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(answers) == [WRONG] * PER_ACCOUNT + [TOO_MANY] * 30
