"""base64url (RFC 4648 §5) as browsers write keys: one spelling for the same bytes, with its padding or without."""

from __future__ import annotations

from base64 import b64decode, urlsafe_b64encode


def read_base64url(text: str) -> bytes:
    """The bytes. Raises ValueError for any other spelling: foreign letters, bits that mean nothing, odd padding."""
    bare = text.rstrip("=")
    read = b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_", validate=True)
    if text not in (bare, spelled := urlsafe_b64encode(read).decode()) or spelled.rstrip("=") != bare:
        raise ValueError("not the spelling of these bytes")
    return read
