"""Animals cut out of photographs along rough masks, with numpy and Pillow alone.

A mask that a CycleGAN paints with says where the animal is, and only roughly where it ends. What it covers and what it
leaves tells the colours of the animal and of what is behind it; those tell where it ends.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PIL import Image, ImageFilter

ROUNDS = 5  # of colours, edge, colours ...
BINS = 14  # for each of lightness and two colours
SURE = (0.03, 0.97)  # nothing that colours say alone is surer than this
EDGE = (0.45, 0.7)  # less is outside of a cut-out, more inside
COARSE = 6.0  # pixels: Gaussians wider than this are worked out on a smaller picture


class Part(NamedTuple):
    """The largest connected part of a cut-out, and how likely it is that it is one whole animal.

    Attributes:
        alpha: float32 (h, w) in [0, 1].
        box: left, top, right, bottom of it.
        share: of the picture that it covers.
        alone: its share of all that was cut out.
        solid: the share of its box that it covers: legs leave some of it free.
        sure: mean of the rough mask in it.
        cut: the longest run of it along an edge of the picture, as a share of that edge.
    """

    alpha: np.ndarray
    box: tuple[int, int, int, int]
    share: float
    alone: float
    solid: float
    sure: float
    cut: float

    @property
    def whole(self) -> bool:
        """Is it one large animal that the picture's edges do not cut?"""
        height, width = self.alpha.shape
        long = max((self.box[2] - self.box[0]) / width, (self.box[3] - self.box[1]) / height)
        return long > 0.4 and self.alone > 0.72 and 0.25 < self.solid < 0.82 and self.sure > 0.3 and self.cut < 0.16


def refined(photograph: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """A rough mask float (h, w) of uint8 (h, w, 3) along the edges of what it means: float32 (h, w) in [0, 1]."""
    side = max(mask.shape)
    colours, light = _colours(photograph), np.asarray(Image.fromarray(photograph).convert("L")) / 255.0
    found = np.clip(1.6 * blurred(mask, 0.012 * side), 0, 1)
    rough = np.clip(1.3 * blurred(found, 0.03 * side), 0.01, 0.97)
    for _ in range(ROUNDS):
        near = np.clip(3 * blurred(found > 0.5, 0.12 * side), 0.15, 1)  # what lies behind it says more than what is far
        inside = _frequencies(colours, np.clip(found - 0.3, 0, 1))
        outside = _frequencies(colours, np.clip(0.7 - found, 0, 1) * near)
        likely = np.clip((inside / (inside + outside))[colours], *SURE)
        around = np.clip(blurred(found, 0.025 * side), 0.01, 0.99)
        odds = _odds(likely) + 0.7 * _odds(around) + 0.5 * _odds(rough)
        found = np.clip(guided(light, 1 / (1 + np.exp(-odds)), max(2, side // 64)), 0, 1)
    return np.clip((found - EDGE[0]) / (EDGE[1] - EDGE[0]), 0, 1).astype(np.float32)


def largest(alpha: np.ndarray, mask: np.ndarray) -> Part | None:
    """The largest connected part of a cut-out (h, w) made from a rough `mask` (h, w); None if nothing was cut out."""
    solid = alpha > 0.5
    labels = components(solid)
    sizes = np.bincount(labels[solid])
    if not len(sizes):
        return None
    chosen = labels == sizes.argmax()
    rows, columns = (np.flatnonzero(chosen.any(axis)) for axis in (1, 0))
    box = int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
    soft = np.asarray(Image.fromarray(chosen).convert("L").filter(ImageFilter.MaxFilter(5))) > 0
    edges = (chosen[0], chosen[-1], chosen[:, 0], chosen[:, -1])
    area = (box[2] - box[0]) * (box[3] - box[1])
    return Part(
        alpha=np.where(soft, alpha, 0).astype(np.float32),
        box=box,
        share=float(chosen.mean()),
        alone=float(chosen.sum() / solid.sum()),
        solid=float(chosen.sum() / area),
        sure=float(np.clip(1.6 * blurred(mask, 0.012 * max(mask.shape)), 0, 1)[chosen].mean()),
        cut=max(float(edge.mean()) for edge in edges),
    )


def components(solid: np.ndarray) -> np.ndarray:
    """Connected parts of bool (h, w): whole numbers (h, w), alike within a part, from 1; 0 elsewhere.

    Pixels are connected through their four sides.
    """
    labels = np.where(solid, np.arange(1, solid.size + 1).reshape(solid.shape), 0)
    while True:
        spread = _highest_of_runs(_highest_of_runs(labels, solid).T, solid.T).T
        if np.array_equal(spread, labels):
            return labels
        labels = spread


def _highest_of_runs(labels: np.ndarray, solid: np.ndarray) -> np.ndarray:
    """Each run of pixels in a row of `solid` gets the highest of its labels."""
    walls = np.pad(solid, ((0, 0), (0, 1)))  # no run goes on in the next row
    flat = np.pad(labels, ((0, 0), (0, 1))).ravel()
    starts = np.concatenate([[0], np.flatnonzero(np.diff(walls.ravel())) + 1])
    lengths = np.diff(np.append(starts, flat.size))
    return np.repeat(np.maximum.reduceat(flat, starts), lengths).reshape(walls.shape)[:, :-1]


def blurred(image: np.ndarray, deviation: float) -> np.ndarray:
    """(h, w) through a Gaussian, with its edges going on as they are: float64. A wide one is worked out coarsely."""
    height, width = image.shape
    image = np.asarray(image, np.float64)
    if deviation > COARSE:
        size = (max(4, round(2 * width / deviation)), max(4, round(2 * height / deviation)))
        small = blurred(_sized(image, size, Image.Resampling.BOX), 2 * size[0] / (2 * width / deviation))
        return _sized(small, (width, height), Image.Resampling.BICUBIC)
    reach = max(1, int(3 * deviation))
    kernel = np.exp(-(np.arange(-reach, reach + 1) ** 2) / (2 * deviation**2))
    for _ in (0, 1):  # down, then across
        grown = np.pad(image, ((reach, reach), (0, 0)), mode="edge")
        rows = len(image)
        image = sum((w * grown[at : at + rows] for at, w in enumerate(kernel / kernel.sum())), np.zeros(1)).T
    return image


def _sized(image: np.ndarray, size: tuple[int, int], kind: Image.Resampling) -> np.ndarray:
    return np.asarray(Image.fromarray(image.astype(np.float32)).resize(size, kind), np.float64)


def guided(guide: np.ndarray, image: np.ndarray, reach: int, noise: float = 1e-3) -> np.ndarray:
    """(h, w) smoothed, but not across the edges of a guide (He et al. 2013, "Guided Image Filtering")."""
    means = _mean(guide, reach), _mean(image, reach)
    slope = (_mean(guide * image, reach) - means[0] * means[1]) / (_mean(guide**2, reach) - means[0] ** 2 + noise)
    return _mean(slope, reach) * guide + _mean(means[1] - slope * means[0], reach)


def _mean(image: np.ndarray, reach: int) -> np.ndarray:
    """Over squares of 2 * reach + 1 pixels."""
    sums = np.pad(image, ((reach + 1, reach), (reach + 1, reach)), mode="edge").cumsum(0).cumsum(1)
    n = 2 * reach + 1
    return (sums[n:, n:] - sums[:-n, n:] - sums[n:, :-n] + sums[:-n, :-n]) / n**2


def _colours(photograph: np.ndarray) -> np.ndarray:
    """The bin of each pixel: colours are told finer than lightness."""
    planes = np.asarray(Image.fromarray(photograph).convert("YCbCr"), np.float64)
    planes[..., 1:] = np.clip(1.8 * (planes[..., 1:] - 128) + 128, 0, 255)
    return (planes * (BINS / 256)).astype(int) @ np.array([BINS**2, BINS, 1])


def _frequencies(colours: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """How frequent each bin is, smoothed over its neighbours."""
    found = np.bincount(colours.ravel(), weights.ravel() + 1e-6, BINS**3).reshape((BINS,) * 3)
    for axis in range(3):
        grown = np.pad(found, [(1, 1) if i == axis else (0, 0) for i in range(3)])
        steps = [np.take(grown, range(at, at + BINS), axis) for at in range(3)]
        found = 0.25 * steps[0] + 0.5 * steps[1] + 0.25 * steps[2]
    return found.ravel() / found.sum() + 1e-5


def _odds(share: np.ndarray) -> np.ndarray:
    return np.log(share / (1 - share))
