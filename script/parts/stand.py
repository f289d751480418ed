"""Where this installation lives, which ports it uses and under which addresses people reach it."""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Stand:
    """One installation on one machine; two with different PORT and DATA_DIR never meet."""

    port: int
    data_dir: Path
    lan: bool
    empty: bool
    database_url: str
    app_url: str
    public_url: str
    media_url: str

    @classmethod
    def from_env(cls, env: Mapping[str, str], *, lan: bool = False, empty: bool = False) -> Stand:
        """Read PORT, DATA_DIR, DATABASE_URL and the three addresses. Raises SystemExit with a sentence."""
        port = _port(env.get("PORT") or "8080")
        data_dir = Path(env.get("DATA_DIR") or ROOT / "var").resolve()
        own = f"https://{lan_address()}:{port + TLS_STEP}" if lan else f"http://localhost:{port}"
        app_url = (env.get("APP_URL") or own).rstrip("/")
        return cls(
            port=port,
            data_dir=data_dir,
            lan=lan,
            empty=empty or (data_dir / NO_DEMO).exists(),
            database_url=env.get("DATABASE_URL", ""),
            app_url=app_url,
            public_url=(env.get("PUBLIC_URL") or app_url).rstrip("/"),
            media_url=(env.get("MEDIA_URL") or app_url).rstrip("/"),
        )

    @property
    def tls_port(self) -> int:
        """Where phones come in with --lan: 8443 beside 8080."""
        return self.port + TLS_STEP

    @property
    def ports(self) -> tuple[int, ...]:
        """The gateway's, then web's, upload's and stream's, then the one for TLS if there is one."""
        return (*range(self.port, self.port + 4), *([self.tls_port] if self.lan else []))

    @property
    def run_dir(self) -> Path:
        """Sockets, logs and written-out configuration; may be deleted while nothing runs."""
        return self.data_dir / "run"

    @property
    def log_dir(self) -> Path:
        """One file a part."""
        return self.run_dir / "log"

    def child_env(self, database_url: str) -> dict[str, str]:
        """The environment of every part: what was given, and what this stand adds to it."""
        return {
            "DEMO": "1",
            "ACCEL": "1",
            **os.environ,
            "PORT": str(self.port),
            "DATA_DIR": str(self.data_dir),
            "DATABASE_URL": database_url,
            "APP_URL": self.app_url,
            "PUBLIC_URL": self.public_url,
            "MEDIA_URL": self.media_url,
            "PYTHONUNBUFFERED": "1",
            **({"DEMO": "0"} if self.empty else {}),
        }

    def make_folders(self) -> None:
        """Make the data folder and what the parts write into; others may pass through only where root serves."""
        if not self.data_dir.exists():
            self.data_dir.mkdir(parents=True)
            self.data_dir.chmod(0o711 if os.geteuid() == 0 else 0o700)
        for folder in (self.run_dir, self.log_dir):
            folder.mkdir(exist_ok=True)

    @property
    def holds_demo(self) -> bool:
        """Whether the demo was loaded here before."""
        return (self.data_dir / "demo.json").exists()

    def stay_empty(self) -> None:
        """Remember that no demo belongs here: a later start without --empty must not mix it into real registers."""
        (self.data_dir / NO_DEMO).touch()


TLS_STEP = 363
NO_DEMO = "no-demo"


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65000:
        raise SystemExit(f"✗ PORT must be a number from 1 to 65000, not {text!r}.")
    return int(text)


def lan_address() -> str:
    """This machine's address in its own network; the loopback address where there is none. Sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return LOOPBACK
        return str(probe.getsockname()[0])


def short_name(path: Path) -> str:
    """Eight characters that stand for a path where a path would be too long."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:8]
