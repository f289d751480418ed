"""The worker's import of one run, struck by SIGKILL when so many rows have gone by: inside its transaction."""

import os
import signal
import sys

import backend.model_index  # noqa: F401 – the tables that others' keys point to
from backend.config import Settings
from backend.enterprises import importers as enterprises  # noqa: F401 – registers itself
from backend.kernel.clock import SystemClock
from backend.kernel.db import make_engine
from backend.kernel.jobs import Tools
from backend.kernel.transaction import make_sessions
from backend.registers import jobs  # noqa: F401 – the registers' own kinds
from backend.registers.tables import imports

after = int(sys.argv[2])
tell = imports.Progress.__call__


def struck(self: imports.Progress, read: int) -> None:
    tell(self, read)
    if read >= after:
        os.kill(os.getpid(), signal.SIGKILL)


imports.Progress.__call__ = struck
settings = Settings.from_env(os.environ)
imports.run_import(
    Tools(settings, make_sessions(make_engine(settings.database_url, size=3)), SystemClock()), sys.argv[1]
)
