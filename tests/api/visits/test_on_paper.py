"""The papers of a visit carry what was written and signed on site (rules.md D5, B-57, B-66, B-67)."""

import pytest
from sqlalchemy import select

from backend.certificates.codes import to_text
from backend.certificates.models import VisitCode
from tests.api.papers.reading import text
from tests.api.visits.onsite import ASKED, OnSite, hash_of


@pytest.fixture
def visit(world, api):
    return OnSite(world, api)


def paper(visit: OnSite, kind: str) -> str:
    answer = visit.api.as_(visit.zhou).get(f"/inspections/{visit.visit}/papers/{kind}")
    assert answer.status_code == 200, answer.json
    return text(answer.data)


def leave(visit: OnSite) -> None:
    at = visit.now()
    left = {"captured_at": at["at"], "clock": at["clock"]}
    assert visit.api.as_(visit.zhou).post(f"/inspections/{visit.visit}/check-out", left).status_code == 201


def test_the_record_prints_checklist_words_photo_hashes_and_signatures(visit):
    visit.answer(visit.tell(note="缺三天"))
    visit.answer(visit.tell(ASKED[1], "value", value="-18.5"))
    content = visit.content()
    visit.write()
    for body in (visit.signing(), visit.signing("officer", visit.zhou), visit.signing("officer", visit.lin)):
        assert visit.sign(body).status_code == 201
    leave(visit)

    said = paper(visit, "record")
    for fact in (
        "检查清单", "冷库温度是否按规定记录", "不符合", "缺三天", "-18.5℃", "冷库温度记录缺三天。", "情况属实，马上补。", "何店长，店长",
        content["lines"][0]["photos"][0], hash_of(content), "第1版", "被检查单位现场人员何店长", "执法人员周明远", "执法人员林晓",
    ):  # fmt: skip
        assert fact in said, fact
    assert "（签名）" not in said, "nothing is left to the pen where all signed"


def test_a_refusal_is_printed_with_its_reason(visit):
    visit.write()
    visit.sign(visit.refusal("要先问律师"))
    for who in (visit.zhou, visit.lin):
        visit.sign(visit.signing("officer", who))
    visit.sign(visit.signing("witness"))
    leave(visit)
    said = paper(visit, "record")
    assert "拒绝签名：要先问律师" in said
    assert "见证人社区李主任" in said


def test_the_result_prints_what_is_to_be_put_right_and_by_when(visit):
    corrections = [{"line": ASKED[0].key, "question": ASKED[0].text, "note": "补齐三天的记录"}]
    assert visit.result("order_to_correct", deadline="2026-05-12", corrections=corrections).status_code == 201
    said = paper(visit, "result")
    for fact in ("要改正的事项", ASKED[0].text, "补齐三天的记录", "整改期限", "2026年5月12日24:00前"):
        assert fact in said, fact


def test_without_a_record_everything_is_left_to_the_pen(visit):
    leave(visit)
    said = paper(visit, "record")
    assert "见证人（签名）" in said
    assert "SHA-256" not in said


def test_a_later_version_makes_the_next_edition_of_the_paper(visit):
    visit.write()
    visit.sign(visit.signing())
    leave(visit)
    assert "第2版" not in paper(visit, "record")
    changed = visit.content(statement="不是事实。")
    visit.write(visit.locked(changed))
    visit.sign(visit.signing(record_hash=hash_of(changed)))
    said = paper(visit, "record")
    assert "第2版，更正第1版" in said
    assert "不是事实。" in said


def test_the_enterprise_takes_the_record_from_its_own_page_once_they_have_left(visit):
    """Only with the visit's code, only what was written, and not before they have left."""
    code = visit.world.look(lambda tx: tx.scalars(select(VisitCode).where(VisitCode.task_id == visit.task_id)).one())
    page = f"/i/{to_text(code.cose)}"
    reader = visit.api.as_(None).client
    assert visit.write().status_code == 201
    visit.sign(visit.signing())
    assert reader.get(f"{page}/paper/record").status_code == 404

    leave(visit)
    assert "现场检查笔录" in reader.get(page).get_data(as_text=True)
    answer = reader.get(f"{page}/paper/record")
    assert answer.status_code == 200
    assert "情况属实，马上补。" in text(answer.data)
    assert reader.get(f"/i/{'A' * 60}/paper/record").status_code == 404
