"""Load over HTTP: wrk where only reading is measured, our own client where every write must come to its end."""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.frame.house import ROOT
from bench.frame.rounds import Load

WRK = Path("/usr/bin/wrk")
_LUA = """
local paths, headers = {}, %s
for line in io.lines("%s") do paths[#paths + 1] = line end
math.randomseed(%d)
request = function() return wrk.format("GET", paths[math.random(#paths)], headers) end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('\\n{"done":%%d,"us":%%d,"p50":%%d,"p99":%%d,"bad":%%d}\\n', summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), e.status + e.connect + e.read + e.write + e.timeout))
end
"""


class Reading:
    """Get random ones of these paths, again and again."""

    def __init__(self, folder: Path, base: str, paths: Sequence[str], headers: Mapping[str, str] | None = None):
        self._base = base
        name = re.sub(r"\W", "-", base + paths[0])[:60]
        listed, self._script = folder / f"{name}.paths", folder / f"{name}.lua"
        listed.write_text("\n".join(paths))
        told = ", ".join(f'["{key}"] = "{value}"' for key, value in (headers or {}).items())
        self._script.write_text(_LUA % (f"{{{told}}}", listed, 7))

    def __call__(self, connections: int, seconds: float) -> Load:
        command = [str(WRK), "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "30s"]
        said, client_s = _timed([*command, "-s", str(self._script), self._base])
        told = json.loads(said.strip().splitlines()[-1])
        figures = told["done"], told["us"] / 1e6, told["p50"] / 1000, told["p99"] / 1000, told["bad"], client_s
        return Load(*figures)


def posting(plan: Mapping[str, Any]) -> Load:
    """Send what the plan says, as `bench.frame.posting` does, in a process of its own."""
    said, client_s = _timed([sys.executable, "-m", "bench.frame.posting"], json.dumps(plan))
    return Load(**json.loads(said.strip().splitlines()[-1]), client_s=client_s)


def _timed(command: Sequence[str], given: str = "") -> tuple[str, float]:
    """What a program says, and the seconds of processor that it used."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(command, input=given, capture_output=True, text=True, check=False, cwd=ROOT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.returncode:
        raise SystemExit(f"✗ {command[:3]} failed: {run.stdout[-500:]}{run.stderr[-1500:]}")
    return run.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
