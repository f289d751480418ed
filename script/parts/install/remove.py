"""Taking it off the machine: programs and units at the first word, data, keys and settings only when told twice."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Mapping

from script.parts.install import places, services
from script.parts.install.places import InstallError
from script.parts.install.plan import run

DATA = (places.STATE, places.CONFIG)


def remove(known: Mapping[str, str], *, data: bool, really: bool, dry: bool) -> None:
    """Stop and remove; the folder of backups is never touched. Raises InstallError when the second word is missing."""
    if data and not really and not dry:
        raise InstallError(
            f"--delete-data removes {' and '.join(map(str, DATA))}: every visit, recording and key. "
            "Say it a second time: --delete-data --really"
        )
    gone = [*(DATA if data else ())]
    for path in (*services.files(), places.PREFIX, *gone):
        print(f"  {'→' if dry else '+'} remove {path}")
    print(f"  = keep {', '.join(map(str, (*(() if data else DATA), places.BACKUPS)))}")
    if not dry:
        _stop(known)
        _remove_programs()
        for path in gone:
            shutil.rmtree(path, ignore_errors=True)


def _stop(known: Mapping[str, str]) -> None:
    with contextlib.suppress(InstallError):
        services.systemctl("disable", "--now", "--quiet", places.TARGET, places.TIMER, *services.services(known))


def _remove_programs() -> None:
    for file in services.files():
        file.unlink(missing_ok=True)
    for name in services.HARDENED:
        shutil.rmtree(places.UNITS / name, ignore_errors=True)
    run(["systemctl", "daemon-reload"], sentence="systemd did not read its units again.")
    shutil.rmtree(places.PREFIX, ignore_errors=True)
