"""What the front page shows beside its words: a sample code that proves nothing, and the doors of the demo."""

import json
from base64 import b64encode
from pathlib import Path
from textwrap import wrap
from typing import NamedTuple
from urllib.parse import urlsplit

from backend.certificates import qr

_TEXT = "LIANGMA: A SAMPLE THAT PROVES NOTHING. SCAN THE CODE ON THE PHONE OF THE OFFICER."

SAMPLE_QR = "data:image/png;base64," + b64encode(qr.png(_TEXT, pixels_per_module=4)).decode()


class DemoDoors(NamedTuple):
    """What a demo is tried with: addresses on this server, and a number to type. Accounts are no part of it."""

    visit: str
    certificate: str
    number: str
    """In groups of four, as officers read it aloud."""


def demo_doors(data_dir: Path) -> DemoDoors | None:
    """As the demo load wrote them; None where it did not, or where its file cannot be read."""
    try:
        told = json.loads((data_dir / "demo.json").read_text(encoding="utf-8"))
        return DemoDoors(
            urlsplit(told["visit_url"]).path,
            urlsplit(told["certificate_url"]).path,
            "-".join(wrap(told["short_code"].replace("-", ""), 4)),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
