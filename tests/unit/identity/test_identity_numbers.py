"""Identity numbers in a text, and what only looks like one (B-102)."""

from __future__ import annotations

import random

import pytest

from backend.kernel.identity_numbers import identity_number_in, is_identity_number, masked
from tests.world import valid_uscc

ONE = "11010519491231002X"
"""The example of GB 11643."""

WEIGHTS = [pow(2, 17 - place, 11) for place in range(17)]


def number(place: str, day: str, serial: str) -> str:
    """A made-up number with the check character reckoned from ISO 7064 MOD 11-2, not from a table."""
    body = place + day + serial
    rest = (12 - sum(int(each) * weight for each, weight in zip(body, WEIGHTS, strict=True)) % 11) % 11
    return body + ("X" if rest == 10 else str(rest))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (ONE, ONE),
        (ONE.lower(), ONE),
        (f"姓名周某，身份证{ONE}，电话", ONE),
        ("110105 19491231 002X", ONE),
        ("110105-19491231-002x", ONE),
        ("１１０１０５１９４９１２３１００２Ｘ", ONE),
        (f"{ONE}0", None),
        (f"A{ONE}", None),
        (f"0{ONE}", None),
        ("110105194912310021", None),
        ("11010519491331002X", None),
        ("00010519491231002X", None),
        ("", None),
        ("13800138000", None),
        ("01a200c1-623a-735a-9702-019a79913b01", None),
        (number("420117", "19900229", "001"), None),
        (number("420117", "20000229", "001"), number("420117", "20000229", "001")),
    ],
)
def test_found_with_its_check_digit_and_nowhere_else(text, found):
    assert identity_number_in(text) == found


def test_every_number_that_could_be_given_is_found():
    draw = random.Random(20261122)
    for _ in range(2000):
        day = f"{draw.randint(1900, 2025)}{draw.randint(1, 12):02}{draw.randint(1, 28):02}"
        made = number(draw.choice(["420117", "110101", "650102", "510104"]), day, f"{draw.randint(0, 999):03}")
        assert is_identity_number(made)
        assert identity_number_in(f"号码{made}。") == made


def test_no_credit_code_is_taken_for_one():
    draw = random.Random(31)
    for n in range(5000):
        assert identity_number_in(valid_uscc(n)) is None
    assert identity_number_in("12100000400000624X") is None  # 一家事业单位的公开代码，全由数字组成
    assert all(identity_number_in(f"9142011{draw.randrange(10**11):011}") is None for _ in range(2000))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"业主 {ONE} 在场", "业主 110105************ 在场"),
        (f"{ONE}、110105 19491231 002X", "110105************、110105************"),
        ("没有号码", "没有号码"),
        (valid_uscc(7), valid_uscc(7)),
    ],
)
def test_a_fact_is_kept_without_the_number(text, told):
    assert masked(text) == told
