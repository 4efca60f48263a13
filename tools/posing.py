"""Shapes of horses in any pose, whose four legs are apart: `posed` makes one of limbs that taper, by chance.

Photographs show legs that hide one another, and few stride; who draws a horse gives it four.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from PIL import Image

from tools.cutting import blurred

FINER = 2
FILLED = 0.9  # share of the side that the longer side of a horse takes
Place = tuple[float, float]


def posed(side: int, rng: np.random.Generator) -> np.ndarray:
    """What of a picture is a horse that looks to the left: float64 (side, side) in [0, 1]."""
    limbs = _trunk(rng)
    for hip, near in (((0.29, 0.45), True), ((0.37, 0.47), False), ((0.65, 0.47), False), ((0.73, 0.45), True)):
        limbs += _leg(hip, front=hip[0] < 0.5, near=near, stride=rng.choice([0.1, 0.1, 0.4, 1.0]), rng=rng)
    places = np.array([(x, y, r) for limb in limbs for x, y, r in limb])
    low, high = (places[:, :2] - places[:, 2:]).min(0), (places[:, :2] + places[:, 2:]).max(0)
    scale = FILLED / max(high - low)
    shift = 0.5 - scale * (high + low) / 2
    shape = np.zeros((FINER * side,) * 2, bool)
    for limb in limbs:
        for (x, y, r), (u, v, s) in pairwise(limb):
            a, b = scale * np.array([x, y]) + shift, scale * np.array([u, v]) + shift
            shape |= _tapered(FINER * side, a, b, scale * r, scale * s)
    smooth = blurred(blurred(shape, 1.6 * FINER) > 0.45, 0.5 * FINER)
    return np.asarray(Image.fromarray(smooth.astype(np.float32)).resize((side, side), Image.Resampling.BOX), float)


def _trunk(rng: np.random.Generator) -> list[list[tuple[float, float, float]]]:
    """Trunk, neck, head, ears and tail: each a line of places x, y with the radius there."""
    fat = rng.uniform(0.85, 1.12)
    back = [(0.34, 0.4, 0.125 * fat), (0.5, 0.405, 0.112 * fat), (0.69, 0.385, 0.125 * fat)]
    tilt = rng.choice([rng.uniform(-65, -35), rng.uniform(-40, 0), rng.uniform(25, 62)], p=[0.55, 0.2, 0.25])
    reach = 0.27 if tilt < 20 else 0.34
    nape = _from((0.29, 0.36), 180 - tilt, reach * rng.uniform(0.85, 1.15))
    nod = rng.uniform(120, 160) if tilt < 20 else rng.uniform(95, 140)
    muzzle = _from(nape, nod, rng.uniform(0.15, 0.2))
    neck = [(0.31, 0.375, 0.105 * fat), (*_from((0.29, 0.36), 180 - tilt, 0.5 * reach), 0.07), (*nape, 0.05)]
    head = [(*nape, 0.052), (*_from(nape, nod, 0.06), 0.05), (*muzzle, 0.028)]
    ear = [(*nape, 0.035), (*_from(nape, nod + 125, rng.uniform(0.08, 0.11)), 0.008)]
    swing = rng.uniform(20, 85)
    dock = (0.79, 0.36)
    middle = _from(dock, swing, 0.11)
    tail = [(*dock, 0.022), (*middle, 0.026), (*_from(middle, swing + rng.uniform(0, 50), 0.14), 0.01)]
    return [back, neck, head, ear, tail]


def _leg(
    hip: Place, *, front: bool, near: bool, stride: float, rng: np.random.Generator
) -> list[list[tuple[float, float, float]]]:
    """One limb of places x, y with the radius there, from the hip or shoulder at `hip` to the hoof.

    `stride` is how far it may swing, 0 to 1; a near leg hangs a little outwards of the far one beside it.
    """
    swing = 90 + 45 * stride * rng.uniform(-1, 1) + (6 if near == front else -6)
    bend = rng.uniform(-0.1, 1) * 40 * stride * (1 if front else -1)
    knee = _from(hip, swing + (0 if front else 8), 0.2 * rng.uniform(0.9, 1.1))
    fetlock = _from(knee, swing - bend * (1 if front else -1) - (0 if front else 12), 0.17)
    hoof = _from(fetlock, swing - bend + 12, 0.05)
    thick = 0.062 if front else 0.085
    return [[(*hip, thick), (*_from(hip, swing, 0.1), 0.65 * thick), (*knee, 0.03), (*fetlock, 0.021), (*hoof, 0.028)]]


def _from(place: Place, angle: float, length: float) -> Place:
    """The place `length` away; 0 degrees is to the right, 90 down."""
    turn = np.deg2rad(angle)
    return float(place[0] + length * np.cos(turn)), float(place[1] + length * np.sin(turn))


def _tapered(side: int, a: np.ndarray, b: np.ndarray, r: float, s: float) -> np.ndarray:
    """A limb from a to b, shares of the side, whose radius goes from r to s: bool (side, side)."""
    ys, xs = (np.mgrid[:side, :side] + 0.5) / side
    along = b - a
    t = np.clip(((xs - a[0]) * along[0] + (ys - a[1]) * along[1]) / max(1e-9, along @ along), 0, 1)
    return np.hypot(xs - a[0] - t * along[0], ys - a[1] - t * along[1]) < r + t * (s - r)
