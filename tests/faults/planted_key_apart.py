"""A planted mistake: the row of the Idempotency-Key is written in a transaction of its own, before the work.

Whoever is refused, or cut off by a crash, has used the key up and hears nothing the second time.
"""

from typing import Any

from backend.kernel import http, idempotency
from backend.kernel.claims import Claim, granted


def claimed_apart(_: object, claim: Claim, actor_id: Any) -> bool:
    """What looks tidy: "first note the key, then do the work"."""
    with http.own_transaction() as own:
        return granted(own, claim, actor_id)


def claimed_later(_: object) -> None:
    """Not together with who asks."""


http._claim = claimed_later
idempotency.granted = claimed_apart

from backend.wsgi import app  # noqa: E402

__all__ = ["app"]
