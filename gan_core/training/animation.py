"""A run as an animated GIF: each frame shows the picture, epoch and step, both needles and the two accuracies.

So a GIF that is shown without its player says as much as the player does, of the same step.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from math import cos, pi, sin
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

SIDE = 224  # pixels of the picture
STRIP = 76  # pixels of what is told below it
FRAME_MS, LAST_MS = 120, 2500
GREYS, COLOURS = 5, 64  # of a drawing, of photographs: few, because a GIF's size stays in the repository's history
REAL, FAKE, INK, SOFT = (90, 169, 255), (255, 155, 66), (255, 255, 255), (150, 150, 150)
HUB, RADIUS = (58, SIDE + 62), 46
FINE = 4  # the strip is drawn so many times as large, and brought down


def animate(tiles: np.ndarray, snapshots: Sequence[Mapping[str, Any]]) -> bytes:
    """The GIF, SIDE x (SIDE + STRIP) pixels a frame, played over and over.

    Args:
        tiles: uint8 (n, side, side) or (n, side, side, 3), the picture of each snapshot.
        snapshots: of each 'epoch', 'step', 'accuracy_real' and 'accuracy_fake'.
    """
    tiles = tiles if tiles.ndim == 4 else in_greys(tiles, GREYS)
    pictures = [Image.fromarray(tile).convert("RGB").resize((SIDE, SIDE), _resampling(tile)) for tile in tiles]
    palette = _palette(pictures, photographs=tiles.ndim == 4)
    frames = [
        _frame(picture, snapshot).quantize(palette=palette, dither=Image.Dither.NONE)
        for picture, snapshot in zip(pictures, snapshots, strict=True)
    ]
    times = [FRAME_MS] * (len(frames) - 1) + [LAST_MS]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=times, loop=0, optimize=True)
    return out.getvalue()


def in_greys(images: np.ndarray, count: int) -> np.ndarray:
    """uint8 images in `count` evenly spaced greys, black and white among them."""
    return np.round(np.round(images / 255 * (count - 1)) * (255 / (count - 1))).astype(np.uint8)


def _resampling(tile: np.ndarray) -> Image.Resampling:
    """Drawn pixels stay what they are; photographs are smooth."""
    return Image.Resampling.NEAREST if tile.shape[0] < SIDE else Image.Resampling.LANCZOS


def _palette(pictures: list[Image.Image], photographs: bool) -> Image.Image:
    """One palette for all frames: that of the strip, and greys or the photographs' own colours."""
    told = [_mixed(colour, share) for colour in (REAL, FAKE, INK, SOFT) for share in (1.0, 0.6, 0.3)]
    if photographs:
        every = Image.fromarray(np.concatenate([np.asarray(p)[::4, ::4] for p in pictures]))
        own = every.quantize(COLOURS, Image.Quantize.MEDIANCUT).getpalette() or []
    else:
        own = np.repeat(in_greys(np.linspace(0, 255, GREYS), GREYS), 3).tolist()
    palette = Image.new("P", (1, 1))
    palette.putpalette([*(level for colour in told for level in colour), *own][: 3 * 256])
    return palette


def _mixed(colour: tuple[int, int, int], share: float) -> tuple[int, ...]:
    return tuple(round(share * level) for level in colour)


def _frame(picture: Image.Image, snapshot: Mapping[str, Any]) -> Image.Image:
    frame = Image.new("RGB", (SIDE, SIDE + STRIP))
    frame.paste(_strip(snapshot).resize((SIDE, STRIP), Image.Resampling.BOX), (0, SIDE))
    frame.paste(picture, (0, 0))
    return frame


def _strip(snapshot: Mapping[str, Any]) -> Image.Image:
    """The caption of a snapshot, FINE times as large."""
    strip = Image.new("RGB", (FINE * SIDE, FINE * STRIP))
    draw = ImageDraw.Draw(strip)
    x, y, r = FINE * HUB[0], FINE * (HUB[1] - SIDE), FINE * RADIUS
    draw.arc((x - r, y - r, x + r, y + r), 180, 360, SOFT, FINE * 2)
    draw.line((x, y - r - FINE * 3, x, y - r + FINE * 5), SOFT, FINE * 2)  # 0.5
    real, fake = snapshot["accuracy_real"], snapshot["accuracy_fake"]
    for value, colour, reach in ((fake, FAKE, 0.78), (real, REAL, 0.95)):
        turned = pi * (1 - value)
        end = (x + reach * r * cos(turned), y - reach * r * sin(turned))
        draw.line((x, y, *end), colour, FINE * 2)
        _sign(draw, end, colour, round_one=colour == REAL)
    draw.ellipse((x - FINE * 3, y - FINE * 3, x + FINE * 3, y + FINE * 3), INK)
    epoch = snapshot["epoch"]
    lines = (
        (f"epoch {epoch:.2f}" if epoch < 1 else f"epoch {epoch:.0f}", INK),
        (f"step {snapshot['step']:,}", SOFT),
        (f"real {real:.2f}", REAL),
        (f"fake {fake:.2f}", FAKE),
    )
    left, font = FINE * 124, ImageFont.load_default(FINE * 14)
    for i, (text, colour) in enumerate(lines):
        middle = FINE * (12 + 17 * i)
        draw.text((left, middle), text, colour, font, anchor="lm")
        if i >= 2:
            _sign(draw, (left - FINE * 8, middle), colour, round_one=colour == REAL)
    return strip


def _sign(draw: ImageDraw.ImageDraw, at: tuple[float, float], colour: tuple[int, int, int], round_one: bool) -> None:
    """A disc for real, a diamond for fake: never colour alone."""
    (x, y), r = at, FINE * (4 if round_one else 5)
    if round_one:
        draw.ellipse((x - r, y - r, x + r, y + r), colour)
    else:
        draw.polygon(((x, y - r), (x + r, y), (x, y + r), (x - r, y)), colour)
