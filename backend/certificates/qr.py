"""QR pictures of codes: level M, quiet zone 4, white ground, whole pixels per module (they must scan off a screen)."""

from collections.abc import Iterator
from io import BytesIO
from itertools import groupby
from typing import Any

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_ALPHA_NUM, QRData

QUIET_ZONE = 4


def address(base_url: str, door: str, text: str) -> str:
    """The address inside a code, in capitals so that it fits the alphanumeric mode: HTTPS://HOST/I/…"""
    return f"{base_url}/{door}/{text}".upper()


def png(url: str, *, pixels_per_module: int = 6) -> bytes:
    """A PNG of the address; raises ValueError for a character that the alphanumeric mode lacks."""
    out = BytesIO()
    _drawing(url, pixels_per_module).make_image().save(out, format="PNG", optimize=True)
    return out.getvalue()


def svg(url: str) -> str:
    """The same as a drawing for print, one unit per module, sharp at any size; raises ValueError as above."""
    rows = _drawing(url, 1).get_matrix()
    bars = "".join(f"M{x} {y}h{n}v1h-{n}z" for y, row in enumerate(rows) for x, n in _runs(row))
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{bars}"/></svg>'
    )


def _runs(row: list[bool]) -> Iterator[tuple[int, int]]:
    """Where dark modules begin in a row, and how many follow each other: one bar each prints without seams."""
    at = 0
    for dark, run in groupby(row):
        length = len(list(run))
        if dark:
            yield at, length
        at += length


def _drawing(url: str, pixels_per_module: int) -> qrcode.QRCode[Any]:
    drawing = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE, box_size=pixels_per_module)
    drawing.add_data(QRData(url, mode=MODE_ALPHA_NUM))
    drawing.make(fit=True)
    return drawing
