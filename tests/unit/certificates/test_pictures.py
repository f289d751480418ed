"""QR pictures scan, portraits are small and the same for the same seed."""

from io import BytesIO

import numpy
import zxingcpp
from PIL import Image

from backend.certificates.portraits import portrait
from backend.certificates.qr import QUIET_ZONE, address, png


def test_a_code_on_paper_or_screen_is_read_back():
    url = address("https://demo.example.cn", "I", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 6)

    picture = Image.open(BytesIO(png(url, pixels_per_module=5))).convert("L")

    assert [found.text for found in zxingcpp.read_barcodes(numpy.asarray(picture))] == [url]
    assert url == url.upper()
    frame = QUIET_ZONE * 5
    assert numpy.asarray(picture.crop((0, 0, picture.width, frame))).min() == 255


def test_a_portrait_is_small_and_always_the_same():
    assert portrait("周明远") == portrait("周明远") != portrait("林小禾")
    assert Image.open(BytesIO(portrait("周明远"))).size == (208, 256)
    assert max(len(portrait(str(n))) for n in range(30)) < 20 * 1024
