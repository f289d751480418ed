"""Two browsers found the bureau at the same moment: one does, the other is told, and there is one bureau."""

from __future__ import annotations

from threading import Barrier, Thread

from sqlalchemy import func, select

from backend.app import create_app
from backend.identity.models import Organ, Region
from tests.api.setup.first_day import CITY, COUNTY, PROVINCE, FirstDay, founding


def test_one_of_two_foundings_is_done(committed_world):
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=committed_world.clock)
    day = FirstDay(app, committed_world.sessions, committed_world.clock, committed_world.settings)
    day.administrator()
    browsers, together, codes = [day.signed_in() for _ in range(2)], Barrier(2), []
    others = {**COUNTY, "code": "420118", "name": "另一区"}
    bodies = [founding(), founding(regions=[PROVINCE, CITY, others], bureau={"code": "OTHER", "name": "另一司法局"})]

    def found(n: int) -> None:
        together.wait()
        codes.append(browsers[n].post("/setup/bureau", bodies[n]).status_code)

    hands = [Thread(target=found, args=(n,)) for n in range(2)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()

    assert sorted(codes) == [201, 409]
    assert day.look(lambda tx: tx.scalar(select(func.count()).select_from(Organ))) == 1
    assert day.look(lambda tx: tx.get(Region, "setup")) is None
