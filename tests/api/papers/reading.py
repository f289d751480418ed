"""Read a PDF as people do: its text, its pages as pictures, the codes on them."""

from __future__ import annotations

from typing import Any

import pypdfium2
import zxingcpp


def text(pdf: bytes) -> str:
    """All that it says, without spaces and line ends: a line may break anywhere."""
    return "".join("".join(pages(pdf)).split())


def pages(pdf: bytes) -> list[str]:
    """What each page says."""
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in millimetres."""
    return [tuple(round(each / 72 * 25.4, 1) for each in page.get_size()) for page in pypdfium2.PdfDocument(pdf)]  # type: ignore[misc]


def codes(pdf: bytes, page: int, *, dpi: int = 300) -> list[str]:
    """The addresses in the QR codes of a page as it leaves a printer of this resolution."""
    picture: Any = pypdfium2.PdfDocument(pdf)[page].render(scale=dpi / 72, grayscale=True).to_numpy()
    return [each.text for each in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)]
