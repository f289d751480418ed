"""The command: `liangma-verify draw FILE`, `liangma-verify code TEXT --keys FILE`.

Exit codes: 0 same or genuine, 1 different, false or no longer valid, 2 unreadable, 3 unknown algorithm or key, 4 genuine but out of its
time, 5 genuine but the status list is too old to tell.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from . import code as codes
from . import status
from .draw import Unknown, Unreadable, check, facts, read

SAME, DIFFERENT, UNREADABLE, UNKNOWN, OUT_OF_TIME, UNSURE = range(6)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="liangma-verify", description="核验亮码公布的结果 · check what was published")
    subjects = parser.add_subparsers(dest="subject", required=True)
    draw = subjects.add_parser("draw", help="重新抽取一次并逐行比对 · run a random draw again")
    draw.add_argument("file", help="公布的 JSON 文件 · the published JSON file")
    code = subjects.add_parser("code", help="核验一个码 · check a code")
    code.add_argument("text", help="码的内容或网址 · what the code says, or the address in it")
    code.add_argument("--keys", required=True, help="公钥文件（PEM） · a file of public keys")
    code.add_argument(
        "--at", type=_moment, help="核验时刻，缺省为现在 · the moment, with its offset; now when left out"
    )
    code.add_argument("--status", help="证件状态名单 · the status list of the card's region")
    asked = parser.parse_args(arguments)
    if asked.subject == "draw":
        return verify_draw(asked.file)
    return verify_code(asked.text, asked.keys, asked.at or datetime.now(UTC), asked.status)


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


def verify_code(text: str, keys_path: str, now: datetime, status_path: str | None = None) -> int:
    """Check a code with the public keys of a file and say what was found."""
    try:
        with open(keys_path, encoding="ascii") as source:
            keys = codes.keys_of(source.read())
        code = codes.read(text)
        cards = _status(status_path, keys) if status_path else None
    except (OSError, ValueError, codes.Unreadable) as error:
        return _say(UNREADABLE, f"无法读取 · cannot be read: {error}")
    if code.kid not in keys:
        return _say(UNKNOWN, f"密钥文件中没有此码的密钥 · no key of this name in the file: {code.kid.hex()}")
    if not codes.genuine(code, keys):
        return _say(DIFFERENT, "不是真码 · not genuine: no key of the file signed this")
    sys.stdout.write("".join(f"{line}\n" for line in codes.facts(code)))
    if not codes.in_time(code, now):
        return _say(OUT_OF_TIME, "签名真实，但不在有效时间内 · genuine, but out of its time")
    if cards is not None and code.kind == "card":
        return _by_list(code, cards, now)
    return _say(
        SAME,
        "签名真实，在有效时间内；是否暂扣或吊销请看网页 · genuine and in its time; the page tells whether it still counts",
    )


def _status(path: str, keys: codes.Keys) -> status.StatusList:
    with open(path, "rb") as source:
        return status.read(source.read(), keys)


def _by_list(code: codes.Code, cards: status.StatusList, now: datetime) -> int:
    """What the list says of a genuine card, and how old the list is."""
    age = cards.age_hours(now)
    sys.stdout.write(f"名单 list: {cards.region}，{age:.1f} 小时前 hours old\n")
    if not 0 <= age <= status.HOLDS_H:
        return _say(
            UNSURE, "名单过旧或时间不对，不能判断 · the list is too old, or the clock is wrong: nobody can tell"
        )
    state = cards.state(codes.place(code), now)
    if state != status.VALID:
        return _say(DIFFERENT, f"证件现为 the card is: {status.STATES[state]}")
    return _say(SAME, "签名真实，证件有效；请核对照片 · genuine, and the card is valid; compare the photo")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError("2026-11-23T10:00:00+08:00")
    return moment


def _say(code: int, sentence: str) -> int:
    out = sys.stderr if code in (UNREADABLE, UNKNOWN) else sys.stdout
    out.write(f"{sentence}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
