"""What an enterprise's phone does: find the code in a picture of another phone's screen, and check it without our code."""

from __future__ import annotations

import base64
import io
from hashlib import sha256

import cbor2
import cv2
import numpy as np
import zxingcpp
from cwt import COSE, COSEKey
from PIL import Image

LIVE, VISIT, CARD = b"live/1", b"insp/1", b"cert/1"


def scan(png: bytes) -> str:
    """The text in the picture, which zxing-cpp and the WeChat engine must read alike."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    by_zxing = [each.text for each in zxingcpp.read_barcodes(np.asarray(picture))]
    by_wechat, _ = cv2.wechat_qrcode_WeChatQRCode().detectAndDecode(
        cv2.cvtColor(np.asarray(picture), cv2.COLOR_RGB2BGR)
    )
    assert by_zxing == list(by_wechat), (by_zxing, by_wechat)
    assert len(by_zxing) == 1
    return by_zxing[0]


def cose_of(url: str) -> bytes:
    text = url.rsplit("/", 1)[-1].upper()
    return base64.b32decode(text + "=" * (-len(text) % 8))


def claims(cose: bytes, point: bytes, context: bytes) -> list:
    """The payload of a COSE_Sign1, checked by the independent `cwt` library; raises if the signature is not genuine."""
    kid = sha256(point).digest()[:4]
    key = COSEKey.new({1: 2, 2: kid, 3: -7, 4: [2], -1: 1, -2: point[1:33], -3: point[33:]})
    payload = COSE.new(verify_kid=True).decode(cose, keys=key, external_aad=context)
    return cbor2.loads(payload)
