"""The sample code on the front page: a QR picture that leads to the front page itself and proves nothing."""

from base64 import b64encode

from backend.certificates import qr

_TEXT = "LIANGMA: A SAMPLE THAT PROVES NOTHING. SCAN THE CODE ON THE PHONE OF THE OFFICER."

SAMPLE_QR = "data:image/png;base64," + b64encode(qr.png(_TEXT, pixels_per_module=4)).decode()
