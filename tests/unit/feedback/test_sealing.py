"""Words of an enterprise: only the supervision body opens them."""

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec

from backend.feedback.sealing import seal, unseal
from backend.kernel.signing import public_point

KEY = ec.generate_private_key(ec.SECP256R1())
POINT = public_point(KEY)


@pytest.mark.parametrize("words", ["", "收了两条烟", "😀" * 2000, "a\0b", "x" * 1020, "x" * 1021])
def test_what_was_sealed_opens_with_the_private_key(words):
    assert unseal(seal(words, POINT), KEY) == words


def test_the_same_words_never_look_the_same_and_lengths_are_hidden():
    short, long = seal("好", POINT), seal("很好，" * 60, POINT)

    assert short != seal("好", POINT)
    assert len(short) == len(long)
    assert "好".encode() not in short


def test_another_key_and_any_changed_byte_open_nothing():
    sealed = seal("秘密", POINT)
    with pytest.raises(InvalidTag):
        unseal(sealed, ec.generate_private_key(ec.SECP256R1()))
    for place in range(66, len(sealed), 97):
        with pytest.raises(InvalidTag):
            unseal(sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :], KEY)
    with pytest.raises(ValueError):
        unseal(b"\x02" + sealed[1:], KEY)


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError):
        seal("x" * 16_381, POINT)
