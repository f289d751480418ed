"""Words for what stands in the record and not in the access table: people who are not signed in, and what they tried."""

from __future__ import annotations

from backend.identity.access.words import WORDS
from backend.identity.roles import ROLES

STRANGER, OPERATOR = "stranger", "operator"
OUTSIDE = {
    "session.open": ("登录", "sign in"),
    "session.open.passkey": ("用通行密钥登录", "sign in with a passkey"),
    "invitation.accept": ("接受邀请", "accept an invitation"),
    "operator.admin_create": ("在服务器上创建管理员", "make an administrator on the server"),
    "operator.admin_password": ("在服务器上重置管理员密码", "give an administrator a password on the server"),
    "operator.restore_bureau": ("在服务器上开通司法局账号", "open an account of the bureau on the server"),
}
"""action → words in both languages."""

NAMED = {**WORDS, **OUTSIDE}
UNKNOWN = ("", "")
ROLES_OUTSIDE = {STRANGER: ("未登录", "not signed in"), OPERATOR: ("服务器操作员", "operator of the server")}


def called(action: str) -> tuple[str, str]:
    """An action in both languages."""
    return NAMED.get(action, UNKNOWN)


def role_called(code: str) -> tuple[str, str]:
    """A role in both languages."""
    role = ROLES.get(code)
    if role is None:
        return ROLES_OUTSIDE.get(code, UNKNOWN)
    return role.zh, role.en
