"""How long a start takes where everything is set up: the whole of `script/server`, and the web process as a container does.

Goals: 15 s until /readyz answers, 3 s until the web process answers /healthz. With --quick `script/server` skips its set-up.
"""

from __future__ import annotations

import json
import time
from statistics import median

from bench.frame import machine
from bench.frame.house import ROOT, House, end, wait_for
from bench.frame.rounds import quick
from script.parts.processes import STEP

ROUNDS = 1 if quick() else 3
GOAL_S, WEB_GOAL_S = 15.0, 3.0


def main() -> None:
    with House() as house:
        web = [_web(house) for _ in range(ROUNDS)]
        whole = [house.serve(*(["--as-is"] if quick() else [])) for _ in range(ROUNDS)]
    seconds, web_seconds = median(whole), median(web)
    print(json.dumps({
        "name": "cold-start", "ours": round(seconds, 2), "beside": GOAL_S, "ratio": round(seconds / GOAL_S, 2), "unit": "s",
        "web_s": round(web_seconds, 2), "web_goal_s": WEB_GOAL_S, "n": ROUNDS, "load": machine.load(),
    }))  # fmt: skip


def _web(house: House) -> float:
    """Seconds until `script/part web` answers, beside the installation and with its database."""
    port, begun = house.port + 20, time.monotonic()
    env = {**house.env(), "PORT": str(port), "DATABASE_URL": house.database_url}
    running = house.start([str(ROOT / "script" / "part"), "web"], "web", env)
    try:
        wait_for(f"http://127.0.0.1:{port + STEP['web']}/healthz", running, 60)
        return time.monotonic() - begun
    finally:
        end(running)


if __name__ == "__main__":
    main()
