"""Ten thousand requests of many people, interleaved over one pool: nobody is ever taken for the one before."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

from sqlalchemy import func, select, text

from backend.app import create_app
from backend.kernel.transaction import transaction
from tests.world import Api

HANDS, CHANGES, REQUESTS, LOOKS = 8, 200, 1_000, 9_000


def test_no_request_is_taken_for_the_one_before(committed_world, clock):
    """A tenth of them through the whole application, the rest where the actor is told to the database."""
    world, organ = committed_world, committed_world.organ()
    api = Api(create_app(world.settings, sessions=world.sessions, clock=clock), world)
    people = [world.person(role, organ, f"{role} {n}") for n in range(5) for role in ("officer", "department", "head")]
    clients = {each.token: [api.as_(each) for _ in range(HANDS)] for each in people}

    def request(turn: tuple[int, int]) -> bool:
        n, hand = turn
        who = people[n % len(people)]
        told = clients[who.token][hand].get("/session").json["person"]
        return bool(told["id"] == str(who.person.id) and told["role"] == who.person.role)

    def look(n: int) -> bool:
        """A transaction begins with nobody in it, and what is said in it stays in it."""
        with transaction(world.sessions, read_only=True) as tx:
            before = tx.scalar(text("SELECT current_setting('liangma.actor', true)"))
            tx.execute(select(func.set_config("liangma.actor", str(people[n % len(people)].person.id), True)))
        return not before

    turns = zip(range(REQUESTS), cycle(range(HANDS)))
    with ThreadPoolExecutor(HANDS) as hands:
        looked = hands.map(look, range(LOOKS), chunksize=1)
        asked = hands.map(request, islice(turns, REQUESTS))
        assert all(asked) and all(looked)


def test_every_change_is_written_down_as_its_makers(committed_office):
    """The history of rows asks the database who acts: with two administrators in turn, each row says the right one."""
    office = committed_office
    admins = [office.admin, office.world.person("admin", office.bureau_organ, "许管理")]

    def enter(n: int) -> tuple[str, str]:
        who = admins[n % 2]
        made = office.send(who, "POST", "/people", office.person_body(name=f"新人{n}", number=f"N-{n}"))
        return made.json["id"], str(who.person.id)

    with ThreadPoolExecutor(HANDS) as hands:
        made = list(hands.map(enter, range(CHANGES)))
    wanted = text("SELECT row_id, person_id FROM row_history WHERE kind = 'person' AND person_id IS NOT NULL")
    written = dict(office.world.look(lambda tx: [(str(a), str(b)) for a, b in tx.execute(wanted)]))
    assert {row: written.get(row) for row, _ in made} == dict(made)
