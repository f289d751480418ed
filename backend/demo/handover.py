"""demo.json: what anybody's script needs to drive the demo. Mode 0600, never written in production."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.demo.accounts import PEOPLE
from backend.demo.names import enterprises, uscc

FILE = "demo.json"


@dataclass(frozen=True, slots=True)
class Links:
    """Where the demo's certificate and today's waiting visit can be seen, and what is typed by hand."""

    certificate_url: str | None = None
    visit_url: str | None = None
    short_code: str | None = None
    enterprise: int = 1


def password(data_dir: Path) -> str:
    """The demo accounts' password: the one handed out before, else a new one."""
    try:
        return str(json.loads((data_dir / FILE).read_text())["accounts"][0]["password"])
    except (FileNotFoundError, KeyError, IndexError, TypeError, ValueError):
        return f"liangma-{secrets.randbelow(10**6):06d}"


def write(data_dir: Path, *, base: str, password: str, links: Links) -> Path:
    """Write demo.json in one step, so that a reader sees the old one or the new one."""
    path, draft = data_dir / FILE, data_dir / f".{FILE}.{os.getpid()}"
    data_dir.mkdir(parents=True, exist_ok=True)
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(content(base, password, links), file, ensure_ascii=False, indent=1)
    draft.replace(path)
    return path


def content(base: str, password: str, links: Links) -> dict[str, Any]:
    """What demo.json says."""
    chosen = next(each for each in enterprises() if each.n == links.enterprise)
    return {
        "base": base,
        "accounts": [
            {"role": each.role, "name": each.name, "login": each.login, "password": password} for each in PEOPLE
        ],
        "enterprise": {"uscc": uscc(chosen.n), "name": chosen.name},
        "certificate_url": links.certificate_url,
        "visit_url": links.visit_url,
        "short_code": links.short_code,
    }
