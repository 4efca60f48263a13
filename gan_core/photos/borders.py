"""Detects plain borders around a picture: mounts, letterboxes, the bars of a phone's screenshot.

Networks take a border for a part of the scene and paint it, and a guard sees mostly border. So it is set aside before
they see anything, and put back as it was. demo_ui/web/photos/borders.mjs finds the same boxes, to
the last pixel.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gan_core.photos.files import resized
from gan_core.photos.masks import enlarged

NEAR = 16  # levels of a channel that a plain border may be off its colour: scans and JPEG
PLAIN, EDGE = 90, 98  # in 100: of a line and of the border in all; of the outermost lines
ABRUPT = 50  # in 100 of a picture's edge, just inside, that must not be border: an animal on white paper has no edge
WIDE = 25  # the border is at least one in so many of a side
LEAST = 32  # pixels that a side of the picture has at least
GAP = 50  # one in so many of a side: shorter gaps are a part of the picture
ROUNDS = 2  # a letterbox may lie in a mount


class Box(NamedTuple):
    """Where a picture lies: image[top:bottom, left:right]."""

    top: int
    bottom: int
    left: int
    right: int


class Framed(NamedTuple):
    """An image, uint8 (h, w, 3), and where the picture lies in it; None: all of it."""

    whole: np.ndarray
    box: Box | None

    @property
    def picture(self) -> np.ndarray:
        """What the networks are to see, uint8 (h', w', 3)."""
        return (
            self.whole
            if self.box is None
            else self.whole[self.box.top : self.box.bottom, self.box.left : self.box.right]
        )

    @property
    def shares(self) -> list[float] | None:
        """Left, top, right and bottom of the picture as shares of the image; None without a border."""
        if self.box is None:
            return None
        (height, width), (top, bottom, left, right) = self.whole.shape[:2], self.box
        return [left / width, top / height, right / width, bottom / height]

    def inner(self, x: float, y: float) -> tuple[float, float]:
        """A place on the image as one on its picture, both in shares; on the border: the nearest one."""
        left, top, right, bottom = self.shares or (0, 0, 1, 1)
        return min(max((x - left) / (right - left), 0), 1), min(max((y - top) / (bottom - top), 0), 1)

    def outer(self, x: float, y: float) -> tuple[float, float]:
        """A place on the picture as one on the whole image, both in shares."""
        left, top, right, bottom = self.shares or (0, 0, 1, 1)
        return left + x * (right - left), top + y * (bottom - top)

    def around(self, picture: np.ndarray, border: np.ndarray | None = None) -> np.ndarray:
        """The border, or that of another image of the same size, around what became of the picture.

        Args:
            picture: uint8 (h', w', 3) as large as `picture`, when the border stays as it was, or smaller, when it is
                brought to the same scale.
        """
        if self.box is None:
            return picture
        (height, width), (top, bottom, left, right) = self.whole.shape[:2], self.box
        tall, wide = picture.shape[0] / (bottom - top), picture.shape[1] / (right - left)
        over, under = round(tall * top), round(tall * (height - bottom))
        before, after = round(wide * left), round(wide * (width - right))
        size = (over + picture.shape[0] + under, before + picture.shape[1] + after)
        found = resized(self.whole if border is None else border, size).copy()
        found[over : over + picture.shape[0], before : before + picture.shape[1]] = picture
        return found

    def mask(self, mask: np.ndarray) -> np.ndarray:
        """A mask float32 (h', w') of the picture as one of the image, float32 (h, w): 0 where the border is."""
        if self.box is None:
            return mask
        found = np.zeros(self.whole.shape[:2], np.float32)
        found[self.box.top : self.box.bottom, self.box.left : self.box.right] = enlarged(mask, self.picture.shape[:2])
        return found


def framed(image: np.ndarray) -> Framed:
    """uint8 (h, w, 3) with its plain border set aside."""
    return Framed(image, inside(image))


def inside(image: np.ndarray) -> Box | None:
    """The picture within the plain border of uint8 (h, w, 3); None if it has none.

    A border lies on two opposite sides or on all four, in one colour. Small things may lie in it, such as a clock.
    """
    box = Box(0, image.shape[0], 0, image.shape[1])
    for _ in range(ROUNDS):
        rows = _within(image[box.top : box.bottom, box.left : box.right])
        if rows:
            box = box._replace(top=box.top + rows[0], bottom=box.top + rows[1])
        columns = _within(image[box.top : box.bottom, box.left : box.right].swapaxes(0, 1))
        if columns:
            box = box._replace(left=box.left + columns[0], right=box.left + columns[1])
        if not (rows or columns):
            break
    return None if box == (0, image.shape[0], 0, image.shape[1]) else box


def _within(image: np.ndarray) -> tuple[int, int] | None:
    """Between which lines along the first axis the picture lies; None without a border before and after it."""
    length, across = image.shape[:2]
    colour, other = (_middle(lines.reshape(-1, 3)) for lines in (image[:2], image[-2:]))
    if np.abs(colour - other).max() > NEAR or min(length, across) < LEAST:
        return None
    ends = _near(image[[0, -1]], colour)
    if (100 * ends.sum(axis=1) < EDGE * across).any():
        return None
    near = _near(image, colour)
    plain = near.sum(axis=1)
    start, end = _longest(100 * plain < PLAIN * across, length // GAP)
    before, after = start, length - end
    if min(before, after) * WIDE < length or end - start < LEAST:
        return None
    if 100 * (plain[:start].sum() + plain[end:].sum()) < PLAIN * across * (before + after):
        return None
    return (start, end) if _abrupt(near, start, end) else None


def _near(image: np.ndarray, colour: np.ndarray) -> np.ndarray:
    """Where (h, w, 3) is hardly off a colour: bool (h, w)."""
    low, high = np.clip(colour - NEAR, 0, 255).astype(np.uint8), np.clip(colour + NEAR, 0, 255).astype(np.uint8)
    near = np.ones(image.shape[:2], bool)
    for channel in range(3):  # one after the other: many times as fast as a maximum over three
        near &= (image[..., channel] >= low[channel]) & (image[..., channel] <= high[channel])
    return near


def _abrupt(near: np.ndarray, start: int, end: int) -> bool:
    """Whether the picture begins or ends all along its width."""
    picture = 100 * (~near[start:end]).sum(axis=0) >= 5 * (end - start)  # the lines across that it reaches
    wide, deep = int(picture.sum()), (end - start) // 100 + 1
    edges = (near[start + deep], near[end - 1 - deep])
    return any(100 * int((~edge[picture]).sum()) >= ABRUPT * wide for edge in edges) and wide >= LEAST


def _longest(marked: np.ndarray, gap: int) -> tuple[int, int]:
    """Start and end of the longest run of what is marked, over gaps shorter than `gap`; (0, 0) if nothing is."""
    best, start, last = (0, 0), -1, -1
    for place in np.flatnonzero(marked).tolist():
        if start < 0 or place - last > gap + 1:
            start = place
        last = place
        if last + 1 - start > best[1] - best[0]:
            best = (start, last + 1)
    return best


def _middle(colours: np.ndarray) -> np.ndarray:
    """The lower median of each channel of (n, 3)."""
    return np.sort(colours, axis=0)[(len(colours) - 1) // 2].astype(np.int16)
