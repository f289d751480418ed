"""What has to be done before anything serves: tables, keys, the demo; several `liangma` commands in one interpreter."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

import click

from backend.cli import main as liangma


def steps(env: Mapping[str, str]) -> list[str]:
    """The commands in order; the demo renews today's visits each time."""
    demo = env.get("DEMO", "0").lower() in ("1", "true", "yes")
    return ["migrate", *(["seed-demo"] if demo else []), "keys-init"]


def main() -> None:
    """Run them; the first that fails ends it with its message."""
    for step in steps(os.environ):
        try:
            liangma.main([step], prog_name="liangma", standalone_mode=False)
        except click.ClickException as problem:
            problem.show()
            sys.exit(problem.exit_code)


if __name__ == "__main__":
    main()
