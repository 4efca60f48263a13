"""What labelled pictures are good for: how well a classifier that learned from them alone reads others.

For a generator's pictures this is the classification accuracy score (Ravuri and Vinyals 2019, arXiv:1905.10887). The
classifier is small enough to be trained while somebody waits: fixed random filters, of which nothing is learned
(Rahimi and Recht 2008), and one linear layer on top, by ridge regression in one step. Plain numpy.
"""

from __future__ import annotations

import numpy as np

CLASSES = 10
FILTERS, SIZE, GRID = 64, 5, 4  # filters of SIZE x SIZE pixels, whose answers are averaged in GRID x GRID places
WIDTH = FILTERS * GRID**2 + 1  # numbers for each picture; the last is always 1
RIDGE = 1e-3  # of the mean square of a feature
SEED = 0  # of the filters
BATCH = 250


class RandomFeatures:
    """Random filters of the size of a stroke, the same for everybody: no picture had a part in them."""

    def __init__(self, seed: int = SEED) -> None:
        rng = np.random.default_rng(seed)
        filters = rng.standard_normal((SIZE**2, FILTERS))
        filters -= filters.mean(0)  # even brightness says nothing
        self._filters = (filters / np.linalg.norm(filters, axis=0)).astype(np.float32)
        self._thresholds = rng.uniform(0, 0.5, FILTERS).astype(np.float32)

    def look(self, images: np.ndarray) -> np.ndarray:
        """float32 (n, WIDTH) of uint8 (n, 28, 28): how strongly each filter answers in each place."""
        parts = [images[start : start + BATCH] for start in range(0, len(images), BATCH)]
        return np.concatenate([self._look(part) for part in parts])

    def _look(self, images: np.ndarray) -> np.ndarray:
        pixels = images.astype(np.float32) / 255
        windows = np.lib.stride_tricks.sliding_window_view(pixels, (SIZE, SIZE), axis=(1, 2))
        n, side = len(images), windows.shape[1]
        answers = windows.reshape(-1, SIZE**2) @ self._filters - self._thresholds
        np.maximum(answers, 0, out=answers)
        places = answers.reshape(n, GRID, side // GRID, GRID, side // GRID, FILTERS).mean((2, 4))
        return np.concatenate([places.reshape(n, -1), np.ones((n, 1), np.float32)], axis=1)


class Sums:
    """All that ridge regression needs to know of labelled pictures. Two sets that are added teach as one."""

    def __init__(self) -> None:
        self.n = 0
        self._squares = np.zeros((WIDTH, WIDTH))
        self._answers = np.zeros((WIDTH, CLASSES))

    def add(self, features: np.ndarray, labels: np.ndarray) -> None:
        """Take in features (n, WIDTH) and their classes, 0 to 9, (n,)."""
        self.n += len(features)
        self._squares += features.T @ features
        self._answers += features.T @ np.eye(CLASSES, dtype=np.float32)[labels]

    def __add__(self, other: Sums) -> Sums:
        both = Sums()
        both.n = self.n + other.n
        both._squares, both._answers = self._squares + other._squares, self._answers + other._answers
        return both

    def weights(self) -> np.ndarray:
        """The linear layer, float32 (WIDTH, CLASSES): features @ weights is largest at the class that is meant."""
        ridge = RIDGE * np.trace(self._squares) / WIDTH
        return np.linalg.solve(self._squares + ridge * np.eye(WIDTH), self._answers).astype(np.float32)
