"""What may stand in a register: bodies that are barred (B-08), roles and the organs that they belong to (B-12, B-76)."""

from __future__ import annotations

from collections.abc import Set

from backend.identity.roles import ROLES
from backend.registers.problems import BARRED_BODY, NO_ACCOUNT, OFFICER_NOT_SUPERVISOR, ROLE_NEEDS_BUREAU

SUBJECTS = ("administrative", "authorised", "entrusted")
"""The only three kinds of enforcement subject (B-07)."""

SUPERVISING = ("bureau", "supervision_office")
KINDS = (*SUBJECTS, *SUPERVISING)

BARRED = {
    "coordination_body": ("政府议事协调机构", "co-ordinating body of the government"),
    "testing_body": ("检验检测机构", "testing body"),
    "research_body": ("科研院所", "research institute"),
    "intermediary": ("中介机构", "intermediary"),
    "third_party": ("外包第三方", "outsourced third party"),
}
"""Bodies that can never be saved as a subject, as people call them (B-08)."""

OF_A_BUREAU = ("bureau", "admin", "supervisor", "maintenance")
STAFF = tuple(role for role in ROLES if role not in ("supervisor", "expert"))
LEVELS = ("province", "city", "county", "town", "special")
LEVEL_ORDER = ("province", "city", "county", "special", "town")
"""From the top down: what lies below a region is of a later level."""

REVIEW_STATES = ("unreviewed", "confirmed", "adjusted", "withdrawn")


def refuse_barred(kind: str) -> None:
    """Raises BARRED_BODY for a body that B-08 names."""
    if kind in BARRED:
        zh, en = BARRED[kind]
        raise BARRED_BODY(field="kind", kind=kind, kind_zh=zh, kind_en=en)


def refuse_role(role: str, *, organ_kind: str, organ_name: str, login: str | None) -> None:
    """Raises ROLE_NEEDS_BUREAU for supervision in an enforcement unit, NO_ACCOUNT for somebody who never signs in."""
    words = {"role": role, "role_zh": ROLES[role].zh, "role_en": ROLES[role].en}
    if role in OF_A_BUREAU and organ_kind not in SUPERVISING:
        raise ROLE_NEEDS_BUREAU(field="role", organ=organ_name, **words)
    if login and not ROLES[role].signs_in:
        raise NO_ACCOUNT(field="login", **words)


def refuse_staff_as_supervisor(role: str, *, held: Set[str]) -> None:
    """Raises OFFICER_NOT_SUPERVISOR where an account that ever was that of staff would become a lay supervisor's."""
    if role == "supervisor" and held & set(STAFF):
        raise OFFICER_NOT_SUPERVISOR(field="role")
