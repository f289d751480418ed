"""Drawing without replacement, by weight, the same on every machine and in every language (B-85).

Random words: block n of a stream is HMAC-SHA-256(seed, label ‖ 00 ‖ n as 8 bytes, big-endian), n from 0; each block is four
words of 64 bits, big-endian. A number below m: words from 2^64 - (2^64 mod m) on are passed over, the first other word is
taken modulo m. A draw: r is a number below the sum of the weights left; the first line whose running sum exceeds r is
drawn and leaves. No floating point, no clock, no database.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

ALGORITHM = "liangma-draw-1"
_WORDS = 1 << 64


class Stream:
    """The random words of one purpose, in order."""

    def __init__(self, seed: bytes, label: str):
        self._words = _words(seed, label.encode())

    def below(self, most: int) -> int:
        """A number from 0 to `most` - 1, each as likely as the others."""
        limit = _WORDS - _WORDS % most
        return next(word for word in self._words if word < limit) % most


def _words(seed: bytes, label: bytes) -> Iterator[int]:
    n = 0
    while True:
        block = hmac.digest(seed, label + b"\0" + n.to_bytes(8, "big"), "sha256")
        yield from (int.from_bytes(block[at : at + 8], "big") for at in range(0, 32, 8))
        n += 1


class _Weights:
    """The weights that are left, in list order, with running sums by powers of two (a Fenwick tree)."""

    def __init__(self, weights: Sequence[int]):
        self._weights, self.total = weights, sum(weights)
        self._sums = [0, *weights]
        for n in range(1, len(self._sums)):
            above = n + (n & -n)
            if above < len(self._sums):
                self._sums[above] += self._sums[n]

    def take(self, r: int) -> int:
        """The position of the first line whose running sum exceeds `r`; it leaves."""
        at, step = 0, 1 << len(self._weights).bit_length()
        while step := step >> 1:
            if at + step < len(self._sums) and self._sums[at + step] <= r:
                at += step
                r -= self._sums[at]
        self._leave(at)
        return at

    def _leave(self, position: int) -> None:
        n, weight = position + 1, self._weights[position]
        self.total -= weight
        while n < len(self._sums):
            self._sums[n] -= weight
            n += n & -n


def drawn(weights: Sequence[int], stream: Stream) -> Iterator[int]:
    """Positions in the order in which they are drawn, until none is left. Weights are whole numbers from 1."""
    left = _Weights(weights)
    while left.total:
        yield left.take(stream.below(left.total))


@dataclass(frozen=True, slots=True)
class Terms:
    """How many objects are wanted, how many officers go to each, and how many stand in reserve behind them (B-87)."""

    wanted: int
    seats: int
    reserves: int


@dataclass(frozen=True, slots=True)
class Pick:
    """A drawn object with its officers in drawn order: the first `seats` go, the others replace them in this order.

    `passed_over` were drawn, too, and keep away from this object (B-13).
    """

    object: str
    officers: tuple[str, ...]
    passed_over: tuple[str, ...]


def outcome(
    objects: Sequence[tuple[str, int]], officers: Sequence[str], avoided: Collection[tuple[str, str]], terms: Terms,
    seed: bytes,
) -> list[Pick]:  # fmt: skip
    """Who is visited by whom. `objects` (with weights) and `officers` in canonical order; `avoided` are pairs of both."""
    order = drawn([weight for _, weight in objects], Stream(seed, "objects"))
    chosen = [objects[at][0] for _, at in zip(range(terms.wanted), order, strict=False)]
    return [_pick(each, n, officers, avoided, terms, seed) for n, each in enumerate(chosen, 1)]


def _pick(
    name: str, n: int, officers: Sequence[str], avoided: Collection[tuple[str, str]], terms: Terms, seed: bytes
) -> Pick:
    going: list[str] = []
    passed_over: list[str] = []
    for at in drawn([1] * len(officers), Stream(seed, f"officers/{n}")):
        (passed_over if (name, officers[at]) in avoided else going).append(officers[at])
        if len(going) == terms.seats + terms.reserves:
            break
    return Pick(name, tuple(going), tuple(passed_over))
