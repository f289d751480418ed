"""Seal one upload and end: the program that the system-call faults are injected into."""

import os
import sys

import backend.model_index  # noqa: F401 – the tables that others' keys point to
from backend.config import Settings
from backend.evidence.sealer import seal
from backend.kernel.clock import SystemClock
from backend.kernel.db import make_engine
from backend.kernel.jobs import Tools
from backend.kernel.transaction import make_sessions

settings = Settings.from_env(os.environ)
engine = make_engine(settings.database_url, size=1)
seal(Tools(settings, make_sessions(engine), SystemClock()), sys.argv[1])
engine.dispose()
