"""What this package holds about a person (B-101)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from backend.identity.access.grants import MaintenanceGrant
from backend.identity.models import Device, SignIn
from backend.identity.privacy.held import Rows, held
from backend.identity.privacy.private import NoticeAccepted
from backend.identity.signin.credentials import Invitation, KnownBrowser, Passkey
from backend.identity.views.models import SavedView


@held("sessions", zh="登录", en="Sessions", kept=("失效后 180 天", "180 days after it ended"))
def sessions(me: UUID) -> Rows:
    """Also ended ones."""
    row = SignIn
    return select(
        row.created_at.label("at"), row.expires_at, row.ended_at, row.browser, row.proof, row.device_id
    ).where(row.person_id == me)  # fmt: skip


@held("devices", zh="设备", en="Devices", by="device.enrol")
def devices(me: UUID) -> Rows:
    """Their public keys; the private halves never leave the devices."""
    row = Device
    wanted = select(row.enrolled_at.label("at"), row.kid, row.public_key, row.browser, row.revoked_at)
    return wanted.where(row.person_id == me)


@held("passkeys", zh="通行密钥", en="Passkeys")
def passkeys(me: UUID) -> Rows:
    """Also withdrawn ones."""
    row = Passkey
    wanted = select(row.made_at.label("at"), row.name, row.synced, row.last_used_at, row.revoked_at, row.revoked_why)
    return wanted.where(row.person_id == me)


@held("browsers", zh="用过的浏览器", en="Known browsers", kept=("最后使用后 400 天", "400 days after its last use"))
def browsers(me: UUID) -> Rows:
    """That there is one, and when it was used last; nothing else is kept."""
    return select(KnownBrowser.last_at.label("at")).where(KnownBrowser.person_id == me)


@held("notices", zh="隐私告知", en="Privacy notices")
def notices(me: UUID) -> Rows:
    """Which versions one was given."""
    return select(NoticeAccepted.at, NoticeAccepted.version).where(NoticeAccepted.person_id == me)


@held("views", zh="保存的视图", en="Saved views", kept=("本人删除或注销时", "until deleted, or the account is erased"))
def views(me: UUID) -> Rows:
    """Searches may name people: they are told to oneself alone."""
    row = SavedView
    return select(row.made_at.label("at"), row.list, row.name, row.address).where(row.person_id == me)


@held(
    "invitations", zh="邀请", en="Invitations", kept=("过期后 30 天", "30 days after it ran out"), who=("supervisor",)
)
def invitations(me: UUID) -> Rows:
    """Ways in that were made for one."""
    row = Invitation
    return select(row.made_at.label("at"), row.expires_at, row.ended_at).where(row.person_id == me)


@held("grants", zh="运维授权", en="Maintenance grants", who=("maintenance",))
def grants(me: UUID) -> Rows:
    """What one could read, and why."""
    row = MaintenanceGrant
    wanted = select(row.begins_at.label("at"), row.ends_at, row.region_code, row.reason, row.taken_back_at)
    return wanted.where(row.person_id == me)
