"""The command: `liangma-verify draw FILE`. Exit codes: 0 same, 1 different, 2 unreadable, 3 unknown algorithm."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from .draw import Unknown, Unreadable, check, facts, read

SAME, DIFFERENT, UNREADABLE, UNKNOWN = range(4)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="liangma-verify", description="核验亮码公布的结果 · check what was published")
    subjects = parser.add_subparsers(dest="subject", required=True)
    draw = subjects.add_parser("draw", help="重新抽取一次并逐行比对 · run a random draw again")
    draw.add_argument("file", help="公布的 JSON 文件 · the published JSON file")
    return verify_draw(parser.parse_args(arguments).file)


def verify_draw(path: str) -> int:
    """Run the draw of a file again and say what was found."""
    try:
        file = read(path)
        difference = check(file)
    except Unknown as error:
        return _say(UNKNOWN, f"未知的算法 · unknown algorithm: {error}")
    except Unreadable as error:
        return _say(UNREADABLE, f"无法作为抽查文件读取 · cannot be read as a draw: {error}")
    sys.stdout.write("".join(f"{line}\n" for line in facts(file)))
    if difference is None:
        return _say(SAME, "一致 · the same: every object and every officer, in the same order")
    return _say(DIFFERENT, f"不一致 · different: {difference}")


def _say(code: int, sentence: str) -> int:
    out = sys.stdout if code in (SAME, DIFFERENT) else sys.stderr
    out.write(f"{sentence}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
