"""Invented portraits for the demo's cards: drawn shapes, the same for the same seed, nobody's face."""

from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 208, 256
_UNIT = 4  # the drawing is thought of as 52 × 64
_GROUNDS = ("#DCE7F5", "#E3EDE6", "#EFE8DC", "#E8E3EF", "#DDEBEC")
_SKINS = ("#F0CFB4", "#F4D6BF", "#E8C3A4", "#DDB391")
_HAIRS = ("#22303E", "#2B2320", "#3A2E28", "#4A4038")
_COATS = ("#1D4A86", "#234A6E", "#2A4F7C")


def portrait(seed: str) -> bytes:
    """A JPEG of 208 × 256 below 20 KB."""
    digest = sha256(seed.encode()).digest()
    ground, skin, hair, coat = (_pick(digest[at], _COLOURS[at]) for at in range(4))
    picture = Image.new("RGB", (WIDTH * 2, HEIGHT * 2), ground)
    pen = _Pen(ImageDraw.Draw(picture))
    _draw_hair_behind(pen, hair, long=bool(digest[4] % 2))
    _draw_person(pen, skin, coat)
    _draw_fringe(pen, hair, digest[5] % 3)
    if digest[6] % 4 == 0:
        _draw_glasses(pen)
    return _as_jpeg(picture)


_COLOURS = (_GROUNDS, _SKINS, _HAIRS, _COATS)


class _Pen:
    """Draws in units of the 52 × 64 sheet, twice as large as needed, to be smoothed afterwards."""

    def __init__(self, draw: ImageDraw.ImageDraw):
        self._draw = draw

    def shape(self, points: list[tuple[float, float]], colour: str) -> None:
        self._draw.polygon([self._box(x, y) for x, y in points], fill=colour)

    def oval(self, x: float, y: float, rx: float, ry: float, colour: str | None, line: str | None = None) -> None:
        self._draw.ellipse(self._box(x - rx, y - ry, x + rx, y + ry), fill=colour, outline=line, width=5)

    def cap(self, x: float, y: float, rx: float, ry: float, share: float, colour: str) -> None:
        """The upper part of an oval: `share` 0.5 is its upper half."""
        start = 270 - 180 * share
        self._draw.chord(self._box(x - rx, y - ry, x + rx, y + ry), start, 540 - start, fill=colour)

    def rounded(self, left: float, top: float, right: float, bottom: float, radius: float, colour: str) -> None:
        self._draw.rounded_rectangle(self._box(left, top, right, bottom), radius * _UNIT * 2, fill=colour)

    def _box(self, *edges: float) -> tuple[float, ...]:
        return tuple(edge * _UNIT * 2 for edge in edges)


def _pick(number: int, choices: tuple[str, ...]) -> str:
    return choices[number % len(choices)]


def _draw_person(pen: _Pen, skin: str, coat: str) -> None:
    pen.oval(26, 66, 22, 23, coat)
    pen.shape([(21, 34), (31, 34), (31, 45), (21, 45)], skin)
    pen.shape([(21, 43), (26, 48), (31, 43), (34, 45), (29, 53), (26, 50), (23, 53), (18, 45)], "#FFFFFF")
    pen.oval(26, 26.5, 10, 12, skin)


def _draw_hair_behind(pen: _Pen, hair: str, *, long: bool) -> None:
    pen.oval(26, 22.5, 11.6, 12.2, hair)
    if long:
        pen.rounded(13.4, 17, 38.6, 44, 9, hair)


def _draw_fringe(pen: _Pen, hair: str, style: int) -> None:
    pen.cap(26, 24.5, 11, 12.6, (0.42, 0.47, 0.38)[style], hair)


def _draw_glasses(pen: _Pen) -> None:
    for x in (21.7, 30.3):
        pen.oval(x, 26, 3.1, 2.5, None, "#3C4856")


def _as_jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(out, format="JPEG", quality=84, optimize=True)
    return out.getvalue()
