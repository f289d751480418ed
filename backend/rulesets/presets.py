"""Presets: rule sets of places that are known to have one, as data files with their sources (B-37, E3)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("presets")


@cache
def presets() -> Mapping[str, dict[str, Any]]:
    """Every preset by its code, in the order in which they are offered."""
    read = [json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")]
    return {each["code"]: each for each in sorted(read, key=lambda preset: preset["order"])}
