"""What a long run has done, for docs/reliability.md: a line of JSON for each programme that went through."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path


def tally(programme: str, counts: Mapping[str, int]) -> None:
    """Note what was done without a failure; only where script/faults asks for it (FAULT_TALLY)."""
    if name := os.environ.get("FAULT_TALLY"):
        with Path(name).open("a") as lines:
            lines.write(json.dumps({"programme": programme, "counts": counts}) + "\n")
