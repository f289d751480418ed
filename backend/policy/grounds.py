"""Grounds of exemption from the quiet period (B-40): what proves each, and who must have agreed before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.policy.defaults import GROUNDS

APPROVERS = ("none", "filing", "afterwards", "subject_head", "bureau")
_LISTED = {code: n for n, code in enumerate(GROUNDS)}
PRIOR = ("subject_head", "bureau")


@dataclass(frozen=True, slots=True)
class Ground:
    """One line of the exemption list. `evidence` is 'none' or the kind of number that proves it."""

    code: str
    evidence: str
    approver: str

    @property
    def needs_evidence(self) -> bool:
        """Whether a number must be given (B-40)."""
        return self.evidence != "none"

    @property
    def needs_prior_approval(self) -> bool:
        """Whether somebody must have agreed before arrival (B-40, B-41)."""
        return self.approver in PRIOR


def grounds_from_data(data: Mapping[str, Mapping[str, Any]]) -> dict[str, Ground]:
    """The exemption list from JSON. Raises ValueError for an approver that does not exist, and for evidence that is no word."""
    for code, line in data.items():
        if not isinstance(line.get("evidence"), str) or not line["evidence"]:
            raise ValueError(f"quiet.grounds.{code}.evidence must be none or the kind of number that proves it")
        if line["approver"] not in APPROVERS:
            raise ValueError(f"quiet.grounds.{code}.approver must be one of {', '.join(APPROVERS)}")
    return {code: Ground(code, data[code]["evidence"], data[code]["approver"]) for code in sorted(data, key=_rank)}


def _rank(code: str) -> tuple[int, str]:
    """Grounds stand as B-40 lists them, whatever the database made of their order; others follow."""
    return (_LISTED.get(code, len(_LISTED)), code)
