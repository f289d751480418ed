"""A build into another folder is whole there, and the one that is served stays as it is."""

from __future__ import annotations

import subprocess

from tests.unit.design.weights import DIST


def test_the_worker_goes_where_the_build_goes(tmp_path):
    out = tmp_path / "elsewhere"
    served = DIST / "app" / "sw.js"
    before = served.stat().st_mtime_ns if served.exists() else None
    asked = ["npx", "vite", "build", "--outDir", str(out), "--emptyOutDir"]
    done = subprocess.run(asked, cwd=DIST.parent, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    worker = (out / "app" / "sw.js").read_text(encoding="utf-8")
    kept = [f"/{each.relative_to(out)}" for each in (out / "assets").glob("app-*.js")]
    assert kept
    assert all(each in worker for each in kept)
    assert (served.stat().st_mtime_ns if served.exists() else None) == before
