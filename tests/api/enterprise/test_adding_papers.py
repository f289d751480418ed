"""The enterprise adds papers, photos and words to its visit, also after the officers left (E3)."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from backend.evidence.verifying import verify
from backend.inspections.models import Supplement, SupplementFile
from backend.inspections.supplements import MOST
from tests.api.bad_input.test_pictures import NO_PICTURES, POLYGLOTS, jpeg, turned
from tests.api.enterprise.kept import headline
from tests.api.papers.reading import text

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
BAD = {name: content for name, content in NO_PICTURES.items() if content} | {"half a PDF": PDF[:20]}


def add(enterprise, *files, words="整改已完成", **form):
    sent = [(io.BytesIO(content), name) for name, content in files]
    token = form.pop("token", None) or enterprise.right()
    return enterprise.browser.post(
        f"/i/{enterprise.code}/more", data={"token": token, "words": words, "file": sent, **form}
    )


def kept(office):
    return office.world.look(lambda tx: [each.words for each in tx.query(Supplement).order_by(Supplement.at)])


def files(office):
    rows = office.world.look(lambda tx: tx.query(SupplementFile).order_by(SupplementFile.position).all())
    return [(each.name, each.mime) for each in rows]


def over(office, visit):
    office.file(visit, "冷库记录缺三天", "order_to_correct", deadline="2026-05-20")
    office.leave(visit)


def test_after_the_visit_it_adds_a_photo_and_a_paper_and_the_desk_reads_them(office, visited, told):
    enterprise, visit = visited
    right = enterprise.right()
    over(office, visit)

    page = add(enterprise, ("冷库.jpg", turned()), ("检测报告.pdf", PDF), token=right)

    assert (page.status_code, headline(page)) == (200, "补充材料已送达")
    assert "整改已完成" in page.text and "检测报告.pdf" in page.text
    for path in (f"/visits/{visit}", f"/inspections/{visit}"):
        seen = office.api.as_(office.bureau).get(path).json
        (one,) = (seen.get("said") or seen)["supplements"]
        assert [each["name"] for each in one["files"]] == ["冷库.jpg", "检测报告.pdf"]
    assert "supplement_added" in told(office.head)
    assert "补充材料" in text(office.paper(visit, "record").data)


def test_its_files_are_read_by_those_who_see_the_visit_and_a_pdf_is_never_opened_in_our_pages(office, visited, world):
    enterprise, visit = visited
    add(enterprise, ("a.jpg", jpeg()), ("b.pdf", PDF))
    one = office.api.as_(office.bureau).get(f"/inspections/{visit}").json["supplements"][0]
    path = f"/inspections/{visit}/supplements/{one['id']}/files"
    picture, paper = (office.api.as_(office.zhou).get(f"{path}/{n}") for n in (1, 2))
    assert (picture.status_code, picture.mimetype) == (200, "image/jpeg")
    assert (paper.mimetype, paper.data) == ("application/pdf", PDF)
    assert paper.headers["Content-Disposition"].startswith("attachment")
    stranger = world.person("head", world.organ("别的局"))
    for who, n in ((stranger, 1), (office.zhou, 0), (office.zhou, 3), (office.zhou, 99999999999999999999)):
        assert office.api.as_(who).get(f"{path}/{n}").status_code == 404


def test_a_paper_that_changed_in_the_store_is_found(office, visited, world):
    enterprise, _ = visited
    add(enterprise, ("b.pdf", PDF))

    def faults():
        return world.look(lambda tx: [(each.file.n, each.fault) for each in verify(tx, world.settings)])

    assert faults() == [(1, None)]
    (key,) = world.look(lambda tx: tx.scalars(select(SupplementFile.key)).all())
    stored = world.settings.data_dir / "blobs" / key
    stored.chmod(0o600)
    stored.write_bytes(PDF.replace(b"obj", b"jbo"))
    assert faults() == [(1, "differs")]


def test_words_alone_and_files_alone_are_enough_and_nothing_is_not(office, visited):
    enterprise, _ = visited
    assert add(enterprise).status_code == 200
    office.world.clock.advance(minutes=1)
    assert add(enterprise, ("a.jpg", jpeg()), words="").status_code == 200
    assert add(enterprise, words=" ").status_code == 422
    assert kept(office) == ["整改已完成", ""]


def test_the_same_twice_is_once(office, visited):
    enterprise, _ = visited
    right = enterprise.right()
    add(enterprise, ("a.jpg", jpeg()), token=right)
    again = add(enterprise, ("a.jpg", jpeg()), token=right)
    assert (again.status_code, headline(again)) == (200, "这份材料已经送达过")
    assert (len(kept(office)), len(files(office))) == (1, 1)


@pytest.mark.parametrize("name", sorted(BAD))
def test_what_cannot_be_opened_brings_the_form_back_and_nothing_is_kept(office, visited, name):
    enterprise, _ = visited
    page = add(enterprise, ("好.jpg", jpeg()), ("坏.jpg", BAD[name]))
    assert page.status_code == 422
    assert "文件打不开" in page.text and "整改已完成" in page.text
    assert (kept(office), files(office)) == ([], [])


@pytest.mark.parametrize("name", sorted(POLYGLOTS))
def test_what_hides_behind_a_picture_is_left_behind(office, visited, name):
    enterprise, visit = visited
    assert add(enterprise, ("a.jpg", POLYGLOTS[name])).status_code == 200
    one = office.api.as_(office.bureau).get(f"/inspections/{visit}").json["supplements"][0]
    content = office.api.as_(office.bureau).get(f"/inspections/{visit}/supplements/{one['id']}/files/1").data
    assert b"<html" not in content and b"PK\x03\x04" not in content


def test_six_files_or_one_of_nine_megabytes_or_too_many_words_are_too_much(office, visited):
    enterprise, _ = visited
    assert add(enterprise, *[("a.jpg", jpeg())] * 6).status_code == 422
    assert add(enterprise, ("a.jpg", jpeg() + bytes(9 * 1024 * 1024))).status_code == 422
    assert add(enterprise, words="长" * 2001).status_code == 422
    assert kept(office) == []


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("DCIM/冷库.jpg", "冷库.jpg"), ("../../etc/passwd", "passwd"), ("a\x07b.jpg", "—"),
        ("长" * 300 + ".jpg", "长" * 116 + ".jpg"),
    ],
)  # fmt: skip
def test_a_name_is_what_a_screen_can_show(office, visited, sent, name):
    enterprise, _ = visited
    assert add(enterprise, (sent, jpeg())).status_code == 200
    assert files(office) == [(name, "image/jpeg")]


def test_a_visit_takes_ten_of_them(office, visited):
    enterprise, _ = visited
    right = enterprise.right()
    for n in range(MOST):
        assert add(enterprise, words=f"第 {n} 份", token=right).status_code == 200
    page = add(enterprise, words="再一份", token=right)
    assert (page.status_code, headline(page)) == (409, "这次检查已收到 10 份补充材料")
    assert len(kept(office)) == MOST


def test_whoever_holds_no_right_adds_nothing(office, visited):
    enterprise, _ = visited
    for token in ("0" * 32, "x", ""):
        page = enterprise.browser.post(f"/i/{enterprise.code}/more", data={"token": token, "words": "整改已完成"})
        assert page.status_code == 403
    assert enterprise.browser.get("/i/0000-0000-0000/more").status_code == 404
    assert kept(office) == []


def test_what_was_added_is_never_changed(office, visited):
    enterprise, _ = visited
    add(enterprise, ("a.jpg", jpeg()))
    for change in (update(Supplement).values(words="改"), delete(SupplementFile)):
        with pytest.raises(DBAPIError, match="insert"):
            office.world.look(lambda tx, change=change: tx.execute(change))
