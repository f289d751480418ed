"""Interleaved rounds: each visits every case once, in a rotated order; ratios are taken round by round, then their median.

Other programs share the machine. What they used of it during a run is told as `foreign`; a run that they disturbed is
repeated, and the least disturbed one counts.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bench.frame import machine

QUIET = 0.15
"""The share of the machine that others may use before a run counts as disturbed."""

TRIES, PATIENCE = 2, 4.0
"""How often a disturbed run is tried, and how many seconds a quiet moment is waited for."""


@dataclass(frozen=True)
class Load:
    """What a load saw: how many things were done in how many seconds, and how long each took."""

    done: float
    seconds: float
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    bad: int = 0
    client_s: float = 0.0
    """Seconds of processor of the load itself."""
    more: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """Something to measure: how to load it, and which processes work for it, by name."""

    name: str
    drive: Callable[[], Load]
    works: Mapping[str, Sequence[int]]
    settle: Callable[[], None] = lambda: None
    """Waits until what the load left behind is done, so that the next case is not disturbed."""


@dataclass(frozen=True)
class Run:
    """One run of one case: the load, milliseconds of processor for each thing done, and what others used."""

    load: Load
    cpu_ms: Mapping[str, float]
    foreign: float

    @property
    def rate(self) -> float:
        return self.load.done / self.load.seconds


Runs = dict[str, list[Run]]


def quick() -> bool:
    """Whether only a smoke run was asked for: it shows that everything works, and its figures mean nothing."""
    return "--quick" in sys.argv


def interleave(cases: Sequence[Case], rounds: int) -> Runs:
    """All rounds of all cases, after one run of each that warms up and is not counted."""
    for case in cases:
        _run(case)
    found: Runs = {case.name: [] for case in cases}
    for n in range(1 if quick() else rounds):
        for case in rotated(cases, n):
            run = _least_disturbed(case)
            found[case.name].append(run)
            _print(case.name, run)
    return found


def rotated(cases: Sequence[Case], n: int) -> list[Case]:
    """The cases in the order of round n: another one begins each time."""
    at = n % len(cases)
    return [*cases[at:], *cases[:at]]


def ratio(ours: Sequence[Run], beside: Sequence[Run], figure: Callable[[Run], float] = lambda run: run.rate) -> float:
    """The median of the rounds' ratios of a figure; by default things done a second."""
    return median(figure(a) / figure(b) for a, b in zip(ours, beside, strict=True))


def middle(runs: Sequence[Run]) -> dict[str, Any]:
    """The medians of a case's rounds."""
    of: Callable[[Callable[[Run], float]], float] = lambda figure: median(figure(run) for run in runs)  # noqa: E731
    parts = {part: round(of(lambda run: run.cpu_ms[part]), 3) for part in runs[0].cpu_ms}  # noqa: B023
    more = {name: round(of(lambda run: run.load.more[name]), 2) for name in runs[0].load.more}  # noqa: B023
    return {
        "rate": round(of(lambda run: run.rate), 1), "p50_ms": round(of(lambda run: run.load.p50_ms), 2),
        "p99_ms": round(of(lambda run: run.load.p99_ms), 2), "cpu_ms": parts, "foreign": round(of(lambda run: run.foreign), 2),
        "bad": sum(run.load.bad for run in runs), **more,
    }  # fmt: skip


def told(name: str, runs: Runs, **facts: Any) -> None:
    """Print the result as one JSON object, the last line of a benchmark."""
    cases = {case: middle(each) for case, each in runs.items()}
    n = len(next(iter(runs.values()), []))
    print(json.dumps({"name": name, **facts, "n": n, "load": machine.load(), "cases": cases}, ensure_ascii=False))


def _least_disturbed(case: Case) -> Run:
    best: Run | None = None
    for _ in range(1 if quick() else TRIES):
        _wait_for_quiet()
        run = _run(case)
        best = run if best is None or run.foreign < best.foreign else best
        if best.foreign <= QUIET:
            break
    assert best is not None
    if best.load.bad:
        raise SystemExit(f"✗ {case.name}: {best.load.bad} of {best.load.done:.0f} went wrong: {dict(best.load.more)}")
    return best


def _run(case: Case) -> Run:
    before = {part: machine.cpu_seconds(roots) for part, roots in case.works.items()}
    used, had = machine.busy()
    load = case.drive()
    used, had = machine.busy()[0] - used, machine.busy()[1] - had
    spent = {part: machine.cpu_seconds(roots) - before[part] for part, roots in case.works.items()}
    case.settle()
    foreign = max(0.0, used - sum(spent.values()) - load.client_s) / had
    return Run(load, {part: each * 1000 / max(load.done, 1) for part, each in spent.items()}, foreign)


def _wait_for_quiet() -> None:
    deadline = time.monotonic() + (0 if quick() else PATIENCE)
    while time.monotonic() < deadline:
        used, had = machine.busy()
        time.sleep(0.4)
        if (machine.busy()[0] - used) / max(machine.busy()[1] - had, 0.01) < QUIET:
            return


def _print(name: str, run: Run) -> None:
    parts = ", ".join(f"{part} {each:.3f}" for part, each in run.cpu_ms.items())
    print(
        f"{name:22} {run.rate:9.1f}/s  p50 {run.load.p50_ms:8.2f} ms  p99 {run.load.p99_ms:8.2f} ms  "
        f"CPU ms: {parts}  foreign {run.foreign:.0%}  load {os.getloadavg()[0]:.1f}  bad {run.load.bad}",
        flush=True,
    )  # fmt: skip
