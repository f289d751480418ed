"""B-85, B-87: the same inputs give the same draw everywhere; officers in drawn order, minus those who keep away."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from backend.policy.draw import Stream, Terms, drawn, outcome
from backend.policy.draw_proof import as_counted, lists_of
from tests.unit.draws.made_draw import AVOIDED, OBJECTS, OFFICERS, SALTING, made

GOLDEN = Path(__file__).with_name("golden.json")
SEED = bytes(32)


def slowly(weights, stream):
    """The same draw in the most obvious way: walk along what is left."""
    left = list(enumerate(weights))
    while left:
        r = stream.below(sum(weight for _, weight in left))
        place = 0
        while r >= left[place][1]:
            r -= left[place][1]
            place += 1
        yield left.pop(place)[0]


@pytest.mark.parametrize("weights", [[1], [1, 1], [5, 1, 1], [1] * 17, [1, 2, 4, 8] * 25, [1, 1_000_000, 3], [7] * 64])
def test_b85_the_tree_draws_what_walking_along_the_list_draws(weights):
    assert [*drawn(weights, Stream(SEED, "x"))] == [*slowly(weights, Stream(SEED, "x"))]


def test_b85_everybody_is_drawn_once_until_nobody_is_left():
    assert sorted(drawn([1, 2, 4, 8] * 50, Stream(SEED, "objects"))) == [*range(200)]
    assert [*drawn([], Stream(SEED, "objects"))] == []


def test_b35_b85_the_first_one_drawn_follows_the_weights():
    first = Counter(next(drawn([1, 2, 4, 8], Stream(SEED, f"try {n}"))) for n in range(15_000))
    for position, weight in enumerate([1, 2, 4, 8]):
        assert abs(first[position] - 1000 * weight) < 200


@pytest.mark.parametrize("most", [1, 2, 3, 10, 2**63, 2**63 + 1])
def test_b85_a_number_below_never_reaches_its_bound(most):
    stream = Stream(SEED, "bound")
    assert all(0 <= stream.below(most) < most for _ in range(200))


def test_b85_words_that_would_favour_small_numbers_are_passed_over():
    """Of 2^63 + 1 numbers each word above them would count the small ones twice."""
    most, words = 2**63 + 1, Stream(SEED, "bound")
    plain = [word for word in (words.below(2**64) for _ in range(40)) if word < most]
    stream = Stream(SEED, "bound")
    assert [stream.below(most) for _ in plain] == plain
    assert 5 < len(plain) < 35


def test_b85_the_vectors_of_the_format_stand():
    golden = json.loads(GOLDEN.read_text())
    stream = Stream(bytes.fromhex(golden["stream"]["seed"]), golden["stream"]["label"])
    assert [stream.below(2**64) for _ in golden["stream"]["words"]] == [int(each) for each in golden["stream"]["words"]]
    assert json.loads(json.dumps(made())) == golden["draw"]


def test_b85_the_order_in_which_the_lists_are_told_does_not_matter():
    backwards = made(dict(reversed(OBJECTS.items())), OFFICERS[::-1])
    assert backwards == made()


@pytest.mark.parametrize(
    "other",
    [
        {"objects": {**OBJECTS, "uscc:91420117MA0000001X": 3}},
        {"objects": {**OBJECTS, "uscc:91420117MA0999999X": 1}},
        {"officers": OFFICERS[:-1]},
        {"wanted": 11},
    ],
    ids=["one changed weight", "one more enterprise", "one officer less", "one fewer wanted"],
)
def test_b85_whatever_changes_changes_the_commitment_and_with_it_the_seed(other):
    assert made(**other)["commitment_sha256"] != made()["commitment_sha256"]
    assert made(**other)["picks"] != made()["picks"]


def test_b85_another_public_value_is_another_draw_under_the_same_commitment():
    other = made(value="01 02 03 04 05 06 + 07")
    assert other["commitment"] == made()["commitment"]
    assert other["picks"] != made()["picks"]


@pytest.mark.parametrize(("typed", "kept"), [(" 03 07  12 ", "03 07 12"), ("０３　０７", "03 07"), ("a\nb", "a b")])
def test_b85_the_public_value_is_kept_in_one_way_of_writing(typed, kept):
    assert as_counted(typed) == kept


@pytest.mark.parametrize("objects", [{"": 1}, {"a\tb": 1}, {"a\nb": 1}, {"a": 0}, {"a": -1}])
def test_b85_what_does_not_fit_into_the_list_is_refused(objects):
    with pytest.raises(ValueError):
        lists_of(objects, [], (), SALTING)


def test_b85_more_wanted_than_there_are_takes_all():
    assert len(made(wanted=1000)["picks"]) == len(OBJECTS)


def test_b87_nobody_is_sent_where_they_must_keep_away_and_the_next_in_order_goes():
    free = outcome([("e", 1)], OFFICERS, (), Terms(1, 2, 2), SEED)[0].officers
    kept = outcome([("e", 1)], OFFICERS, {("e", free[0])}, Terms(1, 2, 2), SEED)[0]
    assert kept.officers[:3] == free[1:4]
    assert kept.passed_over == (free[0],)
    for pick in made()["picks"]:
        assert not {(pick["object"], each) for each in pick["officers"]} & AVOIDED


def test_b87_pairs_and_reserves_are_drawn_for_each_object_anew():
    picks = made()["picks"]
    assert all(len(set(each["officers"])) == 4 for each in picks)
    assert len({tuple(each["officers"]) for each in picks}) > 6


def test_b87_too_few_officers_leave_seats_empty_rather_than_sending_somebody_twice():
    assert outcome([("e", 1)], ["only"], (), Terms(1, 2, 2), SEED)[0].officers == ("only",)


def test_b85_only_pairs_that_the_draw_met_are_told():
    file = made()
    assert {(each["object"], each["officer"]) for each in file["avoided"]} < AVOIDED
    assert len(file["avoidances"]) == len(AVOIDED)
    assert not any(OFFICERS[0] in each for each in file["avoidances"])
