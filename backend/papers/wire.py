"""The blueprint of papers, and how a PDF leaves."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response

from backend.kernel.http import Blueprint

blueprint = Blueprint("papers", __name__, url_prefix="/api/v1")

PDF = "application/pdf"
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


def pdf_answer(pdf: bytes, name: str, *, download: bool) -> Response:
    """A PDF under a name, shown or kept by the browser and held by no cache."""
    manner = "attachment" if download else "inline"
    disposition = f"{manner}; filename*=UTF-8''{quote(f'{name}.pdf', safe='')}"
    return Response(pdf, 200, {**HEADERS, "Content-Disposition": disposition}, mimetype=PDF)
