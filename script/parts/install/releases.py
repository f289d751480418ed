"""Folders of code, one a release, and the link that says which one runs: an upgrade and a way back are one move."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from script.parts.install.places import CURRENT, PREVIOUS, RELEASES, InstallError
from script.parts.install.plan import point
from script.parts.stand import ROOT

CONTENTS = (
    "backend",
    "migrations",
    "script",
    "docs",
    "pwa/dist",
    "pyproject.toml",
    "requirements.lock",
    "openapi.json",
    "LICENSE",
    "README.md",
    "README.zh-CN.md",
)
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", ".*")
COMPLETE = ".complete"
KEPT = 3


def name_of(source: Path = ROOT) -> str:
    """The version and eight characters of what the files hold: the same files are the same release."""
    found = re.search(r'^version = "([^"]+)"', (source / "pyproject.toml").read_text(), re.M)
    seen = hashlib.sha256()
    for path in sorted(_files(source)):
        seen.update(f"{path.relative_to(source)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return f"{found.group(1) if found else '0'}-{seen.hexdigest()[:8]}"


def _files(source: Path) -> Iterator[Path]:
    for name in CONTENTS:
        top = source / name
        if top.is_file():
            yield top
        for folder, inner, files in os.walk(top):
            ignored = LEFT_OUT(folder, [*inner, *files])
            inner[:] = [each for each in inner if each not in ignored]
            yield from (Path(folder) / each for each in files if each not in ignored)


def built(name: str) -> bool:
    """Whether this release lies there whole."""
    return (RELEASES / name / COMPLETE).exists()


def build(name: str, source: Path = ROOT) -> None:
    """Copy the code, give it its own Python packages, compile it, unless it lies there whole.

    Nothing that runs is touched. Raises InstallError.
    """
    if built(name):
        return
    if not (source / "pwa" / "dist" / "app.html").exists():
        raise InstallError(f"{source / 'pwa/dist'} is not built; script/bootstrap builds it.")
    folder = RELEASES / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    for each in CONTENTS:
        _copy(source / each, folder / each)
    _equip(folder, source)
    (folder / COMPLETE).touch()


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=LEFT_OUT)
    elif source.exists():
        shutil.copy2(source, target)


def _equip(folder: Path, source: Path) -> None:
    """The packages by script/bootstrap, as everywhere; then nobody but root may write, and everybody may read."""
    path = f"{source / '.tools/uv/bin'}:{os.environ['PATH']}"
    done = subprocess.run([folder / "script/bootstrap", "python"], env={**os.environ, "PATH": path}, check=False)
    if done.returncode:
        raise InstallError("The Python packages of the release could not be installed; the lines above say why.")
    compiler: list[str | Path] = [
        folder / ".venv/bin/python",
        "-m",
        "compileall",
        "-q",
        "backend",
        "script",
        "migrations",
    ]
    subprocess.run(compiler, cwd=folder, check=True)
    subprocess.run(["chown", "-R", "root:root", str(folder)], check=True)
    subprocess.run(["chmod", "-R", "u=rwX,go=rX", str(folder)], check=True)


def running() -> str | None:
    """The name of the release that the link points to."""
    return CURRENT.readlink().name if CURRENT.is_symlink() else None


def previous() -> str | None:
    """The name of the one before, if it still lies there whole."""
    name = PREVIOUS.readlink().name if PREVIOUS.is_symlink() else None
    return name if name and built(name) else None


def switch(name: str) -> None:
    """Let `current` mean this release; what was current is `previous` from now on."""
    before = running()
    if before and before != name:
        point(PREVIOUS, RELEASES / before)
    point(CURRENT, RELEASES / name)


def prune() -> list[str]:
    """Remove all but the newest three, and never the current or the previous one. Returns what went."""
    newest = sorted(RELEASES.iterdir(), key=lambda folder: folder.stat().st_mtime, reverse=True)
    gone = [folder for folder in newest[KEPT:] if folder.name not in (running(), previous())]
    for folder in gone:
        shutil.rmtree(folder)
    return [folder.name for folder in gone]
