"""Metrics of image sets on a classifier's features: Frechet distance, class shares, spread. Plain numpy."""

from __future__ import annotations

import numpy as np

CONFIDENT = 0.9  # of a classifier: above it a picture is called a digit without doubt


def frechet_distance(a: np.ndarray, b: np.ndarray) -> float:
    """The Frechet distance between two normals fitted to features (n, d) and (m, d).

    |mu_a - mu_b|^2 + tr(C_a + C_b - 2 (C_a C_b)^(1/2)) (Dowson and Landau 1982; Heusel et al. 2017,
    equation 6). Not FID: that name means Inception features. Finite samples bias it upward, so compare
    only equal n, beside a real-versus-real floor.
    """
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    cov_a, cov_b = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    # tr (C_a C_b)^(1/2) = sum of the roots of the eigenvalues of S C_b S with S = C_a^(1/2), symmetric
    values, vectors = np.linalg.eigh(cov_a)
    root = (vectors * np.sqrt(np.clip(values, 0, None))) @ vectors.T
    cross = np.sqrt(np.clip(np.linalg.eigvalsh(root @ cov_b @ root), 0, None)).sum()
    gap = np.sum((a.mean(0) - b.mean(0)) ** 2)
    return float(max(gap + np.trace(cov_a) + np.trace(cov_b) - 2 * cross, 0.0))


def class_shares(probabilities: np.ndarray) -> np.ndarray:
    """The share of images whose likeliest class is 0 .. k-1, from probabilities (n, k); sums to 1."""
    count = np.bincount(probabilities.argmax(1), minlength=probabilities.shape[1])
    return count / len(probabilities)


def shares_right(probabilities: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Of each class 0 .. k-1, the share of its images whose likeliest class it is: (k,) of probabilities (n, k)."""
    right = probabilities.argmax(1) == labels
    return np.array([right[labels == k].mean() for k in range(probabilities.shape[1])])


def deviation(images: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Of each class, the standard deviation over its images in grey levels, averaged over pixels: (classes,).

    0 where all digits of a class are the same picture.
    """
    groups = [images[labels == k] for k in range(int(labels.max()) + 1)]
    return np.array([group.std(axis=0, dtype=np.float32).mean() for group in groups])


def spread(images: np.ndarray) -> float:
    """Half the mean squared Euclidean distance between two of `images` (n, h, w), uint8, pixels counted from 0 to 1.

    0 where all are the same picture, as when a generator has collapsed to one point.
    """
    return float((images / 255).var(axis=0).sum())
