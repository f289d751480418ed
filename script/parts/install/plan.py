"""Steps that can be told before they are done, and found done the second time."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from script.parts.install.places import USER, InstallError


@dataclass(frozen=True)
class Step:
    """One thing to do. `done` looks whether it is so already, and changes nothing."""

    says: str
    do: Callable[[], object]
    done: Callable[[], bool] = lambda: False


def carry_out(steps: Sequence[Step], *, dry: bool) -> int:
    """Do what is not done yet, telling each; with `dry` only tell. Returns how many were (or would be) done."""
    count = 0
    for step in steps:
        if step.done():
            print(f"  = {step.says}")
            continue
        count += 1
        print(f"  {'→' if dry else '+'} {step.says}", flush=True)
        if not dry:
            step.do()
    return count


def run(
    argv: Sequence[str | Path],
    *,
    sentence: str,
    user: str | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> str:
    """Run a command, as another user if one is named; give what it said. Raises InstallError with the sentence."""
    command = [*as_user(user), *map(str, argv)]
    done = subprocess.run(command, env=env, cwd=cwd, check=False, capture_output=True, text=True, umask=0o022)
    if done.returncode:
        said = (done.stdout + done.stderr).strip()[-3000:]
        raise InstallError(f"{sentence}\n{said}")
    return done.stdout


def as_user(user: str | None) -> list[str]:
    """The words that make a command somebody else's, without a way back."""
    if user is None:
        return []
    return ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", "--no-new-privs", "--"]


def become(argv: Sequence[str | Path], env: Mapping[str, str], cwd: Path) -> None:
    """Be that command from here on, as the user of the parts; never returns."""
    os.chdir(cwd)
    words = [*as_user(USER), *map(str, argv)]
    os.execvpe(words[0], words, dict(env))


def write(path: Path, text: str, mode: int, group: int = 0) -> None:
    """Put a file in place whole, or not at all."""
    draft = path.with_name(f".{path.name}.new")
    draft.touch(0o600)
    draft.write_text(text)
    os.chown(draft, 0, group)
    draft.chmod(mode)
    draft.replace(path)


def point(link: Path, target: Path) -> None:
    """Make a link say something else in one move: there is no moment without it."""
    draft = link.with_name(f".{link.name}.new")
    draft.unlink(missing_ok=True)
    draft.symlink_to(target)
    draft.replace(link)


def points_to(link: Path, target: Path) -> bool:
    """Whether the link says that already."""
    return link.is_symlink() and link.readlink() == target
