"""What the list of recorded matters asks of a visit (B-59)."""

from __future__ import annotations

from backend.policy.facts import Finding, Severity, Visit
from backend.policy.kinds import is_inspection

NEVER_BEGAN = ("aborted_before_entry", "refused_lawful", "refused_other")
"""Outcomes of a visit in which there was nothing to record."""


def judge_recording(visit: Visit) -> Finding | None:
    """NO_RECORDING: the list asks for a recording, and the visit ended without one."""
    asked = visit.recording_needed != "none" and is_inspection(visit) and visit.outcome not in NEVER_BEGAN
    if not asked or visit.left is None or visit.recording_begun:
        return None
    return Finding("NO_RECORDING", "B-59", Severity.ALERT, {"recording": visit.recording_needed})
