"""Which passwords are taken."""

from __future__ import annotations

import re

import pytest

from backend.identity.signin import passwords
from backend.identity.signin.passwords import COMMON, THE_LOGIN, TOO_SHORT, one_time_password, why_refused


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", TOO_SHORT),
        ("九个字符不够长啊啊", TOO_SHORT),
        ("十个字符正好够用了吧", None),
        ("abcabcabcabc", COMMON),
        ("Password2026", COMMON),
        ("1qaz2wsx3edc", COMMON),
        ("zhou.mingyuan", THE_LOGIN),
        ("ZHOU.MINGYUAN", THE_LOGIN),
        ("nauygnim.uohz", THE_LOGIN),
        ("zhou.mingyuan!", None),
        ("correct horse battery", None),
        ("  zhou.mingyuan  ", THE_LOGIN),
    ],
)
def test_length_counts_more_than_mixture(password, why):
    assert why_refused(password, "zhou.mingyuan") == why


def test_the_list_holds_only_what_the_length_would_let_through():
    common = passwords._common()
    assert len(common) > 5_000
    assert all(len(each) >= passwords.SHORTEST and each == passwords._plain(each) for each in common)


def test_one_time_passwords_can_be_read_aloud_and_would_be_taken():
    made = {one_time_password() for _ in range(1000)}
    assert len(made) == 1000
    assert all(re.fullmatch(r"[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){2}", each) for each in made)
