"""To another release, and back by itself when the server is unwell afterwards."""

from __future__ import annotations

from collections.abc import Mapping

from script.parts.install import backup, releases, services, settings
from script.parts.install.places import RELEASES, USER, InstallError
from script.parts.install.plan import Step, carry_out, run

MIGRATIONS_STAY = "The tables keep what the new release added: the older code runs beside it (migrations only add)."


def upgrade(name: str, known: Mapping[str, str], *, dry: bool) -> None:
    """Build, back up, migrate, switch, look; every step before the switch leaves the running site alone.

    Raises InstallError when it ended where it began, with the reason.
    """
    before = releases.running()
    if before is None:
        raise InstallError("Nothing is installed here yet: script/install --server-name … --tls-cert … --tls-key …")
    if before == name:
        print(f"✓ {name} runs already")
        return
    carry_out(_steps(name, before, known), dry=dry)
    if not dry:
        releases.prune()
        print(f"✓ {name} runs; the way back is: /opt/liangma/current/script/install rollback")


def _steps(name: str, before: str, known: Mapping[str, str]) -> list[Step]:
    switch = f"switch from {before} to {name}, and look; back to {before} if it is unwell"
    return [
        Step(f"code in {RELEASES / name}", lambda: releases.build(name), lambda: releases.built(name)),
        Step("backup of database and keys", lambda: print(f"    {backup.make(known, media=False)}")),
        Step("tables brought to this version, while the site runs", lambda: prepare(name, known)),
        Step(switch, lambda: change(name, known)),
    ]


def rollback(known: Mapping[str, str]) -> None:
    """To the release before, unless it is unwell. Raises InstallError."""
    name = releases.previous()
    if name is None:
        raise InstallError("There is no release before this one.")
    change(name, known)
    print(f"✓ {name} runs again. {MIGRATIONS_STAY}")


def prepare(name: str, known: Mapping[str, str]) -> None:
    """Tables and keys, by the code of this release. Raises InstallError; a migration that fails leaves no half."""
    folder = RELEASES / name
    run(
        [folder / "script/part", "prepare"],
        sentence="Tables and keys could not be brought to this version; what ran before still runs.",
        user=USER,
        env=settings.process_env(known),
        cwd=folder,
    )


def change(name: str, known: Mapping[str, str]) -> None:
    """Let this release run; when that does not go well, the one before. Raises InstallError in that case."""
    before = releases.running()
    wrong = _let_run(name, known)
    if not wrong:
        return
    if before is None or before == name:
        raise InstallError(f"{name} is unwell: {wrong}")
    still = _let_run(before, known)
    end = f"{before} runs again. {MIGRATIONS_STAY}" if not still else f"{before} is unwell too: {still}"
    raise InstallError(f"{name} is unwell: {wrong}. {end}")


def _let_run(name: str, known: Mapping[str, str]) -> str:
    try:
        releases.switch(name)
        services.put_in_place(RELEASES / name / "script" / "units")
        services.enable(known)
        services.restart()
    except InstallError as problem:
        return str(problem)
    return services.unwell(known)
