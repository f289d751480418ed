"""From the phone's declaration to the sealed original and the copy that plays: kept whole, explained, logged."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import select, text

from backend.app import create_app
from backend.evidence.followers import FOLLOWER
from backend.evidence.models import Access, SealedItem, Segment, Upload
from backend.evidence.player import make_playable
from backend.evidence.sealer import seal, sweep
from backend.identity.models import Organ
from backend.journal.followers import advance
from backend.journal.models import JournalInbox
from backend.journal.sequencer import sequence
from backend.kernel.ids import uuid7
from backend.kernel.jobs import Tools
from tests import films
from tests.phone import Phone, over_flask, visit_of
from tests.world import Api, SignedIn, World

WANTED_COPIES = text(
    "SELECT args->>'media_id' FROM procrastinate_jobs WHERE task_name = 'evidence.make_playable' AND status = 'todo'"
)

CONTENT = b"an original of no particular kind" * 1000


@pytest.fixture
def officer(world: World) -> SignedIn:
    return world.officer(world.organ())


@pytest.fixture
def phone(api: Api, officer: SignedIn) -> Phone:
    return Phone(over_flask(api.as_(officer).client))


@pytest.fixture
def desk(api: Api, world: World, officer: SignedIn) -> Phone:
    bureau = world.person("bureau", world.organ("示范区司法局", kind="bureau"), "吴敏")
    return Phone(over_flask(api.as_(bureau).client))


@pytest.fixture
def visit(world: World, officer: SignedIn) -> UUID:
    return visit_of(world, officer)


@pytest.fixture
def tools(settings, sessions, clock) -> Tools:
    return Tools(settings, sessions, clock)


class Worker:
    """Does by hand, in order, what the worker's loops do: what is asserted is the outcome, not the queue."""

    def __init__(self, world: World, tools: Tools):
        self.world, self.tools = world, tools

    def seal(self, *locations: str) -> None:
        for location in locations:
            seal(self.tools, location.rpartition("/")[2])

    def seal_all(self) -> None:
        complete = self.world.look(lambda tx: tx.scalars(select(Upload.id).where(Upload.state == "complete")).all())
        self.seal(*map(str, complete))

    def follow(self) -> list[str]:
        """Let the journal move; gives the media whose copies were asked for."""
        with self.tools.sessions() as tx:
            sequence(tx)
            tx.commit()
        advance(self.tools.sessions, FOLLOWER, self.tools.clock)
        return self.world.look(lambda tx: [row[0] for row in tx.execute(WANTED_COPIES)])


@pytest.fixture
def worker(world: World, tools: Tools) -> Worker:
    return Worker(world, tools)


def items(world: World) -> list[SealedItem]:
    return world.look(lambda tx: tx.scalars(select(SealedItem).order_by(SealedItem.sealed_at)).all())


def events(world: World, name: str) -> list[dict]:
    return world.look(lambda tx: tx.scalars(select(JournalInbox.data).where(JournalInbox.name == name)).all())


class TestDeclaring:
    def test_a_recording_is_declared_once_however_often_it_is_sent(self, phone: Phone, visit: UUID) -> None:
        key = uuid7()
        first, again = phone.declare(visit, key=key), phone.declare(visit, key=key)
        assert (first.status, first.json["media_id"], first.json["state"]) == (201, str(key), "declared")
        assert again.json == first.json

    def test_the_same_id_with_other_content_is_refused(self, phone: Phone, visit: UUID) -> None:
        key = uuid7()
        phone.declare(visit, key=key)
        assert phone.declare(visit, key=key, caption="other").json["code"] == "kernel.key_reused"

    def test_another_departments_visit_is_not_found(self, api: Api, world: World, visit: UUID) -> None:
        stranger = Phone(over_flask(api.as_(world.officer(world.organ())).client))
        assert stranger.declare(visit).json["code"] == "kernel.not_found"

    def test_kinds_of_file_that_are_no_evidence_are_refused(self, phone: Phone, visit: UUID) -> None:
        answer = phone.declare(visit, mime="text/html")
        assert (answer.status, answer.json["field"]) == (422, "mime")

    def test_a_chain_that_fits_is_said_to_fit(self, phone: Phone, visit: UUID) -> None:
        media = UUID(phone.declare(visit).json["media_id"])
        links = [phone.segment(media, n, b"%d" % n, final=n == 2).json["link_ok"] for n in range(3)]
        assert links == [True, True, True]

    @pytest.mark.parametrize(
        "figure", [{"duration_ms": 1}, {"gap_ms": 7}, {"bytes": 5}, {"cause": "call"}, {"prev": "11" * 32}]
    )
    def test_one_changed_figure_breaks_the_link_and_is_kept_all_the_same(
        self, phone: Phone, visit: UUID, figure: dict
    ) -> None:
        media = UUID(phone.declare(visit).json["media_id"])
        answer = phone.segment(media, 0, CONTENT, **{name: value for name, value in figure.items() if name == "none"})
        assert answer.json["link_ok"]
        answer = phone.send(
            "POST", f"/api/v1/media/{media}/segments", {"Idempotency-Key": str(uuid7())},
            {"n": 1, "bytes": 4, "sha256": "00" * 32, "prev": "00" * 32, "link": "22" * 32, "cause": None,
             "started_at": "2026-04-22T02:30:14Z", "duration_ms": 120000, "gap_ms": 0, "final": True, **figure},
        )  # fmt: skip
        assert (answer.status, answer.json["link_ok"]) == (201, False)
        assert [each["link_ok"] for each in phone.get(f"/media/{media}").json["segments"]] == [True, False]

    def test_segments_that_come_out_of_order_are_checked_when_the_earlier_one_comes(
        self, phone: Phone, visit: UUID, world: World
    ) -> None:
        media = UUID(phone.declare(visit).json["media_id"])
        phone.links[media] = bytes([9]) * 32  # not what segment 0 will turn out to be
        assert phone.segment(media, 1, b"one").json["link_ok"]
        phone.links[media] = bytes(32)
        phone.segment(media, 0, b"zero")
        rows = world.look(lambda tx: tx.execute(select(Segment.n, Segment.link_ok).order_by(Segment.n)).all())
        assert [tuple(row) for row in rows] == [(0, True), (1, False)]

    def test_a_number_is_declared_once(self, phone: Phone, visit: UUID) -> None:
        media = UUID(phone.declare(visit).json["media_id"])
        phone.segment(media, 0, b"one")
        phone.links[media] = bytes(32)
        assert phone.segment(media, 0, b"one").status == 201
        phone.links[media] = bytes(32)
        assert phone.segment(media, 0, b"two").json["code"] == "evidence.segment_differs"

    def test_nobody_adds_to_another_persons_recording(self, api: Api, world: World, phone: Phone, visit: UUID) -> None:
        media = UUID(phone.declare(visit).json["media_id"])
        stranger = Phone(over_flask(api.as_(world.officer(world.organ())).client))
        assert stranger.segment(media, 0, b"x").status == 404
        assert stranger.get(f"/media/{media}").status == 404


class TestObservations:
    """A supervisor's photo belongs to the supervisor's sheet; departments do not see it."""

    @pytest.fixture
    def bureau(self, world: World) -> Organ:
        return world.organ("示范区司法局", kind="bureau")

    @pytest.fixture
    def watcher(self, api: Api, world: World, bureau: Organ) -> Phone:
        return Phone(over_flask(api.as_(world.person("supervisor", bureau, "何静")).client))

    @pytest.fixture
    def sheet(self, watcher: Phone) -> str:
        told = {
            "enterprise_text": "示范大道 1 号", "at": "2026-04-22T02:28:14Z", "answers": {str(line): "yes" for line in range(1, 13)},
            "clock": {"wall": "2026-04-22T02:28:14Z", "mono_ms": 1.5, "boot": "b1", "quality": "synced"},
        }  # fmt: skip
        answer = watcher.send("POST", "/api/v1/observations", {"Idempotency-Key": str(uuid7())}, told)
        return f"/api/v1/observations/{answer.json['id']}"

    def test_a_photo_of_a_sheet_is_sealed_and_seen_by_the_bureau_alone(
        self, api: Api, world: World, bureau: Organ, watcher: Phone, phone: Phone, sheet: str, worker: Worker
    ) -> None:
        photo = UUID(watcher.declare_at(f"{sheet}/media", "observation_photo", "image/jpeg").json["media_id"])
        worker.seal(watcher.upload(photo, films.jpeg(), mime="image/jpeg"))
        assert watcher.get(f"/media/{photo}").json["state"] == "sealed"
        assert phone.get(f"/media/{photo}").status == 404
        desk = Phone(over_flask(api.as_(world.person("bureau", bureau)).client))
        assert desk.get(f"/media/{photo}").json["kind"] == "observation_photo"

    def test_nobody_adds_to_another_persons_sheet(
        self, api: Api, world: World, bureau: Organ, phone: Phone, sheet: str
    ) -> None:
        other = Phone(over_flask(api.as_(world.person("supervisor", bureau)).client))
        for somebody in (other, phone):
            answer = somebody.declare_at(f"{sheet}/media", "observation_photo", "image/jpeg")
            assert (answer.status, answer.json["code"]) == (404, "kernel.not_found")


class TestSealing:
    @pytest.fixture
    def media(self, phone: Phone, visit: UUID) -> UUID:
        return UUID(phone.declare(visit).json["media_id"])

    def test_the_words_follow_the_bytes(self, phone: Phone, media: UUID, worker: Worker) -> None:
        def state() -> tuple[str, str]:
            seen = phone.get(f"/media/{media}").json
            return seen["state"], seen["segments"][0]["state"]

        phone.segment(media, 0, CONTENT, final=True)
        assert state() == ("declared", "declared")
        location = phone.begin(media, CONTENT).headers["Location"]
        phone.patch(location, 0, CONTENT[:500])
        assert state() == ("receiving", "receiving")
        assert phone.get(f"/media/{media}").json["segments"][0]["held"] == 500
        phone.patch(location, 500, CONTENT[500:])
        assert state() == ("received", "received")
        worker.seal(location)
        assert state() == ("sealed", "sealed")

    def test_the_store_holds_the_bytes_under_their_hash_and_staging_is_empty(
        self, phone: Phone, media: UUID, worker: Worker, world: World, data_dir: Path
    ) -> None:
        worker.seal(phone.upload(media, CONTENT))
        (item,) = items(world)
        digest = sha256(CONTENT).hexdigest()
        assert (item.store, item.key, item.mismatch) == ("disk", f"{digest[:2]}/{digest}", False)
        assert (data_dir / "blobs" / item.key).read_bytes() == CONTENT
        assert list((data_dir / "staging").iterdir()) == []
        assert [told["sha256"] for told in events(world, "evidence.sealed.v1")] == [digest]

    def test_sealing_again_changes_nothing(self, phone: Phone, media: UUID, worker: Worker, world: World) -> None:
        location = phone.upload(media, CONTENT)
        worker.seal(location, location)
        assert len(items(world)) == 1
        assert len(events(world, "evidence.sealed.v1")) == 1

    def test_one_flipped_byte_in_staging_is_kept_marked_and_explained(
        self, phone: Phone, media: UUID, worker: Worker, world: World, data_dir: Path
    ) -> None:
        phone.segment(media, 0, CONTENT, final=True)
        location = phone.upload(media, CONTENT)
        (staged,) = (data_dir / "staging").iterdir()
        flipped = bytearray(CONTENT)
        flipped[1234] ^= 1
        staged.write_bytes(flipped)
        worker.seal(location)

        seen = phone.get(f"/media/{media}").json
        assert (seen["state"], seen["segments"][0]["state"]) == ("mismatch", "mismatch")
        assert seen["segments"][0]["sha256"] == sha256(CONTENT).hexdigest()
        assert seen["segments"][0]["server_sha256"] == sha256(flipped).hexdigest()
        assert "不一致" in seen["segments"][0]["mismatch"]["zh"]
        assert (data_dir / "blobs" / items(world)[0].key).read_bytes() == flipped
        (told,) = events(world, "evidence.hash_mismatch.v1")
        assert (told["declared_sha256"], told["sha256"]) == (sha256(CONTENT).hexdigest(), sha256(flipped).hexdigest())
        assert phone.get("/receipts").json["items"][0]["state"] == "mismatch"

    def test_after_a_mismatch_the_phone_sends_its_original_again(
        self, phone: Phone, media: UUID, worker: Worker, world: World, data_dir: Path
    ) -> None:
        phone.segment(media, 0, CONTENT, final=True)
        first = phone.upload(media, CONTENT)
        next((data_dir / "staging").iterdir()).write_bytes(b"?" * len(CONTENT))
        worker.seal(first)
        second = phone.upload(media, CONTENT)
        worker.seal(second)
        assert second != first
        assert phone.get(f"/media/{media}").json["state"] == "sealed"
        assert [item.mismatch for item in items(world)] == [True, False]

    def test_bytes_that_are_not_the_declared_segment_are_a_mismatch_too(
        self, phone: Phone, media: UUID, worker: Worker
    ) -> None:
        phone.segment(media, 0, b"what the chain says", final=True)
        worker.seal(phone.upload(media, CONTENT))
        assert phone.get(f"/media/{media}").json["state"] == "mismatch"

    def test_receipts_tell_the_phone_what_became_of_its_uploads(
        self, phone: Phone, media: UUID, worker: Worker, clock
    ) -> None:
        first = phone.upload(media, b"first", segment=0)
        phone.upload(media, b"second", segment=1)
        clock.advance(minutes=5)
        worker.seal(first)
        told = {item["segment"]: item for item in phone.get("/receipts").json["items"]}
        assert (told[0]["state"], told[1]["state"]) == ("sealed", "received")
        since = phone.get(f"/receipts?since={told[0]['sealed_at']}").json["items"]
        assert [item["segment"] for item in since] == [0]

    def test_a_photo_needs_no_segment(self, phone: Phone, visit: UUID, worker: Worker) -> None:
        photo = UUID(phone.declare(visit, kind="photo", mime="image/jpeg").json["media_id"])
        worker.seal(phone.upload(photo, films.jpeg(), mime="image/jpeg"))
        assert phone.get(f"/media/{photo}").json["state"] == "sealed"


class TestSweeping:
    @pytest.fixture
    def media(self, phone: Phone, visit: UUID) -> UUID:
        return UUID(phone.declare(visit).json["media_id"])

    def test_a_lost_job_is_found_again(self, phone: Phone, media: UUID, tools: Tools, world: World) -> None:
        phone.upload(media, CONTENT)
        with tools.sessions() as tx:
            tx.execute(text("DELETE FROM procrastinate_jobs"))
            tx.commit()
        sweep(tools)
        sweep(tools)
        jobs = world.look(lambda tx: tx.scalar(text("SELECT count(*) FROM procrastinate_jobs")))
        assert jobs == 1

    def test_an_upload_whose_last_byte_came_just_before_the_end_of_a_process_is_finished(
        self, phone: Phone, media: UUID, tools: Tools, world: World, data_dir: Path
    ) -> None:
        phone.begin(media, CONTENT)
        next((data_dir / "staging").iterdir()).write_bytes(CONTENT)
        sweep(tools)
        assert world.look(lambda tx: tx.scalars(select(Upload.state)).all()) == ["complete"]

    def test_what_is_given_up_leaves_no_file(
        self, phone: Phone, media: UUID, tools: Tools, clock, data_dir: Path, world: World
    ) -> None:
        phone.begin(media, CONTENT)
        (data_dir / "staging" / uuid7().hex).write_bytes(b"begun, but never written down")
        clock.advance(days=15)
        sweep(tools)
        assert list((data_dir / "staging").iterdir()) == []
        assert world.look(lambda tx: tx.scalars(select(Upload.state)).all()) == ["terminated"]

    def test_what_is_still_needed_stays(self, phone: Phone, media: UUID, tools: Tools, data_dir: Path) -> None:
        location = phone.begin(media, CONTENT).headers["Location"]
        phone.patch(location, 0, CONTENT[:10])
        sweep(tools)
        assert phone.head(location).offset == 10


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


class TestLooking:
    @pytest.fixture
    def playable(self, phone: Phone, visit: UUID, worker: Worker, tools: Tools) -> UUID:
        media = UUID(phone.declare(visit).json["media_id"])
        film = films.webm(1)
        phone.segment(media, 0, film, duration_ms=1000, final=True)
        phone.upload(media, film)
        worker.seal_all()
        make_playable(tools, str(media))
        return media

    def looks(self, world: World) -> list[tuple[str, str]]:
        return world.look(lambda tx: [tuple(row) for row in tx.execute(select(Access.what, Access.purpose))])

    @pytest.mark.parametrize("query", ["", "?purpose=", "?purpose=%20%20"])
    @pytest.mark.parametrize("what", ["play", "original/0"])
    def test_without_a_purpose_nothing_is_shown(
        self, desk: Phone, playable: UUID, world: World, what: str, query: str
    ) -> None:
        answer = desk.get(f"/media/{playable}/{what}{query}")
        assert (answer.status, answer.json["code"], answer.json["rule"]) == (422, "evidence.purpose_missing", "B-65")
        assert self.looks(world) == []

    def test_a_viewing_is_one_line_of_the_log_however_many_ranges_it_takes(
        self, desk: Phone, playable: UUID, world: World
    ) -> None:
        for span in ("bytes=0-", "bytes=100-199", "bytes=-50"):
            answer = desk.get(f"/media/{playable}/play?purpose=案件复核", Range=span)
            assert answer.status == 206
            assert answer.headers["Content-Type"] == "video/webm"
        assert self.looks(world) == [("play", "案件复核")]

    def test_an_original_comes_as_it_was_sealed(self, api: Api, world: World, desk: Phone, playable: UUID) -> None:
        answer = desk.get(f"/media/{playable}/original/0?purpose=举证")
        assert (answer.status, answer.content) == (200, films.webm(1))
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert self.looks(world) == [("original 0", "举证")]

    def test_behind_the_gateway_the_gateway_sends_the_bytes(
        self, world: World, settings, sessions, clock, playable: UUID
    ) -> None:
        app = create_app(replace(settings, accel=True), sessions=sessions, clock=clock)
        bureau = world.person("bureau", world.organ(kind="bureau"))
        desk = Phone(over_flask(Api(app, world).as_(bureau).client))
        copy = desk.get(f"/media/{playable}/play?purpose=x")
        assert copy.headers["X-Accel-Redirect"].startswith(f"/_play/{playable.hex[-2:]}/{playable}")
        assert copy.headers["Content-Type"] == "video/webm"
        digest = sha256(films.webm(1)).hexdigest()
        original = desk.get(f"/media/{playable}/original/0?purpose=x")
        assert original.headers["X-Accel-Redirect"] == f"/_sealed/{digest[:2]}/{digest}"
        assert original.content == copy.content == b""

    def test_officers_do_not_play_recordings_and_strangers_do_not_find_them(
        self, api: Api, phone: Phone, world: World, playable: UUID
    ) -> None:
        assert phone.get(f"/media/{playable}/play?purpose=x").status == 403
        stranger = Phone(over_flask(api.as_(world.person("department", world.organ())).client))
        assert stranger.get(f"/media/{playable}/play?purpose=x").status == 404
        assert stranger.get(f"/media/{playable}/thumbnail").status == 404
