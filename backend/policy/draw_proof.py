"""What a draw commits to before the seed is known, and the file from which anybody can run it again (B-85).

Canonical lists: one line each, UTF-8, ended by LF, in the order of their bytes, no line twice. An object is its identifier,
TAB, its weight; an officer is the number of the certificate; a pair that keeps apart is the SHA-256, in hex, of object TAB
officer TAB salt in hex, so that only the pairs which the draw met are ever told. A commitment is the text of `Commitment`;
seed = SHA-256(commitment ‖ "secret " hex LF "public " value LF).
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from backend.kernel.clock import rfc3339
from backend.policy.draw import ALGORITHM, Pick, Terms, outcome

_ONE_LINE = re.compile(r"[^\x00-\x1f\x7f-\x9f]+")
"""A name without control characters: none of them breaks a line of a list."""


@dataclass(frozen=True, slots=True)
class Lists:
    """The canonical lists of a draw. `avoidances` are hashes; make it with `lists_of`."""

    objects: tuple[tuple[str, int], ...]
    officers: tuple[str, ...]
    avoidances: tuple[str, ...]

    @property
    def texts(self) -> dict[str, str]:
        """The canonical text of each list."""
        told = [f"{name}\t{weight}\n" for name, weight in self.objects]
        return {
            "objects": "".join(told),
            "officers": "".join(f"{each}\n" for each in self.officers),
            "avoidances": "".join(f"{each}\n" for each in self.avoidances),
        }


def lists_of(
    objects: Mapping[str, int], officers: Collection[str], avoided: Collection[tuple[str, str]], salting: bytes
) -> Lists:
    """Canonical lists. Raises ValueError for a weight below 1 and for a name that does not fit into one line."""
    for name in (*objects, *officers):
        if not _ONE_LINE.fullmatch(name):
            raise ValueError(f"not a name of one line: {name!r}")
    if any(weight < 1 for weight in objects.values()):
        raise ValueError("weights are whole numbers from 1")
    hashes = {hidden(pair, salt(pair, salting)) for pair in avoided}
    return Lists(
        tuple(sorted(objects.items(), key=lambda each: each[0].encode())),
        tuple(sorted(set(officers), key=str.encode)),
        tuple(sorted(hashes)),
    )


def salt(pair: tuple[str, str], salting: bytes) -> str:
    """The salt of a pair that keeps apart; `salting` is never published."""
    return hmac.digest(salting, "\t".join(pair).encode(), "sha256").hex()


def hidden(pair: tuple[str, str], salted: str) -> str:
    """How a pair that keeps apart stands in the list."""
    return digest("\t".join((*pair, salted)))


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hex."""
    return sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Commitment:
    """Everything that is settled before the public value exists. Texts are of one line; `fixed_at` is when the value is."""

    draw_id: UUID
    organ: str
    item: str
    first_day: date
    last_day: date
    rule_set: str
    lists: Lists
    excluded: Mapping[str, int]
    terms: Terms
    secret: bytes
    source: str
    fixed_at: datetime

    @property
    def text(self) -> str:
        """The canonical text: one fact a line."""
        return "".join(f"{each}\n" for each in self._lines())

    def _lines(self) -> list[str]:
        counts = {"objects": self.lists.objects, "officers": self.lists.officers, "avoidances": self.lists.avoidances}
        texts = self.lists.texts
        return [
            ALGORITHM, f"draw {self.draw_id}", f"organ {self.organ}", f"item {self.item}",
            f"days {self.first_day} {self.last_day}", f"rules {self.rule_set}",
            *(f"{name} {len(rows)} {digest(texts[name])}" for name, rows in counts.items()),
            *(f"excluded {reason} {count}" for reason, count in sorted(self.excluded.items())),
            f"wanted {self.terms.wanted}", f"seats {self.terms.seats}", f"reserves {self.terms.reserves}",
            f"secret {sha256(self.secret).hexdigest()}", f"source {self.source}", f"fixed {rfc3339(self.fixed_at)}",
        ]  # fmt: skip


def one_line(text: str) -> str:
    """A text as a commitment holds it: white space single, none at the ends."""
    return " ".join(text.split())


def as_counted(public_value: str) -> str:
    """The public value as the seed holds it, however it was typed: compatible forms made one (NFKC), on one line."""
    return one_line(unicodedata.normalize("NFKC", public_value))


def seed_of(commitment: str, secret: bytes, public_value: str) -> bytes:
    """The seed: nobody knows it before both are known, and any change of the commitment is another seed."""
    return sha256(f"{commitment}secret {secret.hex()}\npublic {public_value}\n".encode()).digest()


def openings(picks: Sequence[Pick], salting: bytes) -> list[dict[str, str]]:
    """The pairs that the draw met and passed over, with what shows that they stood in the list before."""
    pairs = [(pick.object, officer) for pick in picks for officer in pick.passed_over]
    return [{"object": pair[0], "officer": pair[1], "salt": salt(pair, salting)} for pair in pairs]


def proof(
    commitment: str,
    lists: Lists,
    secret: bytes,
    public_value: str,
    picks: Sequence[Pick],
    avoided: list[dict[str, str]],
) -> dict[str, Any]:
    """The file from which anybody can run the draw again: `liangma-verify draw`."""
    return {
        "format": ALGORITHM,
        "commitment": commitment,
        "commitment_sha256": digest(commitment),
        "secret": secret.hex(),
        "public_value": public_value,
        "objects": [[name, weight] for name, weight in lists.objects],
        "officers": [*lists.officers],
        "avoidances": [*lists.avoidances],
        "avoided": avoided,
        "picks": [{"object": each.object, "officers": [*each.officers]} for each in picks],
    }


def drawn_picks(lists: Lists, avoided: Collection[tuple[str, str]], terms: Terms, seed: bytes) -> list[Pick]:
    """The outcome of a draw over its canonical lists."""
    return outcome(lists.objects, lists.officers, avoided, terms, seed)
