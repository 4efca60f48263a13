"""Lightness and two opponent channels: YCbCr of BT.601 in full range, as in JPEG (ITU-T T.871).

It is linear, so it is exactly invertible and as easy to differentiate as it is to compute; CIE Lab is neither.
Everything lies in [-1, 1]: a grey has chroma (0, 0), and its lightness is the grey itself.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

RED, GREEN, BLUE = 0.299, 0.587, 0.114  # of lightness
# (r, g, b) @ TO_PLANES = (lightness, blueness, redness), and back
TO_PLANES = np.array(
    [
        [RED, -RED / 1.772, (1 - RED) / 1.402],
        [GREEN, -GREEN / 1.772, -GREEN / 1.402],
        [BLUE, (1 - BLUE) / 1.772, -BLUE / 1.402],
    ],
    np.float32,
)
TO_RGB = np.linalg.inv(TO_PLANES.astype(np.float64)).astype(np.float32)
QUARTER = (
    4  # colours that a network with eyes gives have a side of the photograph's over it: eyes find little detail in them
)
GRAIN = 0.04  # spread of lightness that is not taken for the edge of anything when colours are enlarged
COLOURLESS = 0.01  # mean |chroma| below which a photograph is taken to be grey; scans and JPEG tint a little
GREY, TONED, COLOURED = "grey", "toned", "coloured"
LEVELS = 32  # of lightness
# A pixel has the tone of its lightness if its chroma is no farther off; so have all but a few, such as a stamped date.
OFF_TONE, OF_ONE_TONE = 0.03, 0.94
FLAT = 0.05  # standard deviation of a lightness that is too even to tell a tone from a coloured wall
LOOKED_AT = 128  # long side, in pixels: smaller than grain, and than what JPEG does to colours


def planes(image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """uint8 (..., 3) -> lightness, float32 (..., 1), and chroma, float32 (..., 2), both in [-1, 1]."""
    found = (image.astype(np.float32) / np.float32(127.5) - 1) @ TO_PLANES
    return found[..., :1], found[..., 1:]


def laid_over(lightness: np.ndarray, chroma: np.ndarray) -> np.ndarray:
    """The picture of lightness (..., 1) and chroma (..., 2) in [-1, 1]: uint8 (..., 3).

    A chroma that no RGB colour of this lightness has is weakened until there is one, and its hue stays. Cutting the
    channels off instead would change the lightness.
    """
    away = chroma @ TO_RGB[1:]  # how far each channel is from the grey
    room = np.where(away > 0, 1 - lightness, 1 + lightness)
    share = np.min(np.where(np.abs(away) > room, room / np.maximum(np.abs(away), 1e-9), 1), axis=-1, keepdims=True)
    return np.rint(np.clip(lightness + share * away, -1, 1) * 127.5 + 127.5).astype(np.uint8)


def grey(image: np.ndarray) -> np.ndarray:
    """The lightness of uint8 (..., 3) as a grey picture of the same shape."""
    lightness, chroma = planes(image)
    return laid_over(lightness, np.zeros_like(chroma))


def is_grey(image: np.ndarray) -> bool:
    """Has uint8 (h, w, 3) no colours to speak of?"""
    return float(np.abs(planes(image)[1]).mean()) < COLOURLESS


def colours_of(image: np.ndarray) -> str:
    """What the colours of uint8 (h, w, 3) can be: `COLOURED`; `TONED`, if they tell no more than the lightness does, as
    in sepia and on yellowed paper; or `GREY`. A little of another colour, such as a stamped date, is overlooked."""
    if is_grey(image):
        return GREY
    scale = min(1.0, LOOKED_AT / max(image.shape[:2]))
    size = max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale))
    lightness, chroma = planes(np.asarray(Image.fromarray(image).resize(size, Image.Resampling.BOX)).reshape(-1, 3))
    if lightness.std() < FLAT:
        return COLOURED
    level = np.clip((lightness[:, 0] + 1) / 2 * LEVELS, 0, LEVELS - 1).astype(int)
    tones = np.zeros((LEVELS, 2), np.float32)
    for which in np.unique(level):
        tones[which] = np.median(chroma[level == which], axis=0)
    off = np.abs(chroma - tones[level]).max(axis=-1)
    if (off <= OFF_TONE).mean() < OF_ONE_TONE:
        return COLOURED
    return TONED if np.abs(tones[level]).mean() >= COLOURLESS else GREY


def chroma_at(chroma: np.ndarray, lightness: np.ndarray) -> np.ndarray:
    """Chroma, float32 (h', w', 2), of a picture at the size of its lightness (h, w, 1), which guides it: (h, w, 2).

    Around every pixel of the small one chroma is taken to be a straight line over lightness, and that line is applied
    to the large one (guided filter: He et al. 2013; He and Sun 2015, arXiv:1505.00996). So colours end where things
    end. Where lightness is as even as the grain of a scan, the line is level, and grain does not become colour.
    """
    small = chroma.shape[:2]
    if small == lightness.shape[:2]:
        return chroma
    guide = _resized(lightness, small, Image.Resampling.BOX)
    mean, mean_chroma = around(guide), around(chroma)
    slope = (around(guide * chroma) - mean * mean_chroma) / (around(guide * guide) - mean * mean + GRAIN**2)
    level = mean_chroma - slope * mean
    slope, level = (_resized(around(x), lightness.shape[:2], Image.Resampling.BILINEAR) for x in (slope, level))
    return slope * lightness + level


def around(x: np.ndarray) -> np.ndarray:
    """Means over 3x3 pixels of (h, w, c); the edge is repeated."""
    height, width = x.shape[:2]
    wide = np.pad(x, ((1, 1), (1, 1), (0, 0)), mode="edge")
    rows = wide[:height] + wide[1 : height + 1] + wide[2:]
    return (rows[:, :width] + rows[:, 1 : width + 1] + rows[:, 2:]) / np.float32(9)


def _resized(x: np.ndarray, shape: tuple[int, int], how: Image.Resampling) -> np.ndarray:
    """Floats (h, w, c) at another (h, w)."""
    height, width = shape
    found = [np.asarray(Image.fromarray(plane).resize((width, height), how)) for plane in np.moveaxis(x, -1, 0)]
    return np.stack(found, axis=-1)
