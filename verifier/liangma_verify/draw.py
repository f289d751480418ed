"""Runs a published draw again. Written from the description of liangma-draw-1 alone, in the plainest way.

`check` returns the first difference as a sentence, or None. Weighted drawing here walks along the list block by block, which is
slower than the server's tree and cannot share its mistakes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

ALGORITHM = "liangma-draw-1"
TEXTS = ("format", "commitment", "commitment_sha256", "secret", "public_value")
LISTS = ("objects", "officers", "avoidances", "avoided", "picks")
BLOCK = 256
HEAVIEST = 2**63


class Unreadable(Exception):
    """The file is not a draw."""


class Unknown(Exception):
    """The file is of an algorithm that is not known here."""


def read(path: str) -> dict[str, Any]:
    """The file as a dictionary whose parts have the right kinds. Raises Unreadable, Unknown."""
    try:
        with open(path, encoding="utf-8") as source:
            file = json.load(source)
        json.dumps(file, ensure_ascii=False).encode()
    except (OSError, ValueError, RecursionError) as error:
        raise Unreadable(str(error)) from error
    if not isinstance(file, dict) or not isinstance(file.get("format"), str):
        raise Unreadable("no object with a format")
    if file["format"] != ALGORITHM:
        raise Unknown(file["format"])
    _check_shape(file)
    return file


def _check_shape(file: dict[str, Any]) -> None:
    _insist(all(isinstance(file.get(each), str) for each in TEXTS), f"texts are missing: {', '.join(TEXTS)}")
    _insist(all(isinstance(file.get(each), list) for each in LISTS), f"lists are missing: {', '.join(LISTS)}")
    for each in file["objects"]:
        _insist(isinstance(each, list) and len(each) == 2 and isinstance(each[0], str), "an object is [name, weight]")
        _insist(type(each[1]) is int and each[1] > 0, f"the weight of {each[0]} is no whole number from 1")
    _insist(sum(weight for _, weight in file["objects"]) < HEAVIEST, "the weights are beyond all measure")
    _insist(all(isinstance(each, str) for each in file["officers"] + file["avoidances"]), "officers are texts")
    for each in file["avoided"]:
        _insist(isinstance(each, dict) and {"object", "officer", "salt"} <= each.keys(), "avoided is no pair with salt")
    for each in file["picks"]:
        _insist(isinstance(each, dict) and isinstance(each.get("officers"), list), "a pick is {object, officers}")


def _insist(holds: bool, what: str) -> None:
    if not holds:
        raise Unreadable(what)


def facts(file: dict[str, Any]) -> list[str]:
    """What somebody should compare with other sources."""
    told = _terms(file["commitment"])
    return [
        f"承诺 · commitment  {file['commitment_sha256']}",
        f"来源 · source      {told.get('source', '')} ({told.get('fixed', '')})",
        f"公开数 · value     {file['public_value']}",
        f"对象 · objects     {len(file['objects'])}，抽中 · drawn {len(file['picks'])}",
    ]


def check(file: dict[str, Any]) -> str | None:
    """The first difference between what the file says and what follows from it; None if there is none."""
    wrong = _check_commitment(file)
    if wrong is None:
        wrong = _check_lists(file) or _check_avoided(file) or _check_outcome(file)
    return wrong


def _check_commitment(file: dict[str, Any]) -> str | None:
    if _digest(file["commitment"]) != file["commitment_sha256"]:
        return "commitment_sha256 is not the hash of the commitment"
    if not file["commitment"].startswith(ALGORITHM + "\n"):
        return f"the commitment is not one of {ALGORITHM}"
    try:
        secret = bytes.fromhex(file["secret"])
    except ValueError:
        return "the secret is no hex"
    terms = _terms(file["commitment"])
    if hashlib.sha256(secret).hexdigest() != terms.get("secret"):
        return "the secret is not the one that was committed to"
    missing = [each for each in ("wanted", "seats", "reserves") if not _is_number(terms.get(each, ""))]
    return f"the commitment does not say {', '.join(missing)}" if missing else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _check_lists(file: dict[str, Any]) -> str | None:
    terms = _terms(file["commitment"])
    texts = {
        "objects": [f"{name}\t{weight}\n" for name, weight in file["objects"]],
        "officers": [f"{each}\n" for each in file["officers"]],
        "avoidances": [f"{each}\n" for each in file["avoidances"]],
    }
    names = {**{each: file[each] for each in texts}, "objects": [name for name, _ in file["objects"]]}
    for each, lines in texts.items():
        if sorted(set(names[each]), key=str.encode) != names[each]:
            return f"the list of {each} is not in order, or names one twice"
        if terms.get(each) != f"{len(lines)} {_digest(''.join(lines))}":
            return f"the list of {each} is not the one that was committed to"
    return None


def _check_avoided(file: dict[str, Any]) -> str | None:
    committed = set(file["avoidances"])
    for each in file["avoided"]:
        if _digest(f"{each['object']}\t{each['officer']}\t{each['salt']}") not in committed:
            return f"{each['officer']} was not committed to keep away from {each['object']}"
    return None


def _check_outcome(file: dict[str, Any]) -> str | None:
    expected = run(file)
    if len(expected) != len(file["picks"]):
        return f"{len(expected)} objects are drawn, the file has {len(file['picks'])}"
    for n, (wanted, told) in enumerate(zip(expected, file["picks"], strict=True), 1):
        if wanted["object"] != told.get("object"):
            return f"object {n} drawn is {wanted['object']}, the file has {told.get('object')}"
        if wanted["officers"] != told["officers"]:
            return f"the officers of object {n} are {wanted['officers']}, the file has {told['officers']}"
    return None


def run(file: dict[str, Any]) -> list[dict[str, Any]]:
    """The outcome of the draw: objects in drawn order, each with its officers in drawn order."""
    terms = _terms(file["commitment"])
    seed = _sha256(f"{file['commitment']}secret {bytes.fromhex(file['secret']).hex()}\npublic {file['public_value']}\n")
    avoided = {(each["object"], each["officer"]) for each in file["avoided"]}
    names, weights = [name for name, _ in file["objects"]], [weight for _, weight in file["objects"]]
    seats = int(terms["seats"]) + int(terms["reserves"])
    picks = []
    for n, at in enumerate(_draw(seed, "objects", weights, int(terms["wanted"])), 1):
        order = _draw(seed, f"officers/{n}", [1] * len(file["officers"]), len(file["officers"]))
        named = (file["officers"][each] for each in order)
        allowed = (each for each in named if (names[at], each) not in avoided)
        picks.append({"object": names[at], "officers": [*islice(allowed, seats)]})
    return picks


def _draw(seed: bytes, label: str, weights: list[int], wanted: int) -> Iterator[int]:
    """Positions drawn without replacement, lazily, at most `wanted`."""
    left, words = list(weights), _words(seed, label)
    sums = [sum(left[at : at + BLOCK]) for at in range(0, len(left), BLOCK)]
    for _ in range(min(wanted, len(left))):
        block, rest = 0, _below(words, sum(sums))
        while rest >= sums[block]:
            rest -= sums[block]
            block += 1
        at = block * BLOCK
        while rest >= left[at]:
            rest -= left[at]
            at += 1
        sums[block] -= left[at]
        left[at] = 0
        yield at


def _words(seed: bytes, label: str) -> Iterator[int]:
    n = 0
    while True:
        block = hmac.new(seed, label.encode() + b"\0" + n.to_bytes(8, "big"), hashlib.sha256).digest()
        for at in (0, 8, 16, 24):
            yield int.from_bytes(block[at : at + 8], "big")
        n += 1


def _below(words: Iterator[int], most: int) -> int:
    usable = 2**64 - 2**64 % most
    for word in words:
        if word < usable:
            return word % most
    raise AssertionError("the words do not end")


def _terms(commitment: str) -> dict[str, str]:
    """The facts of a commitment by their first word."""
    lines = (each.partition(" ") for each in commitment.split("\n"))
    return {name: rest for name, _, rest in lines}


def _sha256(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
