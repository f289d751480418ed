"""The private PostgreSQL with PostGIS: a cluster of our own below the data folder; no system service is touched."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg

from script.parts.children import Child, Supervisor
from script.parts.stand import short_name

READ_ANYWHERE = ("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search")
SOCKET_LIMIT = 107 - len("/.s.PGSQL.5432.lock")
EXTENSIONS = ("postgis", "btree_gist", "pg_trgm")
SUPERUSER, OWNER, DATABASE = "postgres", "liangma", "liangma"


class ClusterError(Exception):
    """The cluster cannot be used; the text says why and what to do."""


@dataclass(frozen=True)
class Cluster:
    """A cluster and how to reach it. `durable=False` is for tests only: a crash may lose everything.

    `auth`: where only one user may enter the socket's folder, "trust"; where several may, "peer".
    """

    data: Path
    sockets: Path
    user: str
    runner: tuple[str, ...]
    binaries: Path
    log: Path
    durable: bool = True
    auth: str = "trust"

    def url(self, user: str = OWNER, database: str = DATABASE) -> str:
        """The address as SQLAlchemy reads it."""
        return f"postgresql+psycopg://{user}@/{database}?host={self.sockets}"

    def connect(self, database: str) -> psycopg.Connection[tuple[object, ...]]:
        """Connect as the cluster's superuser; for set-up only."""
        return psycopg.connect(host=str(self.sockets), user=SUPERUSER, dbname=database, autocommit=True)

    def child(self) -> Child:
        """PostgreSQL as a direct child: INT is its fast, clean shutdown."""
        return Child(
            name="postgres",
            argv=self.argv(),
            env=plain_env(),
            log=self.log,
            stop_signal=signal.SIGINT,
            runner=self.runner,
            cwd=Path("/"),
            foundation=True,
        )

    def argv(self) -> list[str]:
        """The command of the server."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "max_connections": "300",
            "shared_buffers": "256MB",
            "log_checkpoints": "off",
            "log_error_verbosity": "terse",  # DETAIL would quote the row that was refused
            **({} if self.durable else {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}),
        }
        words = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        return [str(self.binaries / "postgres"), "-D", str(self.data), *words]


def plan(folder: Path, run_dir: Path, tell: Callable[[str], None], *, durable: bool = True) -> Cluster:
    """Decide where the cluster lives and as whom it runs. Raises ClusterError."""
    user = _user_for(folder)
    data, runner = _place(folder, user, tell)
    sockets = _socket_dir(run_dir if data == folder else data.parent)
    return Cluster(data, sockets, user, runner, binaries(data), run_dir / "log" / "postgres.log", durable)


def start(cluster: Cluster, supervisor: Supervisor) -> None:
    """Make the cluster if it is new, start it, and make role, database and extensions. Raises ClusterError."""
    make(cluster)
    child = supervisor.start(cluster.child())
    if not supervisor.watch(lambda: answers(cluster), 60):
        raise ClusterError(f"PostgreSQL did not start within a minute; {child.log} says why.")
    furnish(cluster)


def make(cluster: Cluster) -> None:
    """The cluster's files, if it is new, and the folder of its sockets; nothing runs yet. Raises ClusterError."""
    _wait_for_predecessor(cluster.data)
    if not (cluster.data / "PG_VERSION").exists():
        initialise(cluster)
    _own(cluster.sockets, cluster.user, 0o700)


# -- as whom and where ------------------------------------------------------------------------------------------------


def _user_for(folder: Path) -> str:
    """PostgreSQL refuses root. Root therefore runs it as the folder's owner, or as the package's postgres user."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    for uid in (nearest.stat().st_uid, folder.parent.stat().st_uid if folder.parent.exists() else 0):
        if uid != 0:
            with contextlib.suppress(KeyError):
                return pwd.getpwuid(uid).pw_name
    return SUPERUSER


def _place(folder: Path, user: str, tell: Callable[[str], None]) -> tuple[Path, tuple[str, ...]]:
    """The data folder and the command prefix, for a folder that the user may be unable to enter."""
    if os.geteuid() != 0:
        return folder, ("setpriv",)
    plain = ("setpriv", f"--reuid={user}", f"--regid={pwd.getpwnam(user).pw_gid}", "--init-groups")
    if _may_enter(folder.parent, plain):
        return folder, plain
    if _may_enter(folder.parent, (*plain, *READ_ANYWHERE)):
        tell(
            f"! {folder.parent} lies where the user “{user}” may not enter: PostgreSQL gets the right to read any file."
        )
        return folder, (*plain, *READ_ANYWHERE)
    outside = Path("/var/lib/liangma") / short_name(folder) / "postgres"
    tell(f"! {folder.parent} lies where the user “{user}” may not enter: the database is kept in {outside} instead.")
    return outside, plain


def _may_enter(folder: Path, runner: Sequence[str]) -> bool:
    command = [*runner, "--", "sh", "-c", 'cd "$1"', "sh", str(folder)]
    return subprocess.run(command, cwd="/", check=False, stderr=subprocess.DEVNULL).returncode == 0


def _socket_dir(run_dir: Path) -> Path:
    """A folder whose socket's whole path fits into the 107 bytes that the kernel allows."""
    inside = run_dir / "pg"
    if len(os.fsencode(inside)) <= SOCKET_LIMIT:
        return inside
    return Path("/tmp") / f"liangma-{os.geteuid()}-{short_name(inside)}"  # noqa: S108 - made 0700 and checked by _own


def _own(folder: Path, user: str, mode: int) -> None:
    """Make the folder the user's alone. Raises ClusterError when somebody else made it first."""
    folder.mkdir(mode=mode, parents=True, exist_ok=True)
    uid = pwd.getpwnam(user).pw_uid
    if os.geteuid() == 0:
        os.chown(folder, uid, pwd.getpwnam(user).pw_gid)
    if folder.is_symlink() or folder.stat().st_uid != uid:
        raise ClusterError(f"{folder} belongs to somebody else; remove it, or choose another DATA_DIR.")
    folder.chmod(mode)


def binaries(data: Path) -> Path:
    """The programs of the version that made the cluster; for a new one the newest that has PostGIS."""
    made_by = data / "PG_VERSION"
    if made_by.exists():
        wanted = [made_by.read_text().strip()]
    else:
        found = Path("/usr/share/postgresql").glob("*/extension/postgis.control")
        wanted = sorted((path.parts[4] for path in found), key=float, reverse=True)
    for version in wanted:
        folder = Path("/usr/lib/postgresql") / version / "bin"
        if (folder / "postgres").exists():
            return folder
    raise ClusterError(f"PostgreSQL {' or '.join(wanted) or 'with PostGIS'} is not installed; run script/bootstrap.")


# -- starting ---------------------------------------------------------------------------------------------------------


def _wait_for_predecessor(data: Path) -> None:
    """After a kill -9 of the supervisor its PostgreSQL is still shutting down: let it finish, then insist."""
    deadline, asked = time.monotonic() + 30, False
    while (pid := _running(data)) and time.monotonic() < deadline:
        if not asked and time.monotonic() > deadline - 25:
            os.kill(pid, signal.SIGINT)
            asked = True
        time.sleep(0.1)
    if _running(data):
        raise ClusterError(f"Another PostgreSQL still uses {data}; stop it (process {_running(data)}) and try again.")


def _running(data: Path) -> int | None:
    """The pid of a PostgreSQL that lives in this folder; a zombie or a stranger with its number does not count."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        pid = int((data / "postmaster.pid").read_text().split("\n")[0])
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        if os.fsencode(data) in words:
            return pid
    return None


def initialise(cluster: Cluster) -> None:
    """Make the cluster's files. Raises ClusterError, and leaves nothing half made."""
    if cluster.data.exists():
        shutil.rmtree(cluster.data)  # an initdb that was cut short: it never held anything
    _own(cluster.data, cluster.user, 0o700)
    options = ["-U", SUPERUSER, "-A", cluster.auth, "-E", "UTF8", "--locale=C.UTF-8"]
    command = [*cluster.runner, "--", str(cluster.binaries / "initdb"), "-D", str(cluster.data), *options]
    done = subprocess.run(command, cwd="/", env=plain_env(), check=False, capture_output=True, text=True)
    if done.returncode:
        shutil.rmtree(cluster.data, ignore_errors=True)
        raise ClusterError(f"The database could not be made in {cluster.data}: {done.stderr.strip()}")


def answers(cluster: Cluster) -> bool:
    """Whether it takes connections now."""
    try:
        cluster.connect("postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def furnish(cluster: Cluster) -> None:
    """The role that owns everything but is no superuser, its database, and the extensions only a superuser may add."""
    with cluster.connect("postgres") as server:
        if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone():
            server.execute(f"CREATE ROLE {OWNER} LOGIN")
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            server.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
    with cluster.connect(DATABASE) as database:
        for name in EXTENSIONS:
            database.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")


def plain_env() -> dict[str, str]:
    """What PostgreSQL's programs may know of the environment: nothing that could change how they behave."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def check_given(url: str) -> None:
    """Look at a database that was given by DATABASE_URL. Raises ClusterError with the command its keeper must run."""
    plain = "postgresql://" + url.partition("://")[2]
    try:
        with psycopg.connect(plain, autocommit=True, connect_timeout=10) as database:
            missing = [name for name in EXTENSIONS if not _extended(database, name)]
    except psycopg.OperationalError as problem:
        raise ClusterError(f"The database of DATABASE_URL does not answer: {problem}") from problem
    if missing:
        wanted = " ".join(f"CREATE EXTENSION {name};" for name in missing)
        raise ClusterError(f"This user may not add extensions. Ask the keeper of the database to run there: {wanted}")


def _extended(database: psycopg.Connection[tuple[object, ...]], name: str) -> bool:
    if database.execute("SELECT 1 FROM pg_extension WHERE extname = %s", [name]).fetchone():
        return True
    try:
        database.execute(f"CREATE EXTENSION {name}")
    except psycopg.Error:
        return False
    return True
