"""The copy that plays: every frame in its place, holes as long as they were."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image

from backend.evidence.player import make_playable
from backend.evidence.sealer import sweep
from backend.kernel.ids import uuid7
from backend.kernel.jobs import Tools
from tests import films
from tests.api.media.hands import Worker
from tests.phone import Phone
from tests.world import World


class TestCopies:
    GAP_MS = 1500

    @pytest.fixture
    def recording(self, phone: Phone, visit: UUID, worker: Worker) -> UUID:
        """Three segments of two seconds; a hole of 1.5 s before the last."""
        media = UUID(phone.declare(visit).json["media_id"])
        for n in range(3):
            film = films.webm(2, first=n * 20)
            phone.segment(
                media,
                n,
                film,
                duration_ms=2000,
                gap_ms=self.GAP_MS if n == 2 else 0,
                final=n == 2,
                cause="call" if n == 2 else None,
            )
            phone.upload(media, film, segment=n)
        return media

    def file_of(self, phone: Phone, media: UUID, data_dir: Path) -> Path:
        return next(path for path in (data_dir / "playable").glob("*/*.webm") if str(media) in path.name)

    def test_the_copy_is_asked_for_when_the_last_segment_is_sealed(self, recording: UUID, worker: Worker) -> None:
        assert worker.follow() == []
        worker.seal_all()
        assert worker.follow() == [str(recording)]

    def test_every_frame_is_in_its_place_and_holes_are_as_long_as_they_were(
        self, phone: Phone, recording: UUID, worker: Worker, tools: Tools, data_dir: Path
    ) -> None:
        worker.seal_all()
        make_playable(tools, str(recording))
        seen = films.frames(self.file_of(phone, recording, data_dir))
        assert [number for _, number in seen] == list(range(60))
        for seconds, number in seen:
            late = self.GAP_MS / 1000 if number >= 40 else 0
            assert seconds == pytest.approx(number / films.RATE + late, abs=0.06)

    def test_the_copy_has_a_duration_and_seeks(
        self, phone: Phone, recording: UUID, worker: Worker, tools: Tools, data_dir: Path
    ) -> None:
        worker.seal_all()
        make_playable(tools, str(recording))
        told = phone.get(f"/media/{recording}").json["playable"]
        assert told["duration_s"] == pytest.approx(7.5, abs=0.15)
        assert told["segments"] == 3
        path = self.file_of(phone, recording, data_dir)
        assert path.read_bytes().index(b"\x1c\x53\xbb\x6b") < 4096, "the cues stand in front"
        assert [films.frame_at(path, seconds) for seconds in (0.75, 3.75, 6.75)] == [7, 37, 52]

    def test_a_copy_of_what_has_come_can_be_asked_for_and_is_replaced_later(
        self, phone: Phone, desk: Phone, visit: UUID, worker: Worker, tools: Tools, clock, data_dir: Path
    ) -> None:
        media = UUID(phone.declare(visit).json["media_id"])
        film = films.webm(1)
        phone.segment(media, 0, film, duration_ms=1000)
        key = {"Idempotency-Key": str(uuid7())}
        assert desk.send("POST", f"/api/v1/media/{media}/playable", key, {}).json["code"] == "evidence.not_playable_yet"
        phone.upload(media, film)
        worker.seal_all()
        assert worker.follow() == []
        assert desk.send("POST", f"/api/v1/media/{media}/playable", key, {}).status == 202
        make_playable(tools, str(media))
        assert phone.get(f"/media/{media}").json["playable"]["segments"] == 1
        phone.segment(media, 1, film, duration_ms=1000, final=True)
        phone.upload(media, film, segment=1)
        worker.seal_all()
        make_playable(tools, str(media))
        assert phone.get(f"/media/{media}").json["playable"]["segments"] == 2
        assert len(list((data_dir / "playable").glob("*/*.webm"))) == 2
        clock.moment = clock.moment.replace(year=clock.moment.year + 5)
        sweep(tools)
        assert len(list((data_dir / "playable").glob("*/*.webm"))) == 1

    def test_a_segment_that_cannot_be_read_leaves_a_hole(
        self, phone: Phone, visit: UUID, worker: Worker, tools: Tools, data_dir: Path
    ) -> None:
        media = UUID(phone.declare(visit).json["media_id"])
        for n, film in enumerate([films.webm(1), b"rubbish" * 99, films.webm(1, first=20)]):
            phone.segment(media, n, film, duration_ms=1000, final=n == 2)
            phone.upload(media, film, segment=n)
        worker.seal_all()
        make_playable(tools, str(media))
        seen = films.frames(self.file_of(phone, media, data_dir))
        assert [number for _, number in seen] == [*range(10), *range(20, 30)]
        assert seen[10][0] == pytest.approx(2.0, abs=0.06)
        assert phone.get(f"/media/{media}").json["playable"]["segments"] == 2

    def test_a_recording_that_a_phone_lost_power_in_plays_up_to_there(
        self, phone: Phone, visit: UUID, worker: Worker, tools: Tools, data_dir: Path
    ) -> None:
        media = UUID(phone.declare(visit).json["media_id"])
        film = films.webm(2)[:-3000]
        phone.segment(media, 0, film, duration_ms=2000, final=True)
        phone.upload(media, film)
        worker.seal_all()
        make_playable(tools, str(media))
        numbers = [number for _, number in films.frames(self.file_of(phone, media, data_dir))]
        assert numbers == list(range(len(numbers)))
        assert len(numbers) >= 10

    def test_originals_are_not_touched(
        self, recording: UUID, worker: Worker, tools: Tools, data_dir: Path, world: World
    ) -> None:
        worker.seal_all()
        before = {path: path.read_bytes() for path in (data_dir / "blobs").glob("*/*")}
        make_playable(tools, str(recording))
        assert {path: path.read_bytes() for path in (data_dir / "blobs").glob("*/*")} == before

    @pytest.mark.parametrize(("kind", "mime", "content"), [
        ("photo", "image/jpeg", films.jpeg(orientation=6)), ("signature", "image/png", films.ink()),
    ])  # fmt: skip
    def test_pictures_are_drawn_anew_upright_and_without_their_metadata(
        self,
        phone: Phone,
        visit: UUID,
        worker: Worker,
        tools: Tools,
        data_dir: Path,
        kind: str,
        mime: str,
        content: bytes,
    ) -> None:
        media = UUID(phone.declare(visit, kind=kind, mime=mime).json["media_id"])
        phone.upload(media, content, mime=mime)
        worker.seal_all()
        assert worker.follow() == [str(media)]
        make_playable(tools, str(media))
        answer = phone.send("GET", f"/api/v1/media/{media}/thumbnail", {}, b"")
        assert (answer.status, answer.headers["Content-Type"]) == (200, "image/jpeg")
        (copy,) = (path for path in (data_dir / "playable").glob("*/*.jpg") if "thumb" not in path.name)
        with Image.open(copy) as picture:
            assert not picture.getexif()
            assert (picture.width < picture.height) == (kind == "photo")
            assert picture.getpixel((0, 0)) != (0, 0, 0)
