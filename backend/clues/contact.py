"""How somebody may be asked back: sealed to the supervision body's key, like the words of a rating (B-102)."""

from backend.kernel import sealing
from backend.kernel.signing import PrivateKey

_CONTEXT = b"clue contact/1"


def seal(contact: str, to_point: bytes) -> bytes:
    """The contact, readable only with the private key of this point."""
    return sealing.seal(contact, to_point, _CONTEXT)


def unseal(sealed: bytes, key: PrivateKey) -> str:
    """The contact; raises ValueError for another version and InvalidTag for another key or changed bytes."""
    return sealing.unseal(sealed, key, _CONTEXT)
