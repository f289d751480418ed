"""`liangma …` as the parts of this installation would run it: same database, same folders, same addresses."""

from __future__ import annotations

import os
import sys

from script.parts import cluster
from script.parts.stand import ROOT, Stand


def main() -> None:
    """Become the command; ends with a sentence where no database is running."""
    stand = Stand.from_env(os.environ)
    os.chdir(ROOT)
    env = stand.child_env(stand.database_url or _own_database(stand))
    os.execve(sys.executable, [sys.executable, "-m", "backend.cli", *sys.argv[1:]], env)


def _own_database(stand: Stand) -> str:
    planned = cluster.plan(stand.data_dir / "postgres", stand.run_dir, lambda text: None)
    if not any(planned.sockets.glob(".s.PGSQL.*")):
        sys.exit(f"✗ No server runs on {stand.data_dir}. Start script/server first, with the same DATA_DIR.")
    return planned.url()


if __name__ == "__main__":
    main()
