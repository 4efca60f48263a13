"""Drawings as a visitor might make them of an animal that was cut out: outlines, few inner lines, thin legs as sticks.

A drawing is made of points, which a pen with a round tip touches: uint8 (h, w), 255 where there is ink.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw

from tools.cutting import blurred, components

FINER = 3  # times as fine as the picture is what a pen's tip is drawn on
LEAST_LINE = 10  # pixels of an inner line


class Style(NamedTuple):
    """How one drawing is made. Lengths are in pixels of the picture.

    Attributes:
        width: of the pen.
        simpler: standard deviation that the outline is smoothed with.
        wobble: by how much the hand strays from it, at most.
        gaps: how many times the pen leaves the paper.
        inner: the share of strong inner lines that are drawn.
        sticks: what is at most this thick is drawn as one line instead of two; 0: nothing.
    """

    width: float
    simpler: float
    wobble: float
    gaps: int
    inner: float
    sticks: float


def some_style(rng: np.random.Generator) -> Style:
    """One of the ways in which people draw: many only outlines, some sticks for legs."""
    return Style(
        width=rng.uniform(1.6, 4.6),
        simpler=rng.uniform(0.6, 2.4),
        wobble=rng.uniform(0, 1.8),
        gaps=int(rng.integers(0, 4)),
        inner=float(rng.choice([0, 0, rng.uniform(0.1, 0.9)])),
        sticks=float(rng.choice([0, 0, rng.uniform(6, 12)])),
    )


def sketched(light: np.ndarray, alpha: np.ndarray, style: Style, rng: np.random.Generator) -> np.ndarray:
    """A drawing uint8 (h, w) of what `alpha`, float (h, w) in [0, 1], covers of `light`, float (h, w) in [0, 1]."""
    solid = blurred(alpha, style.simpler) > 0.5
    body = _opened(solid, style.sticks / 2) if style.sticks else solid
    points = outline(body)
    if style.sticks:
        points |= thinned(solid) & ~body
    if style.inner:
        points |= _chosen(inner_lines(light, alpha), style.inner, rng)
    ys, xs = np.nonzero(points)
    places = np.stack([ys, xs], 1) + 0.5
    for _ in range(style.gaps if len(places) else 0):
        middle, reach = places[rng.integers(len(places))], rng.uniform(2, 5)
        places = places[np.hypot(*(places - middle).T) > reach]
    return drawn(_strayed(places, solid.shape, style.wobble, rng), solid.shape, style.width)


def drawn(places: np.ndarray, shape: tuple[int, ...], width: float) -> np.ndarray:
    """Round touches of `width` pixels at places (n, 2), y before x: uint8 (h, w), 255 where there is ink."""
    fine = Image.new("L", (shape[1] * FINER, shape[0] * FINER))
    pen, reach = ImageDraw.Draw(fine), width * FINER / 2
    for y, x in places * FINER:
        pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=255)
    return np.asarray(fine.resize((shape[1], shape[0]), Image.Resampling.BOX))


def outline(solid: np.ndarray) -> np.ndarray:
    """The pixels of bool (h, w) that have a neighbour outside of it; the picture's edges are none."""
    grown = np.pad(solid, 1, mode="edge")
    inside = grown[:-2, 1:-1] & grown[2:, 1:-1] & grown[1:-1, :-2] & grown[1:-1, 2:]
    return solid & ~inside


def thinned(solid: np.ndarray) -> np.ndarray:
    """The middle lines of bool (h, w) (Zhang and Suen 1984)."""
    while True:
        before = solid
        for first in (True, False):
            solid = solid & ~_removable(solid, first)
        if np.array_equal(before, solid):
            return solid


def inner_lines(light: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """Where lightness changes most inside an animal: lines one pixel wide, bool (h, w)."""
    inside = blurred(alpha, 2.5) > 0.93
    if not inside.any():
        return inside
    smooth = blurred(light, 1.6)
    dy, dx = np.gradient(smooth)
    strength = np.hypot(dy, dx)
    along = np.abs(dx) >= np.abs(dy)  # does it change from left to right?
    ridge = np.zeros_like(inside)
    for axis, where in ((1, along), (0, ~along)):
        ridge |= where & (strength >= np.roll(strength, 1, axis)) & (strength >= np.roll(strength, -1, axis))
    strong = strength > max(0.02, float(np.quantile(strength[inside], 0.86)))
    return inside & ridge & strong


def _chosen(lines: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """Some of the long ones among lines."""
    labels = np.where(lines, components(_grown(lines, 1)), 0)  # so that lines which touch at a corner are one
    sizes = np.bincount(labels.ravel())
    long = [label for label in np.flatnonzero(sizes >= LEAST_LINE) if label]
    return np.isin(labels, [label for label in long if rng.random() < share])


def _strayed(places: np.ndarray, shape: tuple[int, ...], most: float, rng: np.random.Generator) -> np.ndarray:
    """Places (n, 2) moved by at most about `most` pixels, neighbours alike, so that lines stay whole."""
    rows, columns = (np.clip(places.astype(int)[:, axis], 0, shape[axis] - 1) for axis in (0, 1))
    cells = int(rng.integers(4, 12))
    fields = [wave(shape, cells, rng) for _ in range(2)]
    return places + most * np.stack([field[rows, columns] for field in fields], 1)


def wave(shape: tuple[int, ...], cells: int, rng: np.random.Generator) -> np.ndarray:
    """A smooth random field (h, w) of values about within -1 and 1, with `cells` bumps on a side."""
    bumps = Image.fromarray(rng.uniform(-1, 1, (cells, cells)).astype(np.float32))
    return np.asarray(bumps.resize((shape[1], shape[0]), Image.Resampling.BICUBIC))


def _opened(solid: np.ndarray, reach: float) -> np.ndarray:
    """What a disc of radius `reach` can touch without leaving bool (h, w)."""
    return _grown(~_grown(~solid, reach), reach) & solid


def _grown(solid: np.ndarray, reach: float) -> np.ndarray:
    """Bool (h, w) and all that is nearer to it than `reach`."""
    r = int(reach)
    grown = np.pad(solid, r)
    found = np.zeros_like(solid)
    for dy in range(-r, r + 1):
        for dx in range(-r, r + 1):
            if dy * dy + dx * dx <= reach * reach:
                found |= grown[r + dy : r + dy + solid.shape[0], r + dx : r + dx + solid.shape[1]]
    return found


def _removable(solid: np.ndarray, first: bool) -> np.ndarray:
    """One of the two turns of Zhang and Suen's algorithm."""
    p = np.pad(solid, 1).astype(np.int8)
    h, w = solid.shape
    around = [(0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0), (0, 0)]  # from above, clockwise
    n = [p[y : y + h, x : x + w] for y, x in around]
    count = sum(n)
    turns = sum((n[i] == 0) & (n[(i + 1) % 8] == 1) for i in range(8))
    up, right, down, left = n[0], n[2], n[4], n[6]
    ends = (up * right * down, right * down * left) if first else (up * right * left, up * down * left)
    return solid & (count >= 2) & (count <= 6) & (turns == 1) & (ends[0] == 0) & (ends[1] == 0)
