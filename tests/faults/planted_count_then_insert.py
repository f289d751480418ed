"""A planted mistake: count, then insert, with nobody holding the row. The race test must catch this build.

Its database has lost the unique index of taken slots as well: both fences are down.
"""

from backend.planning import admission


def count_without_waiting(*_: object) -> None:
    """What a hurried hand would write: no lock."""


admission.lock_ledger = count_without_waiting

from backend.wsgi import app  # noqa: E402

__all__ = ["app"]
