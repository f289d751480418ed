"""Each limit: reached, told in seconds, over again, each for itself, and counted by all processes together."""

from __future__ import annotations

import multiprocessing
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from backend.app import create_app
from backend.evidence import flight
from backend.kernel import limits
from backend.kernel.db import make_engine
from backend.kernel.limits import Limit
from backend.kernel.models import Counted
from backend.kernel.transaction import make_sessions
from backend.notifications.models import PushSubscription
from backend.notifications.service import BROWSERS
from backend.storage.places import NoPlaceFree, place
from tests.api.coded_visit import coded_visit
from tests.api.sign_in.hands import browser as fresh_browser
from tests.api.sign_in.hands import sign_in
from tests.phone import Phone, over_flask, visit_of
from tests.push_receiver import Browser
from tests.world import Api

TOO_OFTEN = (429, "kernel.too_often")
PAIR = Limit("pair", 2, timedelta(minutes=1))


def told(answer):
    return answer.status_code, (answer.json or {}).get("code")


@pytest.fixture
def push_service():
    made = Browser()
    yield made
    made.close()


# the engine


def test_a_full_bucket_says_how_long_and_counts_nothing(tx, clock):
    mine, yours, now = PAIR.of("me"), PAIR.of("you"), clock.now()
    assert [limits.take(tx, [mine], now) for _ in range(3)] == [0, 0, 60]
    assert limits.take(tx, [mine, yours], now) == 60
    assert [limits.take(tx, [yours], now) for _ in range(2)] == [0, 0]
    assert limits.take(tx, [mine], now + timedelta(seconds=60)) == 0


def test_what_is_given_back_does_not_count_and_twice_is_once(tx, clock):
    mine, now = PAIR.of("me"), clock.now()
    limits.take(tx, [mine], now)
    for _ in range(2):
        limits.give_back(tx, [mine], now)
    assert [limits.take(tx, [mine], now) for _ in range(3)] == [0, 0, 60]


def test_the_oldest_leaves_first_and_of_two_full_buckets_the_slower_is_waited_for(tx, clock):
    mine, ours, now = PAIR.of("me"), Limit("ours", 2, timedelta(minutes=5)).of("us"), clock.now()
    assert [limits.take(tx, [mine, ours], now + timedelta(seconds=each)) for each in (0, 20)] == [0, 0]
    assert limits.take(tx, [mine], now + timedelta(seconds=30)) == 30
    assert limits.take(tx, [mine, ours], now + timedelta(seconds=30)) == 270


def test_less_than_a_second_is_told_as_one_and_still_refused(tx, clock):
    mine, now = PAIR.of("me"), clock.now()
    assert [limits.take(tx, [mine], now) for _ in range(2)] == [0, 0]
    assert [limits.take(tx, [mine], now + timedelta(seconds=59, milliseconds=each)) for each in (1, 999)] == [1, 1]


def test_what_was_never_counted_cannot_be_given_back(tx, clock):
    mine, now = PAIR.of("me"), clock.now()
    limits.take(tx, [mine], now)
    limits.give_back(tx, [mine], now + timedelta(seconds=1))
    assert [limits.take(tx, [mine], now) for _ in range(2)] == [0, 60]


def test_a_bucket_is_kept_as_long_as_the_last_of_it_counts(tx, clock):
    mine, now = PAIR.of("me"), clock.now()
    assert [limits.take(tx, [mine], now + timedelta(seconds=each)) for each in (0, 40)] == [0, 0]
    limits.forget(tx, now + timedelta(seconds=60))
    assert [limits.take(tx, [mine], now + timedelta(seconds=61)) for _ in range(2)] == [0, 39]


def test_what_no_longer_counts_is_forgotten_and_what_counts_is_not(tx, clock):
    limits.take(tx, [PAIR.of("me")], clock.now())
    limits.forget(tx, clock.now() + timedelta(seconds=59))
    assert len(tx.scalars(select(Counted)).all()) == 1
    limits.forget(tx, clock.now() + timedelta(seconds=60))
    assert tx.scalars(select(Counted)).all() == []


def test_kinds_do_not_share_a_bucket_and_parts_cannot_be_shifted():
    other = Limit("other", 2, timedelta(minutes=1))
    assert (
        len(
            {
                each.key
                for each in (PAIR.of("a", "b"), other.of("a", "b"), PAIR.of("ab"), PAIR.of("a", "b", secret=b"s"))
            }
        )
        == 4
    )


# exports: five tables an hour, however small


def test_the_sixth_table_of_an_hour_waits_and_others_do_not(office, clock):
    desk, bureau = office.api.as_(office.admin), office.api.as_(office.bureau)
    assert [desk.get("/exports/people.csv").status_code for _ in range(5)] == [200] * 5

    refused = desk.get("/exports/organs.xlsx")

    assert told(refused) == TOO_OFTEN
    assert refused.headers["Retry-After"] == "3600" and "3600" in refused.json["sentence"]["zh"]
    assert bureau.get("/exports/people.csv").status_code == 200
    clock.advance(hours=1)
    office.proved(office.admin)
    assert desk.get("/exports/people.csv").status_code == 200


def test_a_table_that_nobody_knows_does_not_count(office):
    desk = office.api.as_(office.admin)
    assert {desk.get("/exports/secrets.csv").status_code for _ in range(6)} == {404}
    assert desk.get("/exports/people.csv").status_code == 200


# invitations: five links a minute that open nothing


def test_the_sixth_link_that_opens_nothing_waits_and_a_genuine_one_never(api, world, clock):
    bureau = world.person("bureau", world.organ(kind="bureau"))
    chen = world.person("supervisor", world.organ(), "陈静")
    genuine = api.as_(bureau).post(f"/people/{chen.person.id}/invitation").json["url"].partition("#")[2]
    guess = {"token": "guess", "login": "chenjing", "password": "栗子树下 17 级台阶"}
    stranger = fresh_browser(api)
    assert [stranger.post("/invitations/accept", guess).status_code for _ in range(5)] == [410] * 5

    refused = stranger.post("/invitations/accept", guess)

    assert told(refused) == TOO_OFTEN and refused.headers["Retry-After"] == "60"
    assert stranger.post("/invitations/accept", {**guess, "token": genuine}).status_code == 200
    clock.advance(minutes=1)
    assert fresh_browser(api).post("/invitations/accept", guess).status_code == 410


# push: three changes an hour, five browsers


def test_the_fourth_change_of_an_hour_waits_saying_the_same_is_no_change_and_off_is_always_possible(
    api, world, clock, push_service
):
    me = api.as_(world.person("head", world.organ()))

    def turn_on(n):
        body = {**push_service.subscription, "endpoint": f"https://fcm.googleapis.com/{n}"}
        return me.post("/push/subscriptions", body)

    ids = [turn_on(n).json["id"] for n in (1, 2, 3, 3, 3)]
    assert len(set(ids)) == 3
    assert told(turn_on(4)) == TOO_OFTEN
    assert me.delete(f"/push/subscriptions/{ids[0]}").status_code == 204
    clock.advance(hours=1)
    assert turn_on(4).status_code == 201


def test_a_sixth_browser_takes_the_place_of_the_oldest(api, world, clock, push_service):
    me = api.as_(world.person("head", world.organ()))
    for n in range(BROWSERS + 1):
        body = {**push_service.subscription, "endpoint": f"https://fcm.googleapis.com/{n}"}
        assert me.post("/push/subscriptions", body).status_code == 201
        clock.advance(minutes=30)
    kept = world.look(lambda tx: tx.scalars(select(PushSubscription.endpoint)).all())
    assert sorted(each[-1] for each in kept) == ["1", "2", "3", "4", "5"]


# uploads: forty chunks of one person on their way


def test_the_41st_chunk_on_its_way_waits_a_moment_and_places_come_back(api, world, clock):
    officer = world.officer(world.organ())
    phone = Phone(over_flask(api.as_(officer).client))
    begun = phone.begin(phone.declare(visit_of(world, officer)).json["media_id"], b"0123456789").headers["Location"]
    folder = world.settings.data_dir / flight.FOLDER
    with ExitStack() as others:
        for _ in range(40):
            others.enter_context(place(folder, officer.person.id.hex, 40))
        refused = phone.patch(begun, 0, b"01234")
        assert (refused.status, refused.headers["Retry-After"]) == (429, "2")
        assert phone.head(begun).headers["Upload-Offset"] == "0"

    for offset in range(5):
        assert phone.patch(begun, offset, b"x").status == 204  # each gives its place back
    assert phone.patch(begun, 9, b"x").status == 409
    assert phone.patch(begun, 5, b"x").status == 204  # also one that was refused
    assert len([*folder.iterdir()]) == 40  # nothing but the names of places


def test_a_process_that_is_killed_with_a_chunk_in_its_hands_holds_no_place(tmp_path):
    processes = multiprocessing.get_context("fork")
    taken = processes.Event()
    other = processes.Process(target=_hold_a_place, args=(tmp_path, taken))
    other.start()
    assert taken.wait(10)
    with pytest.raises(NoPlaceFree), place(tmp_path, "zhou", 1):
        pass

    other.kill()
    other.join()
    with place(tmp_path, "zhou", 1):
        pass


def _hold_a_place(folder, taken):
    with place(folder, "zhou", 1):
        taken.set()
        time.sleep(60)


# all processes, and no counter


def test_two_processes_count_tables_together(committed_world, clock):
    world = committed_world
    admin = world.proved(world.person("admin", world.organ(kind="bureau")))
    engines = [make_engine(world.settings.database_url, size=6) for _ in range(2)]
    apis = [Api(create_app(world.settings, sessions=make_sessions(each), clock=clock), world) for each in engines]

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda n: apis[n % 2].as_(admin).get("/exports/people.csv").status_code, range(12)))
    for each in engines:
        each.dispose()

    assert sorted(answers) == [200] * 5 + [429] * 7


def test_without_a_counter_nobody_signs_in_nothing_goes_out_and_pages_still_answer(api, app, world, office):
    """Closed for sign-in, links and tables; open for certificate pages, which are the public's shield (B-94)."""
    visit = coded_visit(world)
    world.look(lambda tx: (tx.execute(text("ALTER TABLE counted RENAME TO lost")), tx.commit()))
    app.config["PROPAGATE_EXCEPTIONS"] = False

    guess = {"token": "guess", "login": "chenjing", "password": "栗子树下 17 级台阶"}
    assert sign_in(fresh_browser(api), office.admin).status_code == 500
    assert fresh_browser(api).post("/invitations/accept", guess).status_code == 500
    assert office.api.as_(office.admin).get("/exports/people.csv").status_code == 500
    client = app.test_client()
    assert client.get(f"/c/{visit.printed_card}").status_code == 200
    assert client.get("/c/guess").status_code == 200
