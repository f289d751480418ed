"""A recording is declared before its bytes come: once, by its owner, as a chain that fits."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from backend.evidence.models import Segment
from backend.identity.models import Organ
from backend.kernel.ids import uuid7
from tests import films
from tests.api.media.hands import CONTENT, Worker
from tests.phone import Phone, over_flask
from tests.world import Api, World


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
