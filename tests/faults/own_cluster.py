"""A durable PostgreSQL of this test's own, made as script/server makes it, that can be struck down and started again."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command

from backend.cli import alembic_config
from script.parts import cluster
from tests.faults.programs import wait_for


class OwnCluster:
    """Runs as a direct child; `strike` is a crash, after which it recovers from its log."""

    def __init__(self, folder: Path):
        (folder / "log").mkdir()
        self.planned = cluster.plan(folder / "postgres", folder, print)
        cluster.make(self.planned)
        self.child = self.planned.child()
        self.url = self.planned.url()

    def start(self) -> None:
        self.child.start()
        wait_for(lambda: cluster.answers(self.planned), f"no answer from PostgreSQL: {self.planned.log}")

    def strike(self) -> None:
        """Every server process ends at once, without a word to whoever was asking."""
        pg_ctl = str(self.planned.binaries / "pg_ctl")
        words = [pg_ctl, "-D", str(self.planned.data), "-m", "immediate", "stop"]
        subprocess.run(
            [*self.planned.runner, "--", *words], cwd="/", env=cluster.plain_env(), check=True, capture_output=True
        )
        wait_for(lambda: self.child.exited() is not None, "PostgreSQL did not end")

    def end(self) -> None:
        self.child.ask_to_stop()
        self.child.end(time.monotonic() + 10)


@contextmanager
def own_cluster() -> Iterator[OwnCluster]:
    """Started, with the tables of the newest migration; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="liangma-fault-") as name:
        Path(name).chmod(0o711)
        made = OwnCluster(Path(name))
        try:
            made.start()
            cluster.furnish(made.planned)
            command.upgrade(alembic_config(made.url), "head")
            yield made
        finally:
            made.end()
