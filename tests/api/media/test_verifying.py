"""`liangma evidence-verify`: bytes that changed or vanished after the sealing are named (B-62)."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result

from backend.cli import Operator
from backend.evidence.commands import evidence_verify
from backend.kernel.clock import rfc3339
from tests.api.media.hands import CONTENT, Worker, items
from tests.phone import Phone
from tests.world import World


class TestVerifying:
    @pytest.fixture
    def sealed(self, phone: Phone, visit: UUID, worker: Worker, world: World, data_dir: Path) -> Path:
        media = UUID(phone.declare(visit).json["media_id"])
        phone.segment(media, 0, CONTENT, final=True)
        worker.seal(phone.upload(media, CONTENT))
        (item,) = items(world)
        return data_dir / "blobs" / item.key

    def asked(self, world: World, *words: str) -> Result:
        operator = Operator(world.settings)
        operator.__dict__["sessions"] = world.sessions
        return CliRunner().invoke(evidence_verify, words, obj=operator)

    def test_bytes_as_they_were_sealed(self, sealed: Path, world: World) -> None:
        said = self.asked(world)
        assert (said.exit_code, said.output) == (
            0, f"字节未变 · every byte is as it was sealed：1 个文件 files，{len(CONTENT)} 字节 bytes\n"
        )  # fmt: skip

    def test_every_piece_of_one_medium_is_told_as_a_court_asks_for_it(self, sealed: Path, world: World) -> None:
        (item,) = items(world)
        said = self.asked(world, "--media", str(item.media_id))
        digest, at = sha256(CONTENT).hexdigest(), rfc3339(item.sealed_at)
        piece, verdict = said.output.splitlines()
        assert piece == f"✓ #0 {len(CONTENT)} {digest} 封存于 · sealed {at} 与手机申报一致 · as the phone declared"
        assert verdict.startswith("字节未变")

    def test_one_byte_that_changed(self, sealed: Path, world: World) -> None:
        sealed.chmod(0o600)
        sealed.write_bytes(bytes([CONTENT[0] ^ 1]) + CONTENT[1:])
        said = self.asked(world)
        (item,) = items(world)
        assert said.exit_code == 1
        assert f"✗ {item.media_id} #0 与封存时不同 · differs from what was sealed: disk {item.key}" in said.output
        assert "有 1 个不符 · 1 faults" in said.output

    def test_a_file_that_is_gone(self, sealed: Path, world: World) -> None:
        sealed.unlink()
        said = self.asked(world)
        assert said.exit_code == 1
        assert "找不到 · is missing" in said.output

    def test_one_medium_alone(self, sealed: Path, world: World) -> None:
        (item,) = items(world)
        sealed.unlink()
        assert self.asked(world, "--media", str(item.media_id)).exit_code == 1
        nobody = self.asked(world, "--media", "0190a000-0000-7000-8000-000000000000")
        assert (nobody.exit_code, "0 个文件" in nobody.output) == (0, True)
