"""Words of enterprises, sealed to the supervision body's key: only its private key opens them."""

from backend.kernel import sealing
from backend.kernel.signing import PrivateKey

_CONTEXT = b"words/1"


def seal(words: str, to_point: bytes) -> bytes:
    """The words, readable only with the private key of this point; raises ValueError above 16 KB."""
    return sealing.seal(words, to_point, _CONTEXT)


def unseal(sealed: bytes, key: PrivateKey) -> str:
    """The words; raises ValueError for another version and InvalidTag for another key or changed bytes."""
    return sealing.unseal(sealed, key, _CONTEXT)
