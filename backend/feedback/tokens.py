"""The right to rate one visit: 128 random bits in a hidden field, kept as an HMAC whose key is outside the database."""

import hmac
import re
import secrets

_TEXT = re.compile(r"[0-9a-f]{32}\Z")


def new_token() -> str:
    """128 random bits as 32 hexadecimal characters."""
    return secrets.token_hex(16)


def stored_form(token: str, pepper: bytes) -> bytes | None:
    """What the database keeps of a token; None for a text that no token looks like."""
    return hmac.digest(pepper, token.encode(), "sha256") if _TEXT.match(token) else None


def keyed_bits(text: str, pepper: bytes) -> bytes:
    """128 bits that depend on the text and look random to everybody without the pepper."""
    return hmac.digest(pepper, b"id\0" + text.encode(), "sha256")[:16]
