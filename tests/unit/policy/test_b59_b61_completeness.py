"""B-59 what had to be recorded, B-60 who was told of it, B-61 what is missing. The cases are shared with the phone's twin."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.policy.completeness import Piece, Reason, Record, headline, judge_completeness
from backend.policy.parameters import RecordingRules
from backend.policy.recording import LEVELS
from backend.policy.sentences import both
from tests.unit.policy.story import local, rules

CASES = json.loads(Path(__file__).with_name("completeness.json").read_text("utf-8"))
DOOR = local("2026-04-22 10:28")
DEFAULT = RecordingRules()


def at(seconds):
    return None if seconds is None else DOOR + timedelta(seconds=seconds)


def since(moment):
    return (moment - DOOR) / timedelta(seconds=1)


def record_of(case):
    return Record(
        asked=case["asked"], arrived=DOOR, left=at(case.get("left")), now=at(case.get("now", case.get("left"))),
        announced=at(case.get("notice")), result=at(case.get("result")), photos=case.get("photos", 0),
        pieces=tuple(Piece(at(each[0]), at(each[1]), video=len(each) == 2) for each in case.get("pieces", ())),
        reasons=tuple(Reason(at(when), why) for when, why in case.get("reasons", ())), told=case.get("told", True),
        doubt=timedelta(seconds=case.get("doubt", 0)), entered=case.get("entered", True),
    )  # fmt: skip


def line(finding):
    """GAP 75 call info"""
    gaps = ", ".join(f"{each['seconds']} {each['why']}" for each in finding.facts.get("gap", ()))
    facts = [finding.facts.get("seconds"), gaps or None, finding.facts.get("recording")]
    return " ".join(str(each) for each in [finding.code, *facts, finding.severity] if each is not None)


def told(found):
    """Everything that a case may expect, in its own words."""
    return {
        "state": found.state, "need": found.need_s, "have": found.have_s, "late": found.late_s, "early": found.early_s,
        "runs": [[since(each.begins), since(each.ends)] for each in found.runs],
        "holes": [
            [since(each.begins), since(each.ends), each.why, each.long, *(["sound"] if each.sound else [])]
            for each in found.holes
        ],
        "phases": [[each.name, since(each.begins), since(each.ends)] for each in found.phases],
        "findings": [line(each) for each in found.findings],
    }  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[each["name"] for each in CASES])
def test_what_had_to_be_recorded_against_what_was(case):
    found = told(judge_completeness(record_of(case), DEFAULT))
    expected = {name: case[name] for name in found if name in case}
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("case", CASES, ids=[each["name"] for each in CASES])
def test_what_is_over_is_found_the_same_however_late_one_asks(case):
    record = record_of(case)
    if record.left is not None:
        later = replace(record, now=record.left + timedelta(hours=2))
        assert told(judge_completeness(later, DEFAULT)) == told(judge_completeness(record, DEFAULT))


def test_the_parameters_are_the_rule_sets():
    case = record_of({"asked": "whole", "left": 600, "notice": 0, "pieces": [[70, 200], [231, 600]]})
    strict = rules(rec={"start_min": 1, "gap_s": 30}).rec
    assert [line(each) for each in judge_completeness(case, strict).findings] == [
        "LATE_START 70 review", "GAP 31 none alert",
    ]  # fmt: skip


def test_every_finding_is_a_sentence_in_both_languages():
    seen = set()
    for case in CASES:
        for each in judge_completeness(record_of(case), DEFAULT).findings:
            said = both(each.code, each.facts)
            assert "—" not in said["zh"] + said["en"], each
            seen.add(each.code)
    assert seen == {"NO_NOTICE", "NO_PHOTO", "NO_RECORDING", "LATE_START", "EARLY_END", "GAP"}


def test_every_record_has_a_sentence_in_both_languages():
    for case in CASES:
        facts = headline(judge_completeness(record_of(case), DEFAULT))
        assert "—" not in str(both(facts["code"], facts)), case["name"]


def test_the_sentence_of_a_gap_says_when_how_long_and_why():
    case = {"asked": "whole", "left": 900, "notice": 0, "pieces": [[0, 200], [300, 500], [590, 900]]}
    (gap,) = judge_completeness(record_of(case | {"reasons": [[200, "call"]]}), DEFAULT).findings
    assert both(gap.code, gap.facts) == {
        "zh": "录像有缺口：10:31:20 起缺 100 秒（来电）、10:36:20 起缺 90 秒（没有说明）。",
        "en": "The recording has gaps: 100 s from 10:31:20 (phone call), 90 s from 10:36:20 (no reason given).",
    }


SPANS = st.lists(st.tuples(st.integers(0, 900), st.integers(1, 200)), max_size=8)


@given(spans=SPANS, asked=st.sampled_from(LEVELS))
def test_runs_and_holes_take_turns_and_nothing_is_recorded_twice(spans, asked):
    pieces = tuple(Piece(at(begin), at(begin + length)) for begin, length in spans)
    found = judge_completeness(Record(asked, DOOR, at(1200), at(1200), DOOR, pieces=pieces), DEFAULT)
    ends = [moment for run in found.runs for moment in (run.begins, run.ends)]
    assert ends == sorted(ends)
    assert [(hole.begins, hole.ends) for hole in found.holes] == list(zip(ends[1:-1:2], ends[2::2], strict=True))
    assert 0 <= found.have_s <= 1200


@given(spans=SPANS, extra=st.tuples(st.integers(0, 900), st.integers(1, 200)))
def test_one_more_piece_never_makes_a_record_less(spans, extra):
    pieces = tuple(Piece(at(begin), at(begin + length)) for begin, length in spans)
    less = Record("whole", DOOR, at(1200), at(1200), DOOR, pieces=pieces)
    more = replace(less, pieces=(*pieces, Piece(at(extra[0]), at(extra[0] + extra[1]))))
    assert judge_completeness(more, DEFAULT).have_s >= judge_completeness(less, DEFAULT).have_s
