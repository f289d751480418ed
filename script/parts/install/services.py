"""systemd, and whether everything is well."""

from __future__ import annotations

import http.client
import ssl
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from script.parts.install import settings
from script.parts.install.places import COMMAND, DATABASE, GATEWAY, LOGROTATE, PARTS, SOURCES, TARGET, TIMER, UNITS
from script.parts.install.plan import run, write
from script.parts.stand import LOOPBACK

READY_WITHIN, STEADY_FOR = 90.0, 5
HARDENED = ("liangma@.service.d", "liangma-.service.d")


def systemctl(*words: str) -> str:
    """Ask systemd. Raises InstallError with what it said."""
    return run(["systemctl", *words], sentence=f"systemctl {' '.join(words)} did not succeed.")


def files(folder: Path = SOURCES) -> dict[Path, Path]:
    """Where each file of script/units belongs; the common part of the units is a drop-in beside every service."""
    found = {UNITS / path.name: path for path in sorted(folder.glob("liangma*.*"))}
    found |= {UNITS / name / "10-hardening.conf": folder / "hardening.conf" for name in HARDENED}
    return found | {COMMAND: folder / "liangma", LOGROTATE: folder / "logrotate.conf"}


def in_place(folder: Path = SOURCES) -> bool:
    """Whether the machine has all of them as this release brings them."""
    return all(there.exists() and there.read_bytes() == ours.read_bytes() for there, ours in files(folder).items())


def put_in_place(folder: Path = SOURCES) -> None:
    """Give the machine the files of a release and let systemd read them."""
    for there, ours in files(folder).items():
        there.parent.mkdir(exist_ok=True)
        write(there, ours.read_text(), 0o755 if there == COMMAND else 0o644)
    systemctl("daemon-reload")


def services(known: Mapping[str, str]) -> tuple[str, ...]:
    """What runs all the time on this server."""
    return (*([DATABASE] if settings.own_database(known) else []), *PARTS, GATEWAY)


def enabled(known: Mapping[str, str]) -> bool:
    """Whether all of it starts with the machine."""
    names = (TARGET, TIMER, *services(known))
    return all(_says("is-enabled", name) == "enabled" for name in names)


def _says(word: str, name: str) -> str:
    done = subprocess.run(["systemctl", word, name], check=False, capture_output=True, text=True)
    return done.stdout.strip()


def enable(known: Mapping[str, str]) -> None:
    """Let all of it start with the machine."""
    systemctl("enable", "--quiet", TARGET, TIMER, *services(known))


def restart() -> None:
    """Let the parts run the code that `current` points to; the database goes on."""
    systemctl("restart", *PARTS, GATEWAY)


def state(names: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Of each unit: active or not, and its process."""
    text = systemctl("show", "--property=Id,ActiveState,MainPID", *names)
    found = [dict(line.split("=", 1) for line in block.splitlines()) for block in text.strip().split("\n\n")]
    return {each["Id"]: (each["ActiveState"], each["MainPID"]) for each in found}


def unwell(known: Mapping[str, str], within: float = READY_WITHIN) -> str:
    """Wait until /readyz answers through the gateway and every part has kept its process for five seconds.

    Returns what is wrong when the time is over; nothing when all is well.
    """
    before: dict[str, tuple[str, str]] = {}
    deadline, steady, wrong = time.monotonic() + within, 0, ""
    while steady < STEADY_FOR:
        if time.monotonic() > deadline:
            return wrong or "the parts keep starting again"
        now = state(services(known))
        wrong = _not_active(now) or readiness(known)
        steady = 0 if wrong or now != before else steady + 1
        before = now
        time.sleep(1)
    return ""


def _not_active(now: Mapping[str, tuple[str, str]]) -> str:
    asleep = [name for name, (activity, _) in now.items() if activity != "active"]
    return f"{', '.join(asleep)} does not run (journalctl -u {asleep[0]})" if asleep else ""


def readiness(known: Mapping[str, str]) -> str:
    """Ask /readyz as a browser would; empty when the answer is 200, else what came instead."""
    anyone = ssl.create_default_context()
    anyone.check_hostname, anyone.verify_mode = False, ssl.CERT_NONE  # its name and dates are looked at elsewhere
    door = http.client.HTTPSConnection(LOOPBACK, settings.tls_port(known), timeout=5, context=anyone)
    try:
        door.request("GET", "/readyz", headers={"Host": settings.server_name(known)})
        answer = door.getresponse()
        said = answer.read(200).decode(errors="replace").strip()
    except (OSError, http.client.HTTPException) as problem:
        return f"/readyz cannot be asked: {problem}"
    finally:
        door.close()
    return "" if answer.status == http.client.OK else f"/readyz answers {answer.status}: {said}"
