"""A closed way through latent vectors: a spline on the sphere, so that a film of it has no seam. Numpy only."""

from __future__ import annotations

from itertools import pairwise

import numpy as np


def closed_way(points: np.ndarray, at: np.ndarray, scale: np.ndarray | float = 1.0) -> np.ndarray:
    """Where one is on the way through all `points` and back to the first.

    Between two points it is a cubic Bezier curve by de Casteljau's steps on the unit sphere (Shoemake 1985), whose
    slopes are those of Catmull and Rom (1974): half of the way from the point before to the point after, in the
    tangent space. So neither the way nor its pace has a corner, at the seam neither. Lengths follow the same spline.

    Args:
        points: float32 (n, dim), n >= 1.
        at: (m,), 0 to 1 is once around; whole numbers are the first point.
        scale: (n,), what the length of each point is multiplied by; at 0 it still has a direction.

    Returns:
        float32 (m, dim).
    """
    n = len(points)
    lengths = np.linalg.norm(points, axis=1).astype(np.float64)
    units = (
        np.where(lengths[:, None] > 0, points, np.eye(1, points.shape[1])) / np.where(lengths > 0, lengths, 1)[:, None]
    )
    slopes = [_to(units[i], units[(i + 1) % n]) / 2 - _to(units[i], units[i - 1]) / 2 for i in range(n)]
    places = np.atleast_1d(np.asarray(at, np.float64)) % 1.0 * n
    return np.array([_place(units, slopes, lengths * scale, place) for place in places], np.float32)


def blended(labels: np.ndarray, at: np.ndarray, classes: int) -> np.ndarray:
    """The class that is asked for on the way: one of `classes` at a point, two in part between, (m, classes)."""
    hot, n = np.eye(classes, dtype=np.float32)[labels], len(labels)
    place = np.atleast_1d(at) % 1.0 * n
    leg = place.astype(int) % n
    share = (place - np.floor(place))[:, None]
    share = share * share * (3 - 2 * share)  # it rests at the points
    return ((1 - share) * hot[leg] + share * hot[(leg + 1) % n]).astype(np.float32)


def _place(units: np.ndarray, slopes: list[np.ndarray], lengths: np.ndarray, place: float) -> np.ndarray:
    n = len(units)
    i, t = int(place) % n, place - int(place)
    j = (i + 1) % n
    corners = [units[i], _off(units[i], slopes[i] / 3), _off(units[j], -slopes[j] / 3), units[j]]
    while len(corners) > 1:
        corners = [_off(a, t * _to(a, b)) for a, b in pairwise(corners)]
    a, b = lengths[i], lengths[j]
    up, down = (lengths[j] - lengths[i - 1]) / 6, (lengths[(j + 1) % n] - lengths[i]) / 6
    s = 1 - t
    return corners[0] * (s**3 * a + 3 * s * s * t * (a + up) + 3 * s * t * t * (b - down) + t**3 * b)


def _to(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The tangent at the unit vector a whose great circle is at b after its own length (the logarithm)."""
    along = float(np.clip(a @ b, -1.0, 1.0))
    aside = b - along * a
    across = float(np.linalg.norm(aside))
    return aside / across * np.arctan2(across, along) if across > 1e-9 else np.zeros_like(a)


def _off(a: np.ndarray, tangent: np.ndarray) -> np.ndarray:
    """From the unit vector a along a great circle (the exponential)."""
    angle = float(np.linalg.norm(tangent))
    return np.cos(angle) * a + np.sin(angle) * tangent / angle if angle > 1e-12 else a
