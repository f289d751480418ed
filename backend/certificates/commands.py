"""`liangma keys-init` and `liangma keys …`."""

from typing import Any

import click

from backend.certificates.key_commands import keys as keys_group
from backend.certificates.keyring import init_keys
from backend.identity import queries as identity
from backend.kernel.clock import SystemClock
from backend.kernel.transaction import transaction


@click.command("keys-init")
@click.option("--region", help="Region code; every region that is known when left out.")
@click.pass_obj
def keys_init(operator: Any, region: str | None) -> None:
    """Make each region's keys (codes, sealed words) in DATA_DIR/keys and register them. Safe to repeat."""
    folder, now = operator.settings.data_dir / "keys", SystemClock().now()
    with transaction(operator.sessions) as tx:
        known = identity.region_codes(tx)
        if region is not None and region not in known:
            raise click.ClickException(f"there is no region {region}; known: {', '.join(known) or 'none yet'}")
        keys = [key for code in ([region] if region else known) for key in init_keys(tx, folder, code, now)]
        lines = [f"{key.region_code} {key.purpose} {key.kid.hex()}" for key in keys]
    click.echo("\n".join(lines) or "no region yet: keys are made when there is one")


COMMANDS = (keys_init, keys_group)
