"""The database as one stream on standard output, and how many rows each table had in that very moment.

Run as somebody whom row security does not bind: the cluster's superuser, or the role of BACKUP_DATABASE_URL.
The last line on standard error is JSON: the migration and the rows of each table. `counts` gives that line alone.
"""

from __future__ import annotations

import json
import subprocess
import sys

import psycopg

from script.parts import cluster
from script.parts.database import server_cluster

Connection = psycopg.Connection[tuple[object, ...]]


def main() -> None:
    """`dump [URL]` or `counts [URL]`; without an address the private cluster of this server."""
    doing, address = sys.argv[1], (sys.argv[2] if len(sys.argv) > 2 else own_address())
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        if doing == "dump":
            _stream(connection, address)
        print(json.dumps(_facts(connection)), file=sys.stderr)


def own_address() -> str:
    """The private cluster as its superuser, by its socket."""
    return f"postgresql:///{cluster.DATABASE}?host={server_cluster().sockets}&user={cluster.SUPERUSER}"


def _stream(connection: Connection, address: str) -> None:
    """pg_dump of the snapshot that the counts are taken from."""
    row = connection.execute("SELECT pg_export_snapshot()").fetchone()
    program = cluster.binaries(server_cluster().data) / "pg_dump"
    options = ["--format=custom", "--compress=5", f"--snapshot={row[0] if row else ''}"]
    subprocess.run([program, *options, f"--dbname={address}"], check=True)


def _facts(connection: Connection) -> dict[str, object]:
    version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    tables = connection.execute(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables "
        "WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND tablename <> 'spatial_ref_sys' ORDER BY 1"
    ).fetchall()
    return {
        "migration": version[0] if version else None,
        "tables": {str(n): _rows(connection, str(n)) for (n,) in tables},
    }


def _rows(connection: Connection, table: str) -> object:
    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - quoted by the server
    return row[0] if row else 0


if __name__ == "__main__":
    main()
