"""What the long runs have done is added up in docs/reliability.md, and the next run goes on where the last one ended."""

from __future__ import annotations

import json

from tests.faults.reliability import BEGIN, END, PAGE, Done, added, next_seed, read, written

EMPTY = f"before\n{BEGIN}{END}after\n"


def line(programme: str, **counts: int) -> str:
    return json.dumps({"programme": programme, "counts": {what.replace("_", " "): n for what, n in counts.items()}})


def test_runs_are_added_up_and_nothing_else_of_the_page_changes():
    once = added(EMPTY, 1, [line("cap", rounds=20, requests_cut_off=1900)])
    twice = added(once, 2, [line("cap", rounds=20, requests_cut_off=100), line("kill-undo", kills=3)])

    assert read(twice) == {
        "cap": Done(2, 3, {"rounds": 40, "requests cut off": 2000}), "kill-undo": Done(1, 3, {"kills": 3}),
    }  # fmt: skip
    assert "| `cap` | 2 | 3 | 40 rounds · 2,000 requests cut off |" in twice
    assert twice.startswith("before\n") and twice.endswith("after\n")


def test_the_next_run_goes_on_after_the_last_seed_of_its_name():
    page = added(added(EMPTY, 6, [line("cap", rounds=1)]), 2, [line("kill-undo", kills=3)])

    assert (next_seed(page, "cap"), next_seed(page, "undo"), next_seed(page), next_seed(EMPTY)) == (7, 3, 7, 1)


def test_a_seed_that_is_run_again_does_not_turn_back():
    page = added(added(EMPTY, 6, [line("cap", rounds=1)]), 3, [line("cap", rounds=1)])

    assert read(page)["cap"].next_seed == 7


def test_the_page_can_be_added_to():
    page = PAGE.read_text()

    assert written(page, read(page)) == page
