"""The number that is read aloud: any slip of one character, or two swapped, is noticed."""

import random

import pytest

from backend.certificates.short_codes import ALPHABET, check_character, new_short_code, read_short_code, spoken


def test_numbers_are_twelve_characters_and_never_the_same():
    numbers = {new_short_code() for _ in range(2000)}

    assert len(numbers) == 2000
    assert all(read_short_code(number) == number for number in numbers)


def test_one_wrong_character_is_noticed():
    code = new_short_code()
    for place in range(12):
        for other in ALPHABET.replace(code[place], ""):
            assert read_short_code(code[:place] + other + code[place + 1 :]) is None


def test_two_swapped_characters_are_noticed():
    code = new_short_code()
    for a in range(12):
        for b in range(a + 1, 12):
            swapped = list(code)
            swapped[a], swapped[b] = code[b], code[a]
            assert code[a] == code[b] or read_short_code("".join(swapped)) is None


def test_it_is_read_as_it_is_heard():
    code = "10000000000" + check_character("10000000000")
    for typed in (spoken(code), spoken(code).lower(), " l" + code[1:].replace("0", "o") + " ", "I" + code[1:]):
        assert read_short_code(typed) == code


@pytest.mark.parametrize(
    "text", ["", " ", "-", "123", "U" * 12, "😀" * 12, "1" * 65_536, "12345678901é", "１２３４５６７８９０１２"]
)
def test_other_texts_are_no_numbers(text):
    assert read_short_code(text) is None


def test_t6_of_a_million_guesses_none_is_a_number_that_was_given():
    """Of guesses one in 32 is well formed; of these one in 36 thousand million million is somebody's."""
    guess, given = random.Random(20_261_123), {new_short_code() for _ in range(20_000)}

    read = [read_short_code("".join(guess.choices(ALPHABET, k=12))) for _ in range(1_000_000)]

    well_formed = [each for each in read if each]
    assert 30_000 < len(well_formed) < 32_500
    assert given.isdisjoint(well_formed)
