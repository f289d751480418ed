"""ES256 (FIPS 186-5, curve P-256, SHA-256) in plain integers: slow, short, and nobody else's code.

Only public values are handled here, so that the time it takes tells nothing.
"""

from __future__ import annotations

from hashlib import sha256

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
GENERATOR = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
Jacobian = tuple[int, int, int]
NOTHING: Jacobian = (1, 1, 0)


def on_curve(x: int, y: int) -> bool:
    """Whether the two numbers are a point of the curve."""
    return x < P and y < P and (y * y - x * x * x + 3 * x - B) % P == 0


def verify(point: tuple[int, int], message: bytes, signature: bytes) -> bool:
    """Whether r ‖ s is the signature of the message; the mirrored form, whose s is in the upper half, is refused."""
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if len(signature) != 64 or not 0 < r < N or not 0 < s <= N // 2 or not on_curve(*point):
        return False
    inverse = pow(s, -1, N)
    digest = int.from_bytes(sha256(message).digest(), "big")
    x, _, z = _both(digest * inverse % N, GENERATOR, r * inverse % N, point)
    return z != 0 and x * pow(z, -2, P) % P % N == r


def _both(a: int, first: tuple[int, int], b: int, second: tuple[int, int]) -> Jacobian:
    """a·first + b·second, one doubling for both (Shamir's way)."""
    one, two = (*first, 1), (*second, 1)
    added = (NOTHING, one, two, _add(one, two))
    total = NOTHING
    for bit in range(255, -1, -1):
        total = _add(_double(total), added[(a >> bit & 1) | (b >> bit & 1) << 1])
    return total


def _double(point: Jacobian) -> Jacobian:
    x, y, z = point
    if z == 0:
        return NOTHING
    square, beside = y * y % P, z * z % P
    middle = 4 * x * square % P
    slope = 3 * (x - beside) * (x + beside) % P
    new_x = (slope * slope - 2 * middle) % P
    return new_x, (slope * (middle - new_x) - 8 * square * square) % P, 2 * y * z % P


def _add(one: Jacobian, two: Jacobian) -> Jacobian:
    if one[2] == 0 or two[2] == 0:
        return two if one[2] == 0 else one
    (x1, y1, z1), (x2, y2, z2) = one, two
    u1, u2 = x1 * z2 * z2 % P, x2 * z1 * z1 % P
    s1, s2 = y1 * z2 * z2 * z2 % P, y2 * z1 * z1 * z1 % P
    if u1 == u2:
        return _double(one) if s1 == s2 else NOTHING
    h, r = (u2 - u1) % P, (s2 - s1) % P
    h2 = h * h % P
    h3, v = h * h2 % P, u1 * h2 % P
    x = (r * r - h3 - 2 * v) % P
    return x, (r * (v - x) - s1 * h3) % P, h * z1 * z2 % P
