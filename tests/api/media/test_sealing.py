"""From the staged bytes to the sealed original: kept whole, explained, swept up."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, text

from backend.evidence import service
from backend.evidence.models import Upload
from backend.evidence.sealer import sweep
from backend.kernel.ids import uuid7
from backend.kernel.jobs import Tools
from tests import films
from tests.api.media.hands import CONTENT, Worker, events, items
from tests.phone import Phone
from tests.world import World


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

    def test_b62_a_second_worker_that_comes_to_the_end_later_writes_nothing(
        self, phone: Phone, media: UUID, worker: Worker, world: World
    ) -> None:
        worker.seal(phone.upload(media, CONTENT))
        with world.sessions() as tx:
            upload = tx.scalars(select(Upload)).one()
            service.settle(
                tx, upload_id=upload.id, now=world.clock.now(), digest=bytes(32), size=1, store="disk", key="other"
            )
            tx.commit()
        assert [item.sha256 for item in items(world)] == [sha256(CONTENT).digest()]
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
        """Both are kept, and the difference is told (B-62)."""
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
