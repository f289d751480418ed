"""Looking needs a purpose and leaves a line in the log."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.app import create_app
from backend.evidence.models import Access
from backend.evidence.player import make_playable
from backend.kernel.jobs import Tools
from tests import films
from tests.api.media.hands import Worker
from tests.phone import Phone, over_flask
from tests.world import Api, World


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
