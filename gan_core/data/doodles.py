"""Smileys, houses and cats, drawn by chance: an example of what a class might draw."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

BOARD = 224


def doodles(count: int, seed: int = 0) -> np.ndarray:
    """uint8 (count, 28, 28), white on black, the kinds in turn."""
    rng = np.random.default_rng(seed)
    return np.stack([(_smiley, _house, _cat)[i % 3](rng) for i in range(count)])


class _Pen:
    """Draws lines that tremble."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng, self._image = rng, Image.new("L", (BOARD, BOARD))
        self._draw, self.width = ImageDraw.Draw(self._image), int(rng.integers(12, 20))

    def near(self, *at: float) -> list[float]:
        return [value + self._rng.normal(0, 6) for value in at]

    def ring(self, *box: float) -> None:
        self._draw.ellipse(self.near(*box), outline=255, width=self.width)

    def dot(self, x: float, y: float) -> None:
        x, y = self.near(x, y)
        self._draw.ellipse((x - 9, y - 9, x + 9, y + 9), fill=255)

    def line(self, *points: float, thin: bool = False) -> None:
        width = self.width // 2 if thin else self.width
        self._draw.line(self.near(*points), fill=255, width=width, joint="curve")

    def arc(self, *box: float) -> None:
        self._draw.arc(self.near(*box), 20, 160, fill=255, width=self.width)

    @property
    def picture(self) -> np.ndarray:
        return np.asarray(self._image.resize((28, 28), Image.Resampling.LANCZOS))


def _smiley(rng: np.random.Generator) -> np.ndarray:
    pen = _Pen(rng)
    pen.ring(40, 40, 184, 184)
    pen.dot(85, 90)
    pen.dot(140, 90)
    pen.arc(75, 90, 150, 155)
    return pen.picture


def _house(rng: np.random.Generator) -> np.ndarray:
    pen = _Pen(rng)
    left, right, top, bottom = pen.near(55, 170, 110, 190)
    pen.line(left, bottom, left, top, right, top, right, bottom, left, bottom)
    pen.line(left - 8, top, 112, 40, right + 8, top)
    pen.line(100, bottom, 100, 150, 125, 150, 125, bottom, thin=True)
    return pen.picture


def _cat(rng: np.random.Generator) -> np.ndarray:
    pen = _Pen(rng)
    pen.ring(50, 70, 175, 190)
    pen.line(60, 100, 58, 35, 95, 75)
    pen.line(130, 75, 165, 35, 168, 100)
    pen.dot(90, 115)
    pen.dot(135, 115)
    pen.line(20, 140, 85, 145, thin=True)
    pen.line(140, 145, 205, 140, thin=True)
    return pen.picture
