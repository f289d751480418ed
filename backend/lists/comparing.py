"""What a new edition would change: lines compared by their key, value by value. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A line that is added, removed or changed; `fields` names the columns that differ."""

    key: str
    what: str
    before: Values | None
    after: Values | None
    fields: tuple[str, ...] = ()


def changes_between(before: Mapping[str, Values], after: Mapping[str, Values]) -> Sequence[Change]:
    """Every difference: first what is added, then what is changed, then what is gone, each in its list's order."""
    return [*_added(before, after), *_changed(before, after), *_removed(before, after)]


def counts_of(changes: Sequence[Change], entries: int) -> dict[str, int]:
    """How many lines were added, changed and removed, and how many stay as they are."""
    found = {what: sum(each.what == what for each in changes) for what in ("added", "changed", "removed")}
    return found | {"kept": entries - found["added"] - found["changed"]}


def digest_of(lines: Mapping[str, Values]) -> bytes:
    """SHA-256 of the lines in canonical JSON: keys sorted, no spaces, UTF-8. The order of lines counts."""
    content = [[key, values] for key, values in lines.items()]
    return sha256(json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).digest()


def _added(before: Mapping[str, Values], after: Mapping[str, Values]) -> Iterator[Change]:
    return (Change(key, "added", None, values) for key, values in after.items() if key not in before)


def _removed(before: Mapping[str, Values], after: Mapping[str, Values]) -> Iterator[Change]:
    return (Change(key, "removed", values, None) for key, values in before.items() if key not in after)


def _changed(before: Mapping[str, Values], after: Mapping[str, Values]) -> Iterator[Change]:
    for key, values in after.items():
        old = before.get(key)
        if old is not None and old != values:
            names = tuple(name for name in {**old, **values} if old.get(name) != values.get(name))
            yield Change(key, "changed", old, values, names)
