"""`liangma admin …`: how the first administrator comes in, and how an account of the bureau is opened in need."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from backend.identity.models import Person
from backend.kernel.clock import SystemClock
from backend.kernel.problems import ProblemRaised
from backend.kernel.transaction import transaction
from backend.setup import administrators, rescue
from backend.setup.administrators import Administrator

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from backend.cli import Operator


@click.group()
def admin() -> None:
    """Make the first administrator; give a new one-time password to an administrator or, in need, to the bureau."""


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
            _note(tx, made, "operator.admin_create")
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
            _note(tx, made, "operator.admin_password")
    except ProblemRaised as refused:
        raise _said(refused) from refused
    click.echo(_made(made, operator.settings.app_url))


@admin.command("restore-bureau")
@click.option("--login", required=True, help="Somebody of the bureau; a new account where there is none of this login.")
@click.option("--name", default="", help="The name of somebody new, as others see it.")
@click.option("--organ", default=None, help="The code of the bureau of somebody new; the highest where it is not said.")
@click.option("--reason", required=True, help="Why; it stands in the record of access and is told to everybody there.")
@click.pass_obj
def restore_bureau(operator: Operator, login: str, name: str, organ: str | None, reason: str) -> None:
    """When nobody of the bureau is left who could: a one-time password for one of them, old or new.

    It is written to the record of access, and everybody who supervises or administers is told.
    """
    try:
        with transaction(operator.sessions) as tx:
            made = rescue.restore_bureau(
                tx, login=login, name=name, organ=organ, reason=reason, now=SystemClock().now(),
                memory_kib=operator.settings.argon2_memory_kib,
            )  # fmt: skip
    except ProblemRaised as refused:
        raise _said(refused) from refused
    click.echo(_made(made, operator.settings.app_url, "司法局账号已就绪 · The account of the bureau is ready"))


def _note(tx: Session, made: Administrator, deed: str) -> None:
    if made.person_id is not None:
        rescue.note(tx, tx.get_one(Person, made.person_id), deed, reason="", now=SystemClock().now())


def _made(made: Administrator, app_url: str, head: str = "管理员已就绪 · The administrator is ready") -> str:
    lines = [
        head,
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
