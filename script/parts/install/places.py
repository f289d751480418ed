"""Which folder, unit and account is what; the units in script/units say the same."""

from __future__ import annotations

from pathlib import Path

from script.parts.stand import ROOT

USER, DATABASE_USER = "liangma", "postgres"

PREFIX = Path("/opt/liangma")
RELEASES, CURRENT, PREVIOUS = PREFIX / "releases", PREFIX / "current", PREFIX / "previous"

STATE = Path("/var/lib/liangma")
DATA, CLUSTER = STATE / "data", STATE / "postgres"
SOCKETS = Path("/run/liangma-database")
BACKUPS = Path("/var/backups/liangma")

CONFIG = Path("/etc/liangma")
SETTINGS, TLS_CERT, TLS_KEY = CONFIG / "settings.env", CONFIG / "tls.crt", CONFIG / "tls.key"

UNITS = Path("/etc/systemd/system")
COMMAND = Path("/usr/local/bin/liangma")
LOGROTATE = Path("/etc/logrotate.d/liangma")
SOURCES = ROOT / "script" / "units"

OWN_DATABASE = f"postgresql:///liangma?host={SOCKETS}"
"""The address of the private cluster: who comes through the socket is who the kernel says."""

PARTS = tuple(f"liangma@{name}.service" for name in ("web", "upload", "stream", "worker"))
GATEWAY, DATABASE = "liangma-gateway.service", "liangma-database.service"
TARGET, TIMER, WORKER = "liangma.target", "liangma-backup.timer", "liangma@worker.service"


class InstallError(Exception):
    """It cannot go on; the text says why and what to do. What was running still runs."""
