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
STICKS = 0.55  # share of drawings with single lines for thin parts
TRUNKS, TRUNK_SHARES = ("outline", "ellipse", "box", "line"), (0.5, 0.25, 0.1, 0.15)


class Style(NamedTuple):
    """How one drawing is made.

    Attributes:
        width: of the pen, in pixels of the picture.
        simpler: standard deviation that the outline is smoothed with, in pixels.
        wobble: by how many pixels the hand strays from it, at most.
        gaps: how many times the pen leaves the paper.
        longest: of those, in pixels to each side.
        inner: the share of strong inner lines that are drawn.
        sticks: what is thinner than this share of the trunk is one line instead of two; 0: nothing.
        trunk: what stands for what is not: its "outline", an "ellipse", a "box" or a "line".
        head: has the end of a neck that is one line an ellipse for a head?
    """

    width: float
    simpler: float
    wobble: float
    gaps: int
    longest: float
    inner: float
    sticks: float
    trunk: str
    head: bool


def some_style(rng: np.random.Generator) -> Style:
    """One of the ways in which people draw: half are outlines, half have sticks for legs, and often for more."""
    sticks = rng.random() < STICKS
    trunk = str(rng.choice(TRUNKS, p=TRUNK_SHARES)) if sticks else "outline"
    far = trunk != "outline"  # then the neck is one line, too
    return Style(
        width=float(np.exp(rng.uniform(np.log(1.4), np.log(7)))),
        simpler=rng.uniform(0.6, 2.4),
        wobble=rng.uniform(0, 2.4),
        gaps=int(rng.choice([0, 0, int(rng.integers(1, 9))])),
        longest=rng.uniform(2, 9),
        inner=0.0 if far else float(rng.choice([0, 0, rng.uniform(0.1, 0.9)])),
        sticks=(rng.uniform(0.6, 0.85) if far else rng.uniform(0.3, 0.7)) if sticks else 0.0,
        trunk=trunk,
        head=bool(rng.random() < 0.7),
    )


def sketched(light: np.ndarray, alpha: np.ndarray, style: Style, rng: np.random.Generator) -> np.ndarray:
    """A drawing uint8 (h, w) of what `alpha`, float (h, w) in [0, 1], covers of `light`, float (h, w) in [0, 1]."""
    solid = blurred(alpha, style.simpler) > 0.5
    points = _with_sticks(solid, style) if style.sticks else outline(solid)
    if style.inner:
        points |= _chosen(inner_lines(light, alpha), style.inner, rng)
    ys, xs = np.nonzero(points)
    places = np.stack([ys, xs], 1) + 0.5
    for _ in range(style.gaps if len(places) else 0):
        middle, reach = places[rng.integers(len(places))], rng.uniform(2, style.longest)
        places = places[np.hypot(*(places - middle).T) > reach]
    return drawn(_strayed(places, solid.shape, style.wobble, rng), solid.shape, style.width)


def _with_sticks(solid: np.ndarray, style: Style) -> np.ndarray:
    """The points of a drawing of bool (h, w) whose thin parts are their middle lines."""
    inside = _distances(solid)
    reach = style.sticks * inside.max()
    body = _opened(solid, inside, reach)
    lines = thinned(solid)
    if style.trunk == "outline":
        return outline(body) | (lines & ~body)
    if style.head:
        body, head = _largest_part(body), _head_of(solid, inside, body)
    else:
        head = np.zeros_like(solid)
    if style.trunk == "line":
        return (lines & ~head) | outline(head)
    trunk = _figure(body, box=style.trunk == "box")
    return (lines & ~trunk & ~head) | outline(trunk) | outline(head)


def _head_of(solid: np.ndarray, inside: np.ndarray, body: np.ndarray) -> np.ndarray:
    """An ellipse where an animal's head seems to be: the thickest place far from its body; bool (h, w)."""
    away = _distances(~body)
    rest = solid & (away > 0.8 * inside.max())
    rest &= np.arange(len(solid))[:, None] < np.flatnonzero(body.any(1)).max() - 0.35 * inside.max()  # below are legs
    if not rest.any():
        return rest
    y, x = np.unravel_index(np.where(rest, inside, 0).argmax(), solid.shape)
    ys, xs = np.mgrid[: solid.shape[0], : solid.shape[1]]
    near = rest & (np.hypot(ys - y, xs - x) < 2.2 * inside[y, x])
    return _figure(near, box=False)


def _figure(solid: np.ndarray, *, box: bool) -> np.ndarray:
    """The ellipse, or the turned box, of the same middle and spread as bool (h, w): bool (h, w)."""
    if solid.sum() < 3:
        return solid
    ys, xs = (axis - axis[solid].mean() for axis in np.mgrid[: solid.shape[0], : solid.shape[1]].astype(float))
    spread = np.cov(np.stack([ys[solid], xs[solid]])) + 0.1 * np.eye(2)
    lengths, axes = np.linalg.eigh(spread)
    along = [(ys * axis[0] + xs * axis[1]) / np.sqrt(length) for axis, length in zip(axes.T, lengths, strict=True)]
    return np.maximum(*np.abs(along)) < np.sqrt(3) if box else np.hypot(*along) < 2


def _largest_part(solid: np.ndarray) -> np.ndarray:
    """The largest connected part of bool (h, w)."""
    labels = components(solid)
    return labels == np.bincount(labels[solid]).argmax() if solid.any() else solid


def _distances(solid: np.ndarray) -> np.ndarray:
    """How far each place of bool (h, w) is from the nearest outside of it, in pixels; 0 there."""
    rows, columns = (np.arange(side) for side in solid.shape)
    apart = np.abs(columns[:, None] - columns)
    across = np.where(solid[:, None, :], sum(solid.shape), apart).min(-1)
    squares = (rows[:, None] - rows)[..., None] ** 2 + across**2
    return np.sqrt(squares.min(1))


def _opened(solid: np.ndarray, inside: np.ndarray, reach: float) -> np.ndarray:
    """What a disc of radius `reach` can touch without leaving bool (h, w), whose `_distances` are `inside`."""
    return (_distances(~(inside > reach)) <= reach) & solid


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
