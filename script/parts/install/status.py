"""One screen that says how the server is: a line each, ✓ or ! in front. Whoever watches it by machine reads the exit code."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from script.parts.install import backup, releases, services
from script.parts.install.places import BACKUPS, DATA, TLS_CERT, USER, InstallError
from script.parts.install.plan import run

ENOUGH_DISK, WARN_DAYS, OLD_BACKUP_HOURS, FEW = 0.15, 30, 26, 100
BEHIND = """
SELECT (SELECT count(*) FROM journal_inbox)
     , (SELECT COALESCE(max(seq), 0) FROM journal) - COALESCE((SELECT min(seq) FROM journal_place), 0)
     , (SELECT count(*) FROM journal_parked)
     , (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND COALESCE(scheduled_at, now()) <= now())
     , (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed')
"""
Line = tuple[bool, str]


def show(known: Mapping[str, str]) -> bool:
    """Print the screen; whether all is well."""
    lines = list(_lines(known))
    for well, text in lines:
        print(f"  {'✓' if well else '!'} {text}")
    return all(well for well, _ in lines)


def _lines(known: Mapping[str, str]) -> Iterator[Line]:
    yield True, f"release      {releases.running()}, before it {releases.previous() or 'none'}"
    yield from _parts(known)
    wrong = services.readiness(known)
    yield not wrong, f"answers      {wrong or known.get('APP_URL', '') + '/readyz: ready'}"
    yield _certificate()
    yield _clock()
    yield _worker(known)
    yield from (_disk(name, path) for name, path in (("data", DATA), ("backups", BACKUPS)))
    yield _last_backup()


def _parts(known: Mapping[str, str]) -> Iterator[Line]:
    for name, (activity, _) in services.state(services.services(known)).items():
        yield activity == "active", f"{name.removesuffix('.service').ljust(20)} {activity}"


def _certificate() -> Line:
    said = run(["openssl", "x509", "-noout", "-enddate", "-in", TLS_CERT], sentence=f"{TLS_CERT} cannot be read.")
    text = said.strip().partition("=")[2]
    end = datetime.strptime(text, "%b %d %H:%M:%S %Y %Z").replace(tzinfo=UTC)
    days = (end - datetime.now(UTC)).days
    return days > WARN_DAYS, f"certificate  ends on {end:%Y-%m-%d}, in {days} days"


def _clock() -> Line:
    done = subprocess.run(
        ["timedatectl", "show", "--property=NTPSynchronized", "--value"], check=False, capture_output=True, text=True
    )
    kept = done.stdout.strip() == "yes"
    return (
        kept,
        f"clock        {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC, {'kept' if kept else 'NOT kept'} by a time server",
    )


def _worker(known: Mapping[str, str]) -> Line:
    address = "postgresql://" + known.get("DATABASE_URL", "").partition("://")[2]
    command = ["psql", "--no-psqlrc", "-At", "-F", " ", f"--dbname={address}", f"--command={BEHIND}"]
    try:
        said = run(command, sentence="", user=USER, cwd=Path("/"))
    except InstallError as problem:
        return False, f"worker       the database does not say: {str(problem).strip()[:200]}"
    waiting, behind, parked, due, failed = map(int, said.split())
    words = (
        f"{waiting} facts to number, followers {behind} behind, {parked} set aside; jobs: {due} due, {failed} failed"
    )
    return waiting + behind + due < FEW and not parked + failed, f"worker       {words}"


def _disk(name: str, path: Path) -> Line:
    seen = shutil.disk_usage(path)
    free = seen.free / seen.total
    return (
        free > ENOUGH_DISK,
        f"disk         {name}: {seen.free / 1e9:.1f} GB free of {seen.total / 1e9:.1f} ({free:.0%})",
    )


def _last_backup() -> Line:
    found = backup.all_of()
    if not found:
        return False, "backup       none yet"
    last = found[-1]
    hours = (datetime.now(UTC).timestamp() - last.stat().st_mtime) / 3600
    media = "with media" if json.loads((last / backup.MANIFEST).read_text())["media"] else "without media"
    return hours < OLD_BACKUP_HOURS, f"backup       {last.name}, {hours:.0f} h ago, {media}; {len(found)} kept"
