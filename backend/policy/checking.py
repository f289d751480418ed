"""Whether a body can be a rule set at all: every value of the kind that its default is, and every rule able to run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from typing import Any

from backend.policy.calendars import calendars_for
from backend.policy.facts import SiteFacts
from backend.policy.packs import Fault, PackError, faults, level_faults, line_faults
from backend.policy.quiet import quiet_on
from backend.policy.ruleset import RuleSet, RuleSetError

MOST = 1_000_000
"""No number of a rule set is larger: not in metres, not in days."""

FARTHEST = 20_000
"""No radius round premises is larger, in metres."""

EITHER: dict[str, tuple[type, ...]] = {"quiet.applies_to": (str, list)}
"""Parameters that take two kinds of value."""

_LEAP_YEAR = [date(2028, 1, 1) + timedelta(days=n) for n in range(366)]


def checked(ruleset_id: object, body: Mapping[str, Any]) -> RuleSet:
    """The rule set of a body that somebody wrote.

    Raises RuleSetError with the parameter's name, PackError with every fault by its line.
    """
    try:
        _check_kinds(RuleSet("default"), body, "")
        rules = _sound(ruleset_id, body)
        _check_rights(rules)
        _check_radii(rules)
        _run_a_year(rules)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise (
            error if isinstance(error, RuleSetError) else RuleSetError(f"a rule set cannot be used: {error}")
        ) from error
    return rules


def _sound(ruleset_id: object, body: Mapping[str, Any]) -> RuleSet:
    """The rule set, if no line of it is at fault: all of them are told at once."""
    by_line = line_faults(body.get("quiet", {}).get("calendars", []))
    by_line += level_faults(body.get("cap", {}).get("levels", {}))
    try:
        rules = RuleSet.from_data(ruleset_id, body)
    except RuleSetError:
        _insist(by_line)
        raise
    _insist([*by_line, *faults(rules)])
    return rules


def _insist(found: Sequence[Fault]) -> None:
    if found:
        raise PackError(found)


def _check_kinds(sample: Any, told: Any, prefix: str) -> None:
    if not isinstance(told, Mapping):
        raise RuleSetError(f"{prefix.rstrip('.')} must be an object")
    known = {each.name: getattr(sample, each.name) for each in fields(sample) if each.name != "id"}
    for name, value in told.items():
        if name not in known:
            raise RuleSetError(f"there is no parameter {prefix}{name}")
        if is_dataclass(known[name]):
            _check_kinds(known[name], value, f"{prefix}{name}.")
        else:
            _check_kind(f"{prefix}{name}", known[name], value)


def _check_kind(name: str, default: Any, value: Any) -> None:
    allowed = EITHER.get(name, (type(default),))
    if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
        raise RuleSetError(f"{name} must be {' or '.join(each.__name__ for each in allowed)}")
    _check_parts(name, default, value)
    for number in _numbers(value):
        if not -MOST <= number <= MOST or (number < 0 and not name.startswith("geo.")):
            raise RuleSetError(f"{name} takes 0 to {MOST}")


def _check_parts(name: str, default: Any, value: Any) -> None:
    """What a table or a row holds is of the kind of what its default holds; an empty one takes numbers, or texts."""
    if isinstance(value, Mapping):
        sample, parts = next(iter(default.values()), 0), [*value.values()]
    elif isinstance(value, list):
        sample, parts = next(iter(default), "") if isinstance(default, list) else "", value
    else:
        return
    wanted = (int, float) if isinstance(sample, int | float) else (type(sample),)
    if any(not isinstance(part, wanted) or isinstance(part, bool) for part in parts):
        raise RuleSetError(f"{name} must hold {' or '.join(each.__name__ for each in wanted)}")


def _numbers(value: Any) -> list[float]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [value]
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return [number for part in parts for number in _numbers(part)]


def _check_rights(rules: RuleSet) -> None:
    """What an enterprise is told is told in both languages."""
    if not all(rules.rights.get(language) for language in ("zh", "en")):
        raise RuleSetError("rights must hold zh and en")


def _check_radii(rules: RuleSet) -> None:
    """Somebody is near a place, or is not: no radius, and one of half a county, can tell nobody that (B-50)."""
    if not rules.geo.radius_m or any(not 1 <= each <= FARTHEST for each in rules.geo.radius_m.values()):
        raise RuleSetError(f"geo.radius_m takes 1 to {FARTHEST} metres for each class of places")


def _run_a_year(rules: RuleSet) -> None:
    """Ask every calendar about every day of a leap year; what cannot answer cannot judge."""
    site = SiteFacts("e", "s", "i", "uscc", "urban", None, classes=frozenset(), industry="A", region="0", tier="A")
    for day in _LEAP_YEAR:
        quiet_on(day, site, calendars_for(site, rules.calendars) or rules.calendars)
