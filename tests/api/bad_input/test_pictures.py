"""Pictures that are something else, too much, or half: none is ever served as they came, and none stops the worker (T31, T32)."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from struct import pack
from typing import Any

import pytest
from PIL import Image

from backend.certificates.photos import portrait_of
from backend.certificates.problems import PHOTO_TOO_BIG, PHOTO_UNREADABLE
from backend.evidence.pictures import draw_anew
from backend.evidence.problems import MIME_REFUSED
from backend.kernel.pictures import NotAPicture, open_upright
from backend.kernel.problems import ProblemRaised
from tests.api.bad_input.answers import nothing_written, refused
from tests.phone import UPLOADS, Phone, over_flask, visit_of

PAGE = b"<html><script>alert(document.cookie)</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def jpeg(size: tuple[int, int] = (80, 60), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#3a7").save(out, "JPEG", **more)
    return out.getvalue()


def packed() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        zipped.writestr("run.html", PAGE)
    return out.getvalue()


def turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "maker"
    return jpeg(exif=exif)


def png_of(width: int, height: int, told: int = 0) -> bytes:
    """A small PNG that says it is so large, and `told` bytes of a text that unpacks."""

    def part(name: bytes, content: bytes) -> bytes:
        return pack(">I", len(content)) + name + content + pack(">I", zlib.crc32(name + content))

    head = part(b"IHDR", pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    words = part(b"zTXt", b"k\0\0" + zlib.compress(bytes(told)))
    return b"\x89PNG\r\n\x1a\n" + head + words + part(b"IDAT", zlib.compress(bytes(1000))) + part(b"IEND", b"")


def drawn(tmp_path: Path, content: bytes, mime: str = "image/jpeg") -> bytes:
    """The viewing copy, as the worker makes it."""
    source = tmp_path / "sealed"
    source.write_bytes(content)
    made = draw_anew({"work": str(tmp_path), "mime": mime, "segments": [{"path": str(source)}]})
    return (tmp_path / made["file"]).read_bytes()


POLYGLOTS = {"HTML behind it": jpeg() + PAGE, "ZIP behind it": jpeg() + packed(), "HTML inside it": jpeg(comment=PAGE)}
NO_PICTURES = {
    "SVG": SVG, "HTML": PAGE, "GIF": b"GIF89a" + bytes(30), "nothing": b"", "PDF": b"%PDF-1.7 \xff\xd8\xff",
    "half a JPEG": jpeg((800, 600))[:900], "head alone": jpeg()[:20], "bomb": png_of(30_000, 30_000),
    "41 megapixels": png_of(8200, 5000), "empty": png_of(0, 0), "text bomb": png_of(8, 8, told=80_000_000),
}  # fmt: skip


@pytest.mark.parametrize("name", ["half a JPEG", "text bomb"])
def test_no_library_makes_half_pictures_good_for_us(name):
    """WeasyPrint, once loaded, tells Pillow to take what is cut off; papers are printed in the processes that take photos."""
    import weasyprint.images  # noqa: F401

    with pytest.raises(NotAPicture):
        open_upright(io.BytesIO(NO_PICTURES[name]), ("JPEG", "PNG"), (100, 100))


@pytest.mark.parametrize(
    "mime", ["image/svg+xml", "text/html", "image/gif", "application/zip", "IMAGE/SVG+XML", "image/jpeg\x00.svg"]
)
def test_an_upload_that_says_it_is_no_picture_of_ours_is_refused(phone, world, officer, mime):
    sender = Phone(over_flask(phone.client))
    media = sender.declare(visit_of(world, officer), kind="photo", mime="image/jpeg").json["media_id"]
    with nothing_written(world):
        answer = sender.begin(media, SVG, mime=mime)
    assert (answer.status, answer.json["code"]) == (MIME_REFUSED.status, MIME_REFUSED.code)
    assert answer.json["sentence"]["zh"] == MIME_REFUSED.zh.format(mime=mime)


def test_the_place_for_uploads_takes_no_form(phone):
    answer = phone.client.post(UPLOADS, data={"file": (io.BytesIO(SVG), "a.svg")}, headers={"Tus-Resumable": "1.0.0"})
    assert answer.status_code == 400


@pytest.mark.parametrize("content", POLYGLOTS.values(), ids=POLYGLOTS)
def test_of_a_polyglot_the_picture_alone_is_shown(tmp_path, content):
    for made in (drawn(tmp_path, content), portrait_of(content)):
        assert made.startswith(b"\xff\xd8") and b"script" not in made and b"PK\x03\x04" not in made


@pytest.mark.parametrize("content", NO_PICTURES.values(), ids=NO_PICTURES)
@pytest.mark.parametrize("mime", ["image/jpeg", "image/png", "image/webp"])
def test_what_is_no_picture_gets_no_viewing_copy(tmp_path, content, mime):
    """The sealed original stays as it came, and leaves the house as a file to keep alone."""
    with pytest.raises(NotAPicture):
        drawn(tmp_path, content, mime)


@pytest.mark.parametrize("content", NO_PICTURES.values(), ids=NO_PICTURES)
def test_nor_is_it_a_portrait(content):
    with pytest.raises(ProblemRaised) as raised:
        portrait_of(content)
    assert (raised.value.problem, raised.value.field) == (PHOTO_UNREADABLE, "photo")


def test_a_picture_that_lies_on_its_side_is_stood_up_and_says_nothing_of_its_maker(tmp_path):
    for made in (drawn(tmp_path, turned()), portrait_of(turned())):
        with Image.open(io.BytesIO(made)) as picture:
            assert picture.width < picture.height and not picture.getexif()


def test_forty_megapixels_are_taken(tmp_path):
    with Image.open(io.BytesIO(drawn(tmp_path, jpeg((8000, 5000), quality=20)))) as picture:
        assert picture.size == (2048, 1280)


def test_a_portrait_of_more_than_five_megabytes_is_refused_with_its_own_sentence(office, api, world):
    """It must reach us to be told so: neither gateway nor framework may cut it off at two megabytes."""
    card = world.card(office.officer.person, office.department_organ)
    with nothing_written(world):
        answer = office.send(office.bureau, "POST", f"/cards/{card.id}/photo", {"photo": "A" * 7_000_000})
    assert refused(answer, PHOTO_TOO_BIG, "photo")["sentence"]["zh"] == "照片文件超过 5 MB，未保存。"
