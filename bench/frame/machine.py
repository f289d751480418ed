"""Who used the processor: the kernel's own counts, by family of processes (Linux, /proc)."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(roots: Iterable[int]) -> float:
    """Seconds of processor that these processes and their descendants have used, ended children included."""
    return sum(_ticks(pid) for pid in _family(roots)) / TICK


def busy() -> tuple[float, float]:
    """Seconds of processor that the whole machine has used and had, since it started; stolen time counts as used."""
    words = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
    ticks = [int(each) for each in words]
    return (sum(ticks) - ticks[3] - ticks[4]) / TICK, sum(ticks) / TICK


def memory_mib(roots: Iterable[int]) -> float:
    """Proportional memory of these processes and their descendants."""
    return sum(_pss_kib(pid) for pid in _family(roots)) / 1024


def load() -> float:
    """How many wanted to run in the last minute."""
    return round(os.getloadavg()[0], 1)


def _family(roots: Iterable[int]) -> list[int]:
    children: dict[int, list[int]] = defaultdict(list)
    for pid in _pids():
        if (fields := _fields(pid)) is not None:
            children[int(fields[1])].append(pid)
    found, rest = set(), list(roots)
    while rest:
        if (pid := rest.pop()) not in found:
            found.add(pid)
            rest += children[pid]
    return list(found)


def _pids() -> Iterator[int]:
    return (int(name) for name in os.listdir("/proc") if name.isdigit())


def _fields(pid: int) -> list[str] | None:
    """What stands behind the name in /proc/PID/stat: state, parent …"""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None


def _ticks(pid: int) -> int:
    fields = _fields(pid)
    return sum(int(each) for each in fields[11:15]) if fields else 0


def _pss_kib(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
