"""Every rule by its number, in a sentence, with its parameters and where it is decided and tested: `docs/rules.md`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from backend.policy import ruleset

SENTENCES = Path(ruleset.__file__).with_name("rules.json")
CODE, TESTS = ("backend", "pwa/src"), ("tests", "pwa/src")
NUMBER = re.compile(r"\bB-\d{2,3}\b")
SPAN = re.compile(r"\bB-(\d{2,3}) (?:to|–) B-(\d{2,3})\b")
STATES = {
    "enforced": "执行 enforced",
    "recorded": "只记录 recorded only",
    "not_built": "未建 not built",
}
SAYS_ONLY = frozenset({"answers", "events", "exporters", "held", "models", "problems", "schemas"})
"""Files that hold, word or carry what others decide; they are not named."""

LONG = 60
"""A default longer than this is a table: it is named, not printed."""

HEAD = """# 规则 · The rules

Written by `liangma rules` from `backend/policy/rules.json` (the sentences, and what decides), the parameters of
`backend/policy/parameters.py` with their defaults, and the files that name each number; a test fails when it is stale, when a
number has no sentence, or when a function that decides is not there.

- 执行 *enforced*: a permission is refused, or a fact is judged and shows a finding or an alert. 只记录 *recorded only*: kept and
  shown. 未建 *not built*: nothing in this version; the sentence says what would be.
- 判定 *decided*: **file: function** that says yes or no; begin there. 还提到 *also named in*: who asks it, shows it or tells it.
- 测试 *tested*: the file named after the number is its table of cases (`unit/policy/test_b26_…`); one below
  `api/` tells the story through the API.
- 参数是规则集的字段，这里是默认值；某地现行的规则集在工作台 → 管理 → 规则集（司法局）。A parameter is a field of the rule set and
  stands here with its default; what a county has adopted is on the desk under 管理 → 规则集 Rule sets (bureau), in full at
  `/api/v1/rule-sets/{id}`; how it is changed: [runbook.md](runbook.md#规则怎么改--changing-a-countys-rules).
- A number with no function beside it is decided nowhere yet. Paths are below `backend/` and `tests/` unless they begin with `pwa/`.
"""


def as_markdown(root: Path) -> str:
    """The page, from the sentences and the tree of source files below `root`."""
    decided, tested = _found(root, CODE, tests=False), _found(root, TESTS, tests=True)
    told = rules().items()
    return "\n".join([HEAD, *(_rule(no, each, decided.get(no, ()), tested.get(no, ())) for no, each in told)])


def rules() -> dict[str, dict[str, Any]]:
    """Number → state, zh, en, and for what is built `decides`: the functions that say yes or no, `file: name`."""
    found: dict[str, dict[str, Any]] = json.loads(SENTENCES.read_text(encoding="utf-8"))
    return found


def numbers_named(root: Path) -> set[str]:
    """Every rule number that a source or test file names."""
    return {*_found(root, CODE, tests=False), *_found(root, TESTS, tests=True)}


def _rule(number: str, told: Mapping[str, Any], named: Iterable[str], tested: Iterable[str]) -> str:
    lines = [f"## {number} · {STATES[told['state']]}", "", told["zh"], "", told["en"], ""]
    kept = [f"`{name} = {_default(value)}`" for name, (value, rule) in ruleset.parameters().items() if rule == number]
    decides = told.get("decides", ())
    rows = [
        ("参数 parameters", ", ".join(kept)),
        ("判定 decided", " · ".join(f"**`{each}`**" for each in decides)),
        ("还提到 also named in", _paths(_others(named, decides))),
        ("测试 tested", _paths(each for each in tested if _runs(each))),
    ]
    lines += [f"- {name}: {text}" for name, text in rows if text]
    return "\n".join(lines).rstrip() + "\n"


def _default(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return "… in policy/defaults.py" if len(text) > LONG else text


def _found(root: Path, below: Iterable[str], *, tests: bool) -> dict[str, list[str]]:
    """Number → the files that name it, tests or the others."""
    found: dict[str, list[str]] = {}
    for path in sorted(_files(root, below)):
        name = path.relative_to(root).as_posix()
        if _is_test(name) is tests:
            for number in sorted(_numbers(path.read_text(encoding="utf-8"))):
                found.setdefault(number, []).append(name)
    return found


def _files(root: Path, below: Iterable[str]) -> Iterator[Path]:
    for folder in below:
        for ending in ("py", "ts", "vue"):
            yield from (root / folder).rglob(f"*.{ending}")


def _is_test(name: str) -> bool:
    return name.startswith("tests/") or name.endswith(".test.ts")


def _numbers(text: str) -> set[str]:
    """The numbers that a text names; a span, `B-n to B-m`, names all between."""
    spans = {f"B-{n:02}" for low, high in SPAN.findall(text) for n in range(int(low), int(high) + 1)}
    return {*NUMBER.findall(text), *spans}


def _runs(name: str) -> bool:
    """Whether the file holds tests, not what tests share."""
    return Path(name).name.startswith("test_") or name.endswith(".test.ts")


def _others(names: Iterable[str], decides: Iterable[str]) -> list[str]:
    """Who names the rule besides the files that decide it."""
    files = {f"backend/{each.partition(':')[0]}" for each in decides}
    known = [each for each in names if not each.endswith("schema.d.ts") and each not in files]
    return [each for each in known if Path(each).stem not in SAYS_ONLY]


def _paths(names: Iterable[str]) -> str:
    """`folder/{a,b}.py` for the files of one folder."""
    told = [each.removeprefix("backend/").removeprefix("tests/") for each in names]
    grouped = groupby(told, key=lambda each: (str(Path(each).parent), Path(each).suffix))
    return " · ".join(_folder(folder, ending, [*paths]) for (folder, ending), paths in grouped)


def _folder(folder: str, ending: str, paths: list[str]) -> str:
    names = [Path(each).name.removesuffix(ending) for each in paths]
    inside = names[0] if len(names) == 1 else "{" + ",".join(names) + "}"
    return f"`{folder}/{inside}{ending}`".replace("`./", "`")
