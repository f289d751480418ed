"""The checklist of a visit (B-15, B-57, B-89): its questions, its answers, and what is wrong with an answer."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from backend.inspections import checklist
from backend.inspections.models import Inspection
from backend.inspections.written import ChecklistAnswer
from backend.kernel.ids import uuid7
from backend.policy.checklist import Question
from tests.api.visits.onsite import ASKED, OnSite


@pytest.fixture
def visit(world, api):
    return OnSite(world, api)


def rows(visit: OnSite) -> list[ChecklistAnswer]:
    return visit.world.look(lambda tx: tx.scalars(select(ChecklistAnswer)).all())


def filled(visit: OnSite) -> list[dict]:
    return visit.world.look(lambda tx: checklist.filled_in(tx, tx.get_one(Inspection, visit.visit)))


def test_the_phone_takes_the_form_along(visit):
    (task,) = [each for each in visit.api.as_(visit.zhou).get("/snapshot").json["tasks"] if each["id"] == visit.task_id]

    assert [line["question"] for line in task["checklist"]] == [each.text for each in ASKED]
    first, second, _ = task["checklist"]
    assert first["key"] == ASKED[0].key
    assert (first["photo"], first["bases"]) == (True, ["食品安全法第五十四条"])
    assert (second["kind"], second["unit"], second["bases"]) == ("value", "℃", [visit.item.basis])


def test_the_published_edition_counts_until_the_next_one(visit):
    """The register may be written on; what a visit asks is the edition of the items' list in force on its day."""
    publisher = visit.api.as_(visit.world.proved(visit.bureau))
    draft = publisher.get("/lists/items/draft", query_string={"effective_from": "2026-04-22"}).json["digest"]
    made = publisher.post(
        "/lists/items/editions", {"effective_from": "2026-04-22", "draft": draft, "document": "样例〔2026〕9号"}
    )
    assert made.status_code == 201, made.json
    assert visit.ask("完全不同的问题").status_code == 200

    task = visit.api.as_(visit.zhou).get(f"/tasks/{visit.task_id}").json
    assert [line["question"] for line in task["checklist"]] == [each.text for each in ASKED]


def test_an_answer_with_note_and_photo_is_kept(visit):
    photo = uuid7()
    answer = visit.answer(visit.tell(note="缺三天", photos=[str(photo)]))

    assert answer.status_code == 201, answer.json
    assert (answer.json["answer"], answer.json["note"], answer.json["listed"]) == ("no", "缺三天", True)
    (row,) = rows(visit)
    assert (row.line, row.question, row.photos) == (ASKED[0].key, ASKED[0].text, [str(photo)])
    assert visit.answer(visit.tell(ASKED[1], "value", value="-18.5")).status_code == 201


def test_the_same_answer_twice_is_one(visit):
    key, body = uuid7(), visit.tell()
    assert [visit.answer(body, key=key).status_code for _ in range(3)] == [201] * 3
    assert len(rows(visit)) == 1
    assert visit.answer(visit.tell(answer="yes"), key=key).status_code == 409


def test_the_last_by_the_officers_time_counts_and_all_are_kept(visit):
    """Two phones answer the same question; the one that comes into the net last need not be the one that spoke last."""
    later = visit.now(minutes=-1)
    visit.answer(visit.tell(answer="yes", **later), by=visit.lin)
    visit.answer(visit.tell(answer="no", **visit.now(minutes=-9)), by=visit.zhou)

    line = filled(visit)[0]
    assert (line["answer"]["answer"], line["answer"]["by"]) == ("yes", "林晓")
    assert [each["answer"] for each in line["earlier"]] == ["no"]


def test_what_the_form_does_not_ask_is_kept_and_marked(visit):
    """A fact is never refused (B-15): somebody asked it on site, and the desk sees that the form does not."""
    answer = visit.answer(visit.tell(Question("另外看到的问题"), "no"))

    assert (answer.status_code, answer.json["listed"]) == (201, False)
    assert [line["question"] for line in filled(visit)][-1] == "另外看到的问题"


def test_an_answer_that_comes_after_the_departure_is_kept(visit):
    at = visit.now()
    left = {"captured_at": at["at"], "clock": at["clock"]}
    assert visit.api.as_(visit.zhou).post(f"/inspections/{visit.visit}/check-out", left).status_code == 201
    visit.world.clock.advance(hours=5)
    assert visit.answer(visit.tell(**at)).status_code == 201


def test_an_identity_number_in_a_note_is_masked(visit):
    answer = visit.answer(visit.tell(note="负责人 11010519491231002X"))
    assert answer.json["note"] == "负责人 110105************"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"answer": "maybe"}, "answer"),
        ({"answer": "value", "value": "4"}, "answer"),
        ({"value": "4"}, "value"),
        ({"line": "0" * 16}, "line"),
        ({"line": "no key"}, "line"),
        ({"question": "另一个问题"}, "line"),
        ({"note": "长" * 1001}, "note"),
        ({"note": 7}, "note"),
        ({"photos": ["x"]}, "photos"),
        ({"photos": [str(uuid7()) for _ in range(21)]}, "photos"),
        ({"at": "昨天"}, "at"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_a_malformed_answer_is_refused_by_its_field_and_leaves_nothing(visit, change, field):
    answer = visit.answer({**visit.tell(), **change})
    assert answer.status_code == 422
    assert field in str(answer.json), answer.json
    assert rows(visit) == []


@pytest.mark.parametrize("value", ["", "4,5", "1e9", "NaN", "Infinity", "4.123456", "0x1F", "１２"])
def test_a_value_is_digits_with_a_point(visit, value):
    assert visit.answer(visit.tell(ASKED[1], "value", value=value)).status_code == 422


def test_empty_and_missing(visit):
    assert visit.answer({}).status_code == 422
    for name in ("line", "question", "kind", "answer", "at", "clock"):
        body = visit.tell()
        del body[name]
        assert visit.answer(body).status_code == 422, name


def test_who_may_answer(visit):
    """Another organ's visit is not found; a colleague who was not there is told so; nobody signed in is nobody."""
    stranger = visit.world.officer(visit.world.organ("别的局"), "外人")
    colleague = visit.world.officer(visit.organ, "同事")
    body = visit.tell()

    assert visit.answer(body, by=stranger).status_code == 404
    assert visit.answer(body, by=visit.planner).status_code == 403
    assert visit.answer(body, by=colleague).status_code in (403, 404)
    path = f"/inspections/{visit.visit}/answers"
    assert visit.api.as_(None).post(path, body).status_code == 401
    assert visit.api.as_(visit.zhou).post(f"/inspections/{uuid7()}/answers", body).status_code == 404
    assert rows(visit) == []


def test_answers_cannot_be_changed_or_deleted(visit):
    visit.answer()
    for statement in ("UPDATE checklist_answer SET answer = 'yes'", "DELETE FROM checklist_answer"):
        with pytest.raises(Exception, match=r"refuse|insert|never"):
            visit.world.look(lambda tx, said=statement: tx.connection().exec_driver_sql(said))
    assert visit.world.look(lambda tx: tx.scalar(select(func.count()).select_from(ChecklistAnswer))) == 1


def test_a_phone_that_is_behind_is_reckoned_with_its_offset(visit):
    at = visit.world.clock.now() - timedelta(minutes=40)
    clock = visit.clock_reading(at) | {"offset_ms": 40 * 60_000}
    answer = visit.answer(visit.tell(at=at.isoformat(), clock=clock))
    assert answer.json["at"] == visit.world.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
