"""How benchmarks turn rounds into figures: in turns, and by ratios of the same round."""

from __future__ import annotations

import pytest

from bench.frame.rounds import Case, Load, Run, middle, ratio, rotated


def run(rate: float, *, p50: float = 1.0, foreign: float = 0.0) -> Run:
    return Run(Load(done=rate * 2, seconds=2, p50_ms=p50), {"server": 100 / rate}, foreign)


def case(name: str) -> Case:
    return Case(name, lambda: Load(1, 1), {})


def test_another_case_begins_each_round():
    cases = [case(name) for name in "abc"]
    begins = ["".join(each.name for each in rotated(cases, n)) for n in range(4)]
    assert begins == ["abc", "bca", "cab", "abc"]


def test_the_ratio_is_taken_round_by_round():
    """A machine that is slow in one round is slow for both: the ratio of the medians would say a third here."""
    ours, beside = [run(10), run(60), run(30)], [run(20), run(100), run(90)]
    assert ratio(ours, beside) == pytest.approx(0.5)


def test_one_disturbed_round_does_not_move_the_ratio():
    ours, beside = [run(50), run(1), run(50)], [run(100), run(100), run(100)]
    assert ratio(ours, beside) == pytest.approx(0.5)


def test_a_ratio_may_be_of_another_figure():
    ours, beside = [run(1, p50=6.0)], [run(1, p50=2.0)]
    assert ratio(ours, beside, lambda each: each.load.p50_ms) == pytest.approx(3.0)


def test_rounds_that_do_not_match_are_a_fault():
    with pytest.raises(ValueError):
        ratio([run(1)], [run(1), run(2)])


def test_what_is_told_is_the_median_of_each_figure():
    told = middle([run(10, foreign=0.1), run(20, foreign=0.5), run(40, foreign=0.2)])
    assert (told["rate"], told["cpu_ms"], told["foreign"]) == (20.0, {"server": 5.0}, 0.2)
