"""The record ends with a contact sheet of the visit's photos, read back from the PDF (pwa.md D12, rules.md D5)."""

from hashlib import sha256
from io import BytesIO
from uuid import UUID

import pypdfium2
import pytest
from PIL import Image

from backend.evidence.player import make_playable
from backend.kernel.jobs import Tools
from backend.papers import contact
from tests.api.media.hands import Worker
from tests.api.papers.reading import text
from tests.api.visits.onsite import OnSite
from tests.arrivals import let_followers_read
from tests.phone import Phone, over_flask

RED, GREEN, BLUE = (200, 20, 20), (20, 160, 40), (20, 40, 200)


def jpeg(colour: tuple[int, int, int], size: tuple[int, int] = (1600, 1200)) -> bytes:
    held = BytesIO()
    Image.new("RGB", size, colour).save(held, "JPEG", quality=92)
    return held.getvalue()


class Album(OnSite):
    """A visit that was photographed; the worker is at hand."""

    def __init__(self, world, api, tools):
        super().__init__(world, api)
        self.tools, self.worker = tools, Worker(world, tools)
        self.phone = Phone(over_flask(api.as_(self.zhou).client))

    def declared(self, caption: str | None = None, kind: str = "photo", mime: str = "image/jpeg", **more) -> UUID:
        told = self.phone.declare(UUID(self.visit), kind, mime, caption=caption, **more)
        assert told.status == 201, told.json
        return UUID(told.json["media_id"])

    def sealed(self, media: UUID, content: bytes, *, copy: bool = True, **sent) -> UUID:
        self.worker.seal(self.phone.upload(media, content, mime="image/jpeg", **sent))
        if copy:
            make_playable(self.tools, str(media))
        return media

    def photo(self, colour, caption: str | None = "证据，冷库门口", **more) -> UUID:
        return self.sealed(self.declared(caption, **more), jpeg(colour))

    def leave(self) -> None:
        let_followers_read(self.world, self.world.clock)
        at = self.now()
        left = {"captured_at": at["at"], "clock": at["clock"]}
        assert self.api.as_(self.zhou).post(f"/inspections/{self.visit}/check-out", left).status_code == 201

    def paper(self, kind: str = "record") -> bytes:
        answer = self.api.as_(self.zhou).get(f"/inspections/{self.visit}/papers/{kind}")
        assert answer.status_code == 200, answer.json
        return answer.data


@pytest.fixture
def visit(world, api, settings, sessions, clock):
    return Album(world, api, Tools(settings, sessions, clock))


def pictures(pdf: bytes) -> list[tuple[tuple[int, int, int], int]]:
    """The colour of the middle of each picture of a PDF, and how many bytes it takes there."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        for each in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
            shown = each.get_bitmap().to_pil().convert("RGB")
            found.append((shown.getpixel((shown.width // 2, shown.height // 2)), len(each.get_data())))
    return found


def near(seen, wanted) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(seen, wanted, strict=True))


def test_the_stamped_copy_stands_on_the_sheet_and_the_originals_hash_below_it(visit):
    original = visit.photo(RED)
    visit.sealed(visit.declared(kind="stamped_photo", settings={"of": str(original)}), jpeg(GREEN))
    visit.leave()
    pdf = visit.paper()

    ((colour, size),) = pictures(pdf)
    assert near(colour, GREEN), "the copy that the eye reads"
    assert size <= contact.MOST_BYTES
    said = text(pdf)
    for fact in (
        "附：现场照片",
        "照片1",
        "证据，冷库门口",
        "2026-04-2210:28:14",
        "加印副本",
        sha256(jpeg(RED)).hexdigest()[-8:],
    ):
        assert fact in said, fact
    assert sha256(jpeg(GREEN)).hexdigest()[-8:] not in said


def test_without_a_stamped_copy_the_original_is_shown_small(visit):
    visit.photo(BLUE)
    visit.leave()
    pdf = visit.paper()
    assert [near(colour, BLUE) for colour, _ in pictures(pdf)] == [True]
    assert "原图缩小" in text(pdf)


def test_what_has_not_come_is_a_box_that_says_so_and_a_later_edition_shows_it(visit):
    media = visit.declared("现场，大门")
    visit.leave()
    first = visit.paper()
    assert pictures(first) == []
    assert "照片尚未上传" in text(first)
    assert "现场，大门" in text(first)

    visit.sealed(media, jpeg(RED), copy=False)
    assert "已封存，缩略图还没有生成" in text(visit.paper())
    make_playable(visit.tools, str(media))
    last = visit.paper()
    assert [near(colour, RED) for colour, _ in pictures(last)] == [True]
    assert "第3版" in text(last)


def test_a_stamped_copy_alone_does_not_stand_for_a_photo_that_has_not_come(visit):
    original = visit.declared("现场")
    visit.sealed(visit.declared(kind="stamped_photo", settings={"of": str(original)}), jpeg(GREEN))
    visit.leave()
    pdf = visit.paper()
    assert pictures(pdf) == []
    assert "照片尚未上传" in text(pdf)


def test_bytes_that_differ_are_shown_and_said(visit):
    visit.sealed(visit.declared(), jpeg(RED), digest=sha256(b"something else").digest())
    visit.leave()
    pdf = visit.paper()
    assert len(pictures(pdf)) == 1
    assert "封存内容与手机登记不符" in text(pdf)


def test_photos_stand_in_their_order_and_by_the_officers_time(visit):
    reading = {"wall": "2026-04-22T02:30:00Z", "mono_ms": 1.0, "boot": "b", "quality": "synced", "offset_ms": 60_000}
    for colour, minute in ((RED, 31), (GREEN, 30), (BLUE, 32)):
        visit.photo(colour, started_at=f"2026-04-22T02:{minute}:00Z", clock=reading)
    visit.leave()
    pdf = visit.paper()
    order = (GREEN, RED, BLUE)
    assert [near(colour, wanted) for (colour, _), wanted in zip(pictures(pdf), order, strict=True)] == [True] * 3
    assert text(pdf).index("10:31:00") < text(pdf).index("10:32:00") < text(pdf).index("10:33:00")


def test_no_more_than_fit_on_two_pages_and_the_rest_is_counted(visit, monkeypatch):
    monkeypatch.setattr(contact, "MOST", 2)
    for colour in (RED, GREEN, BLUE):
        visit.photo(colour)
    visit.leave()
    pdf = visit.paper()
    assert len(pictures(pdf)) == 2
    assert "另有1张照片没有印出" in text(pdf)


def test_a_visit_without_photos_has_no_sheet_and_the_result_never(visit):
    assert visit.result().status_code == 201
    visit.leave()
    assert "现场照片" not in text(visit.paper())
    visit.photo(RED)
    assert "现场照片" not in text(visit.paper("result"))


def test_a_signature_on_paper_is_printed_as_it_was_photographed(visit):
    visit.write()
    ink = jpeg(BLUE, (800, 300))
    media = visit.sealed(visit.declared(kind="signature"), ink)
    told = {"how": "picture", "strokes": [], "media_id": str(media), "image_sha256": sha256(ink).hexdigest()}
    assert visit.sign({**visit.signing(), **told}).json["picture"] == "matches"
    visit.sign(visit.typed("witness"))
    visit.leave()
    pdf = visit.paper()
    assert [near(colour, BLUE) for colour, _ in pictures(pdf)] == [True]
    for fact in ("在纸上签名或按指印，拍照存档", "签名图片已核对", "姓名由执法人员录入，见证：周明远"):
        assert fact in text(pdf), fact


def test_a_drawn_signature_says_whether_its_picture_was_compared(visit):
    visit.write()
    visit.sign(visit.signing())
    visit.leave()
    assert "签名图片尚未上传" in text(visit.paper())
