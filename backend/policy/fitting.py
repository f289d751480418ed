"""Whether a card is one for this visit: its field 执法领域 and its area 执法区域 (B-11).

Both are words on a card. What nobody wrote down, on either side, is not judged.
"""

from __future__ import annotations

import re

from backend.policy.facts import Facts, OfficerAtDoor, Visit
from backend.policy.ruleset import RuleSet

_BETWEEN = re.compile(r"[、，,;；/\s]+")


def parts(text: str) -> list[str]:
    """The fields or areas that a card names, in its order."""
    return [each for each in _BETWEEN.split(text) if each]


def fields_named(text: str, rules: RuleSet) -> frozenset[str]:
    """The fields that a text names, each by the word that the rule set keeps for it."""
    return frozenset(rules.card.fields.get(each, each) for each in parts(text))


def covers(text: str, wanted: frozenset[str], rules: RuleSet) -> bool:
    """Whether a card of these fields is one for any of the wanted; unknown fields on either side: yes."""
    held = fields_named(text, rules)
    asked = frozenset(each for name in wanted for each in fields_named(name, rules))
    return not held or not asked or bool(held & (asked | set(rules.card.general_fields)))


def misfit(officer: OfficerAtDoor, visit: Visit, rules: RuleSet) -> Facts | None:
    """Why the officer's card is none for this visit, as a fact that is a sentence of its own; None if it fits."""
    number = officer.card_number or ""
    if not covers(officer.card_field, visit.fields, rules):
        return {"code": "misfit.field", "number": number, "held": officer.card_field, "wanted": [*sorted(visit.fields)]}
    if officer.in_area is False:
        return {"code": "misfit.area", "number": number, "held": officer.card_area}
    return None
