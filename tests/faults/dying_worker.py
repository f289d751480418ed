"""The real worker with a store that is struck by SIGKILL just after it has stored: between the hash and the settling."""

import os
import signal
from pathlib import Path

from backend import worker
from backend.config import Settings
from backend.evidence import sealer
from backend.storage.blobs import BlobStore
from backend.storage.disk import DiskStore


class DyingStore(DiskStore):
    """Stores, then ends the process as the out-of-memory killer would."""

    def put(self, digest: bytes, source: Path) -> str:
        super().put(digest, source)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("unreachable")


def dying(settings: Settings) -> BlobStore:
    return DyingStore(settings.data_dir / "blobs")


sealer.sealing_store = dying
worker.main()
