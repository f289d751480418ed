"""One contract for every driver of sealed bytes. The S3 side talks to a real server."""

from __future__ import annotations

import urllib.request
from hashlib import sha256
from pathlib import Path

import pytest

from backend.storage.blobs import BlobDiffers, BlobMissing, BlobStore, StoreAway, key_of
from backend.storage.disk import DiskStore
from tests.unit.storage.s3_server import S3Server, running_s3

LARGE = 70 * 1024 * 1024
"""Above the size up to which S3 takes one request."""


@pytest.fixture(scope="module")
def s3_server(tmp_path_factory: pytest.TempPathFactory):
    with running_s3(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture(params=["disk", pytest.param("s3", marks=pytest.mark.s3)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> BlobStore:
    if request.param == "disk":
        return DiskStore(tmp_path / "blobs")
    from backend.storage.s3 import S3Store

    server: S3Server = request.getfixturevalue("s3_server")
    return S3Store.from_settings(server.new_bucket())


@pytest.fixture
def put(store: BlobStore, tmp_path: Path):
    def put(content: bytes, digest: bytes | None = None) -> str:
        source = tmp_path / "source"
        source.write_bytes(content)
        return store.put(digest or sha256(content).digest(), source)

    return put


def test_a_store_that_stands_is_ready_and_asking_it_leaves_everything_alone(store: BlobStore, put) -> None:
    store.insist_ready()
    key = put(b"evidence")
    store.insist_ready()
    with store.open(key) as blob:
        assert (blob.read(), store.stat(key).bytes) == (b"evidence", 8)


@pytest.mark.s3
def test_a_bucket_that_is_not_there_is_away(s3_server: S3Server) -> None:
    from backend.storage.s3 import S3Store

    with pytest.raises(StoreAway, match="bucket"):
        S3Store.from_settings({**s3_server.new_bucket(), "bucket": "never-made"}).insist_ready()


@pytest.mark.parametrize("content", [b"", b"evidence", bytes(range(256)) * 5000], ids=["empty", "short", "megabyte"])
def test_what_is_put_is_what_is_read(store: BlobStore, put, content: bytes) -> None:
    key = put(content)
    assert key == key_of(sha256(content).digest())
    assert store.stat(key).bytes == len(content)
    with store.open(key) as blob:
        assert blob.read() == content


def test_a_range_is_read_without_the_rest(store: BlobStore, put) -> None:
    with store.open(put(b"0123456789")) as blob:
        blob.seek(4)
        assert blob.read(3) == b"456"


def test_the_same_bytes_again_change_nothing(store: BlobStore, put) -> None:
    assert put(b"twice") == put(b"twice")
    with store.open(put(b"twice")) as blob:
        assert blob.read() == b"twice"


def test_a_large_blob_arrives_whole_and_can_be_put_again(store: BlobStore, put) -> None:
    content = sha256(b"seed").digest() * (LARGE // 32)
    assert put(content) == put(content)
    key = put(content)
    assert store.stat(key).bytes == LARGE
    with store.open(key) as blob:
        blob.seek(LARGE - 32)
        assert blob.read() == content[:32]


@pytest.mark.parametrize("content", [b"other bytes", bytes(LARGE)], ids=["short", "large"])
def test_bytes_with_another_hash_are_not_stored(store: BlobStore, put, content: bytes) -> None:
    claimed = sha256(b"claimed").digest()
    with pytest.raises(BlobDiffers):
        put(content, claimed)
    with pytest.raises(BlobMissing):
        store.stat(key_of(claimed))


def test_a_key_that_is_not_there_is_said_to_be_missing(store: BlobStore, tmp_path: Path) -> None:
    key = key_of(sha256(b"never").digest())
    for ask in (store.open, store.stat, lambda key: store.local(key, tmp_path)):
        with pytest.raises(BlobMissing):
            ask(key)


def test_programs_get_a_file(store: BlobStore, put, tmp_path: Path) -> None:
    assert store.local(put(b"for a decoder"), tmp_path).read_bytes() == b"for a decoder"


def test_an_address_where_there_is_one_gives_the_bytes(store: BlobStore, put) -> None:
    address = store.url(put(b"by address"), seconds=60)
    if address is None:
        assert store.name == "disk"
        return
    with urllib.request.urlopen(address) as answer:
        assert answer.read() == b"by address"


def test_disk_blobs_are_read_only_and_leave_no_drafts(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"sealed")
    key = DiskStore(tmp_path / "blobs").put(sha256(b"sealed").digest(), source)
    assert (tmp_path / "blobs" / key).stat().st_mode & 0o777 == 0o444
    assert [path.name for path in (tmp_path / "blobs" / key).parent.iterdir()] == [key.rpartition("/")[2]]
