"""Two phones of one visit, at once: all answers are kept, one text is one version, one signature is one."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from backend.app import create_app
from backend.inspections.written import ChecklistAnswer, OnSiteRecord, RecordSignature
from tests.api.visits.onsite import OnSite
from tests.world import Api


@pytest.fixture
def visit(committed_world):
    app = create_app(committed_world.settings, sessions=committed_world.sessions, clock=committed_world.clock)
    return OnSite(committed_world, Api(app, committed_world))


def count(visit, table):
    return visit.world.look(lambda tx: tx.scalar(select(func.count()).select_from(table)))


def test_answers_records_and_signatures_of_two_phones_at_once(visit):
    both = [visit.zhou, visit.lin] * 4
    told = [visit.tell(answer=word) for word in ("yes", "no") * 4]
    texts = [visit.locked(visit.content(findings=f"第 {n} 种说法")) for n in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answered = [*pool.map(lambda each: visit.answer(each[0], by=each[1]), zip(told, both, strict=True))]
        written = [*pool.map(lambda who: visit.write(by=who), both)]
        body = visit.signing()
        signed = [*pool.map(lambda who: visit.sign(body, by=who), both)]
        versions = sorted(each.json["version"] for each in pool.map(visit.write, texts))

    assert [each.status_code for each in answered] == [201] * 8
    assert count(visit, ChecklistAnswer) == 8
    assert {each.json["id"] for each in written} == {written[0].json["id"]}
    assert {each.json["id"] for each in signed} == {signed[0].json["id"]}
    assert versions == [2, 3, 4, 5]
    assert (count(visit, OnSiteRecord), count(visit, RecordSignature)) == (5, 1)
