"""What the list of recorded matters asks of a visit (B-59)."""

from __future__ import annotations

LEVELS = ("none", "photo", "audio", "process", "whole", "uninterrupted")
"""How much of a visit is recorded, least first: nothing, photos, sound throughout, video of the key steps, video from
arrival to departure, and the same without a single break (freedom of person, life and health, major property)."""

SOUND = LEVELS[2:]
"""Levels that ask for a recording of some kind; photos alone are none."""

VIDEO = LEVELS[3:]
"""Levels for which sound alone does not do."""
