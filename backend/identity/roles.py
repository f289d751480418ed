"""The roles of people, in both languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Role:
    """A role as people call it; `signs_in` is False for those who stand in a register only."""

    zh: str
    en: str
    signs_in: bool = True


ROLES = {
    "officer": Role("执法人员", "officer"),
    "assistant": Role("执法辅助人员", "assistant", signs_in=False),
    "reviewer": Role("法制审核人员", "legal reviewer"),
    "supervisor": Role("行政执法监督员", "lay supervisor"),
    "expert": Role("专家", "expert", signs_in=False),
    "department": Role("经办", "case handler"),
    "head": Role("负责人", "head"),
    "bureau": Role("司法局监督人员", "bureau"),
    "admin": Role("管理员", "administrator"),
    "maintenance": Role("运维人员", "maintenance"),
}
"""role word → how it is called (B-10, B-12, B-77, B-104, B-106)."""
