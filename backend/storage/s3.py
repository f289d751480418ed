"""A bucket as the store: anything that speaks S3, reached through obstore."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO, cast

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import S3Store as Bucket

from backend.storage.blobs import BlobMissing, BlobStat, StoreAway, key_of, pieces, verified

WHOLE = 64 * 1024 * 1024
"""Up to here a blob is one conditional request; above, parts that appear only together."""


class S3Store:
    """Blobs in one bucket. Make it after a fork: a connection of the parent hangs for ever in the child."""

    name = "s3"

    def __init__(self, bucket: Bucket, probe: Bucket):
        self.bucket, self._probe = bucket, probe

    @classmethod
    def from_settings(cls, settings: Mapping[str, str]) -> S3Store:
        """Settings: bucket, endpoint, access_key_id, secret_access_key, region (S3_BUCKET and so on in the environment)."""
        return cls(_bucket(settings, "60s"), _bucket(settings, "3s", retry_config={"max_retries": 0}))

    def insist_ready(self) -> None:
        try:
            obstore.list_with_delimiter(self._probe, prefix="readiness/")
        except BaseError as error:
            raise StoreAway(f"bucket: {type(error).__name__}") from error

    def put(self, digest: bytes, source: Path) -> str:
        """Small blobs by a request that the store refuses where the key exists; large ones in parts, after a look.

        Parts over an existing key would write the same verified bytes again, so a race changes nothing.
        """
        key = key_of(digest)
        with open(source, "rb") as file:
            if source.stat().st_size <= WHOLE:
                self._create(key, b"".join(verified(file, digest)))
            elif not self._holds(key):
                obstore.put(self.bucket, key, verified(file, digest), chunk_size=8 * 1024 * 1024, max_concurrency=4)
        return key

    def open(self, key: str) -> BinaryIO:
        try:
            return cast(BinaryIO, _Reader(obstore.open_reader(self.bucket, key)))
        except FileNotFoundError as error:
            raise BlobMissing(key) from error

    def stat(self, key: str) -> BlobStat:
        try:
            return BlobStat(bytes=obstore.head(self.bucket, key)["size"])
        except FileNotFoundError as error:
            raise BlobMissing(key) from error

    def url(self, key: str, seconds: int) -> str | None:
        return obstore.sign(self.bucket, "GET", key, timedelta(seconds=seconds))

    def local(self, key: str, folder: Path) -> Path:
        copy = folder / key.replace("/", "-")
        with self.open(key) as blob, open(copy, "wb") as file:
            file.writelines(pieces(blob))
        return copy

    def _create(self, key: str, content: bytes) -> None:
        try:
            obstore.put(self.bucket, key, content, mode="create")
        except AlreadyExistsError:
            return  # the same digest is the same bytes

    def _holds(self, key: str) -> bool:
        try:
            self.stat(key)
        except BlobMissing:
            return False
        return True


def _bucket(settings: Mapping[str, str], timeout: str, **options: Any) -> Bucket:
    endpoint = settings.get("endpoint")
    return Bucket(
        settings["bucket"],
        endpoint=endpoint,
        access_key_id=settings.get("access_key_id"),
        secret_access_key=settings.get("secret_access_key"),
        region=settings.get("region", "us-east-1"),
        virtual_hosted_style_request=False,
        client_options={"allow_http": bool(endpoint and endpoint.startswith("http://")), "timeout": timeout},
        **options,
    )


class _Reader:
    """obstore's reader with plain bytes out, as everything that reads files expects."""

    def __init__(self, reader: Any):
        self._reader = reader
        self.seek, self.tell, self.close = reader.seek, reader.tell, reader.close

    def read(self, size: int = -1) -> bytes:
        return bytes(self._reader.read(None if size < 0 else size))

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def __enter__(self) -> _Reader:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
