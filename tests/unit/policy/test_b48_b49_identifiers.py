"""B-48 the scanned code, B-49 the check digit of the unified social credit code, with vectors."""

from __future__ import annotations

import pytest
from stdnum.cn import uscc

from backend.policy.identifiers import ALPHABET, check_digit, check_uscc, find_uscc, scan_finding
from backend.policy.verdict import judge
from tests.unit.policy.story import rules, site, visit

VALID = [
    "91350100M000100Y43", "91110000101623741K", "91420117MA0DEM001C", "91110115MA0DEM0017", "91131002MA0DEM001U",
    "91500112MA0DEM001J", "91500240MA0DEM0019",
]  # fmt: skip
REMAINDER_0 = ["91140623MA0DEM0010", "91420117MA0DEM0170", "91110115MA0DEM0090"]
FAILING = {"91350211M0000XUF46": "R", "91310115MA1H8R7C6D": "7"}


@pytest.mark.parametrize("code", VALID + REMAINDER_0)
def test_a_right_digit_is_ok_also_where_the_remainder_is_0(code):
    assert check_uscc(code).ok
    assert uscc.is_valid(code)


@pytest.mark.parametrize(("code", "expected"), FAILING.items())
def test_a_wrong_digit_warns_and_keeps_the_code(code, expected):
    checked = check_uscc(code)
    assert (checked.ok, checked.why, checked.normalised) == (False, "digit", code)
    assert check_digit(code[:-1]) == expected


def test_every_single_wrong_character_of_a_valid_code_is_noticed():
    code = VALID[2]
    for place in range(18):
        for other in set(ALPHABET) - {code[place]}:
            assert not check_uscc(code[:place] + other + code[place + 1 :]).ok


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("91420117MA0DEM001", "length"),
        ("91420117MA0DEM001CC", "length"),
        ("", "length"),
        ("9142O117MA0DEM001C", "character"),
    ],
)
def test_what_is_no_code_at_all_has_no_canonical_form(text, why):
    assert (check_uscc(text).normalised, check_uscc(text).why) == (None, why)


@pytest.mark.parametrize("letter", "IOSVZ")
def test_letters_that_look_like_digits_do_not_exist(letter):
    assert letter not in ALPHABET
    assert check_uscc("9142011" + letter + "MA0DEM001C").why == "character"


@pytest.mark.parametrize(
    "text",
    [
        "91420117MA0DEM001C",
        " 91420117ma0dem001c\n",
        "91420117 MA0D EM00 1C",
        "９１４２０１１７ＭＡ０ＤＥＭ００１Ｃ",
        "https://zzk.example.gov.cn/i?uniscid=91420117MA0DEM001C&t=1",
        "https://zzk.example.gov.cn/i?code%3D91420117MA0DEM001C",
        "统一社会信用代码91420117MA0DEM001C名称云川食品",
        "编号 91350211M0000XUF46，代码 91420117MA0DEM001C",
        "ID=USCC91420117MA0DEM001CX",
    ],
)
def test_any_text_with_a_valid_code_counts(text):
    assert find_uscc(text) == "91420117MA0DEM001C"


@pytest.mark.parametrize(
    "text", ["", "https://example.cn/menu", "13800138000", "营业执照（副本）", "91420117MA0DEM001"]
)
def test_a_text_without_a_code_has_none(text):
    assert find_uscc(text) is None


def test_a_code_that_fails_is_found_where_there_is_no_better_one():
    assert find_uscc("代码 91350211M0000XUF46") == "91350211M0000XUF46"


@pytest.mark.parametrize(
    ("scanned", "code"),
    [
        ("91420117MA0DEM001C", None),
        ("https://zzk.example.gov.cn/91420117ma0dem001c", None),
        ("91110115MA0DEM0017", "WRONG_ENTERPRISE"),
        ("今日特价", "UNKNOWN_ENTERPRISE"),
    ],
)
def test_the_licence_of_another_enterprise_is_told_at_check_in(scanned, code):
    verdict = judge(visit("2026-11-25 09:00", scanned_text=scanned), site(), rules(), [])
    assert [each.code for each in verdict.findings] == ([code] if code else [])


def test_other_schemes_compare_the_text():
    assert scan_finding(" 25159 ", "25159", "chicago-license") is None
    assert scan_finding("25160", "25159", "chicago-license").code == "WRONG_ENTERPRISE"


def test_b49_what_is_no_code_is_not_ok_and_a_right_one_says_so():
    assert [(each.ok, each.why) for each in map(check_uscc, ("9142", "9142O117MA0DEM001C", VALID[0]))] == [
        (False, "length"), (False, "character"), (True, "ok"),
    ]  # fmt: skip
