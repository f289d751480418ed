"""A program of its own that turns sealed originals into a viewing copy: `python -m backend.evidence.copying ORDER.json`.

It reads bytes that strangers made, so it runs with limits, forces the demuxer that the declared type asks for, and
answers with one JSON object. Recordings are joined by stream copy, with duration and cues; photos are drawn anew.
"""

from __future__ import annotations

import json
import resource
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

LIMITS = (
    (resource.RLIMIT_AS, 2 * 1024**3),
    (resource.RLIMIT_CPU, 900),
    (resource.RLIMIT_FSIZE, 16 * 1024**3),
    (resource.RLIMIT_CORE, 0),
)


def main() -> None:
    order = json.loads(Path(sys.argv[1]).read_text())
    for kind, most in LIMITS:
        resource.setrlimit(kind, (most, most))
    sys.stdout.write(json.dumps(_copy(order)))


def _copy(order: dict[str, Any]) -> dict[str, Any]:
    if order["mime"].startswith("image/"):
        from backend.evidence.pictures import draw_anew

        told = draw_anew(order)
    else:
        from backend.evidence.joining import join

        told = join(order)
    content = sha256()
    with open(Path(order["work"]) / told["file"], "rb") as file:
        while piece := file.read(1024 * 1024):
            content.update(piece)
    return {**told, "digest": content.hexdigest()}


if __name__ == "__main__":
    main()
