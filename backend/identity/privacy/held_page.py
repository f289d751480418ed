"""What is kept about people, for how long, and what removes it: `docs/held.md`."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import pkgutil

import backend
from backend.identity.access.page import rows_of
from backend.identity.privacy.held import HELD, Held
from backend.identity.roles import ROLES, Role
from backend.kernel.jobs import JOBS, Job

SPEAKING = ("held", "jobs", "sealer")
"""Modules of a package that register what it keeps, and what it does by the clock."""

HEAD = """# 保存什么、多久 · What is kept, and for how long

Written by `liangma held` from `<package>/held.py` and `<package>/jobs.py`; a test fails when it is stale.

本人在手机“我的 → 我的数据”、工作台“我的账号 → 我的数据”看到以下各类的条数和起止时间，并可下载全部（每小时 5 次）。

Everybody sees these kinds of data about themselves, how many rows and from when to when, under 我的数据 My data on phone and desk,
and takes all of them as a file. The screens are `pwa/src/desk/parts/MyData.vue` and `pwa/src/screens/shared/MyData.vue`.

## 关于本人的内容 · About a person

Besides these: name, post and account in the register, the telephone number (encrypted) and the identity number (sealed).

人员离岗后，经两人同意可以注销：姓名、账号、电话、证号和登录方式清除，检查证据以编号留存。When two people agree to erase somebody
who left, name, account, both numbers and the ways to sign in go; the evidence of visits stays under an id.

离岗的人员：电话和证号 30 天后清除；姓名、岗位和账号没有期限，直到两人同意注销；到场、录音录像、文书长期保存；
已出具的文书和备份中的内容不随注销消失。Of somebody who left both numbers go after 30 days; name, post and account stay until two
people agree to erase them; arrivals, recordings and papers stay, and so does what stands in issued papers and older backups.

离岗指管理员在人员页“停用”此人，监督员（志愿者）也一样：任期不会自动到期。*Left* means that an administrator ended the account on
the person's page; so it is for lay supervisors (volunteers), whose term does not end by itself in this version (B-76).

| 内容 kept | 谁 of whom | what | 多久 how long |
| --- | --- | --- | --- |
"""

BY_ROLE = """
## 各角色 · Role by role

| 谁 who | 保存的内容 what is kept |
| --- | --- |
"""

GOES = """
## 会被清除的 · What goes, and what removes it

| 内容 what | 多久 how long | by | setting |
| --- | --- | --- | --- |
| 电话、身份证号码 telephone and identity number | 离岗后 30 天 30 days after somebody left | `identity.retention` | `CONTACT_DAYS` |
| 登录 sessions | 180 days after their end | `identity.retention` | – |
| 常用浏览器 known browsers | 400 days after their last use | `identity.retention` | – |
| 邀请 invitations | 30 days after they ran out | `identity.retention` | – |
| 操作审计 lines of the record of access; roots stay | 3 年 three years | `audit.retention` | – |
| 登录和查询计数 what limits count, challenges | minutes after their window | `identity.forget_tries` | – |
| 导入的表格 tables that were brought in; what they changed can be undone for 30 days | 7 days | `registers.forget_tables` | – |
| 双人审批后的导出文件 files of exports that two people let go | taken, or a day | `registers.forget_exports` | – |
| 未传完的文件 uploads that nobody finished | 14 days | `evidence.sweep` | – |
| 访问日志 `access.log`, `public.log` | 6 months | `script/units/logrotate.conf` | – |
| 备份 backups; their media only grow | the newest 14 | `script/install backup` | `BACKUP_KEEP` |

检查、判定、录音录像、照片、文书和评价没有保存期限，不会自动删除。

Visits, verdicts, recordings, photos, papers and ratings have no term in this version, and nothing deletes them
([rules.md](rules.md)). What stands in an older backup stays until that backup goes.

## 按时运行的任务 · What runs by the clock

| job | crontab | does |
| --- | --- | --- |
"""


def as_markdown() -> str:
    """The page. Every package's modules are asked first."""
    _listen()
    kinds = "\n".join(_kind(each) for _, each in sorted(HELD.items()))
    clock = "\n".join(_job(each) for _, each in sorted(JOBS.items()) if each.every)
    return f"{HEAD}{kinds}\n{BY_ROLE}{_by_role()}\n{GOES}{clock}\n"


def _by_role() -> str:
    """A line a role that signs in, and one for what is kept of everybody."""
    whose = {kind: _roles(each) for kind, each in sorted(HELD.items())}
    lines = [("所有账号 everybody", [HELD[kind] for kind, roles in whose.items() if not roles])]
    for role in ROLES.values():
        lines.append((f"{role.zh} {role.en}", [HELD[kind] for kind, roles in whose.items() if role in roles]))
    return "\n".join(f"| {who} | {'；'.join(f'{each.zh} {each.en}' for each in kept)} |" for who, kept in lines if kept)


def _kind(each: Held) -> str:
    told = (inspect.getdoc(each.find) or "").splitlines()[0]
    zh, en = each.kept
    return f"| {each.zh} {each.en} | {_who(each)} | {told} | {zh} {en} |"


def _who(each: Held) -> str:
    known = _roles(each)
    zh, en = "、".join(role.zh for role in known), ", ".join(role.en for role in known)
    return f"{zh} {en}" if known else "所有账号 everybody"


def _roles(each: Held) -> list[Role]:
    """Of whom there are such rows, as the access table gives the action that makes them; nobody named is everybody."""
    named = {role for row in rows_of(each.by) for role in row["roles"]} if each.by else set(each.who)
    known = [role for name, role in ROLES.items() if name in named and role.signs_in]
    return [] if len(known) == sum(role.signs_in for role in ROLES.values()) else known


def _job(each: Job) -> str:
    told = (inspect.getdoc(each.run) or "").splitlines()[0]
    return f"| `{each.name}` | `{each.every}` | {told} |"


def _listen() -> None:
    for package in pkgutil.iter_modules(backend.__path__):
        for module in SPEAKING:
            name = f"backend.{package.name}.{module}"
            if package.ispkg and importlib.util.find_spec(name) is not None:
                importlib.import_module(name)
