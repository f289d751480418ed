"""Which store a name on a row means in this installation."""

from __future__ import annotations

import os
from functools import lru_cache

from backend.config import Settings, SettingsError
from backend.storage.blobs import BlobStore
from backend.storage.disk import DiskStore
from backend.storage.staging import Staging


def staging(settings: Settings) -> Staging:
    """Where uploads grow."""
    return Staging(settings.data_dir / "staging")


def store_named(name: str, settings: Settings) -> BlobStore:
    """The store that rows call by this name; one per process, made on first use. Raises SettingsError."""
    if name == "disk":
        return DiskStore(settings.data_dir / "blobs")
    if "bucket" not in settings.s3:
        raise SettingsError("S3_BUCKET is not set, but evidence is (or was) kept in an S3 store.")
    return _s3(os.getpid(), tuple(sorted(settings.s3.items())))


def sealing_store(settings: Settings) -> BlobStore:
    """The store that new evidence goes into."""
    return store_named(settings.blob_store, settings)


@lru_cache(maxsize=4)
def _s3(process: int, settings: tuple[tuple[str, str], ...]) -> BlobStore:
    from backend.storage.s3 import S3Store  # loading it starts a runtime, which a folder never needs

    return S3Store.from_settings(dict(settings))
