"""Staging promises: the size is the truth, and only durable bytes are told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import sha1, sha256
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from backend.storage.staging import (
    BrokenOff,
    Locked,
    Staging,
    StagingFull,
    StagingMissing,
    WrongChecksum,
    WrongOffset,
)


@pytest.fixture
def staging(tmp_path: Path) -> Staging:
    return Staging(tmp_path / "staging")


@pytest.fixture
def upload(staging: Staging) -> UUID:
    upload = uuid4()
    staging.begin(upload)
    return upload


def held(staging: Staging, upload: UUID) -> bytes:
    return staging.path(upload).read_bytes()


def test_chunks_continue_where_the_file_ends(staging: Staging, upload: UUID) -> None:
    assert staging.append(upload, 0, [b"one ", b"two "]) == 8
    assert staging.append(upload, 8, [b"three"]) == 13
    assert held(staging, upload) == b"one two three"
    assert staging.size(upload) == 13


def test_beginning_twice_keeps_what_is_there(staging: Staging, upload: UUID) -> None:
    staging.append(upload, 0, [b"kept"])
    staging.begin(upload)
    assert held(staging, upload) == b"kept"


@pytest.mark.parametrize("offset", [0, 3, 5, 99])
def test_another_offset_is_refused_with_the_truth(staging: Staging, upload: UUID, offset: int) -> None:
    staging.append(upload, 0, [b"four"])
    with pytest.raises(WrongOffset) as refusal:
        staging.append(upload, offset, [b"more"])
    assert refusal.value.held == 4
    assert held(staging, upload) == b"four"


def test_what_came_before_the_sender_broke_off_is_kept(staging: Staging, upload: UUID) -> None:
    def cut() -> Iterator[bytes]:
        yield b"arrived"
        raise BrokenOff

    assert staging.append(upload, 0, cut()) == 7
    assert held(staging, upload) == b"arrived"


def test_a_broken_off_chunk_is_kept_although_its_checksum_cannot_be_known(staging: Staging, upload: UUID) -> None:
    def cut() -> Iterator[bytes]:
        yield b"arr"
        raise BrokenOff

    assert staging.append(upload, 0, cut(), sha256(), sha256(b"arrived").digest()) == 3


@pytest.mark.parametrize("algorithm", [sha1, sha256])
def test_a_chunk_without_its_checksum_leaves_no_trace(staging: Staging, upload: UUID, algorithm: type) -> None:
    staging.append(upload, 0, [b"good"])
    with pytest.raises(WrongChecksum):
        staging.append(upload, 4, [b"bad"], algorithm(), algorithm(b"other").digest())
    assert held(staging, upload) == b"good"
    assert staging.append(upload, 4, [b"better"], algorithm(), algorithm(b"better").digest()) == 10


def test_two_writers_are_kept_apart(staging: Staging, upload: UUID) -> None:
    def meanwhile() -> Iterator[bytes]:
        with pytest.raises(Locked):
            staging.append(upload, 0, [b"second"])
        with pytest.raises(Locked):
            staging.remove(upload)
        yield b"first"

    staging.append(upload, 0, meanwhile())
    assert held(staging, upload) == b"first"


def test_a_removed_file_is_missing_and_removing_again_is_nothing(staging: Staging, upload: UUID) -> None:
    staging.remove(upload)
    staging.remove(upload)
    with pytest.raises(StagingMissing):
        staging.size(upload)
    with pytest.raises(StagingMissing):
        staging.append(upload, 0, [b"late"])


def test_the_folder_knows_whose_files_it_holds(staging: Staging, upload: UUID) -> None:
    assert list(staging.held()) == [upload]


def test_a_full_disk_is_told_and_what_fitted_is_kept(staging: Staging, upload: UUID) -> None:
    """The file size limit of a child process stands for the end of the disk: write gives EFBIG at the same place."""
    child = os.fork()
    if child == 0:
        os._exit(_fill(staging, upload))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert staging.size(upload) == 4096


def _fill(staging: Staging, upload: UUID) -> int:
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
    try:
        staging.append(upload, 0, [bytes(3000), bytes(3000)])
    except StagingFull:
        return 0
    return 1
