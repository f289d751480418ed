"""Adds what script/faults has done to the table of docs/reliability.md, which also knows where to go on.

python -m tests.faults.reliability next [NAME]      the seed after the last one that went through
python -m tests.faults.reliability add SEED TALLY   sum up the lines of the tally under that seed
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
BEGIN, END = "<!-- script/faults adds up here -->\n", "<!-- script/faults ends here -->\n"
HEAD = "| programme | runs | next seed | done without a failure |\n| --- | --- | --- | --- |\n"
ROW = re.compile(r"^\| `([\w-]+)` \| (\d+) \| (\d+) \| (.*) \|$", re.M)
COUNT = re.compile(r"([\d,]+) ([^·]+?)(?: ·|$)")


@dataclass
class Done:
    """What one programme has done so far."""

    runs: int = 0
    next_seed: int = 1
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, seed: int, counts: Mapping[str, int]) -> None:
        self.runs, self.next_seed = self.runs + 1, max(self.next_seed, seed + 1)
        self.counts.update(counts)

    def row(self, programme: str) -> str:
        counts = " · ".join(f"{n:,} {what}" for what, n in self.counts.items())
        return f"| `{programme}` | {self.runs} | {self.next_seed} | {counts} |\n"


def read(page: str) -> dict[str, Done]:
    """The table of the page."""
    told = page[page.index(BEGIN) : page.index(END)]
    return {row[1]: Done(int(row[2]), int(row[3]), _counts(row[4])) for row in ROW.finditer(told)}


def _counts(text: str) -> Counter[str]:
    return Counter({what: int(n.replace(",", "")) for n, what in COUNT.findall(text)})


def written(page: str, done: Mapping[str, Done]) -> str:
    """The page with this table in the old one's place."""
    before, after = page[: page.index(BEGIN) + len(BEGIN)], page[page.index(END) :]
    return before + HEAD + "".join(each.row(programme) for programme, each in sorted(done.items())) + after


def added(page: str, seed: int, lines: Iterable[str]) -> str:
    """The page after a run with this seed."""
    done = read(page)
    for line in map(json.loads, lines):
        done.setdefault(line["programme"], Done()).add(seed, line["counts"])
    return written(page, done)


def next_seed(page: str, name: str = "") -> int:
    """Where the programmes of this name go on; the furthest of several."""
    return max((each.next_seed for programme, each in read(page).items() if name in programme), default=1)


def main(act: str, *words: str) -> None:
    page = PAGE.read_text()
    if act == "next":
        print(next_seed(page, *words))
    else:
        seed, tally = words
        PAGE.write_text(added(page, int(seed), Path(tally).read_text().splitlines()))


if __name__ == "__main__":
    main(*sys.argv[1:])
