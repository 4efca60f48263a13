"""What the theory of GANs knows without training: the browser's lab is held against it."""

from __future__ import annotations

import numpy as np


def optimal_discriminator(p_real: np.ndarray, p_fake: np.ndarray) -> np.ndarray:
    """D*(x) = p(x) / (p(x) + q(x)): Goodfellow et al. 2014, proposition 1."""
    return p_real / (p_real + p_fake)


def total_variation(p: np.ndarray, q: np.ndarray) -> float:
    """Half the sum of |p - q| over the cells of two histograms whose shares sum to 1; 0 (the same) to 1."""
    return float(np.abs(p - q).sum() / 2)


def best_accuracy(p: np.ndarray, q: np.ndarray) -> float:
    """What the optimal discriminator scores on as many fakes as reals, 1/2 + total variation / 2: the needle's end.

    It says real where p > q, so it is right on sum(max(p, q)) / 2.
    """
    return 0.5 + total_variation(p, q) / 2


def jensen_shannon(p: np.ndarray, q: np.ndarray) -> float:
    """Jensen-Shannon divergence of two histograms in nats, 0 to log 2: V(D*, G) = 2 JS - log 4 (theorem 1)."""
    middle = (p + q) / 2

    def towards_middle(r: np.ndarray) -> float:
        there = r > 0
        return float(np.sum(r[there] * np.log(r[there] / middle[there])))

    return max(0.0, (towards_middle(p) + towards_middle(q)) / 2)
