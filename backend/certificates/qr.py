"""QR pictures of codes: level M, quiet zone 4, white ground, whole pixels per module (they must scan off a screen)."""

from io import BytesIO

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_ALPHA_NUM, QRData

QUIET_ZONE = 4


def address(base_url: str, door: str, text: str) -> str:
    """The address inside a code, in capitals so that it fits the alphanumeric mode: HTTPS://HOST/I/…"""
    return f"{base_url}/{door}/{text}".upper()


def png(url: str, *, pixels_per_module: int = 6) -> bytes:
    """A PNG of the address; raises ValueError for a character that the alphanumeric mode lacks."""
    drawing = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE, box_size=pixels_per_module)
    drawing.add_data(QRData(url, mode=MODE_ALPHA_NUM))
    drawing.make(fit=True)
    out = BytesIO()
    drawing.make_image().save(out, format="PNG", optimize=True)
    return out.getvalue()
