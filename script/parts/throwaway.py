"""A cluster for one command: made empty, not durable, reached by TEST_DATABASE_ADMIN_URL, removed afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from script.parts import cluster
from script.parts.children import Supervisor


def main() -> None:
    """Run the command given as arguments beside the cluster and exit with its code."""
    with tempfile.TemporaryDirectory(prefix="liangma-test-") as name, Supervisor(_tell) as supervisor:
        folder = Path(name)
        folder.chmod(0o711)
        (folder / "log").mkdir()
        planned = cluster.plan(folder / "postgres", folder, _tell, durable=False)
        cluster.start(planned, supervisor)
        env = {**os.environ, "TEST_DATABASE_ADMIN_URL": planned.url(cluster.SUPERUSER, "postgres")}
        command = subprocess.Popen(sys.argv[1:], env=env)
        if not supervisor.watch(lambda: command.poll() is not None):
            command.terminate()
        command.wait()
    sys.exit(command.returncode)


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except cluster.ClusterError as problem:
        sys.exit(f"✗ {problem}")
