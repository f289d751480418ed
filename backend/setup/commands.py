"""`liangma admin create` and `liangma admin password`: how the first administrator comes in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from backend.kernel.clock import SystemClock
from backend.kernel.problems import ProblemRaised
from backend.kernel.transaction import transaction
from backend.setup import administrators
from backend.setup.administrators import Administrator

if TYPE_CHECKING:
    from backend.cli import Operator


@click.group()
def admin() -> None:
    """Make the first administrator, and give an administrator a new one-time password."""


@admin.command("create")
@click.option("--login", required=True, help="What the administrator signs in with.")
@click.option("--name", default="管理员", show_default=True, help="The administrator's name as others see it.")
@click.option("--password-stdin", is_flag=True, help="Take the password from standard input instead of making one.")
@click.pass_obj
def create(operator: Operator, login: str, name: str, password_stdin: bool) -> None:
    """Make the first administrator and print a one-time password. Safe to repeat: there is only one first.

    Where the bureau stands already and no administrator is left, the new one is the bureau's.
    """
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    try:
        with transaction(operator.sessions) as tx:
            made = administrators.make(
                tx, login=login, name=name, password=password, now=SystemClock().now(),
                memory_kib=operator.settings.argon2_memory_kib,
            )  # fmt: skip
    except ProblemRaised as refused:
        raise _said(refused) from refused
    click.echo(_made(made, operator.settings.app_url) if made.new else _known(made))


@admin.command("password")
@click.option("--login", required=True, help="Whose password was lost.")
@click.pass_obj
def password(operator: Operator, login: str) -> None:
    """Give an administrator who lost the password a new one-time password; open sessions end."""
    try:
        with transaction(operator.sessions) as tx:
            made = administrators.renew_password(
                tx, login=login, now=SystemClock().now(), memory_kib=operator.settings.argon2_memory_kib
            )
    except ProblemRaised as refused:
        raise _said(refused) from refused
    click.echo(_made(made, operator.settings.app_url))


def _made(made: Administrator, app_url: str) -> str:
    lines = [
        "管理员已就绪 · The administrator is ready",
        f"  登录名 login                    {made.login}",
        f"  登录 sign in at                 {app_url}/desk/",
    ]
    if made.one_time_password:
        lines[2:2] = [
            f"  一次性密码 one-time password    {made.one_time_password}",
            "    只显示这一次，登录后须改 · shown only now; to be changed at sign-in",
        ]
    return "\n".join(lines)


def _known(made: Administrator) -> str:
    return (
        f"已有管理员 {made.login}，没有改动 · There is an administrator already: {made.login}; nothing was changed.\n"
        f"  忘了密码 password lost: liangma admin password --login {made.login}"
    )


def _said(refused: ProblemRaised) -> click.ClickException:
    told = refused.as_data("zh")
    return click.ClickException(f"{told['sentence']['zh']} {told['sentence']['en']}")


COMMANDS = (admin,)
