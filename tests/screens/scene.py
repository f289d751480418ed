"""What the phones' cameras see on the pictures: a store room, drawn, with nobody in it."""

from __future__ import annotations

import io
import wave
from pathlib import Path

from PIL import Image, ImageDraw

WIDTH, HEIGHT, FRAMES = 640, 480, 30
FLOOR, WALL, SIDE, SHELF, DARK = "#6B7682", "#8A96A3", "#7B8794", "#4A5866", "#3C4856"
GOODS = ("#B98A4A", "#9CB7A4", "#C9D3DE", "#A8763A", "#8FA9C4")


def store_room() -> Image.Image:
    """Two rows of shelves towards a door, under a lamp."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), WALL)
    pen = ImageDraw.Draw(picture)
    pen.polygon([(0, 480), (640, 480), (430, 300), (210, 300)], fill=FLOOR)
    pen.polygon([(0, 0), (210, 110), (210, 300), (0, 480)], fill=SIDE)
    pen.polygon([(640, 0), (430, 110), (430, 300), (640, 480)], fill=SIDE)
    pen.rectangle((278, 168, 362, 300), fill=DARK)
    pen.rectangle((270, 60, 370, 68), fill="#FFFFFF")
    for left in (True, False):
        for level in range(4):
            _board(pen, level, left=left)
    return picture


def _board(pen: ImageDraw.ImageDraw, level: int, *, left: bool) -> None:
    near, far = 120 + level * 92, 150 + level * 42
    for box in range(5):
        share, depth = box / 5, 8 + (4 - box) * 6
        x, y = share * 190, near + (far - near) * share
        height = (70 - 8 * box) * (0.55 + 0.08 * (box + level) % 0.4)
        span = (x, y - height, x + 24 - 2 * box + depth, y)
        pen.rectangle(span if left else _mirrored(span), fill=GOODS[(box + level) % len(GOODS)])
    ends = [(0, near), (200, far), (200, far + 7), (0, near + 12)]
    pen.polygon(ends if left else [(WIDTH - x, y) for x, y in ends], fill=SHELF)


def _mirrored(span: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    return (WIDTH - span[2], span[1], WIDTH - span[0], span[3])


def write(folder: Path) -> tuple[Path, Path]:
    """A second of video and of silence for Chromium's fake camera and microphone."""
    video, sound = folder / "room.mjpeg", folder / "quiet.wav"
    frame = io.BytesIO()
    store_room().save(frame, "JPEG", quality=88)
    video.write_bytes(frame.getvalue() * FRAMES)
    with wave.open(str(sound), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(bytes(2 * 48_000))
    return video, sound
