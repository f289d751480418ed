"""Every problem that an answer may tell, as the code of the running application holds it."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from backend.kernel.problems import Problem


def problems() -> list[Problem]:
    """All problems of the loaded packages, each once, by code."""
    return sorted({each.code: each for each in _loaded()}.values(), key=lambda each: each.code)


def _loaded() -> Iterator[Problem]:
    for name, module in list(sys.modules.items()):
        if name.startswith("backend."):
            yield from (each for each in vars(module).values() if isinstance(each, Problem))
