"""The form of the rating: what is missing is named, nothing is guessed."""

import pytest

from backend.feedback.forms import Answers, Missing, read_answers
from backend.feedback.tokens import new_token, stored_form

FULL = {"stars": "4", "words": " 谢谢\r\n"} | {f"e{number}": "no" for number in range(1, 9)}


def test_a_full_form_is_read():
    answers = read_answers(FULL | {"e3": "yes"})

    assert answers == Answers(4, {str(n): "yes" if n == 3 else "no" for n in range(1, 9)}, "谢谢")


def test_an_empty_form_names_all_nine_fields():
    assert read_answers({}) == Missing(("stars", *[f"e{number}" for number in range(1, 9)]))


@pytest.mark.parametrize(
    "change, field",
    [
        ({"stars": "0"}, "stars"),
        ({"stars": "6"}, "stars"),
        ({"stars": ""}, "stars"),
        ({"stars": "４"}, "stars"),
        ({"stars": "4.0"}, "stars"),
        ({"e8": ""}, "e8"),
        ({"e1": "on"}, "e1"),
        ({"e1": "YES"}, "e1"),
        ({"words": "x" * 2001}, "words"),
        ({"words": "a\0b"}, "words"),
        ({"stars": "😀"}, "stars"),
    ],
)
def test_a_wrong_field_is_named(change, field):
    assert read_answers(FULL | change) == Missing((field,))


def test_words_may_be_left_out():
    without = {name: value for name, value in FULL.items() if name != "words"}
    assert read_answers(without) == Answers(4, dict.fromkeys("12345678", "no"), "")


def test_a_token_is_kept_only_as_an_hmac():
    token = new_token()

    assert len(bytes.fromhex(token)) == 16
    assert stored_form(token, b"pepper") == stored_form(token, b"pepper") != stored_form(token, b"other")
    for odd in (
        "",
        "x",
        token[:-1],
        token + "0",
        token.upper().replace("0", "G"),
        token + "\n",
        "😀" * 32,
        "a" * 65_536,
    ):
        assert stored_form(odd, b"pepper") is None
