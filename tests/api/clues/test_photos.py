"""Photos with a clue: at most three, never as they came, read by whoever may read the clue (E5, S4)."""

from __future__ import annotations

import io
from base64 import b64encode

import pytest
from PIL import Image

from backend.clues.models import CluePhoto
from tests.api.bad_input.test_pictures import NO_PICTURES, POLYGLOTS, jpeg, turned
from tests.api.clues.told import FULL, clues, number_of, token_of
from tests.api.coded_visit import CLEAN, coded_visit

BAD = {name: content for name, content in NO_PICTURES.items() if content}


def send(teller, *photos, **changes):
    form = {**FULL, "token": token_of(teller.get()), **changes}
    files = [(io.BytesIO(each), f"IMG_{n}.jpg") for n, each in enumerate(photos)]
    return teller.client.post("/clue", data={**form, "photo": files}, headers=teller.headers)


def kept(world):
    return world.look(
        lambda tx: [(each.position, each.jpeg) for each in tx.query(CluePhoto).order_by(CluePhoto.position)]
    )


def opened(content):
    return Image.open(io.BytesIO(content))


def test_photos_come_with_the_form_and_nothing_but_their_pixels_is_kept(teller, world):
    page = send(teller, jpeg((3000, 2000)), turned())
    assert page.status_code == 200, page.text
    (first, second) = [opened(content) for _, content in kept(world)]
    assert first.size == (1600, 1067)
    assert second.size == (60, 80), "turned upright"
    assert not second.getexif() and "comment" not in second.info


def test_the_same_form_with_the_same_photos_is_one_clue(teller, world):
    token = token_of(teller.get())
    first, second = (send(teller, jpeg(), token=token) for _ in range(2))
    assert number_of(first) == number_of(second)
    assert (len(clues(world)), len(kept(world))) == (1, 1)


def test_a_form_without_photos_needs_none(teller, world):
    assert send(teller).status_code == 200
    assert kept(world) == []


@pytest.mark.parametrize("name", sorted(BAD))
def test_what_is_no_picture_brings_the_form_back_and_nothing_is_kept(teller, world, name):
    page = send(teller, jpeg(), BAD[name])
    assert page.status_code == 422
    assert "照片打不开" in page.text and FULL["text"] in page.text
    assert (clues(world), kept(world)) == ([], [])


@pytest.mark.parametrize("name", sorted(POLYGLOTS))
def test_what_hides_behind_a_picture_is_left_behind(teller, world, name):
    assert send(teller, POLYGLOTS[name]).status_code == 200
    ((_, content),) = kept(world)
    assert b"<html" not in content and b"PK\x03\x04" not in content


def test_four_photos_or_one_of_nine_megabytes_are_too_much(teller, world):
    for page in (send(teller, *[jpeg()] * 4), send(teller, jpeg() + bytes(9 * 1024 * 1024))):
        assert page.status_code == 422
    assert clues(world) == []


def text_of(content):
    return b64encode(content).decode()


def test_a_supervisors_clue_brings_photos_for_those_who_may_read_it(office, world):
    raised = office.raised(photos=[text_of(jpeg()), text_of(turned())])
    assert (raised.status_code, raised.json["photos"]) == (201, 2)
    path = f"/clues/{raised.json['id']}/photos/2"
    for who in (office.supervisor, office.bureau):
        seen = office.api.as_(who).get(path)
        assert (seen.status_code, seen.mimetype, seen.headers["Cache-Control"]) == (
            200,
            "image/jpeg",
            "private, no-store",
        )
        assert opened(seen.data).size == (60, 80)
    for who in (office.neighbour, office.head, office.department):
        assert office.api.as_(who).get(path).status_code == 404
    for n in (0, 3, 4, 99999999999999999999):
        assert office.api.as_(office.bureau).get(f"/clues/{raised.json['id']}/photos/{n}").status_code == 404


@pytest.mark.parametrize(
    ("photos", "code"),
    [
        ([text_of(BAD["SVG"])], "clues.photo_unreadable"), ([text_of(BAD["bomb"])], "clues.photo_unreadable"),
        ([text_of(BAD["41 megapixels"])], "clues.photo_unreadable"), (["***"], "clues.photo_unreadable"),
        ([""], "clues.photo_unreadable"), ([text_of(jpeg())] * 4, "kernel.invalid"), (["A" * 600_001], "kernel.invalid"),
        ([7], "kernel.invalid"), ("x", "kernel.invalid"), (["照片"], "clues.photo_unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_photo_of_a_clue(office, world, photos, code):
    answer = office.raised(photos=photos)
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert clues(world) == []


def test_a_scanned_code_says_whom_the_clue_is_about(office, world):
    visit = coded_visit(world)
    came = visit.arrive(verdict=CLEAN)
    raised = office.raised(code=f"HTTPS://EXAMPLE.TEST/I/{visit.printed}", place="", about="")
    assert raised.status_code == 201, raised.json
    (clue,) = clues(world)
    assert (clue.accused_id, clue.about, clue.inspection_id) == (visit.organ.id, visit.organ.name, came)
    assert clue.place != ""


def test_a_code_that_nobody_knows_is_left_aside(office, world):
    assert office.raised(code="HTTPS://EXAMPLE.TEST/I/NONSENSE", about="某局").status_code == 201
    (clue,) = clues(world)
    assert (clue.accused_id, clue.about) == (None, "某局")
