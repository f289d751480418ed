"""A worker that takes an import back and is killed when the database is asked for a certain statement."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from sqlalchemy import event

import backend.model_index  # noqa: F401 – the tables that others' keys point to
from backend.config import Settings
from backend.kernel.clock import SystemClock
from backend.kernel.db import make_engine
from backend.kernel.jobs import Tools
from backend.kernel.transaction import make_sessions
from backend.registers.tables.undoing import undo
from backend.worker import load_jobs


def main(run_id: str, words: str) -> None:
    settings = Settings.from_env(os.environ)
    engine = make_engine(settings.database_url)

    @event.listens_for(engine, "after_cursor_execute")
    def die(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().startswith(words):
            os.kill(os.getpid(), signal.SIGKILL)

    load_jobs()
    undo(Tools(settings, make_sessions(engine), SystemClock()), run_id)


if __name__ == "__main__":
    main(*sys.argv[1:])
