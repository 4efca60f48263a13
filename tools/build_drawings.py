"""Make pairs of drawings and horses from photographs: `python -m tools.build_drawings DATA OUT`.

DATA/trainA holds photographs of horses. A horse is cut out along the mask that the shipped CycleGAN changes it with,
if it seems to be one whole animal (`tools.cutting`), and put on paper. A drawing is made of it (`tools.sketching`),
anew for each of its pairs, which also show it elsewhere, larger or smaller, slightly out of shape, and mostly in
another coat. The colour of the ink says the coat (`gan_core.photos.drawing`).

Legs hide one another in photographs. So there are also horses in any pose with four legs apart (`tools.posing`),
painted by a Pix2Pix that knows outlines already (`--painter`).

OUT/drawing and OUT/painting are what `train pix2pix --pairs OUT` takes. All pairs of one horse are on one side of the
trainer's tenth that is held back. tools/drawings.txt names the photographs whose cut-outs were found good by eye;
`--all` takes what seems whole.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from gan_core.base.images import png_bytes
from gan_core.base.writing import make_folder, write_atomically
from gan_core.data.marks import HELD_BACK
from gan_core.data.unpaired import picture_or_none
from gan_core.photos.drawing import DRAWING_ID, PAPER, DrawingEngine, ink_of_coat, inked
from gan_core.photos.engine import PHOTO_ID, PhotoEngine
from gan_core.store.checkpoints import CHECKPOINTS, Registry
from tools.cutting import Part, largest, refined
from tools.posing import posed
from tools.sketching import drawn, outline, sketched, some_style, wave

CHOSEN = Path(__file__).resolve().parent / "drawings.txt"
HORSES = "trainA"
KINDS = ("drawing", "painting")
POSED = 4  # how many times more pairs are made of a photographed horse than of one in a pose
OUTLINE = 2.6  # pixels of the pen that a pose is drawn with
SIDE = 160  # of a picture, in pixels
FILLED = (0.45, 0.94)  # share of the side that an animal's longer side takes
TURNED, SHEARED, BENT = 8.0, 0.1, 0.035  # at most: degrees, share, share of the side
TONED = 0.6  # share of horses that get another coat
TRIES = 400


def main() -> None:
    """Write the pairs."""
    parser = argparse.ArgumentParser(description="make pairs of drawings and horses from photographs")
    parser.add_argument("data", type=Path, help="holds trainA: photographs of horses")
    parser.add_argument("out", type=Path)
    parser.add_argument("--checkpoint", default=PHOTO_ID, help="the CycleGAN whose masks find the animals")
    parser.add_argument("--each", type=int, default=12, help="how many pairs are made of a photographed horse")
    parser.add_argument("--posed", type=int, default=500, help="how many horses in poses are added")
    parser.add_argument("--painter", default=DRAWING_ID, help="the Pix2Pix that paints these")
    parser.add_argument("--checkpoints", type=Path, default=CHECKPOINTS, help="folder of both networks")
    parser.add_argument("--all", action="store_true", help="of all photographs whose cut-out seems whole")
    args = parser.parse_args()
    registry = Registry(args.checkpoints)
    chosen = None if args.all else set(CHOSEN.read_text(encoding="utf-8").split())
    engine = PhotoEngine(registry, args.checkpoint)
    for kind in KINDS:
        make_folder(args.out / kind)
    taken = 0
    for path in sorted((args.data / HORSES).glob("*.jpg")):
        if chosen is not None and path.stem not in chosen:
            continue
        if (photograph := picture_or_none(path)) is None:
            continue
        mask = engine.translation(photograph, "ab").mask
        if mask is None:
            sys.exit(f"{args.checkpoint} has no masks")
        part = largest(refined(photograph, mask), mask)
        if part is None or (chosen is None and not part.whole):
            continue
        write(args.out, f"horse-{path.stem}", pairs_of(photograph, part, path.read_bytes(), args.each))
        taken += 1
    print(f"{taken} photographs", file=sys.stderr)
    painter = DrawingEngine(registry, args.painter)
    for number in range(args.posed):
        painting, part = painted_pose(painter, np.random.default_rng(number))
        pairs = pairs_of(painting, part, png_bytes(painting), max(1, args.each // POSED))
        write(args.out, f"horse-posed{number}", pairs)


def write(out: Path, name: str, pairs: Iterable[tuple[bytes, bytes]]) -> None:
    """Write drawings and paintings, PNG files, of one horse."""
    for at, both in enumerate(pairs):
        for kind, file in zip(KINDS, both, strict=True):
            write_atomically(out / kind / f"{name}-{at}.png", file)


def painted_pose(painter: DrawingEngine, rng: np.random.Generator) -> tuple[np.ndarray, Part]:
    """A horse in some pose, painted after its outline, uint8 (side, side, 3), and where it is.

    It always has the coat that nobody chose: `toned` gives others.
    """
    shape = posed(painter.side, rng)
    if rng.random() < 0.5:
        shape = shape[:, ::-1]
    solid = shape > 0.5
    places = np.stack(np.nonzero(outline(solid)), 1) + 0.5
    painted, part = painter.paint(drawn(places, solid.shape, OUTLINE)), largest(shape.astype(np.float32), shape)
    assert painted is not None  # without a session nothing is sent away
    assert part is not None  # no pose is empty
    return painted.picture, part


def pairs_of(photograph: np.ndarray, part: Part, data: bytes, count: int) -> Iterator[tuple[bytes, bytes]]:
    """`count` drawings and paintings as PNG files, those of an equal photograph alike.

    Args:
        photograph: uint8 (h, w, 3); `part` is what was cut out of it, `data` its file.
    """
    held = _held(data)
    rng = np.random.default_rng(zlib.crc32(data))
    for _ in range(count):
        for _ in range(TRIES):  # the trainer tells by the file's bytes what it holds back
            painting, alpha = placed(photograph, part, rng)
            if rng.random() < TONED:
                painting = toned(painting, alpha, rng)
            file = png_bytes(painting)
            if _held(file) == held:
                break
        light = np.asarray(Image.fromarray(painting).convert("L")) / 255.0
        ink = ink_of_coat(coat_of(painting, alpha))
        yield png_bytes(inked(sketched(light, alpha, some_style(rng), rng), ink)), file


def placed(photograph: np.ndarray, part: Part, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A cut-out on paper, uint8 (SIDE, SIDE, 3), and what of it is animal, float64 (SIDE, SIDE) in [0, 1]."""
    left, top, right, bottom = part.box
    fill = rng.uniform(*FILLED)
    scale = max(right - left, bottom - top) / (fill * SIDE)
    ys, xs = np.mgrid[:SIDE, :SIDE] + 0.5 - SIDE / 2
    room = [max(0.0, (SIDE - 4 - side / scale) / 2) for side in (bottom - top, right - left)]
    ys, xs = (grid - rng.uniform(-0.8, 0.8) * free for grid, free in zip((ys, xs), room, strict=True))
    turn, shear = np.deg2rad(rng.uniform(-TURNED, TURNED)), rng.uniform(-SHEARED, SHEARED)
    stretch = np.exp(rng.uniform(-0.12, 0.12))
    ys, xs = ys * np.cos(turn) + xs * np.sin(turn), stretch * (xs * np.cos(turn) - ys * np.sin(turn)) + shear * ys
    cells = int(rng.integers(3, 6))
    ys, xs = (grid + BENT * SIDE * wave((SIDE, SIDE), cells, rng) for grid in (ys, xs))
    at = scale * ys + (top + bottom) / 2 - 0.5, scale * xs + (left + right) / 2 - 0.5
    alpha = np.clip(_looked_up(part.alpha[..., None], *at)[..., 0], 0, 1)
    picture = alpha[..., None] * _looked_up(photograph, *at) + (1 - alpha[..., None]) * PAPER
    return np.rint(picture).astype(np.uint8), alpha


def toned(painting: np.ndarray, alpha: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A painting uint8 (h, w, 3) whose animal, where `alpha` (h, w) is, has another coat: most are bay otherwise."""
    tone = np.exp(rng.uniform(-1.4, 0.8))
    lit = (painting / 255.0) ** tone
    grey = lit.mean(-1, keepdims=True)
    coat = np.clip(grey + (lit - grey) * rng.choice([rng.uniform(0, 0.25), rng.uniform(0.6, 1.2)]), 0, 1)
    return np.rint(alpha[..., None] * 255 * coat + (1 - alpha[..., None]) * painting).astype(np.uint8)


def coat_of(painting: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """Mean RGB (3,) of a painting uint8 (h, w, 3) where its animal is."""
    return painting[alpha > 0.9].mean(0) if (alpha > 0.9).any() else painting.mean((0, 1))


def _looked_up(image: np.ndarray, ys: np.ndarray, xs: np.ndarray) -> np.ndarray:
    """Image (h, w, c) between its pixels, and 0 beyond its edges: float64 of the shape of `ys` and c."""
    grown = np.pad(image.astype(np.float64), ((1, 1), (1, 1), (0, 0)))
    ys, xs = np.clip(ys + 1, 0, grown.shape[0] - 1.001), np.clip(xs + 1, 0, grown.shape[1] - 1.001)
    top, left = ys.astype(int), xs.astype(int)
    y, x = (ys - top)[..., None], (xs - left)[..., None]
    upper = (1 - x) * grown[top, left] + x * grown[top, left + 1]
    return (1 - y) * upper + y * ((1 - x) * grown[top + 1, left] + x * grown[top + 1, left + 1])


def _held(data: bytes) -> bool:
    """Does the trainer hold back a file of these bytes?"""
    return int(hashlib.sha256(data).hexdigest(), 16) % HELD_BACK == 0


if __name__ == "__main__":
    main()
