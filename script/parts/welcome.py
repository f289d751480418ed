"""What the terminal says when everything is ready: addresses, demo accounts, and a QR code for the phone."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator

import qrcode

from script.parts.stand import LOOPBACK, ROOT, Stand, lan_address

ROLES = ("officer", "supervisor", "department", "head", "reviewer", "bureau", "admin", "maintenance")


def welcome(stand: Stand, seconds: float) -> str:
    """The whole text, Chinese first."""
    return "\n".join([*_addresses(stand, seconds), *_accounts(stand), *_first_steps(stand), *_phone(stand)])


def _addresses(stand: Stand, seconds: float) -> Iterator[str]:
    yield f"\n✓ 亮码已就绪（{seconds:.1f} 秒）· Liangma is ready ({seconds:.1f} s)\n"
    yield f"  首页 Front page        {stand.app_url}/"
    yield f"  执法、监督 Officers    {stand.app_url}/app/"
    yield f"  部门、司法局 Desk      {stand.app_url}/desk/"
    yield f"  接口 API               {stand.app_url}/api/openapi.json"


def _accounts(stand: Stand) -> Iterator[str]:
    demo = stand.data_dir / "demo.json"
    if not demo.exists():
        return
    told = json.loads(demo.read_text())
    yield f"\n  演示账号 Demo accounts（演示数据；全部见 all in {demo}）"
    first_of_each = {account["role"]: account for account in reversed(told["accounts"])}
    for role in sorted(first_of_each, key=ROLES.index):
        account = first_of_each[role]
        yield f"    {role:<11} {account['login']:<14} {account['password']:<16} {account['name']}"
    if told["visit_url"]:
        yield f"  检查码 Visit code      {told['visit_url']}   （短码 short code {told['short_code']}）"


def _first_steps(stand: Stand) -> Iterator[str]:
    """What somebody does on the first morning; later it does no harm: there is one first administrator."""
    if not stand.empty:
        return
    yield "\n  首次使用 First use     没有演示数据 · no demo data"
    yield "    1. 另开一个终端，创建管理员 · in another terminal, make the administrator:"
    yield f"       {_same_installation(stand)}script/liangma admin create --login admin --name 管理员"
    yield f"    2. 用一次性密码登录 · sign in with the one-time password: {stand.app_url}/desk/setup"


def _same_installation(stand: Stand) -> str:
    """The variables that make another command mean this installation."""
    named = (("PORT", str(stand.port), "8080"), ("DATA_DIR", str(stand.data_dir), str(ROOT / "var")))
    database = "DATABASE_URL=… " if stand.database_url else ""  # it may hold a password: not in a terminal's history
    return database + "".join(f"{name}={shlex.quote(value)} " for name, value, usual in named if value != usual)


def _phone(stand: Stand) -> Iterator[str]:
    address = lan_address()
    if address == LOOPBACK:
        return
    target = f"http://{address}:{stand.port}/{'ca/' if stand.lan else ''}"
    yield f"\n  手机 Phone             {target}"
    yield _said_about(stand)
    yield _picture(target)


def _said_about(stand: Stand) -> str:
    if stand.lan:
        return (
            "    先装证书（页面有步骤），之后相机、定位、离线、安装都可用；安装之前只能核验和评价。\n"
            "    Install the certificate first (the page shows how): camera, position, offline and install work then;\n"
            "    before that, only verifying and rating do."
        )
    return (
        "    未加密连接只能核验和评价；要用相机、定位、离线，请改用 script/server --lan。\n"
        "    Without encryption only verifying and rating work; the rest needs script/server --lan."
    )


def _picture(text: str) -> str:
    code = qrcode.QRCode(border=2)
    code.add_data(text)
    code.make()
    rows = code.get_matrix()
    rows += [[False] * len(rows[0])] * (len(rows) % 2)
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return "\n".join(
        "    " + "".join(_HALVES[upper, lower] for upper, lower in zip(*pair, strict=True)) for pair in pairs
    )


# Dark modules are printed as gaps: terminals are mostly dark, and a scanner wants dark on light.
_HALVES = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
