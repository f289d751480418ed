"""Recordings and pictures for tests, made on the spot: every frame tells its number, so that none can be lost unseen."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import av
import numpy as np
from PIL import Image

WIDTH, HEIGHT, RATE, BITS = 160, 64, 10, 8

X264 = {"g": "5", "tune": "zerolatency", "preset": "ultrafast", "bf": "0"}


@lru_cache(maxsize=64)
def webm(seconds: float, first: int = 0, *, width: int = WIDTH, sound: bool = True, h264: bool = False) -> bytes:
    """A VP8 and Opus WebM as a browser's recorder makes it: no duration, no cues; frames numbered from `first`.

    With `h264` as Chromium makes it where the phone has that coder: H.264 in what is still called WebM.
    """
    target = BytesIO()
    with av.open(target, "w", format="matroska" if h264 else "webm", options={"live": "1"}) as output:
        video = output.add_stream("libx264" if h264 else "libvpx", rate=RATE)
        video.width, video.height, video.pix_fmt = width, HEIGHT, "yuv420p"
        video.options = X264 if h264 else {"g": "5", "deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0"}
        audio = output.add_stream("libopus", rate=48000) if sound else None
        for n in range(int(seconds * RATE)):
            frame = av.VideoFrame.from_ndarray(numbered(first + n, width), format="rgb24")
            frame.pts, frame.time_base = n, Fraction(1, RATE)
            output.mux(video.encode(frame))
            if audio is not None:
                output.mux(audio.encode(_tone(n)))
        output.mux(video.encode(None))
        if audio is not None:
            output.mux(audio.encode(None))
    return target.getvalue()


def numbered(number: int, width: int = WIDTH) -> np.ndarray:
    """A picture whose upper half shows the number as white and black bars."""
    picture = np.full((HEIGHT, width, 3), 90, np.uint8)
    bar = width // BITS
    for bit in range(BITS):
        picture[: HEIGHT // 2, bit * bar : (bit + 1) * bar] = 235 if number >> bit & 1 else 20
    return picture


def number_in(picture: np.ndarray) -> int:
    """The number that the bars show."""
    bar = picture.shape[1] // BITS
    middle = picture[HEIGHT // 4, :, :].mean(axis=1)
    return sum((middle[bit * bar + bar // 2] > 128) << bit for bit in range(BITS))


def frames(path: Path | BytesIO) -> list[tuple[float, int]]:
    """Every frame of a file as (seconds, number)."""
    source = path if isinstance(path, BytesIO) else str(path)
    with av.open(source) as film:
        return [(float(frame.time), number_in(frame.to_ndarray(format="rgb24"))) for frame in film.decode(video=0)]


def frame_at(path: Path, seconds: float) -> int:
    """The number of the frame that is shown at a time, found by seeking."""
    with av.open(str(path)) as film:
        film.seek(int(seconds * 1_000_000))
        shown = -1
        for frame in film.decode(video=0):
            if float(frame.time) > seconds:
                break
            shown = number_in(frame.to_ndarray(format="rgb24"))
    return shown


def jpeg(width: int = 1600, height: int = 1200, orientation: int = 1) -> bytes:
    """A photo with a place in its EXIF data, which a viewing copy must not carry on."""
    picture = Image.effect_noise((width // 8, height // 8), 60).resize((width, height)).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[1] = "N"
    target = BytesIO()
    picture.save(target, "JPEG", exif=exif, quality=85)
    return target.getvalue()


def ink() -> bytes:
    """A signature: black on nothing."""
    picture = Image.new("RGBA", (300, 100), (0, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (20, 40, 280, 60))
    target = BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


def _tone(n: int) -> av.AudioFrame:
    samples = 48000 // RATE
    moments = np.arange(n * samples, (n + 1) * samples) / 48000
    wave = (np.sin(moments * 2 * np.pi * 440) * 8000 * (moments % 1 < 0.2)).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(wave.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = 48000, n * samples, Fraction(1, 48000)
    return frame
