"""Make pairs of drawings and animals from photographs: `python -m tools.build_drawings DATA OUT`.

DATA holds trainA (horses) and trainB (zebras). An animal is cut out along the mask that the shipped CycleGAN changes it
with, if it seems to be one whole animal (`tools.cutting`), and put on paper. A drawing is made of it
(`tools.sketching`), anew for each of its pairs, which also show it elsewhere, larger or smaller and slightly out of
shape. The colour of the ink says what animal it is (`gan_core.photos.drawing`). OUT/drawing and OUT/painting are what
`train pix2pix --pairs OUT` takes. All pairs of one photograph are on one side of the trainer's tenth that is held back.

tools/drawings.txt names the photographs whose cut-outs were found good by eye; `--all` takes what seems whole.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from gan_core.base.images import png_bytes
from gan_core.base.writing import make_folder, write_atomically
from gan_core.data.marks import HELD_BACK
from gan_core.data.unpaired import picture_or_none
from gan_core.photos.drawing import PAPER, inked
from gan_core.photos.engine import PHOTO_ID, PhotoEngine
from gan_core.store.checkpoints import CHECKPOINTS, Registry
from tools.cutting import Part, largest, refined
from tools.sketching import sketched, some_style, wave

CHOSEN = Path(__file__).resolve().parent / "drawings.txt"
SOURCES = {"trainA": "ab", "trainB": "ba"}  # folder: the direction whose mask finds its animal
SIDE = 160  # of a picture, in pixels
FILLED = (0.66, 0.94)  # share of the side that an animal's longer side takes
TURNED, SHEARED, BENT = 8.0, 0.1, 0.035  # at most: degrees, share, share of the side
TRIES = 400


def main() -> None:
    """Write the pairs."""
    parser = argparse.ArgumentParser(description="make pairs of drawings and animals from photographs")
    parser.add_argument("data", type=Path, help="holds trainA (horses) and trainB (zebras)")
    parser.add_argument("out", type=Path)
    parser.add_argument("--checkpoint", default=PHOTO_ID, help="the CycleGAN whose masks find the animals")
    parser.add_argument("--each", type=int, default=6, help="how many pairs are made from a photograph")
    parser.add_argument("--all", action="store_true", help="of all photographs whose cut-out seems whole")
    args = parser.parse_args()
    chosen = None if args.all else set(CHOSEN.read_text(encoding="utf-8").split())
    engine = PhotoEngine(Registry(CHECKPOINTS), args.checkpoint)
    for kind in ("drawing", "painting"):
        make_folder(args.out / kind)
    for folder, direction in SOURCES.items():
        taken = seen = 0
        for path in sorted((args.data / folder).glob("*.jpg")):
            seen += 1
            if chosen is not None and path.stem not in chosen:
                continue
            if (photograph := picture_or_none(path)) is None:
                continue
            data = path.read_bytes()
            mask = engine.translation(photograph, direction).mask
            if mask is None:
                sys.exit(f"{args.checkpoint} has no masks")
            part = largest(refined(photograph, mask), mask)
            if part is None or (chosen is None and not part.whole):
                continue
            animal = engine.domains["ab".index(direction[0])]
            for at, (drawing, painting) in enumerate(pairs_of(photograph, part, animal, data, args.each)):
                for kind, file in (("drawing", drawing), ("painting", painting)):
                    write_atomically(args.out / kind / f"{animal}-{path.stem}-{at}.png", file)
            taken += 1
        print(f"{folder}: {taken} of {seen} photographs", file=sys.stderr)


def pairs_of(photograph: np.ndarray, part: Part, animal: str, data: bytes, count: int) -> Iterator[tuple[bytes, bytes]]:
    """`count` drawings and paintings as PNG files, those of an equal photograph alike.

    Args:
        photograph: uint8 (h, w, 3); `part` is what was cut out of it, `data` its file.
        animal: "horse" or "zebra".
    """
    held = _held(data)
    rng = np.random.default_rng(zlib.crc32(data))
    for _ in range(count):
        for _ in range(TRIES):  # the trainer tells by the file's bytes what it holds back
            painting, alpha = placed(photograph, part, rng)
            file = png_bytes(painting)
            if _held(file) == held:
                break
        light = np.asarray(Image.fromarray(painting).convert("L")) / 255.0
        yield png_bytes(inked(sketched(light, alpha, some_style(rng), rng), animal)), file


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
