"""Arriving, looking, leaving. A fact is never refused here; the rules that it breaks are recorded with it."""
