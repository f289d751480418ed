"""/etc/liangma/settings.env: one NAME=value a line, as systemd reads it. What an operator wrote there stays."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from script.parts.gateway import HTTP, HTTPS
from script.parts.install.places import DATA, OWN_DATABASE, SETTINGS, InstallError

HEAD = """# Settings of this server: README.md, "Settings", says what each means. After a change:
#   systemctl restart liangma.target
"""
PLAIN = re.compile(r"[A-Za-z0-9_./:?=&%@,+\[\]-]*")


def held(path: Path = SETTINGS) -> dict[str, str]:
    """What the file says; empty where there is none yet. Raises InstallError at a line that cannot be read."""
    with contextlib.suppress(FileNotFoundError):
        lines = [line.strip() for line in path.read_text().splitlines()]
        return dict(_pair(line, path) for line in lines if line and not line.startswith("#"))
    return {}


def _pair(line: str, path: Path) -> tuple[str, str]:
    name, equals, value = line.partition("=")
    try:
        words = shlex.split(value)
    except ValueError:
        words = ["", ""]
    if not equals or len(words) > 1:
        raise InstallError(f"{path} holds a line that is not NAME=value: {name}=…")
    return name.strip(), "".join(words)


def merged(text: str, wanted: Mapping[str, str]) -> str:
    """The file with these values, every other line as it was."""
    lines = (text or HEAD).splitlines()
    for name, value in wanted.items():
        line = f"{name}={value if PLAIN.fullmatch(value) else _quoted(value)}"
        places = [at for at, old in enumerate(lines) if old.partition("=")[0].strip() == name]
        if places:
            lines[places[-1]] = line
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def _quoted(value: str) -> str:
    if "\n" in value:
        raise InstallError("A setting is one line.")
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def first(server_name: str, database_url: str = "", https: int = HTTPS) -> dict[str, str]:
    """What a new server starts with."""
    return {
        "APP_URL": address(server_name, https),
        "SERVER_NAME": server_name,
        "HTTP_PORT": str(HTTP),
        "TLS_PORT": str(https),
        "PORT": "8080",
        "DATA_DIR": str(DATA),
        "DATABASE_URL": database_url or OWN_DATABASE,
        "DEMO": "0",
        "ACCEL": "1",
    }


def address(server_name: str, https: int) -> str:
    """Where browsers find it."""
    return f"https://{server_name}{'' if https == HTTPS else f':{https}'}"


def own_database(known: Mapping[str, str]) -> bool:
    """Whether the private cluster is this server's database."""
    return known.get("DATABASE_URL", "") == OWN_DATABASE


def tls_port(known: Mapping[str, str]) -> int:
    """Where the gateway is reached."""
    return int(known.get("TLS_PORT") or HTTPS)


def server_name(known: Mapping[str, str]) -> str:
    """The name that the certificate has to be for."""
    return known.get("SERVER_NAME") or urlsplit(known.get("APP_URL", "")).hostname or "localhost"


def process_env(known: Mapping[str, str]) -> dict[str, str]:
    """The environment of a command that works for this server: its settings and little else."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TERM") if name in os.environ}
    return {"LANG": "C.UTF-8", **kept, **known, "PYTHONUNBUFFERED": "1"}
