"""What the public pages decide and write without a database."""

import string
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from backend.public import times
from backend.public.names import CARD_STATES, EIGHT, MOODS, PLEDGE, STEPS
from backend.public.published import BodyCount, publishable
from backend.public.reader import Reader
from backend.public.words import WORDS

SHANGHAI = ZoneInfo("Asia/Shanghai")


def counts(*numbers):
    return [BodyCount(f"单位{n}", f"Body {n}", number) for n, number in enumerate(numbers)]


@pytest.mark.parametrize(
    ("numbers", "named", "merged", "withheld"),
    [
        ((), [], None, False),
        ((0, 0), [], None, False),
        ((4,), [], None, True),
        ((2, 2), [], None, True),
        ((5,), [5], None, False),
        ((2, 3), [], 5, False),
        ((9, 3, 2), [9], 5, False),
        ((9, 20, 1), [20], 10, False),
        ((1, 5), [], 6, False),
        ((100, 50, 7, 4), [100, 50], 11, False),
    ],
)
def test_small_numbers_are_merged_and_never_found_by_subtraction(numbers, named, merged, withheld):
    found = publishable(counts(*numbers))

    assert ([each.count for each in found.named], found.merged, found.withheld) == (named, merged, withheld)
    shown = sum(each.count for each in found.named) + (found.merged or 0)
    assert withheld or shown == sum(numbers)


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (0, "不到 1 秒", "less than 1 s"), (61, "1 分 1 秒", "1 min 1 s"), (200, "3 分 20 秒", "3 min 20 s"),
        (3600, "1 小时", "1 h"), (7265, "2 小时 1 分", "2 h 1 min"), (90_000, "1 天", "1 d"), (-5, "不到 1 秒", "less than 1 s"),
    ],
)  # fmt: skip
def test_spans_in_words(seconds, zh, en):
    assert (times.span(seconds, "zh"), times.span(seconds, "en")) == (zh, en)


def test_midnight_is_the_end_of_the_day_before():
    midnight = datetime(2026, 4, 22, 16, tzinfo=UTC)

    assert times.end(midnight, SHANGHAI, "zh") == "2026 年 4 月 22 日 24:00"
    assert times.end(midnight.replace(hour=4), SHANGHAI, "en") == "22 Apr 2026 12:00"
    assert times.day(date(2026, 4, 2), "zh") == "2026 年 4 月 2 日"
    assert times.clock(midnight.replace(hour=2, minute=32, second=8), SHANGHAI) == "10:32:08"


@pytest.mark.parametrize(
    "query", [{}, {"lang": "fr"}, {"big": "yes"}, {"scan": "x"}, {"scan": "😀" * 1000}, {"lang": "zh"}, {"other": "1"}]
)
def test_odd_queries_are_as_if_they_were_not_there(query):
    assert Reader.of("/v", query) == Reader("/v")


def test_links_carry_language_and_size():
    reader = Reader.of("/I/ABC", {"lang": "en", "big": "1", "scan": str(UUID(int=7))})

    assert reader.link("/v") == "/v?lang=en&big=1"
    assert reader.here(big=False) == f"/I/ABC?lang=en&scan={UUID(int=7)}"
    assert Reader('/i/"><script>').here() == "/i/%22%3E%3Cscript%3E"


def test_every_text_has_both_languages_and_the_same_facts():
    def named(template):
        return {field for _, field, _, _ in string.Formatter().parse(template) if field}

    for key, (zh, en) in WORDS.items():
        assert zh, key
        assert en, key
        loose = {"total", "more", "first"}  # 等 18 项 / and 17 more
        assert named(zh) - loose == named(en) - loose, key
    for table in (CARD_STATES, STEPS):
        assert all(len(names) == 2 for names in table.values())
    assert len(EIGHT) == 8
    assert len(PLEDGE) == 5
    assert len(MOODS) == 5
