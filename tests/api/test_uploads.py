"""tus, exchange by exchange: lose the answer, repeat, lie about the offset, send rubbish, be somebody else."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha1, sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, func, select, text

from backend.evidence.models import Upload
from backend.identity import queries
from backend.journal.models import JournalInbox
from backend.kernel.ids import uuid7
from backend.storage.staging import Staging
from tests.api.media.conftest import officer as officer
from tests.api.media.conftest import phone as phone
from tests.phone import UPLOADS, Phone, over_flask, visit_of
from tests.world import Api, SignedIn, World

CONTENT = bytes(range(256)) * 40


@pytest.fixture
def media(world: World, officer: SignedIn, phone: Phone) -> UUID:
    return UUID(phone.declare(visit_of(world, officer)).json["media_id"])


@pytest.fixture
def location(phone: Phone, media: UUID) -> str:
    return phone.begin(media, CONTENT).headers["Location"]


def staged(data_dir: Path) -> list[Path]:
    return sorted((data_dir / "staging").glob("*"))


def uploads(world: World) -> list[Upload]:
    return world.look(lambda tx: tx.scalars(select(Upload).order_by(Upload.created_at)).all())


def waiting_jobs(world: World, task: str) -> int:
    return world.look(
        lambda tx: tx.scalar(
            text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = :task AND status = 'todo'"), {"task": task}
        )
    )


class TestDiscovery:
    def test_options_say_what_is_spoken_without_being_asked_for_a_version(self, phone: Phone) -> None:
        answer = phone.send("OPTIONS", UPLOADS, {}, b"")
        assert answer.status == 204
        assert answer.headers["Tus-Version"] == "1.0.0"
        assert answer.headers["Tus-Extension"] == "creation,checksum,expiration,termination"
        assert answer.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"
        assert answer.headers["Tus-Max-Size"] == str(4 * 1024**3)

    def test_another_version_is_refused_and_nothing_happens(self, phone: Phone, media: UUID, world: World) -> None:
        answer = phone.begin(media, CONTENT, **{"Tus-Resumable": "0.2.2"})
        assert (answer.status, answer.headers["Tus-Version"]) == (412, "1.0.0")
        assert uploads(world) == []

    def test_every_answer_names_the_version(self, phone: Phone, location: str) -> None:
        for answer in (phone.head(location), phone.patch(location, 5, b"x"), phone.head(f"{UPLOADS}/{uuid7()}")):
            assert answer.headers["Tus-Resumable"] == "1.0.0"


class TestCreation:
    def test_begins_empty_with_a_term(self, phone: Phone, location: str) -> None:
        head = phone.head(location)
        assert (head.status, head.offset, head.headers["Upload-Length"]) == (200, 0, str(len(CONTENT)))
        assert head.headers["Cache-Control"] == "no-store"
        assert head.headers["Upload-Expires"] == "Wed, 06 May 2026 02:28:00 GMT"
        assert sorted(pair.split()[0] for pair in head.headers["Upload-Metadata"].split(",")) == [
            "media_id", "mime", "segment", "sha256",
        ]  # fmt: skip

    def test_a_lost_answer_does_not_begin_a_second_upload(self, phone: Phone, media: UUID, location: str) -> None:
        phone.patch(location, 0, CONTENT[:100])
        again = phone.begin(media, CONTENT)
        assert (again.status, again.headers["Location"]) == (201, location)
        assert phone.head(location).offset == 100

    def test_other_bytes_of_the_same_segment_are_another_upload(self, phone: Phone, media: UUID, location: str) -> None:
        assert phone.begin(media, CONTENT[:-1]).headers["Location"] != location

    @pytest.mark.parametrize("missing", ["media_id", "segment", "sha256", "mime"])
    def test_metadata_that_are_missing_are_named(self, phone: Phone, media: UUID, missing: str) -> None:
        told = {"media_id": str(media), "segment": "0", "sha256": sha256(CONTENT).hexdigest(), "mime": "video/webm"}
        del told[missing]
        answer = phone.begin(media, CONTENT, metadata=told)
        assert (answer.status, answer.json["code"]) == (400, "evidence.upload_metadata")
        assert missing in answer.json["detail"]

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("media_id", "x"),
            ("segment", "-1"),
            ("segment", "1.5"),
            ("segment", "²"),
            ("sha256", "00"),
            ("sha256", "zz" * 32),
        ],
    )
    def test_metadata_that_are_wrong_are_named(self, phone: Phone, media: UUID, name: str, value: str) -> None:
        told = {"media_id": str(media), "segment": "0", "sha256": sha256(CONTENT).hexdigest(), "mime": "video/webm"}
        answer = phone.begin(media, CONTENT, metadata={**told, name: value})
        assert (answer.status, answer.json["code"]) == (400, "evidence.upload_metadata")

    def test_metadata_that_are_no_base64_are_refused(self, phone: Phone, media: UUID) -> None:
        answer = phone.tus("POST", UPLOADS, {"Upload-Length": "1", "Upload-Metadata": "media_id %%%"})
        assert answer.status == 400

    @pytest.mark.parametrize("mime", ["text/html", "image/svg+xml", "application/pdf", ""])
    def test_kinds_of_file_that_are_no_evidence_are_refused(self, phone: Phone, media: UUID, mime: str) -> None:
        assert phone.begin(media, CONTENT, mime=mime).json["code"] == "evidence.mime_refused"

    @pytest.mark.parametrize("length", ["", "-1", "x", "1e3"])
    def test_a_length_is_needed(self, phone: Phone, media: UUID, length: str) -> None:
        assert phone.begin(media, CONTENT, **{"Upload-Length": length}).json["code"] == "evidence.upload_header"

    def test_four_gibibytes_are_taken_and_one_byte_more_is_not(self, phone: Phone, media: UUID) -> None:
        assert phone.begin(media, CONTENT, length=4 * 1024**3).status == 201
        answer = phone.begin(media, CONTENT, length=4 * 1024**3 + 1)
        assert (answer.status, answer.json["code"]) == (413, "evidence.too_large")

    def test_zero_bytes_are_complete_at_once(self, phone: Phone, media: UUID, world: World) -> None:
        location = phone.begin(media, b"").headers["Location"]
        assert phone.head(location).offset == 0
        assert [upload.state for upload in uploads(world)] == ["complete"]


class TestBytes:
    def test_chunks_arrive_in_order_and_the_end_is_noted_once(
        self, phone: Phone, location: str, world: World, data_dir: Path
    ) -> None:
        offset = 0
        while offset < len(CONTENT):
            answer = phone.patch(location, offset, CONTENT[offset : offset + 3000])
            assert answer.status == 204
            offset = answer.offset
        assert [path.read_bytes() for path in staged(data_dir)] == [CONTENT]
        assert [upload.state for upload in uploads(world)] == ["complete"]
        assert waiting_jobs(world, "evidence.seal") == 1

    def test_a_piece_asks_the_database_who_and_what_and_writes_nothing_there(
        self, phone: Phone, location: str, world: World
    ) -> None:
        """Bytes are durable when they are told; that a piece is under way is a file lock."""
        engine, seen = world.sessions.kw["bind"], []

        def note(*told: Any) -> None:
            seen.append(told[2])

        phone.patch(location, 0, CONTENT[:10])
        event.listen(engine, "before_cursor_execute", note)
        phone.patch(location, 10, CONTENT[10:20])
        event.remove(engine, "before_cursor_execute", note)
        assert [each.split()[0] for each in seen if "SAVEPOINT" not in each] == ["SET", "SELECT", "SELECT"]

    def test_finishing_twice_is_finishing_once(self, phone: Phone, location: str, world: World) -> None:
        phone.patch(location, 0, CONTENT)
        for answer in (phone.patch(location, len(CONTENT), b""), phone.head(location)):
            assert answer.offset == len(CONTENT)
        received = select(func.count()).where(JournalInbox.name == "evidence.received.v1")
        assert world.look(lambda tx: tx.scalar(received)) == 1
        assert waiting_jobs(world, "evidence.seal") == 1

    @pytest.mark.parametrize("offset", [0, 99, 101, len(CONTENT)])
    def test_a_wrong_offset_is_told_the_right_one(self, phone: Phone, location: str, offset: int) -> None:
        phone.patch(location, 0, CONTENT[:100])
        answer = phone.patch(location, offset, b"")
        assert (answer.status, answer.json["code"], answer.offset) == (409, "evidence.wrong_offset", 100)
        assert phone.head(location).offset == 100

    def test_more_than_was_announced_is_refused_before_it_is_read(self, phone: Phone, location: str) -> None:
        answer = phone.patch(location, 0, CONTENT + b"x")
        assert (answer.status, answer.json["code"]) == (413, "evidence.beyond_length")
        assert phone.head(location).offset == 0

    def test_the_content_type_must_be_the_protocols(self, phone: Phone, location: str) -> None:
        assert phone.patch(location, 0, CONTENT, **{"Content-Type": "application/octet-stream"}).status == 415

    @pytest.mark.parametrize("offset", ["", "-1", "x"])
    def test_the_offset_must_be_a_number(self, phone: Phone, location: str, offset: str) -> None:
        assert phone.patch(location, 0, CONTENT, **{"Upload-Offset": offset}).status == 400

    def test_while_one_request_writes_another_is_asked_to_wait(
        self, phone: Phone, location: str, data_dir: Path
    ) -> None:
        second = []

        def slow() -> Iterator[bytes]:
            yield CONTENT[:10]
            second.append(phone.patch(location, 0, CONTENT))
            yield CONTENT[10:]

        Staging(data_dir / "staging").append(UUID(location.rpartition("/")[2]), 0, slow())
        assert [(answer.status, answer.json["code"]) for answer in second] == [(423, "evidence.upload_locked")]
        assert phone.head(location).offset == len(CONTENT)


class TestChecksum:
    @pytest.mark.parametrize(("name", "algorithm"), [("sha1", sha1), ("sha256", sha256)])
    def test_a_chunk_with_its_checksum_is_taken(self, phone: Phone, location: str, name: str, algorithm: type) -> None:
        digest = b64encode(algorithm(CONTENT[:50]).digest()).decode()
        assert phone.patch(location, 0, CONTENT[:50], **{"Upload-Checksum": f"{name} {digest}"}).offset == 50

    def test_a_chunk_with_another_checksum_is_not_kept(self, phone: Phone, location: str) -> None:
        phone.patch(location, 0, CONTENT[:50])
        digest = b64encode(sha256(b"other").digest()).decode()
        answer = phone.patch(location, 50, CONTENT[50:], **{"Upload-Checksum": f"sha256 {digest}"})
        assert (answer.status, answer.json["code"]) == (460, "evidence.wrong_checksum")
        assert phone.head(location).offset == 50

    @pytest.mark.parametrize("header", ["md5 abcd", "sha256", "sha256 %%%", ""])
    def test_a_checksum_that_cannot_be_checked_is_refused(self, phone: Phone, location: str, header: str) -> None:
        assert phone.patch(location, 0, CONTENT, **{"Upload-Checksum": header}).status == 400
        assert phone.head(location).offset == 0


class TestEnding:
    def test_an_unfinished_upload_can_be_given_up(self, phone: Phone, location: str, data_dir: Path) -> None:
        phone.patch(location, 0, CONTENT[:100])
        assert phone.tus("DELETE", location, {}).status == 204
        assert staged(data_dir) == []
        assert [phone.head(location).status, phone.patch(location, 100, b"x").status] == [410, 410]

    def test_a_finished_upload_stays(self, phone: Phone, location: str, data_dir: Path) -> None:
        phone.patch(location, 0, CONTENT)
        answer = phone.tus("DELETE", location, {})
        assert (answer.status, answer.json["code"]) == (409, "evidence.already_received")
        assert [path.read_bytes() for path in staged(data_dir)] == [CONTENT]

    def test_after_the_term_the_upload_is_gone_and_can_be_begun_again(
        self, phone: Phone, media: UUID, location: str, clock
    ) -> None:
        phone.patch(location, 0, CONTENT[:100])
        clock.advance(days=14)
        assert phone.head(location).status == 410
        again = phone.begin(media, CONTENT).headers["Location"]
        assert again != location
        assert phone.head(again).offset == 0

    def test_a_file_that_is_gone_from_the_disk_is_begun_again_under_its_own_name(
        self, phone: Phone, media: UUID, location: str, data_dir: Path
    ) -> None:
        staged(data_dir)[0].unlink()
        assert phone.head(location).status == 410
        assert phone.begin(media, CONTENT).headers["Location"] == location
        assert phone.head(location).offset == 0


class TestMethodOverride:
    def test_clients_that_can_only_post_say_what_they_mean(self, phone: Phone, location: str) -> None:
        sent = {
            "Upload-Offset": "0",
            "Content-Type": "application/offset+octet-stream",
            "X-HTTP-Method-Override": "PATCH",
        }
        assert phone.tus("POST", location, sent, CONTENT[:9]).offset == 9
        assert phone.tus("POST", location, {"X-HTTP-Method-Override": "DELETE"}).status == 204

    def test_nowhere_else(self, phone: Phone) -> None:
        answer = phone.send(
            "POST", "/api/v1/session", {"X-HTTP-Method-Override": "DELETE"}, {"login": "x", "password": "y"}
        )
        assert answer.status in (401, 422)


class TestOtherPeople:
    def test_an_upload_is_found_by_its_owner_alone(
        self, api: Api, world: World, officer: SignedIn, location: str
    ) -> None:
        colleague = world.officer(world.look(lambda tx: queries.organ(tx, officer.person.organ_id)))
        for somebody in (colleague, world.officer(world.organ()), world.person("bureau", world.organ(kind="bureau"))):
            theirs = Phone(over_flask(api.as_(somebody).client))
            answers = [theirs.head(location), theirs.patch(location, 0, CONTENT), theirs.tus("DELETE", location, {})]
            assert {answer.status for answer in answers} <= {403, 404}
        assert Phone(over_flask(api.as_(officer).client)).head(location).offset == 0

    def test_nobody_begins_an_upload_for_another_persons_medium(self, api: Api, world: World, media: UUID) -> None:
        stranger = Phone(over_flask(api.as_(world.officer(world.organ())).client))
        assert stranger.begin(media, CONTENT).status == 404
        assert stranger.begin(uuid7(), CONTENT).status == 404

    def test_without_a_session_nothing(self, api: Api, media: UUID, location: str) -> None:
        nobody = Phone(over_flask(api.as_(None).client))
        answers = [nobody.begin(media, CONTENT), nobody.head(location), nobody.patch(location, 0, CONTENT)]
        assert [answer.status for answer in answers] == [401, 401, 401]

    def test_a_foreign_page_cannot_write(self, phone: Phone, location: str) -> None:
        assert phone.patch(location, 0, CONTENT, Origin="https://evil.example").status == 403
