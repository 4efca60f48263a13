"""Metrics of a single translation, such as its L1 difference. Plain numpy: pictures are uint8, metrics 0 to 1."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

OUTER = 0.1  # of each side
LUMA = np.array([0.299, 0.587, 0.114])  # ITU-R BT.601


def difference(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """|x - y| of two pictures uint8 (h, w, 3), mean of the colours: float32 (h, w) in [0, 1]."""
    return np.abs(x.astype(np.float32) - y) @ np.full(3, 1 / 765, np.float32)  # four times as fast as a mean


def outer_mean(values: np.ndarray) -> float:
    """The mean of (h, w) over its outer tenth: a frame that takes a tenth of each side."""
    height, width = values.shape
    dy, dx = max(1, round(OUTER * height)), max(1, round(OUTER * width))
    inner = values[dy : height - dy, dx : width - dx]
    outer = values.size - inner.size
    return float((values.sum(dtype=np.float64) - inner.sum(dtype=np.float64)) / outer)


def power_at_period(pictures: Iterable[np.ndarray], period: int) -> float:
    """Mean spectral power of uint8 (h, w, 3) pictures where patterns of `period` pixels show: checkerboards.

    That is around the frequency 1/period along each axis and along both, in squares of 1/32 of the
    spectrum's side, of the brightness under a Hann window (the edges of a picture would leak into the axes).
    """
    return float(np.mean([_power(picture, period) for picture in pictures]))


def _power(picture: np.ndarray, period: int) -> float:
    grey = picture @ LUMA / 255
    height, width = grey.shape
    window = np.hanning(height)[:, None] * np.hanning(width)[None]
    power = np.abs(np.fft.fft2((grey - grey.mean()) * window)) ** 2 / (window**2).sum()
    spots = [(height / period, 0.0), (0.0, width / period), (height / period, width / period)]
    return float(np.mean([_around(power, y, x) for y, x in spots]))


def _around(power: np.ndarray, y: float, x: float) -> float:
    height, width = power.shape
    rows = (round(y) + np.arange(-(height // 64), height // 64 + 1)) % height
    columns = (round(x) + np.arange(-(width // 64), width // 64 + 1)) % width
    return float(power[np.ix_(rows, columns)].mean())
