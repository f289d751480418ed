"""`liangma keys …`: see, change and end the keys that sign codes. The runbook says when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click
from sqlalchemy import select

from backend.certificates import drill as practice
from backend.certificates import rotation
from backend.certificates.models import SigningKey
from backend.kernel.clock import SystemClock
from backend.kernel.problems import ProblemRaised
from backend.kernel.signing import kept_key
from backend.kernel.transaction import transaction

if TYPE_CHECKING:
    from backend.cli import Operator


class Kid(click.ParamType):
    """The short name of a key: eight hexadecimal digits."""

    name = "kid"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> bytes:
        """Its four bytes."""
        try:
            kid = bytes.fromhex(value)
        except ValueError:
            kid = b""
        return (
            kid
            if len(kid) == 4
            else self.fail("eight hexadecimal digits, as `liangma keys list` shows them", param, ctx)
        )


@click.group()
def keys() -> None:
    """See, change and end the keys that sign codes."""


@keys.command("list")
@click.pass_obj
def list_keys(operator: Operator) -> None:
    """Every key that there is or was, with what it is for now and whether its private part is here."""
    folder, now = operator.settings.data_dir / "keys", SystemClock().now()
    with transaction(operator.sessions) as tx:
        rows = tx.scalars(
            select(SigningKey).order_by(SigningKey.region_code, SigningKey.purpose, SigningKey.not_before)
        )
        lines = [
            f"{each.region_code:<10} {each.purpose:<5} {each.kid.hex()}  {state(each, now):<16} "
            f"{each.not_before:%Y-%m-%d} – {each.sign_until:%Y-%m-%d} – {each.verify_until:%Y-%m-%d}  "
            f"{'here' if kept_key(folder, f'{each.purpose}-{each.region_code}', each.kid) else 'not here'}"
            for each in rows
        ]
    click.echo("\n".join(["region     for   kid       state            signs from – until – checked until", *lines]))


@keys.command("rotate")
@click.option("--region", required=True, help="Whose codes.")
@click.option(
    "--overlap-days", type=click.IntRange(0, 90), default=rotation.OVERLAP.days, show_default=True,
    help="How long the next key is published before it signs.",
)  # fmt: skip
@click.pass_obj
def rotate(operator: Operator, region: str, overlap_days: int) -> None:
    """Make the region's next key. The present one signs until then, and what it signed counts on."""
    folder = operator.settings.data_dir / "keys"
    try:
        with transaction(operator.sessions) as tx:
            made = rotation.rotate(tx, folder, region, SystemClock().now(), timedelta(days=overlap_days))
            told = f"{made.kid.hex()} signs for {region} from {made.not_before:%Y-%m-%d %H:%M} UTC on. Back up {folder} now."
    except ProblemRaised as refused:
        raise _said(refused) from refused
    click.echo(told)


@keys.command("revoke")
@click.argument("kid", type=Kid())
@click.option("--reason", required=True, help="Goes into the journal.")
@click.option("--really", is_flag=True, help="Without it nothing is done.")
@click.pass_obj
def revoke(operator: Operator, kid: bytes, reason: str, really: bool) -> None:
    """End a key that somebody else may have: nothing that it signed counts any more, and cards must be printed again."""
    if not really:
        raise click.ClickException("every card that this key signed must be printed again; with --really it is done")
    folder = operator.settings.data_dir / "keys"
    try:
        with transaction(operator.sessions) as tx:
            done = rotation.revoke(tx, folder, kid, reason, SystemClock().now())
            told = f"{done.signs_now.kid.hex()} signs now; signed anew: {done.cards} cards, {done.visit_codes} visit codes."
    except ProblemRaised as refused:
        raise _said(refused) from refused
    click.echo(f"{told}\nPrint the cards again; back up {folder} now.")


@keys.command("drill")
@click.option("--region", required=True, help="Whose key is ended, and taken back.")
@click.pass_obj
def drill(operator: Operator, region: str) -> None:
    """Practise the end of the region's present key. Nothing stays of it; while it runs no card can be changed."""
    try:
        done = practice.drill(operator.sessions, operator.settings.data_dir / "keys", region, SystemClock().now())
    except ProblemRaised as refused:
        raise _said(refused) from refused
    click.echo(
        f"{done.kid.hex()} ended: {done.cards} cards and {done.visit_codes} visit codes signed anew in {done.seconds:.1f} s\n"
        f"its codes refused: {_yes(done.old_refused)}; the new ones taken: {_yes(done.new_taken)}; everything taken back"
    )
    if not done.passed:
        raise click.ClickException("the drill failed: end no key before this is mended")


def _yes(true: bool) -> str:
    return "yes" if true else "NO"


def state(key: SigningKey, now: datetime) -> str:
    """What a key is for at a moment: coming, signing, checking, over, revoked."""
    if key.revoked_at is not None:
        return f"revoked {key.revoked_at:%m-%d}"
    if now < key.not_before:
        return "coming"
    if now < key.sign_until:
        return "signing"
    return "checking" if now < key.verify_until else "over"


def _said(refused: ProblemRaised) -> click.ClickException:
    told = refused.as_data("zh")
    return click.ClickException(" ".join([*told["sentence"].values(), refused.problem.remedy_en]))
