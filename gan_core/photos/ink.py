"""Preprocessing of drawings: finds the ink, from a paint program or photographed on lined or unevenly lit paper.

Paper changes slowly and a stroke is thin, so the paper is what is left when all that is thin has been closed, and ink
is what differs from it there (a top hat; Serra 1982).
"""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from gan_core.base.errors import GanError

CLEAN, EVEN = 12, 0.7  # levels off the paper's colour, and the share of a picture so near to it that is no photograph
FILLED, TWO_TONES = 0.4, 0.95  # a silhouette: so much is paper, and so much paper or black
LEAST = 24  # levels that ink differs from clean paper
STRONG = 0.5  # quantile of the ink that counts as black: the middle of the strokes
SIDE = 512  # long side that photographed drawings are levelled at
THIN = 16  # strokes are thinner than one in so many of the long side
DARK = 32  # levels that contrasts are at least measured against
BUSY = 0.15  # of a full stroke's contrast: where half of a picture differs so much, it shows no paper
NOISE = 6.0  # times the paper's grain: less is no ink
FAINT, BLACK = 0.4, 0.8  # of a full stroke's contrast: less is none (rules, shadows), more is all
GREY = 0.05, 0.95  # of full ink: what lies between is neither ink nor paper
STAIN = 0.02  # of the long side: what is smaller in both directions is no stroke
MOST_INK = 0.25  # of a picture: more is no drawing
COLOURED, CELLS = 7, 16  # levels that half of so many cells a side are off their middle colour: no paper is
SMALL, MARGIN = 0.6, 0.12  # a drawing over less of the side is brought nearer, and has so much of a margin then


def ink_of(picture: np.ndarray, *, soft: bool = False) -> np.ndarray:
    """The ink of a drawing, uint8 (h, w, 3), dark on light or light on dark: uint8 (h', w'), 255 where it is black.

    On even paper it is what differs from that, at its place. What was photographed is levelled, rid of rules and
    stains, and brought nearer where it is small.

    Args:
        soft: on even paper only what differs most is black, as in pictures of digits, whose edges are soft; else all
            that differs as much as the middle of a stroke.

    Raises:
        GanError: 'drawing_unclear' (no strokes are found in a photograph).
    """
    off = _off_paper(picture)
    ink = _full(off)
    paper, black = (off <= CLEAN).mean(), (ink >= 255 - CLEAN).mean()
    if paper >= EVEN or (paper >= FILLED and paper + black >= TWO_TONES):
        return _graded(off) if soft else ink
    levelled = _levelled(np.asarray(Image.fromarray(picture).convert("L")))
    if _colours_around(levelled, picture) > COLOURED:
        raise GanError("drawing_unclear")
    return _nearer(levelled)


def _colours_around(ink: np.ndarray, picture: np.ndarray) -> float:
    """How far half of what lies between the ink, uint8 (h, w), is off its middle colour, in levels of red and blue over
    green: paper is of one colour but for the light, a meadow under a sky is not."""
    rows, columns = (np.flatnonzero((ink > 127).any(axis=axis)) for axis in (1, 0))
    box = np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1], float)
    scale = np.tile([picture.shape[1] / ink.shape[1], picture.shape[0] / ink.shape[0]], 2)
    cells, inked = (
        np.asarray(Image.fromarray(x).resize((CELLS, CELLS), Image.Resampling.BOX, box=tuple(at)), np.int16)
        for x, at in ((picture, box * scale), (ink, box))
    )
    between = inked <= np.median(inked)
    red, green, blue = cells[between].T
    off = [np.abs(colour - np.median(colour)) for colour in (red - green, blue - green)]
    return float(np.median(np.maximum(*off)))


def even_ink(picture: np.ndarray) -> np.ndarray:
    """The ink of a drawing on even paper, uint8 (h, w, 3), as strong as it can be: uint8 (h, w)."""
    return _full(_off_paper(picture))


def _full(off: np.ndarray) -> np.ndarray:
    """Contrasts (h, w) with that of the middle of a stroke made black: uint8."""
    strokes = off[off >= LEAST]
    strong = float(np.quantile(strokes, STRONG)) if strokes.size else 255.0
    return np.clip(np.rint(255.0 * off / strong), 0, 255).astype(np.uint8)


def _graded(off: np.ndarray) -> np.ndarray:
    """Contrasts (h, w) with the strongest made black, if there is any ink: uint8."""
    most = int(off.max())
    return np.rint(255.0 * off / most).astype(np.uint8) if most >= LEAST else np.zeros(off.shape, np.uint8)


def _off_paper(picture: np.ndarray) -> np.ndarray:
    """How far uint8 (h, w, 3) is from the colour of its most frequent lightness: int16 (h, w), 0 to 255."""
    light = np.asarray(Image.fromarray(picture).convert("L"))
    paper = int(np.bincount(light.ravel(), minlength=256).argmax())
    colour = np.median(picture[light == paper], axis=0).astype(np.int16)
    red, green, blue = np.moveaxis(np.abs(picture - colour), -1, 0)
    return np.maximum(np.maximum(red, green), blue)  # many times as fast as a maximum over three


def _levelled(light: np.ndarray) -> np.ndarray:
    """The ink of photographed lightness uint8 (h, w), at most `SIDE` on the long side."""
    image = Image.fromarray(light)
    image.thumbnail((SIDE, SIDE), Image.Resampling.BOX)
    x = np.asarray(image.filter(ImageFilter.GaussianBlur(0.7)), np.float32)
    reach = max(x.shape) // THIN
    below, above = _paper(x, reach), 255 - _paper(255 - x, reach)  # of dark and of light ink
    dark, bright = (below - x) / np.maximum(below, DARK), (x - above) / np.maximum(x, DARK)
    ink = dark if _strokes(dark) >= _strokes(bright) else bright
    grain = float(np.median(ink)) + NOISE * float(np.median(np.abs(ink - np.median(ink))))
    full = float(np.quantile(ink, 1 - 0.01))  # strokes take more than a hundredth
    if full <= grain or full < LEAST / 255 or np.median(ink) > BUSY * full:
        raise GanError("drawing_unclear")
    found = np.clip((ink - max(FAINT * full, grain)) / ((BLACK - FAINT) * full), 0, 1)
    kept = found * _large(found > 0.25)
    inked, grey = (kept > 0.5).mean(), ((kept > GREY[0]) & (kept < GREY[1])).mean()
    if not 0.001 < inked < MOST_INK or grey > inked:  # a stroke has edges; a photograph shades from dark to light
        raise GanError("drawing_unclear")
    return np.rint(255 * kept).astype(np.uint8)


def _paper(x: np.ndarray, reach: int) -> np.ndarray:
    """(h, w) closed: everything dark that is thinner than `reach` is filled with what lies around it."""
    return -_greatest(-_greatest(x, reach), reach)


def _greatest(x: np.ndarray, reach: int) -> np.ndarray:
    """The greatest of (h, w) within `reach` places, along both axes."""
    for axis in (0, 1):
        x = np.moveaxis(x, axis, 0)
        grown = np.pad(x, ((reach, reach), (0, 0)), mode="edge")
        wide = 1
        while wide < 2 * reach + 1:  # the greatest of so many in a row, twice as many each time
            step = min(wide, 2 * reach + 1 - wide)
            grown = np.maximum(grown[: len(grown) - step], grown[step:])
            wide += step
        x = np.moveaxis(grown, 0, axis)
    return x


def _strokes(ink: np.ndarray) -> float:
    """How much of this contrast is ink: its skewness, for paper is most of a picture."""
    away = ink - ink.mean()
    return float((away**3).mean() / max(float((away**2).mean()) ** 1.5, 1e-9))


def _large(mask: np.ndarray) -> np.ndarray:
    """What of (h, w) belongs to something that is no stain, and does not run along the picture's edge."""
    labels, boxes = _parts(mask)
    least, (height, width) = STAIN * max(mask.shape), mask.shape
    keep = np.zeros(len(boxes) + 1, bool)
    for label, (top, bottom, left, right) in enumerate(boxes, 1):
        straight = min(bottom - top, right - left) < least and max(bottom - top, right - left) > 0.8 * min(mask.shape)
        at_edge = (top == 0 or bottom == height or left == 0 or right == width) and len(boxes) > 1
        keep[label] = max(bottom - top, right - left) >= least and not straight and not at_edge
    return keep[labels] if keep.any() else mask


def _parts(mask: np.ndarray) -> tuple[np.ndarray, list[list[int]]]:
    """Labels (h, w) of what hangs together, 0 for none, and top, bottom, left and right of each."""
    labels = np.zeros(mask.shape, np.int32)
    boxes: list[list[int]] = []
    height, width = mask.shape
    for start in np.argwhere(mask).tolist():
        if labels[start[0], start[1]]:
            continue
        boxes.append(box := [start[0], start[0] + 1, start[1], start[1] + 1])
        labels[start[0], start[1]] = len(boxes)
        waiting = [start]
        while waiting:
            y, x = waiting.pop()
            box[:] = min(box[0], y), max(box[1], y + 1), min(box[2], x), max(box[3], x + 1)
            for v in range(max(y - 1, 0), min(y + 2, height)):
                for u in range(max(x - 1, 0), min(x + 2, width)):
                    if mask[v, u] and not labels[v, u]:
                        labels[v, u] = len(boxes)
                        waiting.append([v, u])
    return labels, boxes


def _nearer(ink: np.ndarray) -> np.ndarray:
    """A small drawing alone, with a margin; a large one as it is."""
    rows, columns = (np.flatnonzero((ink > 127).any(axis=axis)) for axis in (1, 0))
    tall, wide = rows[-1] + 1 - rows[0], columns[-1] + 1 - columns[0]
    if max(tall / ink.shape[0], wide / ink.shape[1]) >= SMALL:
        return ink
    margin = round(MARGIN * max(tall, wide))
    top, left = max(rows[0] - margin, 0), max(columns[0] - margin, 0)
    return ink[top : rows[-1] + 1 + margin, left : columns[-1] + 1 + margin]
