"""Programs of other people that do a like job. `script/bench` puts the pinned versions into .tools/bench beforehand."""

from __future__ import annotations

import shutil
from pathlib import Path

from bench.frame.house import ROOT, House

HOME = ROOT / ".tools" / "bench"


def tus(house: House, port: int) -> tuple[int, Path] | None:
    """@tus/server on Node: its pid and the folder of its files; None where it is not installed."""
    home = HOME / "tus"
    if not (home / "node_modules" / "@tus").is_dir():
        return None
    folder = house.folder / "tus"
    folder.mkdir()
    node = shutil.which("node") or str(ROOT / ".tools" / "node" / "bin" / "node")
    # node finds packages from where the file lies
    shutil.copy(ROOT / "bench" / "peers" / "tus" / "server.mjs", home)
    env = {"BENCH_FOLDER": str(folder)}
    return house.beside([node, str(home / "server.mjs")], port, "/files", env), folder


def tipg(house: House, port: int) -> int | None:
    """tipg on uvicorn, two workers, with its ordinary limit of 10,000 features a tile; None where it is not installed."""
    python = HOME / "tipg" / "bin" / "python"
    if not python.exists():
        return None
    address = house.dsn("beside", inside_host=True)
    env = {"DATABASE_URL": address, "TIPG_DB_SCHEMAS": '["public"]', "TIPG_MAX_FEATURES_PER_QUERY": "10000"}
    command = [
        str(python),
        "-m",
        "uvicorn",
        "tipg.main:app",
        "--port",
        str(port),
        "--workers",
        "2",
        "--log-level",
        "error",
    ]
    return house.beside(command, port, "/healthz", env)
