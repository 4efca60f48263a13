"""How unlike what was learnt: the Mahalanobis distance to the nearest class. Plain numpy."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Density(NamedTuple):
    """Normals of one covariance for k classes of d features (Lee et al. 2018, arXiv:1807.03888).

    `means` (k, d) are whitened already; `whitening` (d, d) is the root of the inverse covariance.
    """

    means: np.ndarray
    whitening: np.ndarray

    def distance(self, features: np.ndarray) -> np.ndarray:
        """Of features (n, d) to the nearest class: float (n,), about 1 for what was learnt (divided by sqrt(d))."""
        gaps = (features @ self.whitening)[:, None] - self.means[None]
        return np.sqrt((gaps**2).mean(-1)).min(1)


def fit(features: np.ndarray, labels: np.ndarray, shrinkage: float = 0.1) -> Density:
    """Normals for features (n, d) of labels 0 .. k-1.

    Args:
        shrinkage: how far the covariance is drawn towards a round one of the same trace
            (Ledoit and Wolf 2004), which few samples in many dimensions need.
    """
    features = np.asarray(features, np.float64)
    means = np.stack([features[labels == k].mean(0) for k in range(int(labels.max()) + 1)])
    covariance = np.cov(features - means[labels], rowvar=False)
    round_one = np.eye(len(covariance)) * np.trace(covariance) / len(covariance)
    values, vectors = np.linalg.eigh((1 - shrinkage) * covariance + shrinkage * round_one)
    whitening = (vectors / np.sqrt(values)) @ vectors.T
    return Density(means @ whitening, whitening)
