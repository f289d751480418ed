"""Once issued a paper never changes; a corrected one is the next edition and names the old; two at once are one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from backend.app import create_app
from backend.audit.models import AuditEntry
from backend.inspections.models import Result
from backend.journal.models import JournalInbox
from backend.papers.models import Paper
from tests.api.papers import reading
from tests.api.papers.conftest import Office
from tests.world import Api


def rows(office):
    return office.world.look(lambda tx: tx.scalars(select(Paper).order_by(Paper.issued_at, Paper.id)).all())


def test_asked_twice_the_same_bytes_and_one_paper(office):
    task = office.coded()
    first, second = office.notice(task), office.notice(task, by=office.head)

    assert first.data == second.data and len(rows(office)) == 1
    assert rows(office)[0].sha256 == sha256(first.data).digest() and rows(office)[0].size == len(first.data)


def test_what_it_says_decides_the_bytes_and_not_when_it_was_printed(office, monkeypatch):
    """The same content printed again, a year later, is the same file."""
    from backend.papers import service

    task = office.coded()
    first = office.notice(task).data
    monkeypatch.setattr(service, "_standing", lambda sessions, draft: None)
    monkeypatch.setattr(service.queries, "newest", lambda tx, subject_id, kind: None)
    printed = []
    real = service.printed
    monkeypatch.setattr(service, "printed", lambda *a, **k: printed.append(real(*a, **k)) or printed[-1])
    office.world.clock.advance(days=365)
    office.notice(task)
    assert printed[0].pdf == first


def test_a_paper_is_told_to_the_journal_with_its_hash(office):
    pdf = office.notice(office.coded()).data
    told = office.world.look(
        lambda tx: tx.scalars(select(JournalInbox.data).where(JournalInbox.name == "papers.issued.v1")).all()
    )
    assert [each["sha256"] for each in told] == [sha256(pdf).hexdigest()]


def test_an_issued_paper_cannot_be_changed_or_taken_away_even_in_the_database(office):
    office.notice(office.coded())
    for statement in ("UPDATE paper SET title = 'x'", "DELETE FROM paper", "TRUNCATE paper CASCADE"):
        with pytest.raises(DBAPIError, match="insert-only"), office.world.sessions() as tx:
            tx.execute(text(statement))


def test_what_is_told_late_makes_a_second_edition_that_names_the_first(office):
    _, visit = office.visited()
    first = office.paper(visit, "record").data
    office.note(visit, "note", "补录：三号冷库已停用")
    assert office.lines(visit)["record"]["state"] == "changed"

    second = office.paper(visit, "record").data

    said = reading.text(second)
    assert "补录：三号冷库已停用" in said and f"第2版，更正第1版（SHA-256{sha256(first).hexdigest()[:16]}" in said
    old, new = rows(office)
    assert new.replaces_id == old.id and office.lines(visit)["record"]["state"] == "issued"
    assert office.api.as_(office.head).get(f"/papers/{old.id}").data == first


def test_before_its_step_is_taken_there_is_no_paper(office):
    task = office.approved()
    visit = office.check_in(office.coded()).json["inspection_id"]

    for answer in (office.notice(task), office.paper(visit, "record"), office.paper(visit, "result")):
        assert (answer.status_code, answer.json["code"], answer.json["rule"]) == (409, "papers.not_yet", "B-22")
        assert answer.json["sentence"]["en"].startswith("There is no")
    assert rows(office) == []


def test_the_list_tells_what_there_is_and_what_it_waits_for(office):
    task = office.coded()
    kinds = {each["kind"]: each for each in office.api.as_(office.zhou).get(f"/tasks/{task}/papers").json["items"]}
    assert [kinds[kind]["state"] for kind in ("notice", "record", "result")] == ["ready", "waiting", "waiting"]
    assert kinds["record"]["waits"] == {"zh": "离场签退后生成", "en": "Made once the officers have left"}

    answer = office.api.app.test_client()
    answer.set_cookie("lm_session", office.zhou.token, domain="localhost")
    assert answer.get(kinds["notice"]["url"]).status_code == 200
    (line, *_) = office.api.as_(office.zhou).get(f"/tasks/{task}/papers").json["items"]
    assert line["state"] == "issued" and line["editions"][0]["bytes"] > 10_000


def test_every_look_at_a_paper_is_a_line_with_its_purpose(office):
    task = office.coded()
    office.notice(task)
    office.notice(task, by=office.head, query="?purpose=法院调取")
    lines = office.world.look(lambda tx: tx.scalars(
        select(AuditEntry).where(AuditEntry.action == "paper.see").order_by(AuditEntry.id)).all())  # fmt: skip

    assert [each.purpose for each in lines] == ["行政检查通知书，第 1 版", "法院调取"]
    assert {each.object for each in lines} == {str(rows(office)[0].id)}


def test_a_purpose_that_no_column_holds_is_refused_and_the_refusal_is_a_line(office):
    office.notice(office.coded())
    (paper,) = rows(office)
    answer = office.api.as_(office.head).get(f"/papers/{paper.id}?purpose=%00法院调取")
    assert answer.status_code == 422
    lines = office.world.look(lambda tx: tx.scalars(
        select(AuditEntry).where(AuditEntry.action == "paper.see").order_by(AuditEntry.id.desc())).all())  # fmt: skip
    assert lines[0].result != "allowed"
    assert lines[0].purpose == "法院调取"


def test_another_department_and_a_stranger_find_nothing(office):
    task, visit = office.visited()
    office.notice(task)
    other = office.world.organ("邻区卫生健康局")
    foreign = office.world.person("head", other, "吴邻居")
    paths = (f"/tasks/{task}/papers", f"/tasks/{task}/papers/notice", f"/inspections/{visit}/papers",
             f"/inspections/{visit}/papers/record", f"/papers/{rows(office)[0].id}")  # fmt: skip

    for path in paths:
        assert office.api.as_(foreign).get(path).status_code == 404, path
        assert office.api.as_(None).get(path).status_code == 401, path
        assert office.api.as_(office.bureau).get(path).status_code == 200, path


@pytest.mark.parametrize(
    "path",
    ["/tasks/x/papers", "/tasks/00000000-0000-0000-0000-000000000000/papers/notice", "/papers/1", "/inspections/x/papers/result",
     "/inspections/00000000-0000-0000-0000-000000000000/papers/notice"],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(office, path):
    assert office.api.as_(office.zhou).get(path).status_code == 404


@pytest.mark.parametrize("query", ["?download=perhaps", f"?purpose={'x' * 201}", "?purpose=%00"])
def test_a_malformed_question_issues_nothing(office, query):
    assert office.notice(office.coded(), query=query).status_code == 422
    assert rows(office) == []


def test_a_download_has_its_name_and_is_kept_by_no_cache(office):
    answer = office.notice(office.coded(), query="?download=1")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E8%A1%8C%E6%94%BF")
    assert answer.headers["Cache-Control"] == "no-store"


def test_two_at_once_are_one_paper(committed_world):
    world = committed_world
    app = create_app(world.settings, sessions=world.sessions, clock=world.clock)
    office = Office(world, Api(app, world), {"quiet": {"calendars": []}})
    task = office.coded()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: office.notice(task), range(4)))

    assert {each.status_code for each in answers} == {200} and len({each.data for each in answers}) == 1
    assert len(rows(office)) == 1


def test_a_summary_is_text_and_never_a_page(office):
    """HTML and addresses in what an officer types are printed, not obeyed."""
    hostile = '<img src="http://127.0.0.1:9/x"><script>1</script>{{ 7*7 }} &amp;'
    _, visit = office.visited(hostile)
    assert "".join(hostile.split()) in reading.text(office.paper(visit, "result").data)
    assert office.world.look(lambda tx: tx.get(Result, visit)).summary == hostile
