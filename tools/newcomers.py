"""Look at what a network makes of twenty drawings such as newcomers make: `python -m tools.newcomers OUT`.

They were written down before the training of what ships, and nothing was trained or tuned on them: ten are stick
figures, ten outlines, among them open ones, children's, grazing, galloping, small and large ones, with thin and thick
pens, to both sides (newcomers.json). OUT is one picture, stick figures in its upper half: below each drawing what was
painted after it, enlarged, for a person to judge.
"""

from __future__ import annotations

import argparse
import json
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw

from gan_core.base.images import png_bytes
from gan_core.base.writing import write_atomically
from gan_core.photos.drawing import COAT, COATS, DRAWING_ID, DrawingEngine
from gan_core.store.checkpoints import CHECKPOINTS, Registry

SIDE = 320  # of a drawing, in pixels
FINER = 3
STEP = 0.01  # of the side: places along a line
SHAKE = 0.006  # of the side: a hand's
ROW = 5  # drawings in a row of the sheet


class Newcomer(NamedTuple):
    """One drawing.

    Attributes:
        stick: is a leg one line? Else the whole is an outline.
        pen: width, as a share of the side in hundredths.
        lines: each "x y x y ..." in hundredths of the side; "o x y a b" is an ellipse; a line that starts with "c" is
            curved through its places.
    """

    name: str
    stick: bool
    pen: float
    lines: list[str]


NEWCOMERS = [
    Newcomer(**each) for each in json.loads(Path(__file__).with_name("newcomers.json").read_text(encoding="utf-8"))
]


def main() -> None:
    """Write the sheet."""
    parser = argparse.ArgumentParser(description="paint twenty newcomers' drawings")
    parser.add_argument("out", type=Path, help="a PNG file")
    parser.add_argument("--coat", default=COAT, help=f"one of {', '.join(COATS)}")
    parser.add_argument("--checkpoint", default=DRAWING_ID)
    parser.add_argument("--checkpoints", type=Path, default=CHECKPOINTS, help="folder of trained networks")
    args = parser.parse_args()
    engine = DrawingEngine(Registry(args.checkpoints), args.checkpoint)
    tiles = []
    for newcomer in sorted(NEWCOMERS, key=lambda each: not each.stick):
        ink = drawing_of(newcomer)
        painted = engine.paint(ink, args.coat)
        assert painted is not None  # without a session nothing is sent away
        tiles.append((ink, painted.picture))
    write_atomically(args.out, png_bytes(sheet(tiles)))


def drawing_of(newcomer: Newcomer) -> np.ndarray:
    """Its ink, uint8 (SIDE, SIDE), 255 where there is some; the hand shakes the same each time."""
    rng = np.random.default_rng(zlib.crc32(newcomer.name.encode()))
    side, reach = SIDE * FINER, newcomer.pen / 200 * SIDE * FINER
    fine = Image.new("L", (side, side))
    pen = ImageDraw.Draw(fine)
    for line in newcomer.lines:
        for x, y in _shaken(_places(line), rng) * side:
            pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=255)
    return np.asarray(fine.resize((SIDE, SIDE), Image.Resampling.BOX))


def sheet(tiles: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Drawings uint8 (h, w) above their paintings uint8 (h', w', 3), `ROW` beside each other: uint8 (h", w", 3)."""
    found = Image.new("RGB", (ROW * SIDE, 2 * SIDE * -(-len(tiles) // ROW)), "white")
    for at, (ink, painting) in enumerate(tiles):
        x, y = at % ROW * SIDE, at // ROW * 2 * SIDE
        found.paste(Image.fromarray(255 - ink), (x, y))
        found.paste(Image.fromarray(painting).resize((SIDE, SIDE), Image.Resampling.LANCZOS), (x, y + SIDE))
    return np.asarray(found)


def _places(line: str) -> np.ndarray:
    """Places (n, 2) along a line, close to each other, as shares of the side."""
    kind, *words = line.split()
    if kind == "o":
        x, y, a, b = (float(word) / 100 for word in words)
        turn = np.linspace(0, 2 * np.pi, 1 + max(8, int(2 * np.pi * max(a, b) / STEP)))
        return np.stack([x + a * np.cos(turn), y + b * np.sin(turn)], 1)
    corners = np.array(words if kind == "c" else [kind, *words], float).reshape(-1, 2) / 100
    times = np.arange(len(corners))
    lengths = np.hypot(*np.diff(corners, axis=0).T)
    fine = np.concatenate([np.linspace(i, i + 1, 2 + int(2 * length / STEP)) for i, length in enumerate(lengths)])
    if kind == "c":
        return _curved(corners, fine)
    return np.stack([np.interp(fine, times, corners[:, axis]) for axis in (0, 1)], 1)


def _curved(corners: np.ndarray, times: np.ndarray) -> np.ndarray:
    """The curve through corners (n, 2), one unit of time apart (Catmull and Rom 1974)."""
    grown = np.concatenate([corners[:1], corners, corners[-1:]])
    at = np.minimum(times.astype(int), len(corners) - 2)
    t = (times - at)[:, None]
    a, b, c, d = (grown[at + i] for i in range(4))
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def _shaken(places: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Places (n, 2) as a hand meets them: it strays slowly."""
    knots = np.arange(0, len(places) + 12, 12)
    stray = rng.normal(0, SHAKE, (len(knots), 2))
    at = np.arange(len(places))
    return places + np.stack([np.interp(at, knots, stray[:, axis]) for axis in (0, 1)], 1)


if __name__ == "__main__":
    main()
