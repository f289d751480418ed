"""How many clues may be told in a while (B-96): enough for everybody behind one address, too few for a flood."""

from __future__ import annotations

from datetime import timedelta

from backend.kernel.limits import Limit

OF_A_NETWORK = Limit("clue told", 10, timedelta(hours=1))
OF_A_SUPERVISOR = Limit("clue of a supervisor", 50, timedelta(days=1))
