"""The viewing copy of what Chromium really records: H.264 called WebM, and segments that overlap by a second."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.evidence.joining import join
from tests import films


def order(folder: Path, pieces: list[tuple[bytes, int]]) -> dict:
    segments = []
    for n, (raw, at_ms) in enumerate(pieces):
        (folder / f"{n}.seg").write_bytes(raw)
        segments.append({"path": str(folder / f"{n}.seg"), "at_ms": at_ms})
    return {"mime": "video/webm", "segments": segments, "work": str(folder)}


@pytest.mark.parametrize(("h264", "form"), [(False, "webm"), (True, "mp4")])
def test_the_copy_is_of_a_form_that_its_codecs_fit(tmp_path, h264, form):
    made = join(order(tmp_path, [(films.webm(3.0, 0, h264=h264), 0), (films.webm(3.0, 30, h264=h264), 3000)]))

    assert (made["mime"], made["suffix"], made["segments"]) == (f"video/{form}", f".{form}", 2)
    assert [number for _, number in films.frames(tmp_path / made["file"])] == list(range(60))
    assert made["duration_s"] == pytest.approx(6.0, abs=0.15)


@pytest.mark.parametrize("h264", [False, True])
def test_an_overlap_is_shown_once_and_later_moments_do_not_drift(tmp_path, h264):
    # Three recorders of 4 s, each begun 3 s after the one before: frames 30–39 and 60–69 were recorded twice.
    pieces = [(films.webm(4.0, first, h264=h264), first * 100) for first in (0, 30, 60)]
    made = join(order(tmp_path, pieces))

    shown = films.frames(tmp_path / made["file"])
    assert [number for _, number in shown] == list(range(100))
    assert all(abs(at - number / films.RATE) < 0.15 for at, number in shown)
    assert made["duration_s"] == pytest.approx(10.0, abs=0.15)
