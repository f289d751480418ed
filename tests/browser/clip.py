"""A clip that can be read back: every frame carries its number in black and white blocks, every second a beep.

The fake camera plays it as MJPEG, the fake microphone as WAV. The number survives scaling and lossy coding because each
bit is a large block; a parity row tells a torn frame from a good one.
"""

from __future__ import annotations

import io
import math
import struct
import wave
from pathlib import Path

import numpy as np
from PIL import Image

WIDTH, HEIGHT, FPS = 640, 480, 30
COLUMNS, BITS = 4, 16
TOP, BOTTOM = 40, 440
BEEP_HZ, BEEP_S, RATE = 1000, 0.2, 48_000


def write_video(path: Path, seconds: int) -> None:
    """Frames 0, 1, 2 … as one JPEG after another."""
    with path.open("wb") as file:
        for number in range(seconds * FPS):
            file.write(_frame(number))


def write_sound(path: Path, seconds: int) -> None:
    """A beep of 0.2 s at the start of each second, silence between."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        beep = [int(20_000 * math.sin(2 * math.pi * BEEP_HZ * n / RATE)) for n in range(int(RATE * BEEP_S))]
        second = struct.pack(f"<{RATE}h", *beep, *([0] * (RATE - len(beep))))
        file.writeframes(second * seconds)


def read_number(grey: np.ndarray) -> int | None:
    """The number in a grey picture of any size; None where the two halves do not agree."""
    cells = _levels(grey)
    if cells.shape != (2 * BITS,):
        return None
    bits, mirror = cells[:BITS], cells[BITS:]
    if not np.array_equal(bits, 1 - mirror):
        return None
    return int("".join(str(bit) for bit in bits), 2)


def _frame(number: int) -> bytes:
    bits = [int(bit) for bit in f"{number:0{BITS}b}"]
    cells = np.array(bits + [1 - bit for bit in bits], dtype=np.uint8).reshape(-1, COLUMNS)
    picture = np.full((HEIGHT, WIDTH), 128, dtype=np.uint8)
    picture[TOP:BOTTOM] = np.kron(
        cells * 255, np.ones(((BOTTOM - TOP) // len(cells), WIDTH // COLUMNS), dtype=np.uint8)
    )
    out = io.BytesIO()
    Image.fromarray(picture).convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


def _levels(grey: np.ndarray) -> np.ndarray:
    height, width = grey.shape
    rows = 2 * BITS // COLUMNS
    centres_y = (TOP + (np.arange(rows) + 0.5) * (BOTTOM - TOP) / rows) * height / HEIGHT
    centres_x = (np.arange(COLUMNS) + 0.5) * width / COLUMNS
    reach = max(2, height // 60)
    blocks = [
        grey[int(y) - reach : int(y) + reach, int(x) - reach : int(x) + reach].mean()
        for y in centres_y
        for x in centres_x
    ]
    return (np.array(blocks) > 127).astype(int)
