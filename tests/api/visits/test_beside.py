"""An arrival is judged beside few rows of many: what it hears of the others is what a reading of all of them says (B-25, B-30)."""

from __future__ import annotations

import random
from datetime import date, timedelta
from uuid import UUID

import pytest

from backend.inspections.again import stored_visit
from backend.inspections.beside import beside
from backend.inspections.models import Inspection, PastVisit, Result
from backend.inspections.stated_models import StatedGround
from backend.inspections.visits import visits_at
from backend.kernel.ids import uuid7
from backend.policy.ruleset import RuleSet
from backend.policy.verdict import judge
from tests.api.desk import NEVER_QUIET, Desk
from tests.world import TOWN


@pytest.fixture
def desk(world, api):
    return Desk(world, api, NEVER_QUIET)


def pair(desk):
    first, second = (desk.world.officer(desk.organ, name) for name in ("郑一", "王二"))
    return first, [{"person_id": str(who.person.id), "card_id": None, "how": "self"} for who in (first, second)]


def arrive(desk, task_id, crew, **changes):
    by, officers = crew
    answer = desk.check_in(task_id, by=by, officers=officers, **changes)
    assert answer.status_code == 201, answer.json
    return answer.json


def test_many_arrivals_under_one_task_are_known_and_few_are_read(desk, world, clock):
    task_id, crews = desk.coded(), [pair(desk) for _ in range(6)]
    for crew in crews:
        clock.advance(minutes=1)
        last = arrive(desk, task_id, crew)

    found = _found(world, last["inspection_id"])
    assert (len(found.earlier), len(found.ids)) == (1, 5)
    assert last["verdict"]["cap"]["reason"] == "cap.same_day"


def test_each_of_an_enterprise_with_imported_visits_is_read(desk, world, clock):
    task_id = desk.coded()
    for crew in [pair(desk) for _ in range(4)]:
        clock.advance(minutes=1)
        last = arrive(desk, task_id, crew)
    world._add(PastVisit(
        region_code="420117", organ_id=desk.organ.id, enterprise_id=desk.enterprise.id, source_key="1", day=date(2020, 5, 1),
        kind="daily", trigger="plan", counts=True, cap_exempt="no", needs_review=False, purpose="日常检查",
    ))  # fmt: skip

    found = _found(world, last["inspection_id"])
    assert (len(found.earlier), len(found.ids)) == (4, 4)  # the record from before our time, and each of the three


@pytest.mark.parametrize("seed", range(3))
def test_random_arrivals_are_judged_as_beside_all_that_came(desk, world, clock, seed):
    chance, crews = random.Random(seed), [pair(desk) for _ in range(4)]
    tasks = [None, desk.coded(), desk.approved("2026-04-23", starts_at="10:00")]
    came = []
    for _ in range(25):
        clock.advance(minutes=chance.choice([1, 1, 1, 30, 700]))
        far = {
            "longitude": TOWN[0] + chance.choice([0, 0, 2]),
            "latitude": TOWN[1],
            "accuracy_m": 9.0,
            "datum": "wgs84",
        }
        kind = chance.choice([None, None, "noninspection_survey"])
        task = chance.choice(tasks)
        came.append(
            arrive(desk, task, chance.choice(crews), position=far, **({"kind": kind} if kind and not task else {}))
        )
        if chance.random() < 0.3:
            chance.choice([_end, _reclassify])(desk, UUID(came[-1]["inspection_id"]), chance)

    for each in came:
        chosen, whole, ids = world.look(lambda tx, each=each: _both(tx, each["inspection_id"]))
        assert chosen == whole
        assert sorted(ids) == sorted(set(ids))


def _reclassify(desk, inspection_id, chance):
    """The bureau let it have another ground, which is proved (B-42)."""
    now, by = desk.world.clock.now(), desk.bureau.person.id
    desk.world._add(StatedGround(
        inspection_id=inspection_id, id=uuid7(), organ_id=desk.organ.id, region_path="42/4201/420117", ground="complaint",
        evidence_id="线索 1", words="有举报", at=now, received_at=now, told_by=desk.zhou.person.id, decision="reclassified", note="是",
        decided_by=by, decided_at=now,
    ))  # fmt: skip
    with desk.world.sessions() as tx:
        tx.get_one(Inspection, inspection_id).trigger = "complaint"
        tx.commit()


def _end(desk, inspection_id, chance):
    """The visit ends, somehow."""
    outcome = chance.choice(["aborted_before_entry", "refused_other", "none_found"])
    desk.world._add(Result(
        inspection_id=inspection_id, id=uuid7(), outcome=outcome, summary="", corrections=[], at=desk.world.clock.now(),
        filed_by=desk.zhou.person.id,
    ))  # fmt: skip


def _both(tx, inspection_id):
    """The verdict beside what is chosen, the one beside every visit of the organ there, and whom the first knew."""
    visit = stored_visit(tx, tx.get_one(Inspection, UUID(inspection_id)))
    rules = RuleSet.from_data("any", NEVER_QUIET)
    people = [each.person_id for each in visit.officers]
    since, until = visit.arrived.earliest - timedelta(days=400), visit.arrived.latest
    found = beside(tx, visit, people, since, until, rules)
    whole = visits_at(tx, visit.enterprise_id, since, until + timedelta(days=1))
    earlier, later = ([each for each in whole if (each.arrived.latest > until) is after] for after in (False, True))
    return judge(visit, None, rules, found.earlier, found.later), judge(visit, None, rules, earlier, later), found.ids


def _found(world, inspection_id):
    def look(tx):
        visit = stored_visit(tx, tx.get_one(Inspection, UUID(inspection_id)))
        people = [each.person_id for each in visit.officers]
        span = visit.arrived.earliest - timedelta(days=400), visit.arrived.latest
        return beside(tx, visit, people, *span, RuleSet.from_data("any", NEVER_QUIET))

    return world.look(look)
