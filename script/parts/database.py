"""The private cluster as a service of a real server: make (if it is new), run (in the foreground), furnish (role, tables'
home, extensions). Run as the user postgres, who is not the user of the parts: they are no superusers even on the disk."""

from __future__ import annotations

import getpass
import os
import sys

from script.parts import cluster
from script.parts.cluster import Cluster
from script.parts.install.places import CLUSTER, SOCKETS

AS_WE_ARE = ("env",)  # systemd has changed the user already, and lets nobody change capabilities


def server_cluster() -> Cluster:
    """The cluster where script/install has put it."""
    data, log = (
        CLUSTER / "data",
        CLUSTER / "postgres.log",
    )  # systemd keeps the lines; only a supervisor of the demo would write it
    return Cluster(data, SOCKETS, getpass.getuser(), AS_WE_ARE, cluster.binaries(data), log, auth="peer")


def make() -> None:
    """Make the cluster's files, once."""
    planned = server_cluster()
    if not (planned.data / "PG_VERSION").exists():
        cluster.initialise(planned)


def run() -> None:
    """Become PostgreSQL; it tells systemd itself when it is ready."""
    words = server_cluster().argv()
    os.execve(words[0], words, cluster.plain_env() | {"NOTIFY_SOCKET": os.environ.get("NOTIFY_SOCKET", "")})


def furnish() -> None:
    """The owner's role, the database and its extensions, where they are missing."""
    cluster.furnish(server_cluster())


def check() -> None:
    """Whether the database of DATABASE_URL can be used; for a server that has its own elsewhere."""
    cluster.check_given(os.environ["DATABASE_URL"])


if __name__ == "__main__":
    try:
        {"make": make, "run": run, "furnish": furnish, "check": check}[sys.argv[1]]()
    except cluster.ClusterError as problem:
        sys.exit(f"✗ {problem}")
