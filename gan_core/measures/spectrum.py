"""How fakes are found: two traces that generators leave, and a small classifier that looks for one. Plain numpy.

The first trace is the spectrum, averaged over all directions: how much there is of each fineness (Durall et al. 2020,
arXiv:2003.01826). The second is haze: pixels that are almost black, where a pen leaves few. The classifier is logistic
regression, and knows nothing of a picture but one of these.
"""

from __future__ import annotations

import numpy as np

RINGS = 32  # of a spectrum at most
ALMOST_BLACK = 7  # the brightest of 255 that is called so
LEAST_POWER = 1e-3  # far below what one step of one pixel leaves
RIDGE = 1e-2
STEPS = 30  # of Newton's method, which is done after about ten
BATCH = 2**22  # pixels


def radial(images: np.ndarray) -> np.ndarray:
    """How much there is of each fineness: log10 of the mean power in each ring of the spectrum, float (n, rings).

    Under a Hann window, since the edges of a picture would leak everywhere.

    Args:
        images: grey and square, (n, side, side), from 0 to 255.

    Returns:
        `min(side // 2, RINGS)` columns, from coarse to fine: the last changes with every pixel. What is finer still, in
        the corners, belongs to the last; the mean brightness belongs to none.
    """
    side = images.shape[1]
    count = min(side // 2, RINGS)
    window = np.hanning(side)[:, None] * np.hanning(side)
    frequency = np.fft.fftfreq(side)
    ring = np.minimum(np.rint(np.hypot(frequency[:, None], frequency) * 2 * count), count).ravel()
    members = (ring[:, None] == np.arange(1, count + 1)).astype(float)
    members /= members.sum(0) * (window**2).sum()

    def look(part: np.ndarray) -> np.ndarray:
        still = part - part.mean((1, 2), keepdims=True)
        power = np.abs(np.fft.fft2(still * window)) ** 2
        return np.log10(power.reshape(len(part), -1) @ members + LEAST_POWER)

    batch = max(1, BATCH // side**2)
    return np.concatenate([look(images[start : start + batch]) for start in range(0, len(images), batch)])


def haze(images: np.ndarray) -> np.ndarray:
    """How many pixels of each of uint8 (n, h, w) are almost black but not black: int (n,)."""
    return ((images > 0) & (images <= ALMOST_BLACK)).sum((1, 2))


class Detector:
    """Logistic regression that learned from features (n, k) of reals and of fakes, best of as many of each."""

    def __init__(self, reals: np.ndarray, fakes: np.ndarray) -> None:
        both = np.concatenate([reals, fakes])
        self._middle, self._spread = both.mean(0), both.std(0) + 1e-9
        x, y = self._seen(both), np.repeat([0.0, 1.0], [len(reals), len(fakes)])
        pull = RIDGE * np.eye(x.shape[1])
        self._weights = np.zeros(x.shape[1])
        for _ in range(STEPS):
            p = 1 / (1 + np.exp(-np.clip(x @ self._weights, -50, 50)))
            slope = x.T @ (p - y) / len(x) + pull @ self._weights
            bend = (x.T * (p * (1 - p))) @ x / len(x) + pull
            self._weights = self._weights - np.linalg.solve(bend, slope)

    def fake(self, features: np.ndarray) -> np.ndarray:
        """bool (n,): which of (n, k) it calls fake."""
        return self._seen(features) @ self._weights > 0

    def _seen(self, features: np.ndarray) -> np.ndarray:
        return np.concatenate([(features - self._middle) / self._spread, np.ones((len(features), 1))], 1)
