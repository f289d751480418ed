"""Faults in the logs: what kind, and where; never the words of an exception, which may hold somebody's row (B-104)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from traceback import format_tb
from typing import Any


class Worded(logging.Formatter):
    """Writes a traceback without the words of its exceptions."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name of the standard library
        """The fault of a log line."""
        return fault(ei[1])


def fault(error: BaseException) -> str:
    """The exception and what caused it, oldest first: where, and the name of its type."""
    return "\n".join(f"Traceback:\n{''.join(format_tb(each.__traceback__))}{_kind(each)}" for each in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    before = error.__cause__ or error.__context__
    if before is not None:
        yield from _causes(before)
    yield error


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def write_to_stderr() -> None:
    """Send the lines of every library from WARNING on to this process's error output, in this form."""
    handler = logging.StreamHandler()
    handler.setFormatter(Worded("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
