"""Every text of the public pages, Chinese beside English: `words.json`. Placeholders are str.format fields."""

import json
from pathlib import Path
from typing import Any

ZH, EN = "zh", "en"


def say(language: str, key: str, **facts: Any) -> str:
    """The text of a key in the reader's language."""
    return WORDS[key][language == EN].format(**facts)


def _read() -> dict[str, tuple[str, str]]:
    parts = json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8"))
    return {key: (zh, en) for words in parts.values() for key, (zh, en) in words.items()}


WORDS = _read()
