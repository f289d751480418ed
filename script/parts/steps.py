"""Several `liangma` commands in one interpreter: what has to be done before anything serves."""

from __future__ import annotations

import sys

import click

from backend.cli import main as liangma


def main() -> None:
    """Run the commands named as arguments in order; the first that fails ends it with its message."""
    for step in sys.argv[1:]:
        if step not in liangma.commands:
            continue
        try:
            liangma.main([step], prog_name="liangma", standalone_mode=False)
        except click.ClickException as problem:
            problem.show()
            sys.exit(problem.exit_code)


if __name__ == "__main__":
    main()
