"""B-54: what a failure of the network held back is made up within ten days."""

from __future__ import annotations

import pytest

from backend.policy.codeless import REASONS, SCAN_BEFORE_LEAVING, late_backfill
from backend.policy.facts import Interval
from backend.policy.sentences import LANGUAGES, known_codes
from tests.unit.policy.story import between, local, rules

DAY_0 = Interval.at(local("2026-04-22 09:00"))


@pytest.mark.parametrize(
    ("heard", "late"),
    [
        ("2026-04-22 09:05", False), ("2026-05-02 09:00", False), ("2026-05-02 23:59:59", False),
        ("2026-05-03 00:00", True), ("2026-05-03 09:00", True),
    ],
)  # fmt: skip
def test_b54_failure_on_day_0_and_sync_on_day_11_is_late(heard, late):
    found = late_backfill(DAY_0, local(heard), rules())
    assert (found is not None and found.code == "LATE_BACKFILL") is late


def test_b54_how_many_days_is_a_parameter():
    assert late_backfill(DAY_0, local("2026-04-24 09:00"), rules(codeless={"network_days": 1})) is not None
    assert late_backfill(DAY_0, local("2026-04-23 09:00"), rules(codeless={"network_days": 1})) is None


def test_b54_an_arrival_that_may_have_been_later_counts_from_the_later_day():
    over_midnight = between("2026-04-21 23:50", "2026-04-22 00:10")
    assert late_backfill(over_midnight, local("2026-05-02 12:00"), rules()) is None


@pytest.mark.parametrize("reason", REASONS)
def test_b54_every_reason_has_words_in_both_languages(reason):
    assert all(f"codeless.{reason}" in known_codes(lang) for lang in LANGUAGES)
    assert set(SCAN_BEFORE_LEAVING) < set(REASONS)
