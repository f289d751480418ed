"""Words and moves of a visit that happens."""

from __future__ import annotations

STEPS = (
    "show_certificate", "show_code", "notice_delivered", "rights_told", "recording_announced", "second_officer",
    "recording_started", "recording_paused", "interruption", "note",
)  # fmt: skip
"""What can be noted on the way (B-57)."""

ABOUT_THE_RECORDING = ("recording_announced", "recording_started", "recording_paused", "interruption")
"""Steps that can change what is found missing of the recording, also when they are told late (B-60, B-61)."""

DECIDE_LATE = (*ABOUT_THE_RECORDING, "show_code")
"""Steps for which a visit that is over is judged again: they say what was missing until then (B-54, B-60, B-61)."""

NEEDS_DEADLINE = ("order_to_correct",)
"""An order without a date cannot be followed up (B-66)."""

NO_FINDING = ("none_found", "aborted_before_entry", "aborted_on_site", "refused_lawful", "refused_other")
"""Outcomes that a visit may have which is no inspection (B-24)."""

NOTHING_SEEN = ("aborted_before_entry", "aborted_on_site", "refused_lawful", "refused_other")
"""Outcomes of a follow-up that leave open whether the finding was put right (B-32)."""

ENDS_WITHOUT_COUNTING = ("aborted_before_entry", "aborted_on_site", "refused_lawful")
"""Outcomes after which the visit may have used up nothing (B-33, B-34)."""
