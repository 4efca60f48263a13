"""Negative examples for the guard: pictures of neither domain, synthetic or cut from the domains' own photographs.

A classifier with a class "neither" needs examples of it. No photographs of other things are used: textures, collages,
text and digits are drawn here, and photographs are cut up until no animal is left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from gan_core.data import digits
from gan_core.data.unpaired import square

SIDE = 160
Picture = np.ndarray  # uint8 (SIDE, SIDE, 3)


def pictures(photographs: Sequence[np.ndarray], count: int, seed: int) -> list[Picture]:
    """`count` pictures, of each kind alike many; a function of the arguments alone.

    Args:
        photographs: uint8 (h, w, 3) each, of both domains, to be taken apart.
    """
    found = []
    for i in range(count):
        rng = np.random.default_rng([seed, i])
        found.append(KINDS[i % len(KINDS)](rng, square(photographs[int(rng.integers(len(photographs)))], SIDE)))
    return found


def scrambled(rng: np.random.Generator, photograph: Picture) -> Picture:
    """The photograph's amplitudes at random phases: its colours and textures without its shapes."""
    phases = np.angle(np.fft.rfft2(rng.standard_normal((SIDE, SIDE))))[..., None]
    phases[0, 0] = 0  # the mean colour stays
    spectrum = np.fft.rfft2(photograph, axes=(0, 1))
    return _levels(np.fft.irfft2(spectrum * np.exp(1j * phases), axes=(0, 1)))


def shuffled(rng: np.random.Generator, photograph: Picture) -> Picture:
    """Its tiles, 64 of them or more, in random order."""
    tiles = int(rng.choice([8, 10, 16]))
    side = SIDE // tiles
    parts = photograph.reshape(tiles, side, tiles, side, 3).swapaxes(1, 2).reshape(-1, side, side, 3)
    return rng.permutation(parts).reshape(tiles, tiles, side, side, 3).swapaxes(1, 2).reshape(SIDE, SIDE, 3)


def background(rng: np.random.Generator, photograph: Picture) -> Picture:
    """The corner that differs most in colour from the middle, enlarged."""
    side = SIDE // 3
    middle = photograph[side:-side, side:-side].mean((0, 1))
    corners = [photograph[y : y + side, x : x + side] for y in (0, SIDE - side) for x in (0, SIDE - side)]
    chosen = max(corners, key=lambda corner: float(np.abs(corner.mean((0, 1)) - middle).sum()))
    return square(chosen, SIDE)


def noise(rng: np.random.Generator, photograph: Picture) -> Picture:
    """Noise whose amplitude falls with frequency f as f^-b, b from 0 (white) to 2.5 (clouds), in random colours."""
    frequency = np.hypot(np.fft.fftfreq(SIDE)[:, None], np.fft.rfftfreq(SIDE)[None])
    frequency[0, 0] = np.inf
    spectrum = np.fft.rfft2(rng.standard_normal((3, SIDE, SIDE))) * frequency ** -rng.uniform(0, 2.5)
    field = np.fft.irfft2(spectrum).transpose(1, 2, 0)
    mixed = (field / field.std()) @ (np.eye(3) * rng.uniform(0, 1) + rng.uniform(0, 1))
    return _levels(rng.uniform(40, 215, 3) + rng.uniform(10, 40) * mixed)


def collage(rng: np.random.Generator, photograph: Picture) -> Picture:
    """Shaded shapes, plain or textured, before a plain, textured or natural ground."""
    found = _texture(rng, photograph).astype(np.float32)
    for _ in range(rng.integers(1, 6)):
        mask = _shape(rng)
        light = 1 + rng.uniform(0, 0.6) * _ramp(rng)
        found += (mask / 255)[..., None] * (_texture(rng, photograph) * light[..., None] - found)
    return _levels(found)


def erased(rng: np.random.Generator, photograph: Picture) -> Picture:
    """The surroundings only: the middle is covered by something else."""
    mask = Image.new("L", (SIDE, SIDE))
    edge = rng.uniform(0.03, 0.15, 4) * SIDE
    box = (edge[0], edge[1], SIDE - edge[2], SIDE - edge[3])
    draw = ImageDraw.Draw(mask)
    (draw.ellipse if rng.integers(2) else draw.rectangle)(box, fill=255)
    soft = np.asarray(mask.filter(ImageFilter.GaussianBlur(rng.uniform(0, 8))))[..., None] / 255
    return _levels(photograph + soft * (collage(rng, photograph).astype(np.float32) - photograph))


def text(rng: np.random.Generator, photograph: Picture) -> Picture:
    """Lines of random letters."""
    page = Image.fromarray(_texture(rng, photograph) if rng.integers(3) == 0 else _plain(rng))
    draw, size, y = ImageDraw.Draw(page), int(rng.integers(8, 48)), int(rng.integers(-20, 40))
    font, colour = ImageFont.load_default(size), tuple(int(c) for c in rng.integers(0, 256, 3))
    while y < SIDE:
        letters = rng.choice(list("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.,      "), 60)
        draw.text((int(rng.integers(-10, 30)), y), "".join(letters), colour, font)
        y += int(size * rng.uniform(1.0, 1.8))
    return np.asarray(page)


def handwriting(rng: np.random.Generator, photograph: Picture) -> Picture:
    """Digits in two colours, one to sixty-four."""
    rows = int(rng.choice([1, 2, 4, 8]))
    reals = _digits()
    ink = Image.fromarray(np.block([[reals[i] for i in line] for line in rng.integers(0, len(reals), (rows, rows))]))
    ink = ink.resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    return np.asarray(Image.composite(Image.fromarray(_plain(rng)), Image.fromarray(_plain(rng)), ink))


KINDS: tuple[Callable[[np.random.Generator, Picture], Picture], ...] = (
    scrambled,
    background,
    collage,
    erased,
    noise,
    collage,
    background,
    erased,
    shuffled,
    collage,
    text,
    handwriting,
)


@cache
def _digits() -> np.ndarray:
    return digits.load().train


def _texture(rng: np.random.Generator, photograph: Picture) -> Picture:
    return (_plain, noise, scrambled, background)[rng.integers(4)](rng, photograph)


def _plain(rng: np.random.Generator, photograph: Picture | None = None) -> Picture:
    """One colour that turns into another."""
    first, last = rng.uniform(0, 255, (2, 3))
    return _levels(first + rng.uniform(0, 1) * _ramp(rng)[..., None] * (last - first))


def _ramp(rng: np.random.Generator) -> np.ndarray:
    """Light from one side: float (SIDE, SIDE) from 0 to 1."""
    angle = rng.uniform(0, 2 * np.pi)
    axis = np.linspace(-1, 1, SIDE)
    ramp = np.cos(angle) * axis[None] + np.sin(angle) * axis[:, None]
    return (ramp - ramp.min()) / (ramp.max() - ramp.min())


def _shape(rng: np.random.Generator) -> np.ndarray:
    """The mask of an ellipse, a box or a polygon with a more or less soft edge: uint8 (SIDE, SIDE)."""
    mask = Image.new("L", (SIDE, SIDE))
    draw, (x, y) = ImageDraw.Draw(mask), rng.uniform(0, SIDE, 2)
    w, h = rng.uniform(0.05, 0.5, 2) * SIDE
    kind = rng.integers(3)
    if kind == 2:
        turns = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 9)))
        draw.polygon([(x + w * np.cos(t), y + h * np.sin(t)) for t in turns], fill=255)
    else:
        (draw.ellipse if kind else draw.rectangle)((x - w, y - h, x + w, y + h), fill=255)
    return np.asarray(mask.filter(ImageFilter.GaussianBlur(float(rng.choice([0.5, 1, 4])))))


def _levels(values: np.ndarray) -> Picture:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)
