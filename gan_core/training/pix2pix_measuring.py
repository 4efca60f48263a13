"""Evaluates a Pix2Pix between steps: what its discriminator can tell apart, its error (L1), its colourfulness."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from keras import ops

from gan_core.base.colour import grey, laid_over, planes
from gan_core.base.images import to_float, to_uint8
from gan_core.measures.colourfulness import colourfulness
from gan_core.models.gradients import compiled
from gan_core.models.pix2pix import together
from gan_core.recipes.pix2pix import Pix2PixSpec
from gan_core.training.cyclegan_measuring import BATCH, REAL, measure_patches

Tensor = Any
COLUMNS = ("input", "translated", "truth", "patches")  # of a board; the last is D's map of the translation


def as_input(spec: Pix2PixSpec, images: np.ndarray) -> np.ndarray:
    """What the generator is given of pictures uint8 (n, h, w, 3): float32 (n, h, w, inputs) in [-1, 1]."""
    return planes(images)[0] if spec.colours else to_float(images)


def as_output(spec: Pix2PixSpec, images: np.ndarray) -> np.ndarray:
    """The target output of the generator for pictures uint8 (n, h, w, 3): float32 (n, h, w, outputs) in [-1, 1]."""
    return planes(images)[1] if spec.colours else to_float(images)


class PairProbe:
    """Looks at G and D through traced functions; whatever leaves G is a picture of 8 bits."""

    def __init__(self, spec: Pix2PixSpec, generate: Callable[[Tensor], Tensor], discriminator: keras.Model) -> None:
        self._spec = spec
        self._generate = compiled(generate)
        self._discriminate = compiled(lambda x, y: discriminator(together(spec, x, y), training=False)[..., 0])

    def translate(self, inputs: np.ndarray) -> np.ndarray:
        """Pictures uint8 (n, h, w, 3) -> G's outputs for them, of the same shape and type."""

        def made(part: np.ndarray) -> np.ndarray:
            x = as_input(self._spec, part)
            y = ops.convert_to_numpy(self._generate(ops.convert_to_tensor(x)))
            return laid_over(x, y) if self._spec.colours else to_uint8(y)

        return np.concatenate([made(inputs[i : i + BATCH]) for i in range(0, len(inputs), BATCH)])

    def scores(self, inputs: np.ndarray, outputs: np.ndarray) -> np.ndarray:
        """D's patch maps over pairs of pictures uint8 (n, h, w, 3): float32 (n, h', w'); 1 means real."""

        def map_of(i: int) -> np.ndarray:
            x, y = as_input(self._spec, inputs[i : i + BATCH]), as_output(self._spec, outputs[i : i + BATCH])
            return ops.convert_to_numpy(self._discriminate(ops.convert_to_tensor(x), ops.convert_to_tensor(y)))

        return np.concatenate([map_of(i) for i in range(0, len(inputs), BATCH)])

    def measure(self, inputs: np.ndarray, targets: np.ndarray) -> dict[str, Any]:
        """Figures of held-back pairs, uint8 (n, h, w, 3) each.

        Returns:
            The fields of `Measurement`; 'l1', the mean absolute difference of the outputs (of the colour channels,
            where lightness is given) from the true ones, 0 to 1; 'colourfulness', the mean of the translations'
            over that of the true pictures (1: as colourful as they are), None if those are grey.
        """
        made = self.translate(inputs)
        found = measure_patches(self.scores(inputs, targets), self.scores(inputs, made)).to_json()
        error = np.abs(as_output(self._spec, targets) - as_output(self._spec, made)).mean() / 2
        of_made, of_real = (float(np.mean([colourfulness(image) for image in images])) for images in (made, targets))
        ratio = round(of_made / of_real, 4) if of_real else None
        return {**found, "l1": round(float(error), 5), "colourfulness": ratio}

    def board(self, inputs: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, list[float]]:
        """Each pair as `COLUMNS` names it: uint8 (4n, h, w, 3), and what D says of each beside its input.

        That is its mean score less 1/2, so that above 0 means real; of the patch map, what it says of the translation.
        """
        shown = grey(inputs) if self._spec.colours else inputs
        made = self.translate(inputs)
        maps = self.scores(inputs, made)
        scores = [self.scores(inputs, x).mean((1, 2)) - REAL for x in (shown, made, targets)]
        patches = np.rint(255 * np.clip(maps, 0, 1)).astype(np.uint8)
        rows, columns = (-(-side // across) for side, across in zip(made.shape[1:3], patches.shape[1:], strict=True))
        spread = patches.repeat(rows, 1).repeat(columns, 2)[:, : made.shape[1], : made.shape[2], None].repeat(3, 3)
        tiles = np.stack([shown, made, targets, spread], axis=1).reshape(-1, *made.shape[1:])
        scores.append(scores[1])
        return tiles, [round(float(score), 3) for score in np.stack(scores, axis=1).ravel()]
