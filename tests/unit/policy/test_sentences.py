"""The sentences: the same codes in both languages, the same facts, and words that read as they should."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from backend.policy import sentences
from backend.policy.kinds import INSPECTIONS, NON_INSPECTIONS, OUTCOMES, TRIGGERS
from backend.policy.ruleset import RuleSet
from backend.policy.sentences import known_codes, sentence, word

PACKAGE = Path(sentences.__file__).parent
ZH, EN = (json.loads((PACKAGE / f"sentences.{lang}.json").read_text("utf-8")) for lang in ("zh", "en"))
BY_LANGUAGE = ("date", "month.")


def slots(template):
    return set(re.findall(r"\{(\w+)\}", template))


def test_both_languages_have_the_same_codes():
    assert {each for each in set(ZH) ^ set(EN) if not each.startswith(BY_LANGUAGE)} == set()


@pytest.mark.parametrize("code", [each for each in ZH if not each.startswith(BY_LANGUAGE)])
def test_both_languages_name_the_same_facts(code):
    assert slots(ZH[code]) == slots(EN[code])


@pytest.mark.parametrize("template", [*ZH.values(), *EN.values()])
def test_a_template_holds_plain_placeholders_only(template):
    assert "{" not in re.sub(r"\{\w+\}", "", template)


def _literals():
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_every_code_that_the_rules_can_say_has_a_sentence():
    said = {each for each in _literals() if re.fullmatch(r"(quiet|cap|calendar|slot)\.[a-z_]+", each)}
    parameters = {
        "cap.unit", "cap.scope", "quiet.approval_", "quiet.grounds", "quiet.calendars", "quiet.applies_to", "quiet.approver",
    }  # fmt: skip
    states = {f"quiet.approval_{each}" for each in ("missing", "wrong_body", "mismatch", "late", "lapsed", "border")}
    assert (said - parameters) | states <= known_codes("zh")


def test_every_finding_has_a_sentence():
    calls = re.findall(r'Finding\(\s*"([A-Z_]+)"', "".join(path.read_text("utf-8") for path in PACKAGE.glob("*.py")))
    assert len(set(calls)) >= 20
    assert set(calls) <= known_codes("zh")


def test_every_word_of_the_lists_is_known():
    words = {
        "kind": INSPECTIONS | NON_INSPECTIONS, "trigger": TRIGGERS, "outcome": OUTCOMES,
        "ground": set(RuleSet.default().grounds),
        "evidence": {each.evidence for each in RuleSet.default().grounds.values()},
        "approver": {each.approver for each in RuleSet.default().grounds.values()},
        "state": {"active", "suspended", "expired", "cancelled", "recalled", "revoked", "lost", "missing"},
    }  # fmt: skip
    for name, values in words.items():
        assert {f"{name}.{value}" for value in values} <= known_codes("zh")


def test_a_year_is_written_once_and_again_where_it_changes():
    facts = {"day": "2026-12-03", "due": "2026-11-01", "days": 30}
    assert sentence("FOLLOWUP_OUT_OF_WINDOW", facts, "zh").startswith(
        "2026 年 12 月 3 日复查不在限期内：整改期限 11 月 1 日"
    )
    assert "3 December is outside" not in sentence("FOLLOWUP_OUT_OF_WINDOW", facts, "en")
    assert sentence("FOLLOWUP_OUT_OF_WINDOW", facts, "zh", this_year=2026).startswith("12 月 3 日")
    later = facts | {"due": "2027-01-05"}
    assert "期限 2027 年 1 月 5 日" in sentence("FOLLOWUP_OUT_OF_WINDOW", later, "zh", this_year=2026)


def test_a_local_moment_is_said_with_its_clock():
    facts = {"day": "2026-11-12", "calendar": [], "approved_at": "2026-11-12T10:05:00+08:00"}
    assert "批准时间 11 月 12 日 10:05 晚于到场" in sentence("quiet.approval_late", facts, "zh")
    assert "The approval of 12 November, 10:05 came" in sentence("quiet.approval_late", facts, "en")


def test_a_list_is_joined_in_the_manner_of_the_language():
    assert sentence("calendar.weekly", {"weekday": [1, 4]}, "zh") == "每周一、周四"
    assert sentence("calendar.weekly", {"weekday": [1, 4]}, "en") == "every Monday, Thursday"


def test_a_fact_that_is_missing_is_a_dash_and_not_a_crash():
    assert sentence("CARD_INVALID", {}, "en") == "At arrival, the card of one officer was —."


def test_words_can_be_asked_for_one_by_one():
    assert (word("ground", "complaint", "zh"), word("ground", "unheard", "zh")) == ("投诉举报或媒体反映", "unheard")


def test_chinese_sentences_end_in_chinese():
    full = [each for code, each in ZH.items() if code[:1].isupper() or code.startswith(("quiet.", "cap.", "planning."))]
    assert all(each.endswith(("。", "}")) for each in full)
